import type { LocalDate } from '#libs/vocabulary';
import { WEEKDAYS, type WorkingCalendar, type WorkingWeek } from './values.js';
import { startOfDay, stretchesOf } from './zone-clock.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** Working time without a break, in milliseconds since the epoch; the end does not belong to it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Days since 1970-01-01. */
export const dayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / DAY;
export const dateOf = (day: number): LocalDate => new Date(day * DAY).toISOString().slice(0, 10);
/** 0 for Monday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** A week made ready to compute with: spans in milliseconds of the local day, by weekday. */
interface ReadyWeek {
  readonly firstDay: number;
  readonly timeZone: string;
  readonly spans: readonly (readonly Interval[])[];
}

interface ReadyCalendar {
  readonly weeks: readonly ReadyWeek[];
  /** When each week is in force. */
  readonly eras: readonly (Interval & { readonly week: ReadyWeek })[];
  /** Numbers of days. */
  readonly holidays: ReadonlySet<number>;
}

/** `HH:MM` in milliseconds. */
const clockTime = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE;

const readyWeek = ({ effectiveFrom, timeZone, days }: WorkingWeek): ReadyWeek => ({
  firstDay: effectiveFrom === null ? -Infinity : dayNumber(effectiveFrom),
  timeZone,
  spans: WEEKDAYS.map((weekday) => days[weekday].map(({ from, to }) => ({ from: clockTime(from), to: clockTime(to) }))),
});

/**
 * A week is in force from the start of its first day, on its own clock, until the next one is. Between zones far apart a later
 * week can begin before an earlier one: that one then never holds.
 */
function erasOf(calendar: WorkingCalendar, weeks: readonly ReadyWeek[]): ReadyCalendar['eras'] {
  let to = Infinity;
  const eras = calendar.weeks.map(({ effectiveFrom, timeZone }, index) => {
    const from = effectiveFrom === null ? -Infinity : startOfDay(effectiveFrom, timeZone);
    return { from, to: Infinity, week: weeks[index]! };
  });
  for (const era of eras.toReversed()) {
    era.to = to;
    to = Math.min(to, era.from);
  }
  return eras.filter(({ from, to }) => from < to);
}

const ready = new WeakMap<WorkingCalendar, ReadyCalendar>();

function readyCalendar(calendar: WorkingCalendar): ReadyCalendar {
  const known = ready.get(calendar);
  if (known) return known;
  const weeks = calendar.weeks.map(readyWeek);
  const holidays = new Set(calendar.holidays.map(({ date }) => dayNumber(date)));
  const made = { weeks, eras: erasOf(calendar, weeks), holidays };
  ready.set(calendar, made);
  return made;
}

/** Whether somebody works on the day with this number, as the week of that day and the holidays say. */
export function isWorkingDayNumber(calendar: WorkingCalendar, day: number): boolean {
  const { weeks, holidays } = readyCalendar(calendar);
  if (holidays.has(day)) return false;
  const week = weeks.findLast(({ firstDay }) => firstDay <= day);
  return week !== undefined && week.spans[weekdayOf(day)]!.length > 0;
}

/** The zone whose clock counts at an instant. */
export const zoneAt = (calendar: WorkingCalendar, ms: number): string =>
  (readyCalendar(calendar).eras.find(({ to }) => ms < to)?.week ?? calendar.weeks[0]).timeZone;

/**
 * Working time between two instants, in the order of time and without holidays. Walks days, not minutes: on each stretch of a
 * constant offset a day is plain arithmetic, so that hours which a change of clocks leaves out or repeats count as they happen.
 */
export function* workingIntervals(calendar: WorkingCalendar, { from, to }: Interval): Generator<Interval> {
  const { eras, holidays } = readyCalendar(calendar);
  for (const { week, ...era } of eras) {
    const within = { from: Math.max(from, era.from), to: Math.min(to, era.to) };
    if (within.from < within.to) yield* ofWeek(week, holidays, within);
  }
}

function* ofWeek(week: ReadyWeek, holidays: ReadonlySet<number>, { from, to }: Interval): Generator<Interval> {
  const lastYear = new Date(to - 1).getUTCFullYear();
  for (let year = new Date(from).getUTCFullYear(); year <= lastYear; year += 1) {
    for (const stretch of stretchesOf(week.timeZone, year)) {
      const local = {
        from: Math.max(from, stretch.from) + stretch.offset,
        to: Math.min(to, stretch.to) + stretch.offset,
      };
      for (const interval of onClock(week, holidays, local)) {
        yield { from: interval.from - stretch.offset, to: interval.to - stretch.offset };
      }
    }
  }
}

/** The same on a clock that nobody changes. */
function* onClock({ spans }: ReadyWeek, holidays: ReadonlySet<number>, { from, to }: Interval): Generator<Interval> {
  for (let day = Math.floor(from / DAY); day * DAY < to; day += 1) {
    if (holidays.has(day)) continue;
    for (const span of spans[weekdayOf(day)]!) {
      const cut = { from: Math.max(from, day * DAY + span.from), to: Math.min(to, day * DAY + span.to) };
      if (cut.from < cut.to) yield cut;
    }
  }
}
