import type { ConsumerDefinition } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import type { Pool } from 'pg';
import { holdReview } from './triage/hold-review.process.js';
import { conversationWatch } from './service-level/conversation-watch.process.js';
import { serviceLevels } from './service-level/service-level.process.js';
import { sidesOf } from './service-level/working-sides.js';
import { requestComments } from './conversation/comments.projection.js';
import { requestSearch } from './search/search.projection.js';
import { recordItems } from './records/record-items.projection.js';
import { requestHistory } from './past/request-past.js';
import { requestCounts } from './counts/request-counts.projection.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const requestsConsumers = (pool: Pick<Pool, 'query'>): readonly ConsumerDefinition[] => [
  holdReview((workspaceId) => workspaceZone(pool, workspaceId)),
  serviceLevels(sidesOf(pool)),
  conversationWatch((workspaceId) => workspaceZone(pool, workspaceId)),
  requestCounts,
  recordItems,
  requestComments,
  requestSearch,
  requestHistory,
];
