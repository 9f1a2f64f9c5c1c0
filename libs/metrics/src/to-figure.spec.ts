import { type Figure, measured, metricOf, minutesPart, part } from './domain/index.js';
import { toFigure } from './to-figure.js';
import { shownTo } from './to-metric.js';

const window = { from: '2026-03-01', until: '2026-03-31', kind: 'MONTH' } as const;

const figureOf = (key: string): Figure => ({
  metric: metricOf({ metrics: new Map() }, key)!,
  window,
  measured: measured(130, 3, {
    immature: [{ subject: '2026-04', matureOn: null, soFar: 7 }],
    parts: [minutesPart('minutes', 'Minutes', 40), part('share', 'Share', '%', 50)],
    cases: [{ subject: 'REQ-1', value: 10, n: 1, note: null }],
  }),
  flags: [],
  baseline: null,
  change: -900,
  changePercent: -20,
  wanted: null,
  trend: [{ ...window, value: 130, n: 3, flags: [] }],
});

const told = (key: string, seesMinutes: boolean) => {
  const { value, change, changePercent, immature, parts, cases, trend } = toFigure(
    figureOf(key),
    1,
    shownTo(seesMinutes),
  );
  const values = [
    ...immature.map(({ soFar }) => soFar),
    ...parts.map((one) => one.value),
    ...cases.map((one) => one.value),
  ];
  return [value, change, changePercent, ...values, ...trend.map((one) => one.value)];
};

const WHOLE = [130, -900, -20, 7, 40, 50, 10, 130];

describe('a figure for whoever sees no minutes', () => {
  it.each([
    ['in minutes', 'M2', [null, null, -20, null, null, 50, null, null]],
    ['in days', 'M3', [130, -900, -20, 7, null, 50, 10, 130]],
    // What was estimated of a request is known: with the error what was worked on it would be, too.
    ['that is a share of minutes', 'M21', [130, -900, -20, 7, null, 50, null, 130]],
  ])('%s tells none', (_, key, expected) => {
    expect(told(key, true)).toEqual(WHOLE);
    expect(told(key, false)).toEqual(expected);
  });
});
