import { Temporal } from 'temporal-polyfill';
import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, LimitReached, type LocalDate } from '#libs/vocabulary';

/** Calendar days later. */
export const addDays = (day: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** The earlier of two days. */
export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/**
 * First and last day, both included; `at`: where the two fields `from` and `to` stand.
 * @throws ValidationFailed
 */
export function requireSpan(
  from: string,
  to: string,
  at: readonly string[] = ['input'],
): { from: LocalDate; to: LocalDate } {
  if (!isLocalDate(from)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', [...at, 'from']);
  if (!isLocalDate(to)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', [...at, 'to']);
  if (to < from) throw new ValidationFailed('The last day is before the first.', [...at, 'to']);
  return { from, to };
}

/** Days one answer about days covers at most: a leap year. */
export const maxDaysShown = 366;

/**
 * A span that an answer can cover.
 * @throws ValidationFailed, LimitReached
 */
export function requireShownSpan(from: string, to: string): { from: LocalDate; to: LocalDate } {
  const span = requireSpan(from, to, []);
  if (addDays(span.from, maxDaysShown) <= span.to) throw new LimitReached('days in one answer', maxDaysShown, ['to']);
  return span;
}
