import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './chart.js';
import { drawBars } from './draw-bars.js';
import { drawHeat } from './draw-heat.js';
import type { Drawing } from './drawing.js';
import { drawLines } from './draw-lines.js';
import { drawRanges } from './draw-ranges.js';
import { drawScatter } from './draw-scatter.js';
import { type Breadth, widthOf } from './paint.js';

echarts.use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  LabelLayout,
  SVGRenderer,
]);

function drawingOf(chart: Chart, breadth: Breadth): Drawing {
  switch (chart.form) {
    case 'bars':
      return drawBars(chart, breadth);
    case 'lines':
      return drawLines(chart, breadth);
    case 'scatter':
      return drawScatter(chart, breadth);
    case 'heat':
      return drawHeat(chart, breadth);
    case 'ranges':
      return drawRanges(chart, breadth);
  }
}

/** A chart as SVG that needs nothing beside it but the page's colours. */
export function drawChart(chart: Chart, breadth: Breadth): string {
  const { height, width, option } = drawingOf(chart, breadth);
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width ?? widthOf[breadth], height });
  try {
    drawn.setOption({ animation: false, ...option });
    return drawn.renderToSVGString({ useViewBox: true });
  } finally {
    drawn.dispose();
  }
}
