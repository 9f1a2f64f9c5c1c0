import type { MeasuringCircumstances } from './circumstances.js';
import type { Dossiers } from './dossiers.js';
import { changePercent, rounded } from './figures.js';
import {
  type Direction,
  type EventMetric,
  type Measured,
  type MetricDefinition,
  measured,
  type Sight,
} from './measured.js';
import { type BaselineSet, type MetricState, type TargetSet, untouched } from './metric.js';
import { eventMetric, eventMetrics } from './metrics/index.js';
import { type AskedWindow, type Window, windowsUpTo } from './window.js';

/** Windows a trend shows, the one asked for included. */
export const TREND = 6;

/** A metric under one version of its definition, whoever defined it. */
export interface Metric {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly sight: Sight;
  readonly source: 'EVENTS' | 'IMPORTED';
  readonly definition: Omit<MetricDefinition, 'measure'>;
  readonly retired: boolean;
}

const versioned = <T extends { readonly version: number }>(all: readonly T[], version: number | null): T | undefined =>
  version === null ? all.at(-1) : all.find((one) => one.version === version);

function fromEvents(
  { key, name, unit, direction, sight, definitions }: EventMetric,
  version: number | null,
): Metric | null {
  const found = versioned(definitions, version);
  if (!found) return null;
  const { measure: _measure, ...definition } = found;
  return { key, name, unit, direction, sight, source: 'EVENTS', definition, retired: false };
}

function imported(key: string, { definitions, retired }: MetricState, version: number | null): Metric | null {
  const all = definitions.map((one) => ({ ...one, version: one.definitionVersion }));
  const found = versioned(all, version);
  if (!found) return null;
  const { name, unit, direction, text, minSample } = found;
  const definition = { version: found.version, text, minSample };
  return { key, name, unit, direction, sight: 'ALL', source: 'IMPORTED', definition, retired: retired !== null };
}

const stateOf = ({ metrics }: Pick<Dossiers, 'metrics'>, key: string): MetricState => metrics.get(key) ?? untouched;

/** A metric by its key, under the version in force or another one; null where there is none. */
export function metricOf(
  dossiers: Pick<Dossiers, 'metrics'>,
  key: string,
  version: number | null = null,
): Metric | null {
  const known = eventMetric(key);
  return known ? fromEvents(known, version) : imported(key, stateOf(dossiers, key), version);
}

/** All versions of a metric’s definition, the first one first. */
export function definitionsOf(dossiers: Pick<Dossiers, 'metrics'>, key: string): Metric[] {
  const known = eventMetric(key);
  if (known) return known.definitions.flatMap(({ version }) => fromEvents(known, version) ?? []);
  const state = stateOf(dossiers, key);
  return state.definitions.flatMap(({ definitionVersion }) => imported(key, state, definitionVersion) ?? []);
}

/** Keys of the service’s own metrics in the order of the pages, then of those that were defined here, by their names. */
export const metricKeys = ({ metrics }: Pick<Dossiers, 'metrics'>): string[] => [
  ...eventMetrics.map(({ key }) => key),
  ...[...metrics.keys()].filter((key) => eventMetric(key) === null).toSorted(),
];

const sameWindow = (one: Window, other: Window): boolean => one.from === other.from && one.until === other.until;

/** What a metric comes to under one version of its definition. Imported: the observation of exactly this window, the last one that came. */
export function measure(
  metric: Pick<Metric, 'key' | 'definition'>,
  dossiers: Dossiers,
  { from, until }: Window,
  circumstances: MeasuringCircumstances,
): Measured {
  const { key, definition } = metric;
  const window = { from, until };
  const known = versioned(eventMetric(key)?.definitions ?? [], definition.version);
  if (known) return known.measure(dossiers, window, circumstances);
  const found = stateOf(dossiers, key).observations.findLast(
    (one) => one.definitionVersion === definition.version && sameWindow(one.window, window),
  );
  return found ? measured(found.value, found.n) : measured(null, 0);
}

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

function wantedOf(
  target: TargetSet,
  baseline: BaselineSet | null,
  { value, direction }: { value: number | null; direction: Direction },
): Wanted {
  const from = baseline?.value ?? null;
  const relative = target.changePercent;
  const wanted =
    relative === null ? target.value : from === null ? null : rounded(from + (Math.abs(from) * relative) / 100);
  if (value === null || wanted === null) return { target, value: wanted, attainmentPercent: null, met: null };
  const whole = from === null ? 0 : wanted - from;
  const attainmentPercent = whole === 0 ? null : rounded((100 * (value - from!)) / whole, 1);
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
    wanted: target && wantedOf(target, baseline, { value, direction }),
    trend: trendOf(metric, measuring),
  };
}

/** Every metric that is not retired, in the order of {@link metricKeys}. */
export const measureAll = (measuring: Measuring): Figure[] =>
  metricKeys(measuring.dossiers)
    .flatMap((key) => metricOf(measuring.dossiers, key) ?? [])
    .filter(({ retired }) => !retired)
    .map((metric) => figureOf(metric, measuring));
