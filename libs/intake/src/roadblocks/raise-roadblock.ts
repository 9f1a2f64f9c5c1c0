import { Caller, Day, GlobalId, InputArg, Needs, Text } from '#libs/api-kit';
import { PostgresLogStore } from '#libs/event-log';
import { createdId, Directory } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, IntakeDecisions, NewCommand } from '../decisions.js';
import { raiseRoadblock, roadblock } from '../domain/index.js';
import { KnownRequests } from '../known-requests.js';
import { keptRoadblock, RoadblockCommands, RoadblockPayload } from './roadblock-payload.js';

@InputType({ description: 'Something that keeps work from going on.' })
export class RaiseRoadblockInput {
  @Text({ description: 'What it is, in 3 to 200 characters, e.g. `Payment provider migrates its API`.' })
  title: string;

  @Text({ nullable: true, description: 'More about it; at most 4,000 characters.' })
  text?: string | null;

  @GlobalId('Request', { each: true, description: 'The requests it blocks, at most 50; an empty list for none yet.' })
  affectedRequestIds: string[];

  @Day({ description: 'The day on which it is expected to end, e.g. `2026-02-02`; today or later.' })
  until: string;

  @GlobalId('Person', { nullable: true, description: 'Who takes care of it, when somebody does already.' })
  ownerId?: string | null;
}

export class RaiseRoadblock extends NewCommand<RaiseRoadblockInput> {}

@CommandHandler(RaiseRoadblock)
export class RaiseRoadblockHandler implements ICommandHandler<RaiseRoadblock> {
  constructor(
    private readonly decisions: IntakeDecisions,
    private readonly directory: Directory,
    private readonly requests: KnownRequests,
    private readonly store: PostgresLogStore,
  ) {}

  async execute({ input, caller }: RaiseRoadblock): Promise<Change> {
    const { workspaceId } = caller.viewer;
    const { title, text, affectedRequestIds, until, ownerId } = input;
    await this.requests.require(caller, affectedRequestIds, ['input', 'affectedRequestIds']);
    if (ownerId != null) await this.directory.requirePerson(workspaceId, ownerId, ['input', 'ownerId']);
    // Drawn before the decision: a number that is refused leaves a gap, two roadblocks never share one.
    const number = await this.store.nextNumber(workspaceId, roadblock.type);
    const of = { id: createdId(caller.command, roadblock.type), expect: 'new' as const, caller };
    return this.decisions.decide(keptRoadblock, of, (state, context) =>
      raiseRoadblock(state, { number, title, text, affectedRequestIds, until, ownerId }, context),
    );
  }
}

@Resolver()
export class RaiseRoadblockMutation {
  constructor(private readonly commands: RoadblockCommands) {}

  @Mutation(() => RoadblockPayload, {
    description:
      'Raises a roadblock and gives it its number. NOT_FOUND for a request or a person of no such id; DATE_IN_PAST; LIMIT_REACHED ' +
      'for more than 50 requests; PII_NOT_ALLOWED.',
  })
  @Needs('roadblock.raise')
  raiseRoadblock(@InputArg() input: RaiseRoadblockInput, @Caller() caller: Caller): Promise<RoadblockPayload> {
    return this.commands.carryOut(new RaiseRoadblock(input, caller), caller);
  }
}
