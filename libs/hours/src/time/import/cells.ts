import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, type LocalDate } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';

/** A length as a cell says it, and whether it had to be rounded to whole minutes. */
export interface ReadLength {
  readonly minutes: number;
  readonly rounded: boolean;
}

type Unit = 'hours' | 'seconds' | 'minutes';

const perMinute: Readonly<Record<Unit, number>> = { hours: 60, minutes: 1, seconds: 1 / 60 };
const clock = /^(-?\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/;
const spoken = /^(?:(\d{1,4}) ?h(?:ours?)?)? ?(?:(\d{1,5}) ?m(?:in(?:utes?)?)?)?$/i;

/** `1,5` and `1.5`; a point or comma that is followed by another stands between thousands. */
function decimal(cell: string): number | null {
  const plain = cell.replace(/\s/g, '');
  if (!/^-?\d+(?:[.,]\d+)*$/.test(plain)) return null;
  const last = Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  const whole = last < 0 ? plain : `${plain.slice(0, last).replace(/[.,]/g, '')}.${plain.slice(last + 1)}`;
  return Number(whole);
}

function inWords(cell: string): number | null {
  const [, hours, minutes] = spoken.exec(cell) ?? [];
  return hours === undefined && minutes === undefined ? null : Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}

function onClock(cell: string): number | null {
  const [, hours, minutes, seconds = '0'] = clock.exec(cell) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
}

/**
 * A length of work: `1h 30m`, `1:30`, `1,5`, `5400`. Where the column does not say what a bare number counts, it is hours up to 24, as
 * nobody works for longer, and seconds beyond.
 * @throws ValidationFailed
 */
export function lengthIn(cell: string, unit: Unit | null, path: readonly string[]): ReadLength {
  const number = decimal(cell);
  const counted = number === null ? null : number * perMinute[unit ?? (Math.abs(number) <= 24 ? 'hours' : 'seconds')];
  const exact = counted ?? inWords(cell) ?? onClock(cell);
  if (exact === null || !Number.isFinite(exact))
    throw new ValidationFailed('Write a length such as 1.5, 1:30 or 1h 30m.', path);
  const minutes = Math.round(exact);
  return { minutes, rounded: Math.abs(exact - minutes) > 1e-6 };
}

/** A day, and where the cell says it the instant at which work began. */
export interface ReadTime {
  readonly workedOn: LocalDate | null;
  readonly startedAt: string | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const isoDay = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(?::\d{2}(?:[.,]\d+)?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/;
const germanDay = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d{1,2}:\d{2})(?::\d{2})?)?$/;
const jiraDay = /^(\d{1,2})\/([A-Za-z]{3})\/(\d{2})(?: (\d{1,2}:\d{2}) ?([AP]M)?)?$/;

interface Said {
  readonly day: string;
  readonly time?: string | undefined;
  readonly offset?: string | undefined;
}

const two = (digits: string | number): string => String(digits).padStart(2, '0');

function isoSaid(cell: string): Said | null {
  const [, day, time, offset] = isoDay.exec(cell) ?? [];
  return day === undefined ? null : { day, time, offset };
}

function germanSaid(cell: string): Said | null {
  const [, day, month, year, time] = germanDay.exec(cell) ?? [];
  return year === undefined ? null : { day: `${year}-${two(month!)}-${two(day!)}`, time };
}

function jiraSaid(cell: string): Said | null {
  const [, day, name, year, time, half] = jiraDay.exec(cell) ?? [];
  const month = months.indexOf((name ?? '').toLowerCase()) + 1;
  if (month === 0) return null;
  return { day: `20${year}-${two(month)}-${two(day!)}`, time: time && onFullClock(time, half) };
}

function onFullClock(time: string, half: string | undefined): string {
  const [hours, minutes] = time.split(':') as [string, string];
  const shift = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'PM' ? 12 : 0);
  return `${two(shift)}:${minutes}`;
}

/** In a gap of the clocks it is the later one, of two that read alike the earlier. */
function instantOf({ day, time, offset }: Said, zone: string): string {
  const at = `${day}T${two(time!.split(':')[0]!)}:${time!.split(':')[1]!}`;
  if (offset !== undefined) {
    const written = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
    return Temporal.Instant.from(`${at}:00${written}`).toString();
  }
  return Temporal.PlainDateTime.from(at).toZonedDateTime(zone).toInstant().toString();
}

/**
 * A day such as `2026-02-25`, `25.02.2026` or `25/Feb/26`, with a time of day or without, there or in a cell of its own. A time without
 * an offset is one in the agreement's zone.
 * @throws ValidationFailed; also for `02/03/2026`, which means two days
 */
export function timeIn(
  cell: string,
  from: string,
  { zone, path }: { zone: string; path: readonly string[] },
): ReadTime {
  const said = daySaid(cell, path);
  const time = /^\d{1,2}:\d{2}/.exec(from)?.[0] ?? timeOfDay(said);
  if (time === null) return { workedOn: said.day, startedAt: null };
  try {
    return { workedOn: null, startedAt: instantOf({ ...said, time }, zone) };
  } catch {
    throw new ValidationFailed('Write a time of day as 09:30.', path);
  }
}

function daySaid(cell: string, path: readonly string[]): Said {
  const said = isoSaid(cell) ?? germanSaid(cell) ?? jiraSaid(cell);
  if (said === null || !isLocalDate(said.day))
    throw new ValidationFailed('Write a day as 2026-02-25, 25.02.2026 or 25/Feb/26.', path);
  return said;
}

/** An exported midnight is a day without a time. */
function timeOfDay({ time, offset }: Said): string | null {
  const isMidnight = time !== undefined && /^0?0:00$/.test(time) && offset === undefined;
  return time === undefined || isMidnight ? null : time;
}

/** Minutes from one time of day to another, past midnight where the second comes first. */
export function minutesUntil(from: string, to: string): number | null {
  const [start, end] = [onClock(from), onClock(to)];
  if (start === null || end === null) return null;
  return Math.round(end > start ? end - start : end - start + 1440);
}

const yes = ['', 'yes', 'y', 'true', 'ja', 'x', 'billable'];
const no = ['no', 'n', 'false', 'nein', 'non-billable', 'not billable', 'nonbillable'];

/** @throws ValidationFailed */
export function billableIn(cell: string, path: readonly string[]): boolean {
  const word = cell.trim().toLowerCase();
  if (yes.includes(word)) return true;
  if (no.includes(word)) return false;
  const number = decimal(word);
  if (number === null) throw new ValidationFailed('Write yes or no.', path);
  // Some exports count what is billable.
  return number > 0;
}

export const saysNotBillable = (tags: string): boolean =>
  tags.split(/[,;]/).some((tag) => no.slice(4).includes(tag.trim().toLowerCase()));

/** The number in `REQ-12`, wherever it stands. */
export function requestNumberIn(text: string): number | null {
  const [, digits] = /\bREQ-(\d{1,9})\b/i.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
