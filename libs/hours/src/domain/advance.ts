import type { LocalDate } from '#libs/vocabulary';
import { lastDayOf } from './calendar.js';
import type { HoursContext } from './context.js';
import { run } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import { beginClosing, startPeriod } from './opening.js';
import { acceptBySilence, endGrace } from './settlement.js';
import type { Allotment, AllotmentState } from './state.js';

export interface AdvanceInput {
  /** The last day of grace, should the month have to begin closing now. */
  readonly graceEndsOn: LocalDate;
}

const begin =
  ({ graceEndsOn }: AdvanceInput, ctx: HoursContext) =>
  (month: AllotmentState): AllotmentEvent[] =>
    month.status === 'OPEN' && ctx.today > lastDayOf(month.period) ? beginClosing(month, { graceEndsOn }, ctx) : [];

/** Grace is over and something stands in the way of the statement: both leads are asked, once. */
function askDecisions({ closing, sums, disputes }: AllotmentState): AllotmentEvent[] {
  if (!closing?.graceEnded || closing.asked) return [];
  if (sums.uncovered === 0 && disputes.length === 0) return [];
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
export const isReadyForStatement = (month: Allotment, ctx: HoursContext): month is AllotmentState =>
  month.status === 'CLOSING' &&
  month.closing?.graceEnded === true &&
  month.statement === null &&
  month.sums.uncovered === 0 &&
  month.disputes.length === 0 &&
  isNextToClose(month, ctx);

/** Its statement is accepted and undisputed. */
export const isReadyToClose = (month: Allotment, ctx: HoursContext): month is AllotmentState =>
  month.status === 'CLOSING' &&
  month.statement?.accepted === true &&
  month.sums.uncovered === 0 &&
  month.disputes.length === 0 &&
  isNextToClose(month, ctx);
