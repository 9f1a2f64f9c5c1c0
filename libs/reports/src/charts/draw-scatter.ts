import { spoken } from '../format.js';
import type { ScatterChart } from './chart.js';
import type { Drawing } from './drawing.js';
import { type Breadth, FONT, paint, text, toneColor, valueAxis } from './paint.js';

/** Where the axes end: values far apart from each other are drawn by their orders of magnitude. */
interface Scale {
  readonly log: boolean;
  readonly min: number;
  readonly max: number;
}

function scaleOf({ points }: ScatterChart): Scale {
  const values = points.flatMap(({ x, y }) => [x, y]);
  const [min, max] = [Math.min(...values), Math.max(...values)];
  if (min > 0 && max / min > 6) return { log: true, min: roundDown(min * 0.8), max: max * 1.4 };
  return { log: false, min: 0, max: max * 1.1 };
}

/** To one digit: 412 → 400. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.floor(value / power) * power;
}

function axisOf(chart: ScatterChart, name: string, { log, min, max }: Scale) {
  return {
    ...valueAxis((value) => (value >= min && value <= max ? spoken(value, chart) : '')),
    ...(log && { type: 'log' as const, logBase: 2 }),
    min,
    max,
    name,
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: text(12, paint.ink),
  };
}

export function drawScatter(chart: ScatterChart, breadth: Breadth): Drawing {
  const scale = scaleOf(chart);
  const height = breadth === 'wide' ? 460 : 340;
  return {
    height,
    option: {
      grid: { left: 4, right: breadth === 'wide' ? 60 : 40, top: 24, bottom: 4, outerBoundsMode: 'same' },
      xAxis: axisOf(chart, chart.x, scale),
      yAxis: { ...axisOf(chart, chart.y, scale), nameGap: 56 },
      series: [
        {
          type: 'scatter',
          data: chart.points.map(({ x, y, name }) => ({ value: [x, y], name })),
          symbolSize: breadth === 'wide' ? 12 : 9,
          silent: true,
          itemStyle: { color: toneColor.plain, borderColor: paint.ground, borderWidth: 1.5 },
          label: { show: true, position: 'right', formatter: '{b}', ...text(12, paint.ink) },
          labelLayout: { moveOverlap: 'shiftY' },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: paint.soft, type: 'dashed', width: 1 },
            label: {
              formatter: 'as estimated',
              position: 'insideEndBottom',
              fontFamily: FONT,
              fontSize: 12,
              color: paint.soft,
            },
            data: [[{ coord: [scale.min, scale.min] }, { coord: [scale.max, scale.max] }]],
          },
        },
      ],
    },
  };
}
