import { Temporal } from 'temporal-polyfill';
import type { Days, Timeline } from './timeline-answer.js';

export const WIDTH = 1200;
/** Where the time axis begins and ends, in pixels. */
export const LEFT = 150;
export const RIGHT = WIDTH - 24;

const FEWEST_DAYS = 28;
const MONTHS = { before: 12, after: 24 } as const;

export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Days laid on pixels. */
export interface Axis {
  /** The first day and the last. */
  readonly first: string;
  readonly last: string;
  /** The left edge of a day; the right edge of a day is that of the next one. Days beyond the axis are beyond its edges. */
  readonly x: (day: string) => number;
  readonly months: readonly Tick[];
  /** Mondays; none where they would be too close. */
  readonly weeks: readonly Tick[];
}

const date = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day);
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? a : b);
const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? b : a);
const daysFrom = (a: Temporal.PlainDate, b: Temporal.PlainDate): number => a.until(b, { largestUnit: 'day' }).days;

/** The day after. */
export const dayAfter = (day: string): string => date(day).add({ days: 1 }).toString();

/** Every window that is drawn, those of the baseline included. */
const windowsOf = ({ rows }: Timeline): Days[] =>
  rows.flatMap(({ item, moved }) => [...(item.window ? [item.window] : []), ...(moved ? [moved.from] : [])]);

/** From the Monday of the first window to the Sunday of the last, and no further from today than a picture can show. */
function spanOf(timeline: Timeline): { first: Temporal.PlainDate; last: Temporal.PlainDate } {
  const { from, to } = timeline;
  const today = date(timeline.today);
  const windows = windowsOf(timeline);
  const starts = windows.map(({ start }) => date(start)).reduce(earlier, today);
  const ends = windows.map(({ end }) => date(end)).reduce(later, today);
  const earliest = later(starts, today.subtract({ months: MONTHS.before }));
  const latest = earlier(ends, today.add({ months: MONTHS.after }));
  const first = from === null ? earliest.subtract({ days: earliest.dayOfWeek - 1 }) : date(from);
  const last = to === null ? latest.add({ days: 7 - latest.dayOfWeek }) : date(to);
  return { first, last: later(last, first.add({ days: FEWEST_DAYS - 1 })) };
}

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Pixels that the name of a month takes, and with its year. */
const NAME = 44;
const NAME_AND_YEAR = 84;

/** The name of a month; a year where it begins. */
const monthLabel = ({ month, year }: Temporal.PlainDate, withYear: boolean): string =>
  withYear ? `${NAMES[month - 1] ?? ''} ${year}` : (NAMES[month - 1] ?? '');

/** Firsts of months, as far apart as their names need; the first day of the axis where its month has room for its name. */
function monthsOf(first: Temporal.PlainDate, last: Temporal.PlainDate, x: (day: string) => number): Tick[] {
  const pixels = (RIGHT - LEFT) / (daysFrom(first, last) + 1);
  const step = pixels * 28 < NAME ? 3 : 1;
  const next = first.with({ day: 1 }).add({ months: 1 });
  const hasRoom = first.day === 1 || pixels * daysFrom(first, next) >= NAME_AND_YEAR;
  const ticks: Tick[] = hasRoom ? [{ x: x(first.toString()), label: monthLabel(first, true) }] : [];
  for (let day = next; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ months: 1 })) {
    const room = pixels * 28 * step >= NAME_AND_YEAR;
    if ((day.month - 1) % step === 0)
      ticks.push({
        x: x(day.toString()),
        label: day.month === 1 && !room ? String(day.year) : monthLabel(day, day.month === 1),
      });
  }
  return ticks;
}

function weeksOf(first: Temporal.PlainDate, last: Temporal.PlainDate, x: (day: string) => number): Tick[] {
  const pixels = ((RIGHT - LEFT) / (daysFrom(first, last) + 1)) * 7;
  if (pixels < 9) return [];
  const ticks: Tick[] = [];
  const begin = first.add({ days: (8 - first.dayOfWeek) % 7 });
  for (let day = begin; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ weeks: 1 }))
    ticks.push({ x: x(day.toString()), label: pixels < 22 ? '' : String(day.day) });
  return ticks;
}

/** The time axis of a picture: as asked for, else from the first window to the last. */
export function axisOf(timeline: Timeline): Axis {
  const { first, last } = spanOf(timeline);
  const days = daysFrom(first, last) + 1;
  const x = (day: string): number => round(LEFT + (daysFrom(first, date(day)) * (RIGHT - LEFT)) / days);
  return {
    first: first.toString(),
    last: last.toString(),
    x,
    months: monthsOf(first, last, x),
    weeks: weeksOf(first, last, x),
  };
}

/** Tenths of a pixel: a picture of the same looks the same. */
const round = (pixels: number): number => Math.round(pixels * 10) / 10;
