import type { EventDefinition, LogModel } from '#libs/event-log';

export const metricsEvents: readonly EventDefinition[] = [];

/** What this context adds to the log's model. */
export const metricsModel: Omit<LogModel, 'catalogue'> & { readonly events: readonly EventDefinition[] } = {
  events: metricsEvents,
  aggregates: [],
  views: [],
};
