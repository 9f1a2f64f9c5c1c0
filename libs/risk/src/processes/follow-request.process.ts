import { PostgresLogStore, type ProcessConsumer, type ProcessTools, type Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { request, type RequestEventType, type RequestState } from '#libs/requests';
import type { Pool } from 'pg';
import type { ReviewScene } from '../decisions.js';
import { riskReview } from '../domain/index.js';
import { reviewIdOf } from '../ids.js';
import '../reviews/subjects.js';
import { scopeFacts, scopeStepOf } from './request-course.js';
import { cancelReviewOf, followChange, openReviewOf, reopenReviewOf, type ReviewStep } from './review-steps.js';

const NAME = 'risk-follow-request';

/** Facts after which a request may ask for lenses that it did not ask for before. */
const ASKING: readonly RequestEventType[] = [
  'RequestSubmitted',
  'TouchesChanged',
  'PropertiesLinked',
  'RequestExpedited',
  'RequestRevived',
];

/** How a request ends, and what its review says about that. */
const ENDS: Readonly<Partial<Record<RequestEventType, string>>> = {
  RequestWithdrawn: 'The request was withdrawn.',
  RequestDeclined: 'The request was declined.',
  RequestMerged: 'The request was merged into another one.',
};

const READ = [...new Set([...ASKING, ...scopeFacts, ...(Object.keys(ENDS) as RequestEventType[])])];

/** A draft is nobody's business yet: its review is opened when it is handed in. */
const isHandedIn =
  (requestId: string) =>
  ({ others }: ReviewScene): boolean => {
    const known: RequestState = others.read(request, requestId);
    return known.status !== 'unknown' && known.status !== 'DRAFT';
  };

/** The changes that its review has to follow: those after the review was asked for. */
async function follow(event: Recorded, step: ReviewStep & { readonly reviewId: string }, tools: ProcessTools) {
  const change = await scopeStepOf(tools.log, event);
  if (change?.required.includes(step.reviewId)) await followChange(tools, { ...step, change });
}

/**
 * The review of a request follows it from its submission on: it is opened with the lenses its touches ask for, gets more when they ask
 * for more (P47), goes through every change of the scope (R5), and ends and comes back with the request. One process, so that what one
 * fact means for a review is decided in the order of the facts.
 */
export const followRequest = (pool: Pool): ProcessConsumer => {
  const store = new PostgresLogStore(pool);
  return {
    kind: 'process',
    name: NAME,
    types: READ,
    async react(event, tools) {
      const type = event.type as RequestEventType;
      const { workspaceId, streamId } = event;
      const subject = { kind: 'REQUEST', id: streamId.slice(request.type.length + 1) } as const;
      const timeZone = await workspaceZone(pool, workspaceId);
      const step = { subject, reviewId: reviewIdOf(subject), by: NAME, timeZone };
      const end = ENDS[type];
      if (end !== undefined) return cancelReviewOf(tools, { ...step, reason: end });
      if (scopeFacts.includes(type)) await follow(event, step, tools);
      if (type === 'RequestRevived')
        await reopenReviewOf(tools, { ...step, reason: 'The request was taken up again.', scope: 'FOLLOWED' });
      if (!ASKING.includes(type)) return;
      const drawNumber = () => store.nextNumber(workspaceId, riskReview.type);
      await openReviewOf(tools, { ...step, isDue: isHandedIn(subject.id), drawNumber });
    },
  };
};
