import type { Recorded } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';
import { dayBefore, firstDayOf, lastDayOf, localDayOf, periodOf } from './calendar.js';
import type { AllotmentEvent } from './facts.js';
import type { AllotmentState } from './state.js';

/** Billable minutes of one day. */
export interface DayMinutes {
  readonly day: LocalDate;
  readonly minutes: number;
}

/** A month on its way: what was worked by now, and what it can give. */
export interface BurnInput {
  readonly period: Period;
  /** The last day that counts; may lie before or after the month. */
  readonly today: LocalDate;
  /** The pool and approved overage. */
  readonly capacity: number;
  readonly days: readonly DayMinutes[];
  /** Working days of the provider after the first day, up to and including the second. */
  readonly workingDays: (after: LocalDate, upTo: LocalDate) => number;
}

/** One ISO week, cut to the month. */
export interface BurnWeek {
  /** E.g. `2026-W06`. */
  readonly week: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly minutes: number;
  /** From the first of the month to the end of the week. */
  readonly cumulative: number;
  /** What the same stretch has of the capacity where every working day has the same share; rounded. */
  readonly even: number;
  readonly workingDays: number;
}

export interface Burn {
  readonly weeks: readonly BurnWeek[];
  readonly recorded: number;
  readonly workingDays: number;
  /** Working days up to and including today. */
  readonly workingDaysPassed: number;
  /** What is used at the end of the month where the other working days are as those that passed; null where none has passed. */
  readonly projected: number | null;
  /** Whole working days after today that the rest lasts at this pace; 0: it is used up. Null without a pace. */
  readonly daysUntilExhausted: number | null;
}

const weekOf = (day: Temporal.PlainDate): string =>
  `${String(day.yearOfWeek)}-W${String(day.weekOfYear).padStart(2, '0')}`;

/** Monday to Sunday, cut to the month. */
function weeksOf(period: Period): Pick<BurnWeek, 'week' | 'from' | 'to'>[] {
  const last = Temporal.PlainDate.from(lastDayOf(period));
  const weeks: Pick<BurnWeek, 'week' | 'from' | 'to'>[] = [];
  for (let from = Temporal.PlainDate.from(firstDayOf(period)); Temporal.PlainDate.compare(from, last) <= 0;) {
    const sunday = from.add({ days: 7 - from.dayOfWeek });
    const to = Temporal.PlainDate.compare(sunday, last) < 0 ? sunday : last;
    weeks.push({ week: weekOf(from), from: from.toString(), to: to.toString() });
    from = to.add({ days: 1 });
  }
  return weeks;
}

const earlier = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other);

const minutesIn = (days: readonly DayMinutes[], from: LocalDate, to: LocalDate): number =>
  days.reduce((sum, { day, minutes }) => (from <= day && day <= to ? sum + minutes : sum), 0);

/** How a month is used, week by week, and where that leads. Days outside of the month do not count. */
export function burnOf({ period, today, capacity, days, workingDays }: BurnInput): Burn {
  const [first, last] = [firstDayOf(period), lastDayOf(period)];
  const before = dayBefore(first);
  const all = workingDays(before, last);
  const weeks = weeksOf(period).map((week): BurnWeek => {
    const until = workingDays(before, week.to);
    return {
      ...week,
      minutes: minutesIn(days, week.from, week.to),
      cumulative: minutesIn(days, first, week.to),
      even: all === 0 ? 0 : Math.round((capacity * until) / all),
      workingDays: workingDays(dayBefore(week.from), week.to),
    };
  });
  const recorded = minutesIn(days, first, last);
  const passed = today < first ? 0 : workingDays(before, earlier(today, last));
  return { weeks, recorded, workingDays: all, workingDaysPassed: passed, ...pace({ recorded, passed, all, capacity }) };
}

function pace(of: {
  readonly recorded: number;
  readonly passed: number;
  readonly all: number;
  readonly capacity: number;
}): Pick<Burn, 'projected' | 'daysUntilExhausted'> {
  const { recorded, passed, all, capacity } = of;
  const left = Math.max(0, capacity - recorded);
  const projected = passed === 0 ? null : Math.round((recorded * all) / passed);
  if (left === 0) return { projected, daysUntilExhausted: 0 };
  return {
    projected,
    daysUntilExhausted: recorded === 0 || passed === 0 ? null : Math.floor((left * passed) / recorded),
  };
}

/** The day on which work counts in its month's burn: that of the work; late time of another month when it was recorded. */
export const burnDay = (
  period: Period,
  { workedOn, bookedOn }: { workedOn: LocalDate; bookedOn: LocalDate },
): LocalDate => (periodOf(workedOn) === period ? workedOn : earlier(bookedOn, lastDayOf(period)));

/** The types of facts `daysOfHistory` reads. */
export const burnTypes = [
  'TimeRecorded',
  'LateTimeRecorded',
  'TimeReversed',
] as const satisfies AllotmentEvent['type'][];

/** Billable minutes by day, net of what was taken back, from the facts of a month. */
export function daysOfHistory(
  history: readonly Recorded<AllotmentEvent>[],
  { period, timeZone }: Pick<AllotmentState, 'period' | 'timeZone'>,
): DayMinutes[] {
  const entries = new Map<string, DayMinutes>();
  for (const event of history) {
    if (event.type === 'TimeReversed') entries.delete(event.data.reversesEntryId);
    if (event.type !== 'TimeRecorded' && event.type !== 'LateTimeRecorded') continue;
    const { entryId, workedOn, minutes, billable } = event.data;
    const bookedOn = localDayOf(event.recordedAt, timeZone);
    if (billable) entries.set(entryId, { day: burnDay(period, { workedOn, bookedOn }), minutes });
  }
  return [...entries.values()];
}
