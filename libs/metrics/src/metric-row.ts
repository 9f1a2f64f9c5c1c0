import type { InlineView } from '#libs/event-log';
import { metric, type MetricEvent, type MetricState } from './domain/index.js';

/** `metrics.metric_row`: what was said of a metric, as its stream stands. */
export interface MetricRow {
  readonly document: MetricState;
  readonly updated_at: string;
}

/** Folded by the aggregate's own `evolve`: the row cannot disagree with what rules see. */
export const metricRow: InlineView<MetricRow, MetricEvent> = {
  table: 'metrics.metric_row',
  streamType: metric.type,
  source: import.meta.url,
  evolve: (row, event) => ({
    document: metric.evolve(row?.document ?? metric.initial, event),
    updated_at: event.recordedAt,
  }),
};
