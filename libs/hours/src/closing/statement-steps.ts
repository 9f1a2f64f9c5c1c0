import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat, allotmentKeyOf } from '../allotment-key.js';
import { byCaller, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import { acceptStatement, addMonths, closePeriod, issueByLead } from '../domain/index.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { issueOn } from './issuing.js';

@InputType({ description: 'The month whose statement is issued.' })
export class IssueStatementInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; CLOSING, its days of grace over.' })
  allotmentId: string;
}

@InputType({ description: 'The month whose statement is accepted.' })
export class AcceptStatementInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; CLOSING, with a statement.' })
  allotmentId: string;
}

@InputType({ description: 'The month that is closed for good.' })
export class ClosePeriodInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; its statement accepted.' })
  allotmentId: string;
}

export class IssueStatement extends HoursCommand<IssueStatementInput> {}
export class AcceptStatement extends HoursCommand<AcceptStatementInput> {}
export class ClosePeriod extends HoursCommand<ClosePeriodInput> {}

const targetOf = ({ input, caller }: HoursCommand<IssueStatementInput>) => ({
  ...allotmentKeyOf(input.allotmentId),
  command: caller.command,
  circumstances: byCaller(caller),
});

@CommandHandler(IssueStatement)
export class IssueStatementHandler implements ICommandHandler<IssueStatement> {
  constructor(
    private readonly log: EventLog,
    private readonly decisions: HoursDecisions,
  ) {}

  execute(command: IssueStatement): Promise<HoursChange> {
    const target = { ...targetOf(command), expect: command.expect, rule: issueByLead };
    return issueOn(this.log, this.decisions, target);
  }
}

@CommandHandler(AcceptStatement)
export class AcceptStatementHandler implements ICommandHandler<AcceptStatement> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute(command: AcceptStatement): Promise<HoursChange> {
    const target = { ...targetOf(command), expect: command.expect };
    return this.decisions.decideMonth(target, (month, context) => acceptStatement(month, {}, context));
  }
}

@CommandHandler(ClosePeriod)
export class ClosePeriodHandler implements ICommandHandler<ClosePeriod> {
  constructor(private readonly decisions: HoursDecisions) {}

  /** Both months in one append, so that what one hands on the other has. */
  execute(command: ClosePeriod): Promise<HoursChange> {
    const target = targetOf(command);
    const { agreementId, period } = target;
    const streams = {
      month: monthStream(agreementId, period, command.expect),
      next: monthStream(agreementId, addMonths(period, 1)),
    };
    return this.decisions.decide(target, streams, (months, { contextFor }) => ({
      ...closePeriod(months, {}, contextFor(period)),
    }));
  }
}

@Resolver()
export class StatementStepMutations {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Settles a month and says what it costs; nothing where a statement stands already. The clock does it as well, once the days of ' +
      'grace are over and nothing is undecided. PERIOD_NOT_OVER{endsOn}, UNCOVERED_UNDECIDED{minutes}, DISPUTE_OPEN{disputeIds}; ' +
      'FORBIDDEN unless you lead the provider’s team, or stand for who does; INVALID_STATE, PERIOD_CLOSED, NOT_FOUND.',
  })
  @Needs('statement.issue')
  issueStatement(
    @InputArg() input: IssueStatementInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new IssueStatement(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AllotmentPayload, {
    description:
      'Accepts the statement of a month for the consumer; nothing where it is accepted already, as silence is after five working days. ' +
      'STATEMENT_NOT_ACCEPTED where none stands, DISPUTE_OPEN{disputeIds}; FORBIDDEN unless you lead the consumer’s team, or stand for ' +
      'who does; INVALID_STATE, PERIOD_CLOSED, NOT_FOUND.',
  })
  @Needs('statement.accept')
  acceptStatement(
    @InputArg() input: AcceptStatementInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new AcceptStatement(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AllotmentPayload, {
    description:
      'Closes a month for good and hands its rest on to the next one, in one step. The clock does it on the day after the statement was ' +
      'accepted, where nobody did. UNCOVERED_UNDECIDED{minutes}, PERIOD_NOT_OVER{endsOn}, DISPUTE_OPEN{disputeIds}, ' +
      'STATEMENT_NOT_ACCEPTED{issued}, PREVIOUS_PERIOD_OPEN{period}, INVALID_STATE, PERIOD_CLOSED, NOT_FOUND.',
  })
  @Needs('period.close')
  closePeriod(
    @InputArg() input: ClosePeriodInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new ClosePeriod(input, expectedVersion(expect), caller));
  }
}
