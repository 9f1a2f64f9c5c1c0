import { type Html, html as svg } from '../graphql/statements/html.js';
import { type Axis, axisOf, LEFT, RIGHT, type Tick, WIDTH } from './timeline-axis.js';
import type { Timeline, TimelineAnswer } from './timeline-answer.js';
import { layoutOf, type PlacedLane, TOP } from './timeline-layout.js';
import { arrowsOf, footMark, rowMark } from './timeline-marks.js';
import { GRID, INK, LANE_NAMES, legend, patterns, QUIET, TODAY } from './timeline-paint.js';
import { fitted } from './text-width.js';

/** Lanes on stripes of their own. */
const stripes = (lanes: readonly PlacedLane[]): Html =>
  svg`${lanes.map(
    ({ lane, count, y, height }, index) =>
      svg`<g><rect x="2" y="${y}" width="${WIDTH - 4}" height="${height}" fill="${index % 2 === 0 ? '#f6f8fa' : '#ffffff'}"/><text x="24" y="${y + 26}" font-size="16" font-weight="700" fill="${INK}">${LANE_NAMES[lane]}</text><text x="24" y="${y + 44}" font-size="13" fill="${QUIET}">${count === 1 ? '1 item' : `${count} items`}</text></g>`,
  )}`;

/** Beside the line of a month that begins on the same day. */
const weekLabel = ({ x, label }: Tick, months: readonly Tick[]): Html => {
  const isShared = months.some((month) => Math.abs(month.x - x) < 6);
  return svg`<text x="${isShared ? x + 5 : x}" y="${TOP - 12}" text-anchor="${isShared ? 'start' : 'middle'}">${label}</text>`;
};

function grid({ months, weeks }: Axis, bottom: number): Html {
  const lines = [
    weeks.map(({ x }) => svg`<path d="M${x} ${TOP - 8}V${bottom}" stroke="${GRID}" stroke-width="0.6"/>`),
    months.map(({ x }) => svg`<path d="M${x} ${TOP - 34}V${bottom}" stroke="#aeb7c2" stroke-width="1.2"/>`),
  ];
  const days = weeks.filter(({ x, label }) => label !== '' && x < RIGHT - 8).map((week) => weekLabel(week, months));
  const names = months
    .filter(({ x }) => x < RIGHT - 30)
    .map(({ x, label }) => svg`<text x="${x + 5}" y="${TOP - 26}">${label}</text>`);
  return svg`${lines}<g fill="${QUIET}" font-size="11">${days}</g><g fill="${INK}" font-size="14" font-weight="700">${names}</g>`;
}

/** Where today is; nothing where it is not on the axis. */
function todayMark({ today }: Timeline, { first, last, x }: Axis, bottom: number): Html | null {
  if (today < first || today > last) return null;
  const at = x(today);
  const anchor = at > RIGHT - 60 ? 'end' : at < LEFT + 60 ? 'start' : 'middle';
  return svg`<g><path d="M${at} ${TOP - 46}V${bottom}" stroke="${TODAY}" stroke-width="1.8"/><text x="${at}" y="${TOP - 50}" font-size="12" font-weight="700" text-anchor="${anchor}" fill="${TODAY}">today ${today.slice(5)}</text></g>`;
}

/** What the picture shows, in a sentence for whoever cannot see it. */
export function toldOf({ rows, baselineDay }: Timeline, lanes: Timeline['lanes']): string {
  const counts = lanes.map(({ lane, count }) => `${LANE_NAMES[lane]} ${count}`).join(', ');
  const moved = rows
    .filter((row) => row.moved !== null)
    .map(({ item, moved }) => `${item.reference} ${moved?.shiftDays ?? 0} days`);
  return baselineDay === null
    ? `${counts}.`
    : `${counts}. Moved since ${baselineDay}: ${moved.join(', ') || 'nothing'}.`;
}

function heading({ today, baselineDay, rows }: Timeline, { first, last }: Axis, teamName: string | null): Html {
  const moved = rows.filter((row) => row.moved !== null).length;
  const since = baselineDay === null ? '' : `, ${moved} moved since ${baselineDay}`;
  const title = `Roadmap, ${today}${teamName === null ? '' : `, ${teamName}`}`;
  return svg`<text x="24" y="46" font-size="28" font-weight="700" fill="${INK}">${fitted(title, WIDTH - 48, 28)}</text><text x="24" y="70" font-size="15" fill="${QUIET}">${first} to ${last}${since}</text>`;
}

/** The roadmap on one time axis: its own background, real text, nothing that runs or is fetched. As high as its rows need. */
export function timelineSvg({ team, roadmapTimeline: timeline }: TimelineAnswer): string {
  const axis = axisOf(timeline);
  const lanes = layoutOf(timeline, axis);
  const bottom = lanes.reduce((_, { y, height }) => y + height, TOP);
  const height = bottom + 44;
  const arrows = arrowsOf(lanes);
  const statuses = new Set(lanes.flatMap(({ rows }) => rows.map(({ item }) => item.status)));
  const notes = { baselineDay: timeline.baselineDay, arrows: arrows.length > 0 };
  return svg`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title told" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13"><title id="title">Roadmap, ${timeline.today}</title><desc id="told">${toldOf(timeline, lanes)}</desc>${patterns()}<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>${stripes(lanes)}${grid(axis, bottom)}<rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" fill="none" stroke="#c4cad3" stroke-width="2"/>${heading(timeline, axis, team?.name ?? null)}${todayMark(timeline, axis, bottom)}${arrows}${lanes.map((lane) => svg`${lane.rows.map(rowMark)}${footMark(lane)}`)}${legend(statuses, bottom + 14, notes)}</svg>`
    .text;
}
