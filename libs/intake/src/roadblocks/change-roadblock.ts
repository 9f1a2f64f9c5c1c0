import { Caller, Day, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { Directory } from '#libs/people';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, IntakeCommand, IntakeDecisions } from '../decisions.js';
import { assignRoadblockOwner, changeRoadblockAffected, changeRoadblockUntil } from '../domain/index.js';
import { KnownRequests } from '../known-requests.js';
import { RoadblockCommands, RoadblockHandler, RoadblockPayload } from './roadblock-payload.js';

@InputType({ description: 'Who takes care of a roadblock.' })
export class AssignRoadblockOwnerInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @GlobalId('Person', { description: 'Who takes care of it from now on.' })
  ownerId: string;
}

@InputType({ description: 'What a roadblock blocks, as a change.' })
export class ChangeRoadblockAffectedInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @GlobalId('Request', { each: true, nullable: true, description: 'Requests it blocks as well.' })
  add?: string[] | null;

  @GlobalId('Request', { each: true, nullable: true, description: 'Requests it blocks no longer.' })
  remove?: string[] | null;
}

@InputType({ description: 'Another end of a roadblock.' })
export class ChangeRoadblockUntilInput {
  @GlobalId('Roadblock', { description: 'Which roadblock.' })
  roadblockId: string;

  @Day({ description: 'The day on which it is expected to end now, e.g. `2026-02-09`; today or later.' })
  until: string;

  @Text({ description: 'Why the date moves; at most 4,000 characters.' })
  reason: string;
}

export class AssignRoadblockOwner extends IntakeCommand<AssignRoadblockOwnerInput> {}
export class ChangeRoadblockAffected extends IntakeCommand<ChangeRoadblockAffectedInput> {}
export class ChangeRoadblockUntil extends IntakeCommand<ChangeRoadblockUntilInput> {}

@CommandHandler(AssignRoadblockOwner)
export class AssignRoadblockOwnerHandler extends RoadblockHandler<AssignRoadblockOwnerInput> {
  protected readonly rule = assignRoadblockOwner;

  constructor(
    decisions: IntakeDecisions,
    private readonly directory: Directory,
  ) {
    super(decisions);
  }

  override async execute(command: AssignRoadblockOwner): Promise<Change> {
    const { input, caller } = command;
    await this.directory.requirePerson(caller.viewer.workspaceId, input.ownerId, ['input', 'ownerId']);
    return super.execute(command);
  }
}

@CommandHandler(ChangeRoadblockAffected)
export class ChangeRoadblockAffectedHandler extends RoadblockHandler<ChangeRoadblockAffectedInput> {
  protected readonly rule = changeRoadblockAffected;

  constructor(
    decisions: IntakeDecisions,
    private readonly requests: KnownRequests,
  ) {
    super(decisions);
  }

  override async execute(command: ChangeRoadblockAffected): Promise<Change> {
    await this.requests.require(command.caller, command.input.add ?? [], ['input', 'add']);
    return super.execute(command);
  }
}

@CommandHandler(ChangeRoadblockUntil)
export class ChangeRoadblockUntilHandler extends RoadblockHandler<ChangeRoadblockUntilInput> {
  protected readonly rule = changeRoadblockUntil;
}

@Resolver()
export class ChangeRoadblockMutations {
  constructor(private readonly commands: RoadblockCommands) {}

  @Mutation(() => RoadblockPayload, {
    description:
      'Names who takes care of a roadblock; nothing happens when they do already. NOT_FOUND for a person of no such id; FORBIDDEN for ' +
      'a roadblock of somebody else where your roles reach your own only; INVALID_STATE unless it is OPEN or MITIGATED.',
  })
  @Needs('roadblock.manage')
  async assignRoadblockOwner(
    @InputArg() input: AssignRoadblockOwnerInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new AssignRoadblockOwner(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => RoadblockPayload, {
    description:
      'Says what a roadblock blocks, or no longer does. NOT_FOUND for a request of no such id; LIMIT_REACHED for more than 50 requests; ' +
      'INVALID_STATE unless it is OPEN or MITIGATED.',
  })
  @Needs('roadblock.manage')
  async changeRoadblockAffected(
    @InputArg() input: ChangeRoadblockAffectedInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new ChangeRoadblockAffected(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => RoadblockPayload, {
    description:
      'Moves the day on which a roadblock is expected to end. REASON_REQUIRED, DATE_IN_PAST, PII_NOT_ALLOWED; INVALID_STATE unless it ' +
      'is OPEN or MITIGATED.',
  })
  @Needs('roadblock.manage')
  async changeRoadblockUntil(
    @InputArg() input: ChangeRoadblockUntilInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RoadblockPayload> {
    return this.commands.carryOut(new ChangeRoadblockUntil(input, expectedVersion(expect), caller), caller);
  }
}
