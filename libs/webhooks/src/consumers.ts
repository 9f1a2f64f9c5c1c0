import type { ConsumerDefinition } from '#libs/event-log';
import type { Pool } from 'pg';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const webhooksConsumers = (_pool: Pool): readonly ConsumerDefinition[] => [];
