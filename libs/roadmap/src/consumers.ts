import type { ConsumerDefinition } from '#libs/event-log';
import type { Pool } from 'pg';
import { planningCadenceWatch } from './planning/cadence-watch.process.js';
import { itemReview } from './processes/item-review.process.js';
import { roadmapFollow } from './processes/roadmap-follow.process.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const roadmapConsumers = (pool: Pool): readonly ConsumerDefinition[] => [
  planningCadenceWatch(pool),
  roadmapFollow(pool),
  itemReview(pool),
];
