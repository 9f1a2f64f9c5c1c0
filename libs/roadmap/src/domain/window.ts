import { addDays, dayOf, daysBetween, weekdayOf } from './days.js';
import { PrecisionMismatch, WindowInvalid } from './refusals.js';
import type { Precision, Window } from './values.js';

type Fits = (day: string) => boolean;

const isFirstOfMonth: Fits = (day) => day.endsWith('-01');
const isFirstOfQuarter: Fits = (day) => /-(?:01|04|07|10)-01$/.test(day);

/** Days on which a window of a precision may begin; it ends on the day before such a one. */
const begins: Readonly<Record<Precision, Fits>> = {
  DAY: () => true,
  WEEK: (day) => weekdayOf(day) === 1,
  MONTH: isFirstOfMonth,
  QUARTER: isFirstOfQuarter,
};

/**
 * A window as it is kept (I1).
 * @throws ValidationFailed, WindowInvalid, PrecisionMismatch
 */
export function windowOf({ start, end, precision }: Window, path = ['input', 'window']): Window {
  const window = { start: dayOf(start, [...path, 'start']), end: dayOf(end, [...path, 'end']), precision };
  if (window.end < window.start) throw new WindowInvalid(window.start, window.end, path);
  const isWhole = begins[precision](window.start) && begins[precision](addDays(window.end, 1));
  if (!isWhole) throw new PrecisionMismatch(precision, path);
  return window;
}

export const isSameWindow = (a: Window, b: Window): boolean =>
  a.start === b.start && a.end === b.end && a.precision === b.precision;

/** Days a window moves: the shift of its end, else of its start; negative is earlier (I5). */
export const shiftDays = (from: Window, to: Window): number =>
  from.end === to.end ? daysBetween(from.start, to.start) : daysBetween(from.end, to.end);

/** Moved later: the end is later, or the end is the same and the start is later. */
export const isMovedLater = (from: Window, to: Window): boolean => shiftDays(from, to) > 0;
