import type { ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { cancelReviewOf, followChange, reopenReviewOf, reviewIdOf, type ReviewStep } from '#libs/risk';
import type { Pool } from 'pg';
import { type ItemEventType, roadmapItem } from '../domain/index.js';
import '../items/subject.js';
import { itemScopeFacts, itemScopeStepOf } from './item-course.js';

const NAME = 'roadmap-item-review';

const DROPPED: ItemEventType = 'ItemDropped';
const REVIVED: ItemEventType = 'ItemRevived';

/** The change that its review has to follow: one after the review was asked for. */
async function follow(event: Recorded, step: ReviewStep, tools: ProcessTools): Promise<void> {
  const change = await itemScopeStepOf(tools.log, event);
  if (change?.required.includes(reviewIdOf(step.subject))) await followChange(tools, { ...step, change });
}

/**
 * ScopeDrift of items (R5): the review of an item goes through every change of what the item is, ends when it is dropped and is taken up
 * again with it, as the item is then.
 */
export const itemReview = (pool: Pick<Pool, 'query'>): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about:
    'ScopeDrift of roadmap items: unsigns lenses of their reviews that changes affect, and ends reviews of dropped ones.',
  types: [...itemScopeFacts, DROPPED, REVIVED],
  async react(event, tools) {
    const { type, workspaceId, streamId } = event;
    const subject = { kind: 'ROADMAP_ITEM', id: streamId.slice(roadmapItem.type.length + 1) } as const;
    const step = { subject, by: NAME, timeZone: await workspaceZone(pool, workspaceId) };
    if (type === DROPPED) return cancelReviewOf(tools, { ...step, reason: 'The roadmap item was dropped.' });
    if (type !== REVIVED) return follow(event, step, tools);
    await reopenReviewOf(tools, { ...step, reason: 'The roadmap item was taken up again.', scope: 'TODAYS' });
  },
});
