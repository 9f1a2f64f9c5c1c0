import { type Html, html as svg } from '../graphql/statements/html.js';
import type { TimelineItem } from './timeline-answer.js';
import { LEFT, RIGHT } from './timeline-axis.js';
import { BAR, type Bar, type PlacedLane, type PlacedRow, type Shift } from './timeline-layout.js';
import { bar, EARLIER, INK, LATER, outline, PAINTS, QUIET } from './timeline-paint.js';
import { shortText } from '../pictures/svg-text.js';
import { fitted, textWidth } from './text-width.js';

const SIZE = 13;
/** Narrower places have no room for a text. */
const NARROW = 60;
const WIDEST = 520;
/** More arrows than this are a tangle. */
export const MOST_ARROWS = 12;

/** What a bar says, e.g. `RM-3 Spring campaign · 70 %`. */
const labelOf = ({ reference, title, confidence }: TimelineItem, room: number): string => {
  const sure = confidence ? ` · ${confidence.value} %` : '';
  const whole = `${reference} ${title}`;
  return `${fitted(whole, room - textWidth(sure, SIZE), SIZE)}${sure}`;
};

/** All of it, for whoever points at it. */
const toldOf = ({ item, shift }: PlacedRow): string => {
  const { reference, title, status, window, confidence } = item;
  return [
    shortText(`${reference} ${title}`, 250),
    PAINTS[status].word,
    ...(window
      ? [
          `${window.start} to ${window.end}${window.precision === 'DAY' ? '' : `, by the ${window.precision.toLowerCase()}`}`,
        ]
      : []),
    ...(confidence ? [`${confidence.value} % sure`] : []),
    ...(shift ? [`moved by ${signed(shift.days)} days`] : []),
  ].join(', ');
};

const signed = (days: number): string => (days < 0 ? `\u2212${-days}` : `+${days}`);

/** Behind letters, so that they are read over lines. */
const HALO = svg` paint-order="stroke" stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round"`;

interface Label {
  readonly x: number;
  readonly room: number;
  readonly anchor: 'start' | 'end';
  readonly inside: boolean;
}

const after = (x: number, until: number): Label => ({ x: x + 7, room: until - x - 14, anchor: 'start', inside: false });
const before = (x: number, since: number): Label => ({ x: x - 7, room: x - since - 14, anchor: 'end', inside: false });

/** Places beside a bar, the best first: next to it, up to where it stood; beyond that. */
function placesBeside(bar: Bar, ghost: Bar | null): Label[] {
  const [left, right] = [bar.x, bar.x + bar.width];
  const [oldLeft, oldRight] = ghost ? [ghost.x, ghost.x + ghost.width] : [left, right];
  return [
    after(right, oldLeft >= right ? oldLeft : oldRight > right ? right : RIGHT + 7),
    before(left, oldRight <= left ? oldRight : oldLeft < left ? left : LEFT),
    after(Math.max(right, oldRight), RIGHT + 7),
    before(Math.min(left, oldLeft), LEFT),
  ];
}

/** In the bar if it fits, else where there is room beside it, or most of it. */
function labelPlace({ ghost }: PlacedRow, at: Bar, wanted: number): Label | null {
  const inside: Label = { x: at.x + 7, room: at.width - 14, anchor: 'start', inside: true };
  if (inside.room >= wanted) return inside;
  const places = placesBeside(at, ghost);
  const roomiest = [...places, inside].reduce((best, one) => (one.room > best.room ? one : best));
  const found = places.find(({ room }) => room >= wanted) ?? roomiest;
  return found.room < NARROW ? null : found;
}

function label(row: PlacedRow, at: Bar): Html | null {
  const { item, y } = row;
  const place = labelPlace(row, at, textWidth(labelOf(item, WIDEST), SIZE));
  if (place === null) return null;
  const isDropped = item.status === 'DROPPED';
  const ink = place.inside ? PAINTS[item.status].ink : INK;
  // A halo of the line through the letters would hide them.
  const manner = isDropped ? svg` text-decoration="line-through"` : place.inside ? null : HALO;
  const text = labelOf(item, Math.min(place.room, WIDEST));
  return svg`<text x="${place.x}" y="${y + 15.5}" text-anchor="${place.anchor}" fill="${ink}"${manner}>${text}</text>`;
}

