import { startOfDay } from '#libs/calendar';
import type { DueTimer, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { type PolicyEvent, workspacePolicy } from '#libs/policies';
import type { LocalDate } from '#libs/vocabulary';
import type { Pool } from 'pg';
import { byProcess, decideOnReview } from '../decisions.js';
import {
  addDays,
  advanceReview,
  reviewTermsPolicy,
  type ReviewEventType,
  riskMatrixPolicy,
  riskReview,
} from '../domain/index.js';
import '../reviews/subjects.js';
import { liveReviews } from './live-reviews.js';
import { lookAt } from './review-look.js';

const NAME = 'risk-clock';

/** Facts that move the day on which something of a review is due. */
const REVIEW: readonly ReviewEventType[] = [
  'ReviewCleared',
  'ReviewClearedWithConditions',
  'ReviewBlocked',
  'ReviewReopened',
  'ReviewExpired',
  'ReviewCancelled',
  'RiskRated',
  'RiskAccepted',
  'RiskAcceptanceExpired',
  'RiskAcceptanceRevoked',
  'RiskReviewDue',
];

type PolicySet = Recorded<Extract<PolicyEvent, { readonly type: 'PolicySet' }>>;
const SET: PolicySet['type'] = 'PolicySet';

/** Policies by which risks are due. */
const KINDS: readonly string[] = [riskMatrixPolicy.kind, reviewTermsPolicy.kind];

/** Reviews that one firing sets going. */
const STEP = 200;

const isPolicy = (key: string): boolean => key.startsWith(`${workspacePolicy.type}-`);

/** One review: does what is due by now, and sets its timer to the day on which something will be. */
async function settle(tools: ProcessTools, streamId: string, timeZone: string): Promise<void> {
  const reviewId = streamId.slice(riskReview.type.length + 1);
  const at = { reviewId, timeZone };
  let look = await lookAt(tools, { ...at, turn: 'before' });
  if (look.dueDay !== null && look.dueDay <= look.today) {
    // What is due of another version is another command, when the reaction is run again.
    const command = tools.command('advanceReview', `${reviewId} ${look.version}`);
    const target = { reviewId, command, circumstances: byProcess(NAME, timeZone) };
    await decideOnReview(tools.log, target, (review, ctx) => advanceReview(review, { reviewId }, ctx));
    look = await lookAt(tools, { ...at, turn: 'after' });
  }
  const { dueDay, today } = look;
  if (dueDay === null) return tools.cancel(streamId);
  const tomorrow = addDays(today, 1);
  tools.schedule(streamId, startOfDay(dueDay < tomorrow ? tomorrow : dueDay, timeZone));
}

interface Spreading {
  /** The first day of the policy. */
  readonly day: LocalDate;
  /** The last review whose timer was set. */
  readonly after: string;
}

interface Spread {
  readonly pool: Pool;
  /** Reviews of one firing. */
  readonly step: number;
  /** IANA zone of the workspace's days. */
  readonly timeZone: string;
}

/** A policy comes into force: the timers of a bounded number of reviews are set to now, and the rest is left to the next firing. */
async function spread({ pool, step, timeZone }: Spread, timer: DueTimer, tools: ProcessTools): Promise<void> {
  const { workspaceId, key, dueAt } = timer;
  const { day, after } = timer.payload as Spreading;
  const begins = startOfDay(day, timeZone);
  // The workspace has moved to a zone in which the day begins later.
  if (begins > dueAt) return tools.schedule(key, begins, timer.payload);
  const streams = await liveReviews(pool, workspaceId, { after, limit: step });
  for (const streamId of streams) tools.schedule(streamId, dueAt);
  if (streams.length === step) tools.schedule(key, dueAt, { day, after: streams.at(-1) });
}

/** Each version has a timer of its own: one that is set later for an earlier day does not take its place. */
function awaitPolicy({ data, streamId }: PolicySet, tools: ProcessTools, timeZone: string): void {
  const { kind, version, effectiveFrom: day } = data;
  const payload: Spreading = { day, after: '' };
  if (KINDS.includes(kind)) tools.schedule(`${streamId}-${version}`, startOfDay(day, timeZone), payload);
}

/**
 * Says what the calendar alone brings about, with the first instant of the day in the workspace's zone and with nobody looking: an
 * acceptance or a decision ends (K4, K7), a risk has to be looked at again (P51). One timer for a review; its key is the stream.
 */
export const riskClock = (pool: Pool, step = STEP): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'RiskClock: says on its day that a risk is to be looked at again, and ends acceptances and decisions.',
  types: [...REVIEW, SET],
  async react(event, tools) {
    const timeZone = await workspaceZone(pool, event.workspaceId);
    if (event.type === SET) awaitPolicy(event as PolicySet, tools, timeZone);
    else await settle(tools, event.streamId, timeZone);
  },
  async fire(timer, tools) {
    const timeZone = await workspaceZone(pool, timer.workspaceId);
    if (isPolicy(timer.key)) await spread({ pool, step, timeZone }, timer, tools);
    else await settle(tools, timer.key, timeZone);
  },
});
