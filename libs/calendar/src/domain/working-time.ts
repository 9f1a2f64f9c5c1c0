import type { Instant } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { WorkingCalendar } from './values.js';
import {
  dateOf,
  dayNumber,
  type Interval,
  isWorkingDayNumber,
  MINUTE,
  workingIntervals,
  zoneAt,
} from './working-intervals.js';
import { localDateOf } from './zone-clock.js';

/** The clock stands still from one instant to another; null: it still does. May overlap, touch, and lie outside of what is asked. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What is due later than this is no plan but a mistake: years have four digits. */
const LAST = Date.UTC(9999, 11, 31);

const msOf = (instant: Instant): number => {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${instant}`);
  return ms;
};
const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** In order, none touching another. */
function mergedPauses(pauses: readonly Pause[]): Interval[] {
  const merged: Interval[] = [];
  const sorted = pauses
    .map(({ from, to }) => ({ from: msOf(from), to: to === null ? Infinity : msOf(to) }))
    .filter(({ from, to }) => from < to)
    .sort((one, other) => one.from - other.from);
  for (const pause of sorted) {
    const last = merged.at(-1);
    if (last && pause.from <= last.to) merged.splice(-1, 1, { from: last.from, to: Math.max(last.to, pause.to) });
    else merged.push(pause);
  }
  return merged;
}

/** What lies between the pauses. */
function running(between: Interval, pauses: readonly Interval[]): Interval[] {
  let { from } = between;
  const stretches: Interval[] = [];
  for (const pause of pauses) {
    stretches.push({ from, to: Math.min(pause.from, between.to) });
    from = Math.max(from, pause.to);
  }
  return [...stretches, { from, to: between.to }].filter(({ from, to }) => from < to);
}

/**
 * Whole working minutes from one instant to another, pauses left out: minutes as they pass, so that a span 01:00 to 04:00 has 120
 * of them where clocks go forward at night. A minute that has only begun does not count; 0 when `to` is not after `from`.
 */
export function workingMinutes(
  calendar: WorkingCalendar,
  from: Instant,
  to: Instant,
  pauses: readonly Pause[] = [],
): number {
  let total = 0;
  for (const stretch of running({ from: msOf(from), to: msOf(to) }, mergedPauses(pauses))) {
    for (const interval of workingIntervals(calendar, stretch)) total += interval.to - interval.from;
  }
  return Math.floor(total / MINUTE);
}

/** `workingMinutes` without pauses. */
export const workingMinutesBetween = (calendar: WorkingCalendar, from: Instant, to: Instant): number =>
  workingMinutes(calendar, from, to);

const wholeNumber = (value: number): number => {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`Not a count: ${value}`);
  return value;
};

/** When so many milliseconds of working time have passed inside of the stretches; null when they hold less. */
function reached(calendar: WorkingCalendar, stretches: readonly Interval[], wanted: number): number | null {
  let left = wanted;
  for (const stretch of stretches) {
    for (const { from, to } of workingIntervals(calendar, stretch)) {
      if (left <= to - from) return from + left;
      left -= to - from;
    }
  }
  return null;
}

/**
 * The first instant at which so many working minutes have passed since `start`, pauses left out. What is used up with the last
 * minute of a day is due at the end of that day, not at the start of the next; 0 minutes are due at once. Null when the clock stands
 * still, in a pause without an end, before they have passed.
 * @throws RangeError for minutes that are no whole number from 0, and when it would be due after the year 9999
 */
export function dueAt(
  calendar: WorkingCalendar,
  start: Instant,
  minutes: number,
  pauses: readonly Pause[],
): Instant | null {
  const from = msOf(start);
  const wanted = wholeNumber(minutes) * MINUTE;
  if (wanted === 0) return instantOf(from);
  const merged = mergedPauses(pauses);
  const due = reached(calendar, running({ from, to: LAST }, merged), wanted);
  if (due !== null) return instantOf(due);
  if (merged.at(-1)?.to === Infinity) return null;
  throw new RangeError(`${minutes} working minutes after ${start} lie too far ahead.`);
}

/**
 * As `dueAt`, without pauses: the inverse of `workingMinutesBetween`.
 * @throws RangeError
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Instant, minutes: number): Instant {
  const due = dueAt(calendar, from, minutes, []);
  if (due === null) throw new RangeError('Without a pause no clock stands still.');
  return due;
}

/** True when the week in force on that day has a span for it and it is no holiday. */
export const isWorkingDay = (calendar: WorkingCalendar, date: LocalDate): boolean =>
  isWorkingDayNumber(calendar, dayNumber(date));

/** Working days after `from`, up to and including `to`: from Friday to Monday it is 1. 0 when `to` is not after `from`. */
export function workingDaysBetween(calendar: WorkingCalendar, from: LocalDate, to: LocalDate): number {
  let days = 0;
  for (let day = dayNumber(from) + 1; day <= dayNumber(to); day += 1) days += isWorkingDayNumber(calendar, day) ? 1 : 0;
  return days;
}

/**
 * The n-th working day after `date`; `date` itself for 0.
 * @throws RangeError for a number of days that is no whole number from 0, and beyond the year 9999
 */
export function addWorkingDays(calendar: WorkingCalendar, date: LocalDate, days: number): LocalDate {
  let left = wholeNumber(days);
  let day = dayNumber(date);
  while (left > 0) {
    day += 1;
    if (day > dayNumber('9999-12-31')) throw new RangeError(`${days} working days after ${date} lie too far ahead.`);
    left -= isWorkingDayNumber(calendar, day) ? 1 : 0;
  }
  return dateOf(day);
}

/** The local day of an instant on the clock the team works by then. */
export const workingDateOf = (calendar: WorkingCalendar, instant: Instant): LocalDate =>
  localDateOf(msOf(instant), zoneAt(calendar, msOf(instant)));
