import { type Axis, dayAfter, LEFT, RIGHT } from './timeline-axis.js';
import { type Days, type Lane, LANES, type Timeline, type TimelineItem, type TimelineRow } from './timeline-answer.js';

export const TOP = 132;
export const BAR = 22;
const ROW = 31;
/** A row with room for the arrow below its bar. */
const MOVED_ROW = 46;
const PADDING = 8;

export interface Bar {
  readonly x: number;
  readonly width: number;
}

/** From the old edge to the new one. */
export interface Shift {
  readonly from: number;
  readonly to: number;
  readonly days: number;
}

export interface PlacedRow {
  readonly item: TimelineItem;
  /** Top of the bar. */
  readonly y: number;
  /** Null where the window lies beyond the axis. */
  readonly bar: Bar | null;
  /** Where it stood at the baseline. */
  readonly ghost: Bar | null;
  readonly shift: Shift | null;
}

export interface PlacedLane {
  readonly lane: Lane;
  readonly count: number;
  readonly y: number;
  readonly height: number;
  readonly rows: readonly PlacedRow[];
  /** Items without a window. */
  readonly undated: readonly TimelineItem[];
  /** Items that there was no room for. */
  readonly more: number;
  /** Top of the line that tells of both, below the rows. */
  readonly foot: number;
}

/** A window on the axis, cut where that ends; null beyond it. */
function barOf({ start, end }: Days, axis: Axis): Bar | null {
  const [from, to] = [Math.max(axis.x(start), LEFT), Math.min(axis.x(dayAfter(end)), RIGHT)];
  return to > from ? { x: from, width: Math.max(to - from, 3) } : null;
}

const within = (x: number): number => Math.min(Math.max(x, LEFT), RIGHT);

function shiftOf({ from, to, shiftDays: days }: NonNullable<TimelineRow['moved']>, axis: Axis): Shift {
  const edges = from.end === to.end ? [from.start, to.start] : [dayAfter(from.end), dayAfter(to.end)];
  const [old, now] = edges.map((day) => within(axis.x(day))) as [number, number];
  return { from: old, to: now, days };
}

function placedRow({ item, moved }: TimelineRow, y: number, axis: Axis): PlacedRow {
  return {
    item,
    y,
    bar: item.window && barOf(item.window, axis),
    ghost: moved && barOf(moved.from, axis),
    shift: moved && shiftOf(moved, axis),
  };
}

function placedLane(
  { lane, count }: Timeline['lanes'][0],
  timeline: Timeline,
  { top, axis }: { readonly top: number; readonly axis: Axis },
): PlacedLane {
  const all = timeline.rows.filter(({ item }) => item.lane === lane);
  const undated = all.filter(({ item }) => item.window === null).map(({ item }) => item);
  let y = top + PADDING;
  const rows = all
    .filter(({ item }) => item.window !== null)
    .map((row) => {
      const placed = placedRow(row, y, axis);
      y += row.moved ? MOVED_ROW : ROW;
      return placed;
    });
  const more = Math.max(0, count - all.length);
  const lines = (undated.length > 0 ? 1 : 0) + (more > 0 || all.length === 0 ? 1 : 0);
  const height = y + lines * ROW + PADDING - top;
  return { lane, count, y: top, height, rows, undated, more, foot: y };
}

/** Every lane with its rows, one below the other. */
export function layoutOf(timeline: Timeline, axis: Axis): PlacedLane[] {
  let top = TOP;
  return LANES.flatMap((lane) => {
    const shown = timeline.lanes.find((one) => one.lane === lane);
    if (!shown) return [];
    const placed = placedLane(shown, timeline, { top, axis });
    top += placed.height;
    return [placed];
  });
}
