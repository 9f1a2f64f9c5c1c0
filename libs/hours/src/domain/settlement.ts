import { owedReason } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { availableOf } from './balance.js';
import { requireLead } from './consent.js';
import { type HoursContext, requireStatus } from './context.js';
import { after, change, releaseAll, run, type Step } from './course.js';
import { lotsFor } from './drawing.js';
import { type AllotmentEvent, fact } from './facts.js';
import { DisputeOpen, PeriodNotOver, StatementNotAccepted, UncoveredUndecided } from './refusals.js';
import { standingOf } from './reversal.js';
import type { Allotment, AllotmentState } from './state.js';
import { statementOf } from './statement.js';
import { requireBooked, type TimeEntry } from './time-entry.js';
import { pools } from './values.js';

/** The last day that still belongs to a closing month. */
const graceEndOf = ({ closing, period }: AllotmentState): LocalDate => closing?.graceEndsOn ?? period;

/** @throws PeriodNotOver in its days of grace */
function requireGraceOver(month: AllotmentState, { today }: HoursContext): void {
  const last = graceEndOf(month);
  if (today <= last) throw new PeriodNotOver(month.period, last);
}

/** Reservations are released, and what gets free covers uncovered time. Nothing when that is done. */
export const graceEnd: Step = (month) =>
  month.closing?.graceEnded === false ? change(month, releaseAll('GRACE_ENDED'), () => [fact('GraceEnded', {})]) : [];

/**
 * The days of grace are over. Nothing before that, or when it is done: the clock may try as often as it likes.
 * @throws InvalidState, PeriodClosed, NotFound
 */
export function endGrace(month: Allotment, _input: object, { today }: HoursContext): AllotmentEvent[] {
  const closing = requireStatus(month, ['CLOSING']);
  return today <= graceEndOf(closing) ? [] : [...graceEnd(closing)];
}

/** Settlement: overage is billed as base as far as base minutes are left, in the order of recording; what was credited stays. */
export const settle: Step = (month) =>
  run(
    month,
    month.beyond.map(({ entryId, requestId, overage, overageCredited }) => (state): AllotmentEvent[] => {
      const minutes = Math.min(overage - overageCredited, availableOf(state));
      if (minutes <= 0 || requestId === null) return [];
      return [fact('OverageRebased', { entryId, requestId, minutes, lots: lotsFor(state, minutes) })];
    }),
  );

export interface IssueStatementInput {
  /** Every fact of the month's stream so far, in order: the lines are made of them. */
  readonly history: readonly AllotmentEvent[];
  /** Five working days from now: silence until the end of this day is acceptance. */
  readonly acceptBy: LocalDate;
}

/**
 * Settles the month and says what it costs. Nothing when a statement stands.
 * @throws PeriodNotOver, UncoveredUndecided, DisputeOpen, InvalidState, PeriodClosed, NotFound
 */
export function issueStatement(month: Allotment, input: IssueStatementInput, ctx: HoursContext): AllotmentEvent[] {
  const closing = requireStatus(month, ['CLOSING']);
  requireGraceOver(closing, ctx);
  if (closing.statement) return [];
  const released = graceEnd(closing);
  const { sums, disputes } = after(closing, released);
  if (sums.uncovered > 0) throw new UncoveredUndecided(sums.uncovered);
  if (disputes.length > 0) throw new DisputeOpen(disputes.map(({ disputeId }) => disputeId));
  const facts = [...released, ...settle(after(closing, released))];
  const statement = statementOf([...input.history, ...facts]);
  if (!statement) throw new NotFound('history of this month');
  const number = closing.statements + 1;
  return [...facts, fact('StatementIssued', { number, ...statement, acceptBy: input.acceptBy })];
}

/**
 * The provider's lead issues it.
 * @throws Forbidden; what `issueStatement` throws
 */
export function issueByLead(month: Allotment, input: IssueStatementInput, ctx: HoursContext): AllotmentEvent[] {
  const closing = requireStatus(month, ['CLOSING']);
  requireLead('PROVIDER', ctx, 'statement.issue');
  return issueStatement(closing, input, ctx);
}

/** @throws StatementNotAccepted when there is none, DisputeOpen */
function requireUndisputed(month: AllotmentState) {
  if (!month.statement) throw new StatementNotAccepted(false);
  if (month.disputes.length > 0) throw new DisputeOpen(month.disputes.map(({ disputeId }) => disputeId));
  return month.statement;
}

/**
 * The consumer's lead accepts. Nothing when it is accepted.
 * @throws Forbidden, StatementNotAccepted, DisputeOpen, InvalidState, PeriodClosed, NotFound
 */
export function acceptStatement(month: Allotment, _input: object, ctx: HoursContext): AllotmentEvent[] {
  const closing = requireStatus(month, ['CLOSING']);
  requireLead('CONSUMER', ctx, 'statement.accept');
  const { number, accepted } = requireUndisputed(closing);
  return accepted ? [] : [fact('StatementAccepted', { number, byId: ctx.actor.personId, on: ctx.today })];
}

/** Nobody objected in time. Nothing before that, when it is accepted or in dispute: the clock may try as often as it likes. */
export function acceptBySilence(month: Allotment, _input: object, { today }: HoursContext): AllotmentEvent[] {
  if (month.status !== 'CLOSING' || !month.statement || month.disputes.length > 0) return [];
  const { number, acceptBy, accepted } = month.statement;
  return accepted || today <= acceptBy ? [] : [fact('StatementAccepted', { number, byId: null, on: acceptBy })];
}

export interface DisputeLineInput {
  /** A line of work, e.g. `<entryId>:BASE`. */
  readonly lineId: string;
  readonly entryId: string;
  readonly reason?: string | null;
}

/**
 * The consumer's lead doubts a line of work; until it is resolved the month does not close.
 * @throws Forbidden, StatementNotAccepted, EntryNotFound, EntryAlreadyReversed, NotFound, ReasonRequired, PeriodClosed
 */
export function disputeLine(
  { month, entry }: { readonly month: Allotment; readonly entry: TimeEntry },
  input: DisputeLineInput,
  ctx: HoursContext,
): AllotmentEvent[] {
  const closing = requireStatus(month, ['CLOSING']);
  requireLead('CONSUMER', ctx, 'statement.dispute');
  if (!closing.statement) throw new StatementNotAccepted(false);
  const { lineId, entryId } = input;
  const standing = standingOf(closing, requireBooked(entry, entryId, closing.period));
  const minutes = { BASE: standing.base, OVERAGE: standing.overage, DEBT: standing.debt };
  const isLine = pools.some((pool) => minutes[pool] > 0 && lineId === `${entryId}:${pool}`);
  if (!isLine || closing.disputes.some((one) => one.lineId === lineId))
    throw new NotFound('undisputed line of work', ['input', 'lineId']);
  const reason = owedReason(input.reason, 'what is wrong with this line', { path: ['input', 'reason'], max: 4000 });
  const disputeId = `S${closing.counters.disputes + 1}`;
  return [fact('LineDisputed', { disputeId, lineId, entryId, reason, byId: ctx.actor.personId })];
}
