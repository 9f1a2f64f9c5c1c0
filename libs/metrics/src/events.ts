import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { metric, type MetricEvent, metricRegister, type RegisterEvent } from './domain/index.js';
import { metricRow } from './metric-row.js';

/** Every event of this context with the schema version written today; the compiler misses none. */
export const metricsEvents: readonly EventDefinition[] = [
  ...versionsOf<MetricEvent>(metric.type, {
    MetricDefined: 1,
    MetricDefinitionChanged: 1,
    MetricBaselineSet: 1,
    MetricTargetSet: 1,
    ObservationImported: 1,
    MetricRetired: 1,
  }),
  ...versionsOf<RegisterEvent>(metricRegister.type, { OwnMetricAdded: 1 }),
];

/** Any fact of this context. */
export type MetricsFact = MetricEvent | RegisterEvent;

/** What this context adds to the log's model. */
export const metricsModel: Omit<LogModel, 'catalogue'> & { readonly events: readonly EventDefinition[] } = {
  events: metricsEvents,
  aggregates: [metric, metricRegister] as readonly Aggregate<unknown, Fact>[],
  views: [metricRow] as readonly InlineView<object, Fact>[],
};
