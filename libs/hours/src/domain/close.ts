import { InvalidState } from '#libs/event-log';
import { addMonths, lastDayOf } from './calendar.js';
import { availableOf } from './balance.js';
import { type HoursContext, requireOpened, requireStatus } from './context.js';
import { change, run, sayShortfall, after } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import {
  DisputeOpen,
  PeriodClosed,
  PeriodNotOver,
  PreviousPeriodOpen,
  StatementNotAccepted,
  UncoveredUndecided,
} from './refusals.js';
import type { Allotment, AllotmentState, IssuedStatement } from './state.js';
import { type PeriodTerms, rolloverCap } from './terms.js';
import type { LotMinutes } from './values.js';

/** What is left of a month's base minutes at its close (H5: `rolledOver + expired = unused`). */
export interface Rest {
  readonly unused: number;
  readonly rolledOver: number;
  readonly expired: number;
  readonly lotsOut: readonly LotMinutes[];
}

const total = (lots: readonly LotMinutes[]): number => lots.reduce((sum, { minutes }) => sum + minutes, 0);

/**
 * Rests of lots that end now expire, the others and what the month granted go on up to the cap. A lot carried again keeps its expiry
 * and takes its place under the cap first.
 */
export function restOf(month: AllotmentState, terms: PeriodTerms, isLast: boolean): Rest {
  const unused = availableOf(month);
  const rests = month.lots.map(({ expiresAfterPeriod, minutes, drawn }) => ({
    expiresAfterPeriod,
    minutes: minutes - drawn,
  }));
  const ending = total(rests.filter(({ expiresAfterPeriod }) => expiresAfterPeriod <= month.period));
  const carryable = unused - Math.min(ending, unused);
  const { rollover } = terms;
  const rolledOver = isLast ? 0 : Math.min(carryable, rolloverCap(rollover, month.pool.granted));
  let left = rolledOver;
  const lotsOut: LotMinutes[] = [];
  const carry = (expiresAfterPeriod: string, minutes: number) => {
    const carried = Math.min(left, minutes);
    if (carried > 0) lotsOut.push({ expiresAfterPeriod, minutes: carried });
    left -= carried;
  };
  for (const lot of rests) if (lot.expiresAfterPeriod > month.period) carry(lot.expiresAfterPeriod, lot.minutes);
  if (rollover.kind !== 'NONE') carry(addMonths(month.period, rollover.expiresAfterMonths), left);
  return { unused, rolledOver, expired: unused - rolledOver, lotsOut };
}

/** @throws UncoveredUndecided, PeriodNotOver (days of grace included) */
function requireDecidedAndOver({ sums, closing, period }: AllotmentState, { today }: HoursContext): void {
  if (sums.uncovered > 0) throw new UncoveredUndecided(sums.uncovered);
  const last = closing?.graceEndsOn ?? lastDayOf(period);
  if (!closing || today <= last) throw new PeriodNotOver(period, last);
}

/** The checks of a close, in the order the page gives them. */
function requireClosable(month: AllotmentState, ctx: HoursContext): IssuedStatement {
  requireDecidedAndOver(month, ctx);
  const { disputes, statement, period, carriedFrom } = month;
  if (disputes.length > 0) throw new DisputeOpen(disputes.map(({ disputeId }) => disputeId));
  if (!statement?.accepted) throw new StatementNotAccepted(statement !== null);
  if (carriedFrom === null && period !== ctx.terms.firstPeriod) throw new PreviousPeriodOpen(addMonths(period, -1));
  return statement;
}

/** Overage that still waits, and the unused rests of approved overage. */
function lapses(month: AllotmentState): AllotmentEvent[] {
  const waiting = month.overages.map(({ overageId, requestId, minutes }) =>
    fact('OverageLapsed', { overageId, requestId, minutes, was: 'PENDING' }),
  );
  const rests = Object.entries(month.accounts)
    .filter(([, { earmark }]) => earmark > 0)
    .map(([requestId, { earmark: minutes, overageId }]) =>
      fact('OverageLapsed', { overageId, requestId, minutes, was: 'APPROVED' }),
    );
  return [...waiting, ...rests];
}

/** What a month ends with, once its statement stands. */
export function closingFacts(
  month: AllotmentState,
  { amount }: Pick<IssuedStatement, 'amount'>,
  rest: Rest,
  isLast: boolean,
): AllotmentEvent[] {
  const { sums, pending, period } = month;
  const closed = fact('PeriodClosed', {
    consumed: sums.base,
    overage: sums.overage,
    ...rest,
    debtOut: sums.debt + pending.debt,
    amount,
    nextPeriod: isLast ? null : addMonths(period, 1),
  });
  const expired = rest.expired > 0 ? [fact('MinutesExpired', { minutes: rest.expired })] : [];
  return [...lapses(month), ...expired, closed];
}

/** Facts of the closed month and of the next one, appended together. */
export interface Closed {
  readonly month: AllotmentEvent[];
  readonly next: AllotmentEvent[];
}

/**
 * Closes a month for good and opens the balance of the next.
 * @throws PeriodClosed, UncoveredUndecided, PeriodNotOver, DisputeOpen, StatementNotAccepted, PreviousPeriodOpen; InvalidState when the
 * next month was not opened although the agreement goes on
 */
export function closePeriod(
  months: { readonly month: Allotment; readonly next: Allotment },
  _input: object,
  ctx: HoursContext,
): Closed {
  const closing = requireOpened(months.month);
  if (closing.status === 'CLOSED') throw new PeriodClosed(closing.period, null);
  const month = requireStatus(closing, ['OPEN', 'CLOSING']);
  const statement = requireClosable(month, ctx);
  const isLast = ctx.terms.lastPeriod !== null && month.period >= ctx.terms.lastPeriod;
  const rest = restOf(month, ctx.terms, isLast);
  const facts = closingFacts(month, statement, rest, isLast);
  if (isLast) return { month: facts, next: [] };
  const { next } = months;
  if (next.status === 'unknown' || next.status === 'CLOSED') throw new InvalidState(next.status, ['PLANNED', 'OPEN']);
  return { month: facts, next: carriedInto(next, month, rest) };
}

/** What the next month begins with, and what follows from it there. */
export function carriedInto(next: AllotmentState, month: AllotmentState, { lotsOut }: Rest): AllotmentEvent[] {
  const carried = fact('BalanceCarriedIn', {
    fromPeriod: month.period,
    lots: lotsOut,
    debtMinutes: month.sums.debt + month.pending.debt,
    reductionMinutes: month.pending.grant,
  });
  const opening = change(next, () => [carried]);
  return [...opening, ...run(after(next, opening), [sayShortfall])];
}
