import type { MeasuringCircumstances } from './circumstances.js';
import type { Dossiers } from './dossiers.js';
import {
  type Direction,
  type EventMetric,
  type Measured,
  type MetricDefinition,
  measured,
  type Sight,
} from './measured.js';
import { type MetricState, untouched } from './metric.js';
import { eventMetric, eventMetrics } from './metrics/index.js';
import type { Window } from './window.js';

/** A metric under one version of its definition, whoever defined it. */
export interface Metric {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly sight: Sight;
  /** Of the figures of single subjects. */
  readonly casesSight: Sight;
  readonly source: 'EVENTS' | 'IMPORTED';
  readonly definition: Omit<MetricDefinition, 'measure'>;
  readonly retired: boolean;
}

const versioned = <T extends { readonly version: number }>(all: readonly T[], version: number | null): T | undefined =>
  version === null ? all.at(-1) : all.find((one) => one.version === version);

function fromEvents(
  { key, name, unit, direction, sight, casesSight = sight, definitions }: EventMetric,
  version: number | null,
): Metric | null {
  const found = versioned(definitions, version);
  if (!found) return null;
  const { measure: _measure, ...definition } = found;
  return { key, name, unit, direction, sight, casesSight, source: 'EVENTS', definition, retired: false };
}

function imported(key: string, { definitions, retired }: MetricState, version: number | null): Metric | null {
  const all = definitions.map((one) => ({ ...one, version: one.definitionVersion }));
  const found = versioned(all, version);
  if (!found) return null;
  const { name, unit, direction, text, minSample } = found;
  const definition = { version: found.version, text, minSample };
  return {
    key,
    name,
    unit,
    direction,
    sight: 'ALL',
    casesSight: 'ALL',
    source: 'IMPORTED',
    definition,
    retired: retired !== null,
  };
}

/** What was said of a metric; nothing of one that nobody has touched. */
export const stateOf = ({ metrics }: Pick<Dossiers, 'metrics'>, key: string): MetricState =>
  metrics.get(key) ?? untouched;

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
