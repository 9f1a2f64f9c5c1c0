import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, isPeriod, type LocalDate, type Period } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';

/** Days that count, the first and the last included. */
export interface Window {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

export const windowKinds = ['MONTH', 'QUARTER', 'CUSTOM'] as const;
export interface AskedWindow extends Window {
  readonly kind: (typeof windowKinds)[number];
}

/** The longest window, in days: ten years. */
export const MOST_DAYS = 3_660;

const dateOf = (day: LocalDate): Temporal.PlainDate => Temporal.PlainDate.from(day);

/** Days have no zone: plain arithmetic, for it is done often. */
const DAY = 86_400_000;

export const addDays = (day: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** Days from one to another, below 0 when the other comes first. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => (Date.parse(to) - Date.parse(from)) / DAY;

export const isWithin = (day: LocalDate, { from, until }: Window): boolean => from <= day && day <= until;

const months = (first: Temporal.PlainYearMonth, count: number): Window => ({
  from: first.toPlainDate({ day: 1 }).toString(),
  until: first.add({ months: count }).toPlainDate({ day: 1 }).subtract({ days: 1 }).toString(),
});

export const monthOf = (period: Period): Window => months(Temporal.PlainYearMonth.from(period), 1);

/** Calendar months of which every day lies in the window. */
export function wholeMonths({ from, until }: Window): Period[] {
  const periods: Period[] = [];
  const start = dateOf(from);
  let month = start.day === 1 ? start.toPlainYearMonth() : start.toPlainYearMonth().add({ months: 1 });
  while (months(month, 1).until <= until) {
    periods.push(month.toString());
    month = month.add({ months: 1 });
  }
  return periods;
}

/** What a caller names: a month `2026-01`, a quarter `2026-Q1`, or two days. */
export interface WindowInput {
  readonly month?: string | null | undefined;
  readonly quarter?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

const QUARTER = /^(\d{4})-Q([1-4])$/;

function quarterOf(quarter: string, path: readonly string[]): AskedWindow {
  const [, year, number] = QUARTER.exec(quarter) ?? [];
  if (number === undefined || year === undefined) throw new ValidationFailed('Write a quarter as YYYY-Qn.', path);
  const first = new Temporal.PlainYearMonth(Number(year), 3 * Number(number) - 2);
  return { kind: 'QUARTER', ...months(first, 3) };
}

function customOf({ from, until }: WindowInput, path: readonly string[]): AskedWindow {
  if (!from || !until || !isLocalDate(from) || !isLocalDate(until))
    throw new ValidationFailed('Write both days of the window as YYYY-MM-DD.', path);
  if (until < from) throw new ValidationFailed('The window ends before it begins.', path);
  if (daysBetween(from, until) >= MOST_DAYS) throw new ValidationFailed('A window has ten years at most.', path);
  return { kind: 'CUSTOM', from, until };
}

/** @throws ValidationFailed unless exactly one window is named, and one that is there */
export function windowOf(input: WindowInput, path: readonly string[] = ['window']): AskedWindow {
  const { month, quarter, from, until } = input;
  const named = [month, quarter, from ?? until].filter((one) => one !== null && one !== undefined);
  if (named.length !== 1) throw new ValidationFailed('Name a month, a quarter, or a first and a last day.', path);
  if (quarter) return quarterOf(quarter, path);
  if (!month) return customOf(input, path);
  if (!isPeriod(month)) throw new ValidationFailed('Write a month as YYYY-MM.', path);
  return { kind: 'MONTH', ...monthOf(month) };
}

/** So many windows of the same kind, the one given last; windows of days have the same length. */
export function windowsUpTo(window: AskedWindow, count: number): AskedWindow[] {
  const back = Array.from({ length: count }, (_, index) => count - 1 - index);
  const { kind } = window;
  if (kind === 'CUSTOM') {
    const length = daysBetween(window.from, window.until) + 1;
    const shifted = (day: LocalDate, steps: number) => addDays(day, -length * steps);
    return back.map((steps) => ({ kind, from: shifted(window.from, steps), until: shifted(window.until, steps) }));
  }
  const size = kind === 'MONTH' ? 1 : 3;
  const first = dateOf(window.from).toPlainYearMonth();
  return back.map((steps) => ({ kind, ...months(first.subtract({ months: size * steps }), size) }));
}
