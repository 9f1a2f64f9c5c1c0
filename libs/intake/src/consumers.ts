import type { ConsumerDefinition } from '#libs/event-log';
import { ideaHistory } from './ideas/idea-past.js';

/** Everybody in this context who follows the log. */
export const intakeConsumers: readonly ConsumerDefinition[] = [ideaHistory];
