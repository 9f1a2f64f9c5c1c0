import { ValidationFailed } from '#libs/event-log';
import { DateInFuture, DateInPast } from './refusals.js';
import type { LocalDate, Period } from './values.js';

const daysInMonth = (year: number, month: number): number => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

/** True for a day that exists, written `YYYY-MM-DD`. Plain arithmetic: a `Date` would bring a time zone along. */
export function isLocalDate(value: string): value is LocalDate {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  return Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month));
}

/** True for a month written `YYYY-MM`. */
export const isPeriod = (value: string): value is Period => /^\d{4}-(?:0[1-9]|1[0-2])$/.test(value);

/**
 * A real day, today or later.
 * @throws ValidationFailed, DateInPast
 */
export function upcomingDate(value: string, today: LocalDate, path: readonly string[]): LocalDate {
  if (!isLocalDate(value)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', path);
  if (value < today) throw new DateInPast(value, today, path);
  return value;
}

/**
 * A real day, today or earlier.
 * @throws ValidationFailed, DateInFuture
 */
export function pastDate(value: string, today: LocalDate, path: readonly string[]): LocalDate {
  if (!isLocalDate(value)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', path);
  if (value > today) throw new DateInFuture(value, today, path);
  return value;
}
