import type { LocalDate } from '#libs/vocabulary';
import { addMonths, dayAfter, firstDayOf, lastDayOf } from './calendar.js';
import type { HoursContext } from './context.js';
import { run } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import { beginClosing, startPeriod } from './opening.js';
import { acceptBySilence, endGrace } from './settlement.js';
import type { Allotment, AllotmentState, IssuedStatement } from './state.js';
import { holdsIn } from './terms.js';

export interface AdvanceInput {
  /** The last day of grace, should the month have to begin closing now. */
  readonly graceEndsOn: LocalDate;
}

const begin =
  ({ graceEndsOn }: AdvanceInput, ctx: HoursContext) =>
  (month: AllotmentState): AllotmentEvent[] =>
    month.status === 'OPEN' && ctx.today > lastDayOf(month.period) ? beginClosing(month, { graceEndsOn }, ctx) : [];

const isUndecided = ({ sums, disputes }: AllotmentState): boolean => sums.uncovered > 0 || disputes.length > 0;

/** Grace is over and something stands in the way of the statement: both leads are asked, once. */
function askDecisions(month: AllotmentState): AllotmentEvent[] {
  const { closing, sums, disputes } = month;
  if (!closing?.graceEnded || closing.asked || !isUndecided(month)) return [];
  const disputeIds = disputes.map(({ disputeId }) => disputeId);
  return [fact('DecisionsAsked', { uncoveredMinutes: sums.uncovered, disputeIds })];
}

/**
 * What the calendar alone brings about in a month by now: it starts, begins closing, leaves grace, asks for decisions, takes silence
 * for acceptance. Nothing where nothing is due: the clock may try as often as it likes.
 */
export function advanceMonth(month: Allotment, input: AdvanceInput, ctx: HoursContext): AllotmentEvent[] {
  if (month.status === 'unknown' || month.status === 'CLOSED') return [];
  return run(month, [
    (state) => startPeriod(state, {}, ctx),
    begin(input, ctx),
    (state) => (state.status === 'CLOSING' ? endGrace(state, {}, ctx) : []),
    askDecisions,
    (state) => acceptBySilence(state, {}, ctx),
  ]);
}

/** The month before handed its balance on, or there is none: what a month that is over comes to changes no more by itself. */
export const isNextToClose = (month: AllotmentState, { terms }: HoursContext): boolean =>
  month.carriedFrom !== null || month.period === terms.firstPeriod;

/** Everything is decided, and no statement stands. */
export const isReadyForStatement = (month: Allotment, ctx: HoursContext): boolean =>
  month.status === 'CLOSING' &&
  month.closing?.graceEnded === true &&
  month.statement === null &&
  !isUndecided(month) &&
  isNextToClose(month, ctx);

/** Its statement is accepted and undisputed. */
const isReadyToClose = (month: AllotmentState, ctx: HoursContext): boolean =>
  month.statement?.accepted === true && !isUndecided(month) && isNextToClose(month, ctx);

/** The clock leaves the day of acceptance to those who close by hand. */
export const isDueToClose = (month: Allotment, ctx: HoursContext): boolean =>
  month.status === 'CLOSING' && isReadyToClose(month, ctx) && ctx.today > (month.statement?.acceptedOn ?? ctx.today);

/** The last day before the calendar moves a closing month; null while it waits for people. */
function lastQuietDay(month: AllotmentState, ctx: HoursContext): LocalDate | null {
  const { closing, statement } = month;
  if (!closing?.graceEnded) return closing?.graceEndsOn ?? null;
  if (isUndecided(month)) return closing.asked ? null : closing.graceEndsOn;
  return statement && lastDayOfStatement(month, statement, ctx);
}

/** Silence ends with it, or the day that is left to those who close by hand. */
function lastDayOfStatement(month: AllotmentState, statement: IssuedStatement, ctx: HoursContext): LocalDate | null {
  if (!statement.accepted) return statement.acceptBy;
  return isReadyToClose(month, ctx) ? statement.acceptedOn : null;
}

/**
 * The local day with whose first instant the calendar moves a month; in the past where that is still to be done, null while it waits for
 * people or is done.
 */
export function dueDayOf(month: AllotmentState, ctx: HoursContext): LocalDate | null {
  if (month.status === 'PLANNED') return holdsIn(ctx.terms, month.period) ? firstDayOf(month.period) : null;
  if (month.status === 'OPEN') return firstDayOf(addMonths(month.period, 1));
  const last = month.status === 'CLOSING' ? lastQuietDay(month, ctx) : null;
  return last === null ? null : dayAfter(last);
}
