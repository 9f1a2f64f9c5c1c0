import { InvalidState, ValidationFailed } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { firstDayOf, lastDayOf, monthOf } from './calendar.js';
import { type HoursContext, requireStatus } from './context.js';
import { after, change, releaseAll, run, sayShortfall } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import { availableOf } from './balance.js';
import { PeriodNotOver } from './refusals.js';
import type { Allotment } from './state.js';
import { type DedicatedMonth, grantedMinutes, holdsIn, rateOn } from './terms.js';

/** Months are opened so many ahead of the current one. */
export const monthsAhead = 3;

export interface OpenPeriodInput {
  readonly agreementId: string;
  readonly period: Period;
  /** What the calendar says of the month; counts for DEDICATED agreements. */
  readonly dedicated: DedicatedMonth;
}

/**
 * Opens a month for planning. Nothing where it is open: the clock may try as often as it likes.
 * @throws ValidationFailed outside of the agreement's months
 */
export function openPeriod(month: Allotment, input: OpenPeriodInput, { terms }: HoursContext): AllotmentEvent[] {
  const period = monthOf(input.period, ['input', 'period']);
  if (month.status !== 'unknown') return [];
  if (!holdsIn(terms, period)) {
    throw new ValidationFailed('The agreement does not hold in this month.', ['input', 'period']);
  }
  return [
    fact('PeriodOpened', {
      agreementId: input.agreementId,
      agreementVersion: terms.agreementVersion,
      period,
      timeZone: terms.timeZone,
      currency: terms.currency,
      grantedMinutes: grantedMinutes(terms.grant, input.dedicated),
      rateCardVersion: terms.rateCardVersion,
    }),
  ];
}

/** The first local day has come; nothing before it, or when the month has begun. */
export function startPeriod(month: Allotment, _input: object, { terms, today }: HoursContext): AllotmentEvent[] {
  if (month.status !== 'PLANNED' || today < firstDayOf(month.period) || !holdsIn(terms, month.period)) return [];
  const { billing, rates } = terms;
  const retainerRate = billing === 'RETAINER' ? baseRateOn(rates, firstDayOf(month.period)) : null;
  return [fact('PeriodStarted', { billing, retainerRate })];
}

const baseRateOn = (rates: Parameters<typeof rateOn>[0], day: LocalDate): number | null =>
  rateOn(
    rates.filter(({ activity, role }) => activity === null && role === null),
    { activity: null },
    day,
  );

/**
 * The month is over; what was worked in it may still come in until `graceEndsOn`, counted in the agreement's working days.
 * @throws PeriodNotOver, InvalidState, PeriodClosed, NotFound
 */
export function beginClosing(
  month: Allotment,
  { graceEndsOn }: { readonly graceEndsOn: LocalDate },
  { today }: HoursContext,
): AllotmentEvent[] {
  const open = requireStatus(month, ['OPEN']);
  const lastDay = lastDayOf(open.period);
  if (today <= lastDay) throw new PeriodNotOver(open.period, lastDay);
  if (graceEndsOn < lastDay) throw new ValidationFailed('Grace ends after the month.', ['input', 'graceEndsOn']);
  return [fact('ClosingBegun', { graceEndsOn })];
}

/**
 * An amendment reaches a month that has not begun: it grants what the new terms say. A cut takes what is free, the rest waits.
 * @throws InvalidState for a month that has begun
 */
export function amendPeriod(month: Allotment, dedicated: DedicatedMonth, { terms }: HoursContext): AllotmentEvent[] {
  if (month.status !== 'PLANNED') throw new InvalidState(month.status, ['PLANNED']);
  const previous = month.pool.granted;
  // What the calendar counts was adjusted in part already.
  const granted = Math.max(0, grantedMinutes(terms.grant, dedicated) - month.pool.absences);
  const pendingMinutes = Math.max(0, previous - granted - availableOf(month));
  const { agreementVersion } = terms;
  const amended = fact('PeriodAmended', { agreementVersion, grantedMinutes: granted, previous, pendingMinutes });
  const facts = change(month, () => [amended]);
  return [...facts, ...run(after(month, facts), [sayShortfall])];
}

/** A month that is opened and will not come, because its agreement ends before it: what was reserved in it is free again. */
export const emptyPeriod = (month: Allotment): AllotmentEvent[] =>
  month.status === 'PLANNED' ? change(month, releaseAll('AGREEMENT_ENDED')) : [];
