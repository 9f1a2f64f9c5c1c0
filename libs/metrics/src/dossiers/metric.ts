import type { HistoryFold } from '#libs/event-log';
import { evolveMetric, type MetricEvent, type MetricEventType, type MetricState, untouched } from '../domain/metric.js';

const types: Readonly<Record<MetricEventType, true>> = {
  MetricDefined: true,
  MetricDefinitionChanged: true,
  MetricBaselineSet: true,
  MetricTargetSet: true,
  ObservationImported: true,
  MetricRetired: true,
};

/** What was said of a metric: baselines and targets as they stood. */
export const metricDossier: HistoryFold<MetricState, MetricEvent> = {
  name: 'metrics.metric',
  streamType: 'metric',
  source: import.meta.url,
  types: Object.keys(types) as MetricEventType[],
  evolve: (row, event) => evolveMetric(row ?? untouched, event),
};
