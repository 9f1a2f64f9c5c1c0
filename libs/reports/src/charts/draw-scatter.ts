import { spoken } from '../format.js';
import type { Point, ScatterChart } from './chart.js';
import type { Drawing } from './drawing.js';
import { type Breadth, paint, text, toneColor, valueAxis } from './paint.js';

/** Minutes are drawn as hours, so that the axes tick at 8, 16 and 32 of them. */
const hoursOf = (minutes: number): number => minutes / 60;

interface Scale {
  readonly min: number;
  readonly max: number;
}

/** From one power of two to another. */
function scaleOf({ points }: ScatterChart): Scale {
  const hours = points.flatMap(({ x, y }) => [hoursOf(x), hoursOf(y)]);
  return {
    min: 2 ** Math.floor(Math.log2(Math.min(...hours) * 0.95)),
    max: 2 ** Math.ceil(Math.log2(Math.max(...hours) * 1.2)),
  };
}

const axisOf = (chart: ScatterChart, name: string, scale: Scale) => ({
  ...valueAxis((hours) => spoken(Math.round(hours * 60), chart)),
  type: 'log' as const,
  logBase: 2,
  ...scale,
  name,
  nameLocation: 'middle' as const,
  nameGap: 30,
  nameTextStyle: text(12, paint.ink),
});

/** Names stand on the side where the diagonal is not. */
const placed = ({ x, y, name }: Point) => ({
  value: [hoursOf(x), hoursOf(y)],
  name,
  label: { position: y > x ? ('left' as const) : ('right' as const) },
});

export function drawScatter(chart: ScatterChart, breadth: Breadth): Drawing {
  const scale = scaleOf(chart);
  const wide = breadth === 'wide';
  const diagonal = [{ coord: [scale.min, scale.min] }, { coord: [scale.max, scale.max] }];
  return {
    height: wide ? 440 : 330,
    ...(wide && { width: 640 }),
    option: {
      grid: { left: 70, right: 24, top: 8, bottom: 46, outerBoundsMode: 'none' },
      xAxis: axisOf(chart, chart.x, scale),
      yAxis: { ...axisOf(chart, chart.y, scale), nameGap: 56 },
      series: [
        {
          type: 'scatter',
          data: chart.points.map(placed),
          symbolSize: wide ? 13 : 10,
          silent: true,
          itemStyle: { color: toneColor.plain, borderColor: paint.ground, borderWidth: 1.5, opacity: 1 },
          label: { show: true, formatter: '{b}', ...text(12, paint.ink) },
          labelLayout: { moveOverlap: 'shiftY' },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: paint.soft, type: 'dashed', width: 1 },
            label: { show: false },
            data: [diagonal],
          },
        },
      ],
    },
  };
}
