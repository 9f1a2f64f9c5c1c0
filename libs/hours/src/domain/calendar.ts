import { isPeriod, type LocalDate, type Period } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import { ValidationFailed } from '#libs/event-log';
import { Temporal } from 'temporal-polyfill';

/** The month of a day. */
export const periodOf = (date: LocalDate): Period => date.slice(0, 7);

const yearMonth = (period: Period): Temporal.PlainYearMonth => Temporal.PlainYearMonth.from(period);

export const firstDayOf = (period: Period): LocalDate => `${period}-01`;
export const lastDayOf = (period: Period): LocalDate => `${period}-${String(yearMonth(period).daysInMonth)}`;

/** Month arithmetic on year and month alone: no day, no zone. */
export const addMonths = (period: Period, months: number): Period => yearMonth(period).add({ months }).toString();

/** The next day of the calendar. */
export const dayAfter = (date: LocalDate): LocalDate => Temporal.PlainDate.from(date).add({ days: 1 }).toString();

/** The day before. */
export const dayBefore = (date: LocalDate): LocalDate => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();

/**
 * A month as people write it.
 * @throws ValidationFailed
 */
export function monthOf(value: string, path: readonly string[]): Period {
  if (!isPeriod(value)) throw new ValidationFailed('Write a month as YYYY-MM.', path);
  return value;
}

/** An instant of a client; `null` when it is none. */
function instantOf(value: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(value);
  } catch {
    return null;
  }
}

function requireInstant(value: Instant, path: readonly string[]): Temporal.Instant {
  const instant = instantOf(value);
  if (!instant) throw new ValidationFailed('Write an instant with its offset, e.g. 2026-01-05T08:30:00Z.', path);
  return instant;
}

/**
 * The local day of an instant in a zone; a day is never read off UTC (2.0).
 * @throws ValidationFailed
 */
export const localDayOf = (instant: Instant, timeZone: string, path: readonly string[] = []): LocalDate =>
  requireInstant(instant, path).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** True for an IANA zone; a bare offset knows no change of clocks. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The last local day that work of `minutes` from an instant on touches; ending at midnight it does not touch the next one.
 * @throws ValidationFailed
 */
export function lastDayWorked(startedAt: Instant, minutes: number, timeZone: string): LocalDate {
  const end = requireInstant(startedAt, startedAtPath).add({ minutes }).subtract({ nanoseconds: 1 });
  return end.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * Whole minutes that passed between two instants, whatever a change of clocks made the local clock show.
 * @throws ValidationFailed when the end is not after the start, or seconds are left over
 */
export function minutesBetween(startedAt: Instant, endedAt: Instant): number {
  const seconds = requireInstant(startedAt, startedAtPath).until(requireInstant(endedAt, endedAtPath)).total('seconds');
  if (seconds <= 0 || seconds % 60 !== 0) {
    throw new ValidationFailed('Work ends whole minutes after it started.', endedAtPath);
  }
  return seconds / 60;
}

const startedAtPath = ['input', 'startedAt'];
const endedAtPath = ['input', 'endedAt'];
