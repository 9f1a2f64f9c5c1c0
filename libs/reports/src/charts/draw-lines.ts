import { shortDay, spoken } from '../format.js';
import type { LineChart, Series } from './chart.js';
import type { Drawing } from './drawing.js';
import { type Breadth, categoryAxis, paint, text, toneColor, valueAxis, wordsWidth } from './paint.js';

const lastOf = ({ values }: Series): number | null => values.findLast((value) => value !== null) ?? null;

/** A thin line in the colour of areas would be lost. */
const colorOf = ({ tone }: Series): string => (tone === 'quiet' ? paint.soft : toneColor[tone]);

/** Each line says at its end what it is. */
const lineOf = (chart: LineChart, series: Series) => ({
  type: 'line' as const,
  name: series.name,
  data: [...series.values],
  ...(chart.steps && { step: 'end' as const }),
  showSymbol: false,
  silent: true,
  lineStyle: {
    color: colorOf(series),
    width: series.tone === 'quiet' ? 2 : 3,
    type: series.tone === 'quiet' ? ('dashed' as const) : ('solid' as const),
  },
  itemStyle: { color: toneColor[series.tone] },
  ...(series.tone === 'strong' && { areaStyle: { color: toneColor[series.tone], opacity: 0.12 } }),
  endLabel: {
    show: true,
    ...text(13, 'var(--ink)'),
    distance: 6,
    formatter: `${series.name} ${spoken(lastOf(series), chart)}`,
  },
  labelLayout: { moveOverlap: 'shiftY' as const },
});

export function drawLines(chart: LineChart, breadth: Breadth): Drawing {
  const axis = categoryAxis(chart.days.map(shortDay));
  const right = wordsWidth(chart.series.map((series) => `${series.name} ${spoken(lastOf(series), chart)}`)) + 10;
  return {
    height: breadth === 'wide' ? 300 : 240,
    option: {
      grid: { left: 0, right, top: 12, bottom: 0, outerBoundsMode: 'same' },
      xAxis: { ...axis, boundaryGap: false, axisLabel: { ...axis.axisLabel, hideOverlap: true, showMaxLabel: false } },
      yAxis: valueAxis((value) => spoken(value, chart)),
      series: chart.series.map((series) => lineOf(chart, series)),
    },
  };
}
