import { Temporal } from 'temporal-polyfill';
import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, type LocalDate } from '#libs/vocabulary';

/** Calendar days later. */
export const addDays = (day: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** The earlier of two days. */
export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/**
 * First and last day, both included.
 * @throws ValidationFailed
 */
export function requireSpan(from: string, to: string): { from: LocalDate; to: LocalDate } {
  if (!isLocalDate(from)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', ['input', 'from']);
  if (!isLocalDate(to)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', ['input', 'to']);
  if (to < from) throw new ValidationFailed('The last day is before the first.', ['input', 'to']);
  return { from, to };
}
