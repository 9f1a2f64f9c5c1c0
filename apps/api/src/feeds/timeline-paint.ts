import { type Html, html as svg } from '../graphql/statements/html.js';
import { STATUSES, type Lane, type Status } from './timeline-answer.js';

export const INK = '#1b1f24';
export const QUIET = '#4a5260';
export const GRID = '#d9dee5';
export const LATER = '#9a3412';
export const EARLIER = '#166534';
export const TODAY = '#b3123c';

interface Paint {
  readonly fill: string;
  readonly ink: string;
  readonly stroke: string;
  readonly word: string;
  /** Lines over the fill, as a path in a square of 8 pixels; null: none. */
  readonly lines: string | null;
}

/** Each darker than the one before, and with lines of its own: told apart without seeing colours, and in print. */
export const PAINTS: Readonly<Record<Status, Paint>> = {
  PROPOSED: { fill: '#ffffff', ink: INK, stroke: '#6b7482', word: 'Proposed', lines: null },
  PLANNED: { fill: '#e3ecf7', ink: INK, stroke: '#6b8bb5', word: 'Planned', lines: null },
  COMMITTED: { fill: '#a9c8ec', ink: INK, stroke: '#4a76ad', word: 'Committed', lines: null },
  IN_DELIVERY: { fill: '#2f6db5', ink: '#ffffff', stroke: '#1f4e86', word: 'In delivery', lines: 'M0 8 8 0' },
  SHIPPED: { fill: '#1d4a3c', ink: '#ffffff', stroke: '#12332a', word: 'Shipped', lines: null },
  MEASURED: { fill: '#14211d', ink: '#ffffff', stroke: '#000000', word: 'Measured', lines: 'M4 0 4 8' },
  DROPPED: { fill: '#f1f1f1', ink: QUIET, stroke: '#8a8f98', word: 'Dropped', lines: null },
};

export const LANE_NAMES: Readonly<Record<Lane, string>> = {
  PRODUCT: 'Product',
  MARKETING: 'Marketing',
  ENGINEERING: 'Engineering',
  SHARED: 'Shared',
};

const lined = STATUSES.filter((status) => PAINTS[status].lines !== null);

/** What bars are filled with. */
export const patterns = (): Html =>
  svg`<defs>${lined.map((status) => {
    const { fill, lines } = PAINTS[status];
    return svg`<pattern id="${status}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${fill}"/><path d="${lines}" stroke="#ffffff" stroke-opacity="0.28" stroke-width="1.2"/></pattern>`;
  })}</defs>`;

/** Attributes of a bar. */
export const fillOf = (status: Status): string =>
  PAINTS[status].lines === null ? PAINTS[status].fill : `url(#${status})`;

const isDashed = (status: Status): boolean => status === 'DROPPED' || status === 'PROPOSED';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const bar = (status: Status, { x, y, width, height }: Box): Html =>
  svg`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="${fillOf(status)}" stroke="${PAINTS[status].stroke}" stroke-width="1"${
    isDashed(status) ? svg` stroke-dasharray="4 3"` : null
  }/>`;

/** Where a window stood. */
export const outline = ({ x, y, width, height }: Box): Html =>
  svg`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="none" stroke="${QUIET}" stroke-width="1.4" stroke-dasharray="5 3"/>`;

/** Statuses that are shown, and what dashes and arrows mean. */
export function legend(
  statuses: ReadonlySet<Status>,
  y: number,
  notes: { readonly baselineDay: string | null; readonly arrows: boolean },
): Html {
  let x = 24;
  const entry = (word: string, mark: (at: Box) => Html): Html => {
    const at = { x, y, width: 30, height: 16 };
    x += 44 + word.length * 7.6 + 16;
    return svg`<g>${mark(at)}<text x="${at.x + 38}" y="${y + 13}">${word}</text></g>`;
  };
  const needs = ({ x: left, y: top }: Box): Html =>
    svg`<path d="M${left} ${top + 8}H${left + 24}" stroke="${QUIET}" stroke-width="1.2" fill="none"/><path d="M${left + 30} ${top + 8}l-7 -3.5v7z" fill="${QUIET}"/>`;
  return svg`<g font-size="13" fill="${INK}">${STATUSES.filter((status) => statuses.has(status)).map((status) =>
    entry(PAINTS[status].word, (at) => bar(status, at)),
  )}${notes.baselineDay === null ? null : entry(`Window on ${notes.baselineDay}`, outline)}${
    notes.arrows ? entry('Needed by', needs) : null
  }</g>`;
}
