import type { LocalDate } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';

/** From one instant to another (milliseconds since the epoch) the clock of a zone stands `offset` milliseconds ahead of UTC. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const NANOSECONDS = 1_000_000;

/** Changes of clocks are looked up once for a zone and a year. What they are never changes while the program runs. */
const known = new Map<string, readonly Stretch[]>();
/** A zone needs one entry for a year: enough for some hundred zones, and little memory. */
const MOST_KNOWN = 5000;

const zoned = (ms: number, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);

/**
 * How the clock of a zone stood through a year of UTC, in order and without a gap: one stretch, or one more for each change.
 * @throws RangeError for a zone that does not exist
 */
export function stretchesOf(timeZone: string, year: number): readonly Stretch[] {
  const key = `${year} ${timeZone}`;
  const found = known.get(key);
  if (found) return found;
  const stretches = lookUp(timeZone, startOfYear(year), startOfYear(year + 1));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, stretches);
  return stretches;
}

function lookUp(timeZone: string, begin: number, end: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = begin; from < end;) {
    const there = zoned(from, timeZone);
    const change = there.getTimeZoneTransition('next')?.epochMilliseconds ?? end;
    const to = Math.min(change, end);
    stretches.push({ from, to, offset: there.offsetNanoseconds / NANOSECONDS });
    from = to;
  }
  return stretches;
}

const startOfYear = (year: number): number =>
  Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime('UTC').epochMilliseconds;

/** The first instant of a local day: midnight, or where a change of clocks skips midnight the first one after the gap. */
export const startOfDay = (date: LocalDate, timeZone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;

/** The local day of an instant (milliseconds since the epoch) in a zone. */
export const localDateOf = (ms: number, timeZone: string): LocalDate => zoned(ms, timeZone).toPlainDate().toString();

/** True for an IANA zone this runtime knows, e.g. `Europe/Berlin`; bare offsets such as `+02:00` know no change of clocks. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    zoned(0, name);
    return true;
  } catch {
    return false;
  }
}
