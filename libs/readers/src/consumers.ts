import type { ConsumerDefinition } from '#libs/event-log';
import type { Pool } from 'pg';
import { eventPlaces } from './events/event-places.projection.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it, `types` are all event types there are. */
export const readersConsumers = (_pool: Pool, types: readonly string[]): readonly ConsumerDefinition[] => [
  eventPlaces(types),
];
