import type { ProcessConsumer } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { cancelReviewOf, reopenReviewOf } from '#libs/risk';
import type { Pool } from 'pg';
import { type ItemEventType, roadmapItem } from '../domain/index.js';
import '../items/subject.js';

const NAME = 'roadmap-item-review';

const DROPPED: ItemEventType = 'ItemDropped';
const REVIVED: ItemEventType = 'ItemRevived';

/** A dropped item leaves nothing to review, and a revived one is reviewed on, as it stands then. */
export const itemReview = (pool: Pick<Pool, 'query'>): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'Ends the risk review of a dropped roadmap item and takes it up again with the item.',
  types: [DROPPED, REVIVED],
  async react({ type, workspaceId, streamId }, tools) {
    const subject = { kind: 'ROADMAP_ITEM', id: streamId.slice(roadmapItem.type.length + 1) } as const;
    const step = { subject, by: NAME, timeZone: await workspaceZone(pool, workspaceId) };
    if (type === DROPPED) await cancelReviewOf(tools, { ...step, reason: 'The roadmap item was dropped.' });
    else await reopenReviewOf(tools, { ...step, reason: 'The roadmap item was taken up again.', scope: 'TODAYS' });
  },
});
