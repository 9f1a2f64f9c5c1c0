import type { CustomSeriesRenderItemAPI } from 'echarts';
import { calendarWords } from '../format.js';
import type { RangeChart, Span } from './chart.js';
import type { Drawing } from './drawing.js';
import { type Breadth, categoryAxis, FONT, paint, rowNames, text, toneColor, wordsWidth } from './paint.js';

interface Placed extends Span {
  readonly row: number;
}

interface Painted extends Placed {
  readonly color: string;
  readonly height: number;
}

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
/** A day is drawn to its end. */
const endOf = (day: string): number => instantOf(day) + 86_400_000;

const THICK = { quiet: 16, plain: 8, strong: 8, alarm: 8 } as const;
/** Where spans follow each other. */
const EVEN = 12;

/** A bar from the first day to the last; its words behind the longest bar of the row. */
function spanOf({ row, from, to, label, color, height }: Painted, behind: number, api: CustomSeriesRenderItemAPI) {
  const [x = 0, y = 0] = api.coord([instantOf(from), row]);
  const [end = 0] = api.coord([endOf(to), row]);
  const [words = 0] = api.coord([behind, row]);
  const bar = {
    type: 'rect' as const,
    shape: { x, y: y - height / 2, width: Math.max(2, end - x), height, r: 3 },
    style: { fill: color },
  };
  const said = {
    type: 'text' as const,
    style: {
      x: words + 6,
      y,
      text: label ?? '',
      fill: paint.ink,
      font: `12px ${FONT}`,
      verticalAlign: 'middle' as const,
    },
  };
  return { type: 'group' as const, children: label === undefined ? [bar] : [bar, said] };
}

const monthOf = (instant: number): string => calendarWords(new Date(instant).toISOString().slice(0, 7)).slice(0, 3);

function axesOf({ rows }: RangeChart, breadth: Breadth) {
  const names = categoryAxis(rows.map(({ name }) => name));
  const { label } = rowNames(names.data, breadth);
  const days = rows.flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to])).sort();
  return {
    xAxis: {
      type: 'time' as const,
      min: instantOf(`${days[0]!.slice(0, 7)}-01`),
      axisLine: { show: false },
      axisTick: { show: false },
      minInterval: 28 * 86_400_000,
      splitLine: { show: true, lineStyle: { color: paint.line } },
      axisLabel: { ...text(12), formatter: monthOf, hideOverlap: true, align: 'left' as const },
    },
    yAxis: {
      ...names,
      inverse: true,
      axisLine: { show: false },
      axisLabel: { ...names.axisLabel, ...label },
      z: 10,
    },
  };
}

const ROW = { wide: 34, narrow: 50 } as const;

export function drawRanges(chart: RangeChart, breadth: Breadth): Drawing {
  const spans = chart.rows.flatMap(({ spans: of }, row): Placed[] => of.map((span) => ({ ...span, row })));
  const painted = spans.map((span): Painted => ({
    ...span,
    color: toneColor[span.tone],
    height: chart.overlaid ? THICK[span.tone] : EVEN,
  }));
  const ends = chart.rows.map(({ spans: of }) => Math.max(...of.map(({ to }) => endOf(to))));
  const names = rowNames(
    chart.rows.map(({ name }) => name),
    breadth,
  );
  const right = wordsWidth(spans.map(({ label }) => label ?? '')) + 12;
  return {
    height: chart.rows.length * ROW[breadth] + 32,
    option: {
      useUTC: true,
      grid: { left: names.left, right, top: breadth === 'narrow' ? 14 : 4, bottom: 26, outerBoundsMode: 'none' },
      ...axesOf(chart, breadth),
      series: [
        {
          type: 'custom',
          silent: true,
          encode: { x: [0, 1], y: 2 },
          data: spans.map(({ from, to, row }) => [instantOf(from), endOf(to), row]),
          renderItem: ({ dataIndex }: { dataIndex: number }, api: CustomSeriesRenderItemAPI) =>
            spanOf(painted[dataIndex]!, ends[spans[dataIndex]!.row]!, api),
        },
      ],
    },
  };
}
