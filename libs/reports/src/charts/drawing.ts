import type { EChartsCoreOption } from 'echarts/core';

/** What a chart is drawn by, and how high it is. */
export interface Drawing {
  readonly height: number;
  /** That of its breadth unless told. */
  readonly width?: number;
  readonly option: EChartsCoreOption;
}
