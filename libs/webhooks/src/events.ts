import type { EventDefinition, LogModel } from '#libs/event-log';

export const webhooksEvents: readonly EventDefinition[] = [];

/** What this context adds to the log's model. */
export const webhooksModel: Omit<LogModel, 'catalogue'> & { readonly events: readonly EventDefinition[] } = {
  events: webhooksEvents,
  aggregates: [],
  views: [],
};
