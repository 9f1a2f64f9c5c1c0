import { spoken } from '../format.js';
import type { BarChart, Series } from './chart.js';
import type { Drawing } from './drawing.js';
import { type Breadth, categoryAxis, paint, rowNames, text, toneColor, valueAxis } from './paint.js';

const sum = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

/** What stands on top of a stack: its whole. */
const totalsOf = ({ series, categories }: BarChart): number[] =>
  categories.map((_, index) => sum(series.map(({ values }) => values[index] ?? 0)));

/** Axes of hours tick at whole hours. */
const interval = ({ kind }: BarChart, most: number): { readonly interval?: number } => {
  if (kind !== 'minutes') return {};
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((hours) => hours * 60);
  return { interval: steps.find((step) => most / step <= 5) ?? Math.ceil(most / 300) * 60 };
};

function barsOf(chart: BarChart, { name, tone, values }: Series) {
  return {
    type: 'bar' as const,
    name,
    ...(chart.stacked && { stack: 'all' }),
    data: values.map((value) => value ?? 0),
    itemStyle: { color: toneColor[tone], borderColor: paint.ground, borderWidth: chart.stacked ? 1 : 0 },
    barMaxWidth: chart.lying ? 16 : 72,
    silent: true,
    label: { show: false },
  };
}

/** A line across; the page's legend names it. */
const markOf = (chart: BarChart) =>
  chart.mark && {
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: paint.ink, type: 'dashed' as const, width: 1 },
      label: { show: false },
      data: [{ yAxis: chart.mark.value }],
    },
  };

/** Behind the end of the bar, on whichever side it lies. */
const wordsAt = ({ lying }: BarChart, total: number) => (lying ? (total < 0 ? 'left' : 'right') : 'top');

/** An unseen series that says the values: of a stack its whole. */
function wordsOf(chart: BarChart) {
  const totals = totalsOf(chart);
  return {
    type: 'bar' as const,
    name: '',
    stack: 'all',
    data: totals.map((total) => ({ value: 0, label: { position: wordsAt(chart, total) } })),
    itemStyle: { color: 'none' },
    silent: true,
    label: {
      show: true,
      ...text(13, paint.ink),
      formatter: ({ dataIndex }: { dataIndex: number }) => spoken(totals[dataIndex] ?? null, chart),
    },
    ...markOf(chart),
  };
}

const ROW = { wide: 30, narrow: 46 } as const;

function lying(chart: BarChart, breadth: Breadth): Drawing {
  const narrow = breadth === 'narrow';
  const words = totalsOf(chart).some((total) => total < 0) ? 70 : 0;
  const { left, label } = rowNames(chart.categories, breadth, words);
  const categories = categoryAxis(chart.categories);
  return {
    height: chart.categories.length * ROW[breadth] + 16,
    option: {
      grid: { left, right: 70, top: narrow ? 12 : 4, bottom: 4, outerBoundsMode: 'none' },
      xAxis: { type: 'value', show: false },
      yAxis: {
        ...categories,
        inverse: true,
        axisLine: { show: false, onZero: false },
        axisLabel: { ...categories.axisLabel, ...label },
        z: 10,
      },
      series: [...chart.series.map((one) => ({ ...barsOf(chart, one), stack: 'all' })), wordsOf(chart)],
    },
  };
}

function standing(chart: BarChart, breadth: Breadth): Drawing {
  const most = Math.max(...totalsOf(chart), chart.mark?.value ?? 0, 1);
  const step = interval(chart, most);
  const axis = valueAxis((value) => spoken(value, chart));
  return {
    height: breadth === 'wide' ? 320 : 260,
    option: {
      grid: { left: 0, right: 8, top: 28, bottom: 0, outerBoundsMode: 'same' },
      xAxis: categoryAxis(chart.categories),
      yAxis: { ...axis, ...step, ...(step.interval && { max: Math.ceil(most / step.interval) * step.interval }) },
      series: [
        ...chart.series.map((one) => barsOf(chart, one)),
        ...(chart.stacked || chart.series.length === 1 ? [wordsOf({ ...chart })] : []),
      ],
    },
  };
}

export const drawBars = (chart: BarChart, breadth: Breadth): Drawing =>
  chart.lying
    ? lying(chart, breadth)
    : standing(chart.series.length === 1 ? { ...chart, stacked: true } : chart, breadth);
