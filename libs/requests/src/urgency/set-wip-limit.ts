import {
  Caller,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InputArg,
  MutationPayload,
  Needs,
  Reader,
  SeenVersion,
  Whole,
} from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion, NotFound } from '#libs/event-log';
import { circumstancesOf, Directory } from '#libs/people';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { defaultPolicy, setWipLimit, workload } from '../domain/index.js';
import { WorkloadObject, WorkloadReader } from './workload-reader.js';

@InputType({ description: 'How much a provider team works on at a time.' })
export class SetWipLimitInput {
  @GlobalId('Team', { description: 'The provider team.' })
  teamId: string;

  @Whole({ nullable: true, description: 'Requests at a time, 1 to 1,000; null or left out: no limit.' })
  limit?: number | null;

  @Flag({ description: 'True: at the limit nothing is approved. False: it is approved with a warning.' })
  hard: boolean;
}

@ObjectType({ description: 'What became of a command on the load of a team.' })
export class WorkloadPayload extends MutationPayload {
  @Field(() => WorkloadObject, { nullable: true, description: 'The load after the command; null when it was refused.' })
  workload?: WorkloadObject | null;
}

export class SetWipLimit extends Command<Pick<Decided, 'position' | 'replayed'>> {
  constructor(
    readonly input: SetWipLimitInput,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(SetWipLimit)
export class SetWipLimitHandler implements ICommandHandler<SetWipLimit> {
  constructor(
    private readonly log: EventLog,
    private readonly directory: Directory,
  ) {}

  async execute({ input, expect, caller }: SetWipLimit): Promise<Pick<Decided, 'position' | 'replayed'>> {
    const { teamId, limit = null, hard } = input;
    const { workspaceId } = caller.command;
    if (!(await this.directory.hasTeam(workspaceId, teamId, 'PROVIDER')))
      throw new NotFound('provider team', ['input', 'teamId']);
    const stream = { aggregate: workload, id: teamId, expect };
    return this.log.decideOne(caller.command, stream, (state, { now }) => {
      const inTeam = circumstancesOf(caller, now, (held) => held.teamId === teamId);
      return setWipLimit(state, { teamId, limit, hard }, { ...inTeam, policy: defaultPolicy });
    });
  }
}

@Resolver()
export class SetWipLimitMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly workloads: WorkloadReader,
  ) {}

  @Mutation(() => WorkloadPayload, {
    description:
      'Sets how many requests a provider team works on at a time; nothing happens when it is so already, and what is in work stays. By ' +
      'the engineering lead of that team: FORBIDDEN. NOT_FOUND for a team that builds nothing; VALIDATION_FAILED.',
  })
  @Needs('request.setWipLimit')
  async setWipLimit(
    @InputArg() input: SetWipLimitInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Reader() reader: Reader,
  ): Promise<WorkloadPayload> {
    const { position, replayed } = await this.commands.execute(new SetWipLimit(input, expectedVersion(expect), caller));
    const [found] = await this.workloads.many(reader, [input.teamId]);
    return Object.assign(new WorkloadPayload(), { position, replayed, workload: found ?? null });
  }
}