/** Where the figure of an arrow stands: beyond its head, else behind its tail, else upon it. */
function figurePlace({ from, to }: Shift, width: number): { readonly x: number; readonly anchor: string } {
  const side = to >= from ? 1 : -1;
  const fits = (x: number): boolean => x - width > LEFT && x + width < RIGHT;
  if (fits(to + side * 6)) return { x: to + side * 6, anchor: side > 0 ? 'start' : 'end' };
  if (fits(from - side * 6)) return { x: from - side * 6, anchor: side > 0 ? 'end' : 'start' };
  const middle = (from + to) / 2;
  return { x: Math.min(Math.max(middle, LEFT + width), RIGHT - width), anchor: 'middle' };
}

/** How far it moved: an arrow below the bar from the old edge to the new one. */
function shiftMark(shift: Shift, y: number): Html {
  const { from, to, days } = shift;
  const line = y + BAR + 10;
  const ink = days > 0 ? LATER : EARLIER;
  const text = `${signed(days)} d`;
  const { x, anchor } = figurePlace(shift, textWidth(text, 12));
  const head = svg`<path d="M${to} ${line}l${to >= from ? '-8 -4' : '8 -4'}v8z" fill="${ink}"/>`;
  return svg`<path d="M${from} ${line - 4}v8M${from} ${line}H${to}" stroke="${ink}" stroke-width="1.6" fill="none"/>${
    from === to ? null : head
  }<text x="${x}" y="${line + 4.5}" font-size="12" font-weight="700" text-anchor="${anchor}" fill="${ink}"${HALO}>${text}</text>`;
}

/** A window that lies beyond the axis is told at the edge it is beyond. */
const away = ({ item, y }: PlacedRow): Html =>
  svg`<text x="${LEFT + 6}" y="${y + 15.5}" fill="${QUIET}" font-style="italic">${fitted(
    `${item.reference} ${item.title} (${item.window?.start ?? ''} to ${item.window?.end ?? ''})`,
    600,
    SIZE,
  )}</text>`;

export const rowMark = (row: PlacedRow): Html =>
  svg`<g><title>${toldOf(row)}</title>${row.ghost && outline({ ...row.ghost, y: row.y, height: BAR })}${
    row.bar ? svg`${bar(row.item.status, { ...row.bar, y: row.y, height: BAR })}${label(row, row.bar)}` : away(row)
  }${row.shift && shiftMark(row.shift, row.y)}</g>`;

/** What has no window, and how many more there are. */
export function footMark({ undated, more, rows, foot }: PlacedLane): Html {
  const room = RIGHT - LEFT - 12;
  const names = undated.map(({ reference, title }) => `${reference} ${title}`).join(', ');
  const texts = [
    ...(undated.length > 0 ? [fitted(`No window yet: ${names}`, room, SIZE)] : []),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(more === 0 && undated.length === 0 && rows.length === 0 ? ['nothing'] : []),
  ];
  return svg`${texts.map(
    (text, index) =>
      svg`<text x="${LEFT + 6}" y="${foot + index * 31 + 15.5}" fill="${QUIET}" font-style="italic">${text}</text>`,
  )}`;
}

/** From the end of what is needed to the start of what needs it; none where they would be a tangle. */
export function arrowsOf(lanes: readonly PlacedLane[]): Html[] {
  const rows = new Map(lanes.flatMap((lane) => lane.rows.map((row) => [row.item.id, row] as const)));
  const pairs = [...rows.values()].flatMap((row) =>
    row.item.dependencies
      .filter(({ type }) => type !== 'CONFLICTS')
      .flatMap(({ itemId }) => {
        const needed = rows.get(itemId);
        return needed?.bar && row.bar ? [{ from: { ...needed.bar, y: needed.y }, to: { ...row.bar, y: row.y } }] : [];
      }),
  );
  return pairs.length > MOST_ARROWS ? [] : pairs.map(arrow);
}

interface Edge {
  readonly from: Bar & { readonly y: number };
  readonly to: Bar & { readonly y: number };
}

/** Across, up or down between the two bars, and across; back over the gap below a bar where the one begins before the other ends. */
function arrow({ from, to }: Edge): Html {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + BAR / 2, to.x, to.y + BAR / 2];
  const between = to.y > from.y ? to.y - 4 : to.y + BAR + 4;
  const path =
    x2 - x1 >= 16
      ? `M${x1} ${y1}H${x2 - 10}V${y2}H${x2 - 6}`
      : `M${x1} ${y1}H${x1 + 8}V${between}H${x2 - 10}V${y2}H${x2 - 6}`;
  return svg`<path d="${path}" stroke="${QUIET}" stroke-width="1.2" fill="none"/><path d="M${x2} ${y2}l-7 -3.5v7z" fill="${QUIET}"/>`;
}
