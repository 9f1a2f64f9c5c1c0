import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { createdId, Directory } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, IntakeCommand, IntakeDecisions, NewCommand } from '../decisions.js';
import { interruption, type InterruptionKind, logInterruption, writeOffInterruption } from '../domain/index.js';
import { InterruptionKindEnum } from '../enums.js';
import { Origins } from '../origins.js';
import { InterruptionCommands, InterruptionPayload, keptInterruption } from './interruption-payload.js';

@InputType({ description: 'A tap on your shoulder, in one line.' })
export class LogInterruptionInput {
  @Choice(InterruptionKindEnum, { description: 'What it was.' })
  kind: InterruptionKind;

  @Whole({ description: 'How long it took in minutes, 1 to 1,440, e.g. `20`.' })
  minutes: number;

  @Text({ description: 'What it was about, in 3 to 200 characters; name nobody.' })
  topic: string;

  @GlobalId('Team', { description: 'The team that interrupted.' })
  fromTeamId: string;

  @Day({ description: 'The day on which it happened, e.g. `2026-01-05`; today or earlier in the workspace’s zone.' })
  occurredOn: string;
}

@InputType({ description: 'An interruption nothing becomes of.' })
export class WriteOffInterruptionInput {
  @GlobalId('Interruption', { description: 'Which interruption; one of your own.' })
  interruptionId: string;

  @Text({ description: 'What speaks against more; at most 4,000 characters.' })
  reason: string;
}

export class LogInterruption extends NewCommand<LogInterruptionInput> {}
export class WriteOffInterruption extends IntakeCommand<WriteOffInterruptionInput> {}

@CommandHandler(LogInterruption)
export class LogInterruptionHandler implements ICommandHandler<LogInterruption> {
  constructor(
    private readonly decisions: IntakeDecisions,
    private readonly origins: Origins,
    private readonly directory: Directory,
  ) {}

  async execute({ input, caller }: LogInterruption): Promise<Change> {
    await this.directory.requireTeam(caller.viewer.workspaceId, input.fromTeamId, ['input', 'fromTeamId']);
    const origin = await this.origins.of(caller);
    const of = { id: createdId(caller.command, interruption.type), expect: 'new' as const, caller };
    return this.decisions.decide(keptInterruption, of, (state, context) =>
      logInterruption(state, input, context, origin),
    );
  }
}

@CommandHandler(WriteOffInterruption)
export class WriteOffInterruptionHandler implements ICommandHandler<WriteOffInterruption> {
  constructor(private readonly decisions: IntakeDecisions) {}

  execute({ input, expect, caller }: WriteOffInterruption): Promise<Change> {
    const of = { id: input.interruptionId, expect, caller };
    return this.decisions.decide(keptInterruption, of, (state, context) => writeOffInterruption(state, input, context));
  }
}

@Resolver()
export class LogInterruptionMutations {
  constructor(private readonly commands: InterruptionCommands) {}

  @Mutation(() => InterruptionPayload, {
    description:
      'Logs an interruption of your own; nobody else sees it, and team totals alone are counted. A favour of 30 minutes or more ' +
      'suggests its conversion. DATE_IN_FUTURE, VALIDATION_FAILED, PII_NOT_ALLOWED; NOT_FOUND for a team of no such id.',
  })
  @Needs('interruption.log')
  logInterruption(@InputArg() input: LogInterruptionInput, @Caller() caller: Caller): Promise<InterruptionPayload> {
    return this.commands.carryOut(new LogInterruption(input, caller), caller);
  }

  @Mutation(() => InterruptionPayload, {
    description:
      'Lets nothing become of an interruption of your own. NOT_FOUND for one of somebody else; REASON_REQUIRED, PII_NOT_ALLOWED; ' +
      'INVALID_STATE unless it is LOGGED.',
  })
  @Needs('interruption.writeOff')
  async writeOffInterruption(
    @InputArg() input: WriteOffInterruptionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<InterruptionPayload> {
    return this.commands.carryOut(new WriteOffInterruption(input, expectedVersion(expect), caller), caller);
  }
}
