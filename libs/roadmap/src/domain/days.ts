import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, type LocalDate } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';

/** `days` after a day of the calendar, or before it when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** Days of the calendar from one to another; negative when the other comes first. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (date: LocalDate): number => Temporal.PlainDate.from(date).dayOfWeek;

/** `to` is the `days`th working day after `date` (0: the day itself). Calendars of teams are not the roadmap's: it is given one. */
export type AddWorkingDays = (date: LocalDate, days: number) => LocalDate;

/** @throws ValidationFailed for a day that does not exist */
export function dayOf(value: string, path: readonly string[]): LocalDate {
  if (!isLocalDate(value)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', path);
  return value;
}

/** A whole number within bounds. @throws ValidationFailed */
export function wholeNumber(value: number, { min, max, path }: { min: number; max: number; path: readonly string[] }) {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new ValidationFailed(`Write a whole number from ${min} to ${max}.`, path);
  return value;
}
