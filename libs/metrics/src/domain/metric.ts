import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { Direction } from './measured.js';
import type { Window } from './window.js';

export const valueSources = ['COMPUTED', 'IMPORTED'] as const;
/** Where a value comes from: the service computed it from events, or somebody brought it along. */
export type ValueSource = (typeof valueSources)[number];

/** How a metric of somebody’s own is understood; the first fact of its stream says it, and each change says all of it again. */
export interface OwnDefinition {
  readonly definitionVersion: number;
  readonly name: string;
  /** What is counted, in words. */
  readonly text: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly minSample: number;
}

/** A value as it was, with the version of the definition it was measured by. */
export interface Observed {
  readonly definitionVersion: number;
  readonly window: Window;
  readonly value: number;
  readonly n: number;
}

export interface BaselineSet extends Observed {
  readonly source: ValueSource;
}

/** What is wanted by a day: a value, or a change against the baseline in percent. Exactly one of the two is there. */
export interface TargetSet {
  readonly definitionVersion: number;
  readonly value: number | null;
  readonly changePercent: number | null;
  readonly by: LocalDate;
}

export interface MetricFacts {
  MetricDefined: OwnDefinition;
  MetricDefinitionChanged: OwnDefinition;
  /** Freezes what later values are compared with. */
  MetricBaselineSet: BaselineSet;
  MetricTargetSet: TargetSet;
  /** `source`: who or what measured it, e.g. `Survey tool`. */
  ObservationImported: Observed & { readonly source: string };
  MetricRetired: { readonly reason: string };
}

export type MetricEventType = keyof MetricFacts;
export type MetricEvent = {
  [T in MetricEventType]: { readonly type: T; readonly data: MetricFacts[T] };
}[MetricEventType];

/** What was said of a metric. One that is computed from events has no definitions here: they are the program’s. */
export interface MetricState {
  /** By version. */
  readonly definitions: readonly OwnDefinition[];
  /** As set, the last one counts for its version of the definition. */
  readonly baselines: readonly BaselineSet[];
  readonly targets: readonly TargetSet[];
  readonly observations: readonly MetricFacts['ObservationImported'][];
  readonly retired: MetricFacts['MetricRetired'] | null;
}

export const untouched: MetricState = { definitions: [], baselines: [], targets: [], observations: [], retired: null };

/** Total, as every fold. */
export function evolveMetric(state: MetricState, event: MetricEvent): MetricState {
  switch (event.type) {
    case 'MetricDefined':
    case 'MetricDefinitionChanged':
      return { ...state, definitions: [...state.definitions, event.data] };
    case 'MetricBaselineSet':
      return { ...state, baselines: [...state.baselines, event.data] };
    case 'MetricTargetSet':
      return { ...state, targets: [...state.targets, event.data] };
    case 'ObservationImported':
      return { ...state, observations: [...state.observations, event.data] };
    case 'MetricRetired':
      return { ...state, retired: event.data };
  }
}

/** `metric-<key>`. */
export const metric: Aggregate<MetricState, MetricEvent> = {
  type: 'metric',
  initial: untouched,
  source: import.meta.url,
  // Nothing comes back for a type of a newer program.
  evolve: (state, event: Recorded<MetricEvent>) => evolveMetric(state, event) ?? state,
};
