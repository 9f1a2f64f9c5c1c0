import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { HeatChart } from './chart.js';
import type { Drawing } from './drawing.js';
import { type Breadth, categoryAxis, FONT, heatColor, heatInk, paint, text } from './paint.js';

/** A square with its text; ground where nothing stands. */
function cellOf({ cells }: HeatChart, index: number, api: CustomSeriesRenderItemAPI) {
  const { column, row, text: said, heat, empty } = cells[index]!;
  const [x = 0, y = 0] = api.coord([column, row]);
  const [width, height] = api.size!([1, 1]) as [number, number];
  const shape = { x: x - width / 2 + 2, y: y - height / 2 + 2, width: width - 4, height: height - 4, r: 4 };
  return {
    type: 'group' as const,
    children: [
      { type: 'rect' as const, shape, style: { fill: heatColor(heat), opacity: empty ? 0.32 : 1 } },
      {
        type: 'text' as const,
        style: {
          x,
          y,
          text: said,
          fill: heatInk(heat),
          font: `600 17px ${FONT}`,
          align: 'center' as const,
          verticalAlign: 'middle' as const,
        },
      },
    ],
  };
}

const axisOf = (name: string, categories: readonly string[]) => ({
  ...categoryAxis(categories),
  axisLine: { show: false },
  name,
  nameLocation: 'middle' as const,
  nameGap: 26,
  nameTextStyle: text(12, paint.soft),
});

export const drawHeat = (chart: HeatChart, breadth: Breadth): Drawing => ({
  height: breadth === 'wide' ? 350 : 300,
  ...(breadth === 'wide' && { width: 410 }),
  option: {
    grid: { left: 40, right: 4, top: 4, bottom: 44, outerBoundsMode: 'none' },
    xAxis: axisOf(chart.x, chart.columns),
    yAxis: axisOf(chart.y, chart.rows),
    series: [
      {
        type: 'custom',
        silent: true,
        data: chart.cells.map(({ column, row }) => [column, row]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: CustomSeriesRenderItemAPI) =>
          cellOf(chart, dataIndex, api),
      },
    ],
  },
});
