import type { MeasuringCircumstances } from './circumstances.js';
import type { Dossiers } from './dossiers.js';
import { changePercent, rounded } from './figures.js';
import { measure, type Metric, metricKeys, metricOf, stateOf } from './known-metrics.js';
import type { Direction, Measured } from './measured.js';
import type { BaselineSet, MetricState, TargetSet } from './metric.js';
import { type AskedWindow, windowsUpTo } from './window.js';

/** Windows a trend shows, the one asked for included. */
export const TREND = 6;

/** The baseline that counts for a version of the definition: the last one that was set under it. */
export const baselineOf = ({ baselines }: MetricState, version: number): BaselineSet | null =>
  baselines.findLast(({ definitionVersion }) => definitionVersion === version) ?? null;

const targetOf = ({ targets }: MetricState, version: number): TargetSet | null =>
  targets.findLast(({ definitionVersion }) => definitionVersion === version) ?? null;

export const flags = ['INSUFFICIENT_DATA', 'IMMATURE'] as const;
export type Flag = (typeof flags)[number];

const flagsOf = ({ value, n, immature }: Measured, minSample: number, isOver: boolean): Flag[] => [
  ...(value === null || n < minSample ? (['INSUFFICIENT_DATA'] as const) : []),
  ...(immature.length > 0 || !isOver ? (['IMMATURE'] as const) : []),
];

/** A target as a value, where its baseline says which. */
export interface Wanted {
  readonly target: TargetSet;
  readonly value: number | null;
  /** How much of the wanted change has come, 100 when all of it; null without a baseline, or where nothing was to change. */
  readonly attainmentPercent: number | null;
  /** Null without a value. */
  readonly met: boolean | null;
}

const isMet = (value: number, wanted: number, direction: Direction): boolean =>
  direction === 'UP' ? value >= wanted : value <= wanted;

/** What a target comes to as a value; null for a change of nothing that is known. */
function wantedValue({ value, changePercent: relative }: TargetSet, from: number | null): number | null {
  if (relative === null) return value;
  return from === null ? null : rounded(from + (Math.abs(from) * relative) / 100);
}

/** How much of the way from one value to another has been gone, in percent. */
const attained = (value: number, from: number | null, to: number): number | null =>
  from === null || to === from ? null : rounded((100 * (value - from)) / (to - from), 1);

function wantedOf(target: TargetSet, from: number | null, now: { value: number | null; direction: Direction }): Wanted {
  const { value, direction } = now;
  const wanted = wantedValue(target, from);
  if (value === null || wanted === null) return { target, value: wanted, attainmentPercent: null, met: null };
  const attainmentPercent = attained(value, from, wanted);
  return { target, value: wanted, attainmentPercent, met: isMet(value, wanted, direction) };
}

/** One window of a trend. */
export interface TrendPoint extends AskedWindow {
  readonly value: number | null;
  readonly n: number;
  readonly flags: readonly Flag[];
}

/** A metric in a window, with everything it is held against. */
export interface Figure {
  readonly metric: Metric;
  readonly window: AskedWindow;
  readonly measured: Measured;
  readonly flags: readonly Flag[];
  /** Under the same version of the definition: another one measures something else. */
  readonly baseline: BaselineSet | null;
  /** value − baseline, and the same in percent of the baseline. */
  readonly change: number | null;
  readonly changePercent: number | null;
  readonly wanted: Wanted | null;
  /** The one asked for is the last. */
  readonly trend: readonly TrendPoint[];
}

/** What is measured, from what, and when. */
export interface Measuring {
  readonly dossiers: Dossiers;
  readonly window: AskedWindow;
  readonly circumstances: MeasuringCircumstances;
}

function trendOf(metric: Metric, { dossiers, window, circumstances }: Measuring): TrendPoint[] {
  return windowsUpTo(window, TREND).map((one) => {
    const found = measure(metric, dossiers, one, circumstances);
    const { value, n } = found;
    return { ...one, value, n, flags: flagsOf(found, metric.definition.minSample, one.until <= circumstances.day) };
  });
}

export function figureOf(metric: Metric, measuring: Measuring): Figure {
  const { dossiers, window, circumstances } = measuring;
  const found = measure(metric, dossiers, window, circumstances);
  const { value } = found;
  const { definition, direction } = metric;
  const state = stateOf(dossiers, metric.key);
  const baseline = baselineOf(state, definition.version);
  const target = targetOf(state, definition.version);
  const isOver = window.until <= circumstances.day;
  return {
    metric,
    window,
    measured: found,
    flags: flagsOf(found, definition.minSample, isOver),
    baseline,
    change: value === null || !baseline ? null : rounded(value - baseline.value),
    changePercent: value === null || !baseline ? null : changePercent(value, baseline.value),
    wanted: target && wantedOf(target, baseline?.value ?? null, { value, direction }),
    trend: trendOf(metric, measuring),
  };
}

/** Every metric that is not retired, in the order of {@link metricKeys}. */
export const measureAll = (measuring: Measuring): Figure[] =>
  metricKeys(measuring.dossiers)
    .flatMap((key) => metricOf(measuring.dossiers, key) ?? [])
    .filter(({ retired }) => !retired)
    .map((metric) => figureOf(metric, measuring));
