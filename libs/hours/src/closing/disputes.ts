import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { publish } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat, allotmentKeyOf } from '../allotment-key.js';
import { byCaller, entryStream, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import {
  type Allotment,
  disputeLine,
  type DisputeOutcome,
  resolveDispute,
  timeEntry,
  type TimeEntry,
  timeEntryId,
} from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';

export const DisputeOutcomeEnum = publish(
  'DisputeOutcome',
  'How a dispute about a line of a statement ends.',
  {
    UPHELD: 'The consumer is right: minutes are credited, and the statement is issued again.',
    REJECTED: 'The line stands as it is.',
  },
  ['UPHELD', 'REJECTED'],
);

@InputType({ description: 'A line of a statement the consumer doubts.' })
export class DisputeLineInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; CLOSING, with a statement.' })
  allotmentId: string;

  @InnerId({ description: 'The line, as the statement names it: one of work, e.g. `F14:OVERAGE`.' })
  lineId: string;

  @Text({ description: 'What is wrong with it; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'How a dispute ends.' })
export class ResolveDisputeInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month.' })
  allotmentId: string;

  @InnerId({ description: 'The name of the dispute in the month, e.g. `S1`.' })
  disputeId: string;

  @Choice(DisputeOutcomeEnum, { description: 'Who is right.' })
  outcome: DisputeOutcome;

  @Whole({ nullable: true, description: 'UPHELD: the minutes credited, at least 1, e.g. `60`. REJECTED: left out.' })
  creditMinutes?: number | null;

  @Text({ description: 'How it was settled; at most 4,000 characters.' })
  reason: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;
}

export class DisputeLine extends HoursCommand<DisputeLineInput> {}
export class ResolveDispute extends HoursCommand<ResolveDisputeInput> {}

/** Lines of work are named after their entry and the pool it was paid from. */
function entryOfLine(lineId: string): string {
  const [, entryId] = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?:BASE|OVERAGE|DEBT)$/.exec(lineId) ?? [];
  if (entryId === undefined) throw new NotFound('undisputed line of work', ['input', 'lineId']);
  return entryId;
}

@CommandHandler(DisputeLine)
export class DisputeLineHandler implements ICommandHandler<DisputeLine> {
  constructor(private readonly decisions: HoursDecisions) {}

  async execute({ input, expect, caller }: DisputeLine): Promise<HoursChange> {
    const { agreementId, period } = allotmentKeyOf(input.allotmentId);
    const { lineId, reason } = input;
    const entryId = entryOfLine(lineId);
    const target = { agreementId, period, entryId, command: caller.command, circumstances: byCaller(caller) };
    const streams = { month: monthStream(agreementId, period, expect), entry: entryStream(agreementId, entryId) };
    return this.decisions.decide(target, streams, (states, { contextFor }) => ({
      month: disputeLine(states, { lineId, entryId, reason }, contextFor(period)),
    }));
  }
}

/** The entry an open dispute is about; none where there is no such dispute. */
const disputedEntry = (month: Allotment, disputeId: string): string | null =>
  month.status === 'unknown' ? null : (month.disputes.find((one) => one.disputeId === disputeId)?.entryId ?? null);

@CommandHandler(ResolveDispute)
export class ResolveDisputeHandler implements ICommandHandler<ResolveDispute> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute({ input, expect, caller }: ResolveDispute): Promise<HoursChange> {
    const { agreementId, period } = allotmentKeyOf(input.allotmentId);
    const target = { agreementId, period, command: caller.command, circumstances: byCaller(caller) };
    const streams = { month: monthStream(agreementId, period, expect) };
    return this.decisions.decide(target, streams, ({ month }, { contextFor, others }) => {
      const entryId = disputedEntry(month, input.disputeId);
      const streamId = entryId && timeEntryId(agreementId, entryId);
      const entry: TimeEntry = streamId === null ? timeEntry.initial : others.read(timeEntry, streamId);
      const facts = resolveDispute({ month, entry }, input, contextFor(period));
      if (streamId !== null && facts.entry.length > 0) others.append(timeEntry, streamId, facts.entry);
      return { month: facts.month };
    });
  }
}

@Resolver()
export class DisputeMutations {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Doubts a line of work of the statement; until both leads resolve it the month does not close. STATEMENT_NOT_ACCEPTED where no ' +
      'statement stands; NOT_FOUND for a line that is none of work or in dispute already; ENTRY_NOT_FOUND, ENTRY_ALREADY_REVERSED; ' +
      'FORBIDDEN unless you lead the consumer’s team, or stand for who does; REASON_REQUIRED, PII_NOT_ALLOWED, INVALID_STATE, PERIOD_CLOSED.',
  })
  @Needs('statement.dispute')
  disputeLine(
    @InputArg() input: DisputeLineInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new DisputeLine(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AllotmentPayload, {
    description:
      'Ends a dispute, once both leads want the same end. Upheld with a credit the statement is void and issued again. NOT_FOUND, ' +
      'CREDIT_EXCEEDS_ORIGINAL; FORBIDDEN unless you lead that side, or stand for who does; BOTH_SIDES_BY_SAME_PERSON, ' +
      'SIDE_ALREADY_APPROVED, LIMIT_REACHED, REASON_REQUIRED, PII_NOT_ALLOWED, VALIDATION_FAILED, INVALID_STATE, PERIOD_CLOSED.',
  })
  @Needs('hours.consent')
  resolveDispute(
    @InputArg() input: ResolveDisputeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new ResolveDispute(input, expectedVersion(expect), caller));
  }
}
