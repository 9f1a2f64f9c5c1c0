import { PostgresLogStore, type ProcessConsumer, type ProcessTools, type Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { request, type RequestEventType, type RequestState } from '#libs/requests';
import type { Pool } from 'pg';
import type { ReviewScene } from '../decisions.js';
import { type PropertyFacts, riskReview } from '../domain/index.js';
import { reviewIdOf } from '../ids.js';
import '../reviews/subjects.js';
import { scopeFacts, scopeStepOf } from './request-course.js';
import {
  cancelReviewOf,
  followChange,
  lengthenListsOf,
  type Opening,
  openReviewOf,
  reopenReviewOf,
} from './review-steps.js';
import { urgentRequestsOn } from './urgent-requests.js';

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

const ESTIMATED: RequestEventType = 'EstimateSubmitted';

const READ = [...new Set([...ASKING, ...scopeFacts, ESTIMATED, ...(Object.keys(ENDS) as RequestEventType[])])];

const REGISTERED = 'PropertyRegistered';
type Registered = Recorded<{ readonly type: typeof REGISTERED; readonly data: PropertyFacts['PropertyRegistered'] }>;

/** A draft is nobody's business yet: its review is opened when it is handed in. */
const isHandedIn =
  (requestId: string) =>
  ({ others }: ReviewScene): boolean => {
    const known: RequestState = others.read(request, requestId);
    return known.status !== 'unknown' && known.status !== 'DRAFT';
  };

type RequestStep = Opening & { readonly reviewId: string };

/** The changes that its review has to follow: those after the review was asked for. */
async function follow(event: Recorded, step: RequestStep, tools: ProcessTools): Promise<void> {
  const change = await scopeStepOf(tools.log, event);
  if (change?.required.includes(step.reviewId)) await followChange(tools, { ...step, change });
}

/** What one fact of a request means for its review. */
async function goAlong(event: Recorded, step: RequestStep, tools: ProcessTools): Promise<void> {
  const type = event.type as RequestEventType;
  const end = ENDS[type];
  if (end !== undefined) return cancelReviewOf(tools, { ...step, reason: end });
  if (type === ESTIMATED) return lengthenListsOf(tools, step);
  if (scopeFacts.includes(type)) await follow(event, step, tools);
  const revived = { ...step, reason: 'The request was taken up again.', scope: 'FOLLOWED' } as const;
  if (type === 'RequestRevived') await reopenReviewOf(tools, revived);
  if (ASKING.includes(type)) await openReviewOf(tools, step);
}

const isRegistered = (event: Recorded): event is Registered => event.type === REGISTERED;

/**
 * The review of a request follows it from its submission on: it is opened with the lenses its touches ask for, gets more when they ask
 * for more (P47), goes through every change of the scope (R5), and ends and comes back with the request. One process, so that what one
 * fact means for a review is decided in the order of the facts.
 */
export const followRequest = (pool: Pool): ProcessConsumer => {
  const store = new PostgresLogStore(pool);
  const stepOf = async (workspaceId: string, id: string): Promise<RequestStep> => {
    const subject = { kind: 'REQUEST', id } as const;
    const timeZone = await workspaceZone(pool, workspaceId);
    const drawNumber = () => store.nextNumber(workspaceId, riskReview.type);
    return { subject, reviewId: reviewIdOf(subject), by: NAME, timeZone, drawNumber, isDue: isHandedIn(id) };
  };
  return {
    kind: 'process',
    name: NAME,
    about:
      'TouchesToReview and ScopeDrift: opens the risk review of a request, adds lenses and unsigns those its changes affect.',
    types: [...READ, REGISTERED],
    async react(event, tools) {
      const { workspaceId, streamId } = event;
      if (!isRegistered(event))
        return goAlong(event, await stepOf(workspaceId, streamId.slice(request.type.length + 1)), tools);
      // Urgent work is looked at with the peak in mind as soon as it is known that everybody can reach it.
      const urgent = event.data.isPublic ? await urgentRequestsOn(pool, workspaceId, event.data.name) : [];
      for (const id of urgent) await openReviewOf(tools, await stepOf(workspaceId, id));
    },
  };
};
