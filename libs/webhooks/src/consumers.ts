import type { ConsumerDefinition } from '#libs/event-log';
import { webhookOutbox } from './outbox.js';

/** Everybody in this context who follows the log. @param types names of all facts of all contexts */
export const webhooksConsumers = (types: readonly string[]): readonly ConsumerDefinition[] => [
  webhookOutbox([...new Set(types)]),
];
