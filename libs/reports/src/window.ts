import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, isPeriod, type LocalDate, type Period } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';
import type { Window } from './report.js';

/** How a window may be asked for; one of the three ways. */
export interface AskedWindow {
  /** `2026-02` */
  readonly month?: string | undefined;
  /** `2026-Q1` */
  readonly quarter?: string | undefined;
  /** A day; `to` as well, or up to the day the report stands on. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const MOST_DAYS = 3_660;

/**
 * The days of a report.
 * @returns null where none is asked for
 * @throws ValidationFailed
 */
export function windowOf({ month, quarter, from, to }: AskedWindow, today: LocalDate): Window | null {
  const ways = [month, quarter, from ?? to].filter((way) => way !== undefined).length;
  if (ways > 1) throw new ValidationFailed('Name a month, a quarter, or days from and to: one of them.');
  if (month !== undefined) return ofMonth(month);
  if (quarter !== undefined) return ofQuarter(quarter);
  return ways === 0 ? null : ofDays(from, to ?? today);
}

function ofMonth(typed: string): Window {
  if (isPeriod(typed)) return { from: `${typed}-01`, to: lastDayOf(typed) };
  throw new ValidationFailed(`A month is written like 2026-02, not "${String(typed)}".`);
}

function ofQuarter(typed: string): Window {
  const [, year, number] = /^(\d{4})-Q([1-4])$/i.exec(typed) ?? [];
  if (year === undefined) throw new ValidationFailed(`A quarter is written like 2026-Q1, not "${typed}".`);
  const period = (month: number): Period => `${year}-${String(month).padStart(2, '0')}`;
  return { from: `${period(Number(number) * 3 - 2)}-01`, to: lastDayOf(period(Number(number) * 3)) };
}

function ofDays(from: string | undefined, to: string): Window {
  if (from === undefined) throw new ValidationFailed('A window that ends begins somewhere: name --from as well.');
  const wrong = [from, to].find((day) => !isLocalDate(day));
  if (wrong !== undefined) throw new ValidationFailed(`A day is written like 2026-02-28, not "${String(wrong)}".`);
  if (to < from) throw new ValidationFailed(`The window ends before it begins: ${from} to ${to}.`);
  if (daysOf({ from, to }) > MOST_DAYS) throw new ValidationFailed(`A window has at most ${MOST_DAYS} days.`);
  return { from, to };
}

/** The days before a day, that day included. */
export const daysUpTo = (to: LocalDate, days: number): Window => ({ from: addDays(to, 1 - days), to });

export const addDays = (day: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** How many days there are in a window. */
export const daysOf = ({ from, to }: Window): number => daysBetween(from, to) + 1;

export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

const lastDayOf = (month: Period): LocalDate => {
  const yearMonth = Temporal.PlainYearMonth.from(month);
  return yearMonth.toPlainDate({ day: yearMonth.daysInMonth }).toString();
};

/** The months a window touches, in order. */
export function monthsOf({ from, to }: Window): Period[] {
  const months: Period[] = [];
  for (
    let month = Temporal.PlainYearMonth.from(from);
    month.toString() <= to.slice(0, 7);
    month = month.add({ months: 1 })
  )
    months.push(month.toString());
  return months;
}

/** The last day of each week of a window, Sundays, and its very last day. */
export function weekEndsOf({ from, to }: Window): LocalDate[] {
  const first = addDays(from, 7 - Temporal.PlainDate.from(from).dayOfWeek);
  const weeks = Math.max(0, Math.ceil(daysBetween(first, to) / 7));
  return [...Array.from({ length: weeks }, (_, week) => addDays(first, week * 7)), to];
}

/** A window in words: `1 January – 31 March 2026`. */
export function windowInWords({ from, to }: Window): string {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const word = (day: Temporal.PlainDate, year: boolean): string =>
    day.toLocaleString('en-GB', { day: 'numeric', month: 'long', ...(year && { year: 'numeric' }) });
  return from === to ? word(last, true) : `${word(first, first.year !== last.year)} – ${word(last, true)}`;
}
