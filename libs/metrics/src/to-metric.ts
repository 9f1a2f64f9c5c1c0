import { toGlobalId } from '#libs/api-kit';
import {
  type BaselineSet,
  definitionsOf,
  type Metric,
  type MetricState,
  type Sight,
  type TargetSet,
} from './domain/index.js';
import { MetricBaseline, MetricDefinition, MetricObject, MetricObservation, MetricTarget } from './metric.type.js';

/** Takes away what is in minutes of work from those who see none. */
export type Shown = <T>(value: T, sight: Sight) => T | null;

export const shownTo =
  (seesMinutes: boolean): Shown =>
  (value, sight) =>
    sight === 'MINUTES' && !seesMinutes ? null : value;

export const toDefinition = ({ name, unit, direction, definition }: Metric): MetricDefinition =>
  Object.assign(new MetricDefinition(), { ...definition, name, unit, direction });

export const toBaseline = (set: BaselineSet, sight: Sight, shown: Shown): MetricBaseline =>
  Object.assign(new MetricBaseline(), { ...set, value: shown(set.value, sight) });

export const toTarget = (set: TargetSet, sight: Sight, shown: Shown): MetricTarget =>
  Object.assign(new MetricTarget(), { ...set, value: shown(set.value, sight) });

/** A metric as its stream stands: a state without facts for one nobody has touched. */
export interface StandingMetric {
  readonly metric: Metric;
  readonly state: MetricState;
  readonly version: number;
}

export function toMetric({ metric, state, version }: StandingMetric, shown: Shown): MetricObject {
  const { key, source, sight } = metric;
  return Object.assign(new MetricObject(), {
    id: toGlobalId('Metric', key),
    key,
    version,
    source,
    definition: toDefinition(metric),
    definitions: definitionsOf({ metrics: new Map([[key, state]]) }, key).map(toDefinition),
    retiredBecause: state.retired?.reason ?? null,
    baselines: state.baselines.toReversed().map((one) => toBaseline(one, sight, shown)),
    targets: state.targets.toReversed().map((one) => toTarget(one, sight, shown)),
    observations: state.observations.toReversed().map((one) => Object.assign(new MetricObservation(), one)),
  });
}
