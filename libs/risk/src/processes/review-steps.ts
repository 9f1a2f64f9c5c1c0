import type { ProcessTools } from '#libs/event-log';
import { byProcess, decideOnReview, type ReviewScene } from '../decisions.js';
import {
  addLenses,
  applied,
  cancelReview,
  followScope,
  hastenReview,
  lengthenLists,
  lensesFor,
  onReview,
  openReview,
  reopenReview,
  type Review,
  type ReviewDecision,
  type RiskContext,
  scopeParts,
  type Subject,
} from '../domain/index.js';
import { reviewIdOf } from '../ids.js';
import type { ScopeStep } from './request-course.js';

/** A step of the one review of a subject that no person takes. */
export interface ReviewStep {
  readonly subject: Subject;
  /** The name of the process. */
  readonly by: string;
  /** IANA zone of the workspace's days. */
  readonly timeZone: string;
}

type StepRule = (review: Review, context: RiskContext, scene: ReviewScene) => ReviewDecision;

/** Whatever is not to be done as things stand decides nothing: that is part of normal life. */
const take = (tools: ProcessTools, operation: string, { subject, by, timeZone }: ReviewStep, rule: StepRule) => {
  const command = tools.command(operation, reviewIdOf(subject));
  return decideOnReview(tools.log, { subject, command, circumstances: byProcess(by, timeZone) }, rule);
};

const isLive = ({ status }: Review): boolean => status !== 'unknown' && status !== 'CANCELLED';

const joined = (first: ReviewDecision, second: ReviewDecision): ReviewDecision => ({
  review: [...first.review, ...second.review],
  subject: [...first.subject, ...second.subject],
});

/** Everything is looked at anew: nobody can say what of the way there was seen. */
const followToday = (review: Review, reviewId: string, ctx: RiskContext, { scope }: ReviewScene): ReviewDecision => {
  const { scopeHash } = ctx.subject;
  const touches = scope.touches.map(({ touch }) => touch);
  return followScope(review, { reviewId, scope, scopeHash, touches, parts: scopeParts }, ctx);
};

export interface NamedReason {
  /** Why, in one sentence. */
  readonly reason: string;
}

/** The subject ended, so does its review. Nothing where there is none, where it was cancelled, or where the subject goes on again by now. */
export async function cancelReviewOf(tools: ProcessTools, step: ReviewStep & NamedReason): Promise<void> {
  const reviewId = reviewIdOf(step.subject);
  const { reason } = step;
  await take(tools, 'cancelReview', step, (review, ctx) =>
    isLive(review) && ctx.subject.ended ? cancelReview(review, { reviewId, reason }, ctx) : onReview(),
  );
}

/** How a review comes to the scope its revived subject has: by this step, or by the changes themselves, one after the other. */
export interface Reopening extends NamedReason {
  readonly scope: 'TODAYS' | 'FOLLOWED';
}

/** The subject was revived, so is its review. Nothing where there is none, where it goes on, or where the subject ended again by now. */
export async function reopenReviewOf(tools: ProcessTools, step: ReviewStep & Reopening): Promise<void> {
  const reviewId = reviewIdOf(step.subject);
  const { reason, scope } = step;
  await take(tools, 'reopenReview', step, (review, ctx, scene) => {
    if (review.status !== 'CANCELLED' || ctx.subject.ended) return onReview();
    const followed = scope === 'TODAYS' ? followToday(review, reviewId, ctx, scene) : onReview();
    const reopened = reopenReview(followed.review.reduce(applied, review), { reviewId, reason }, ctx);
    return joined(followed, reopened);
  });
}

/** One change of a subject's scope; without `subject`, the scope beside its hash is what it is today. */
export interface ScopeChange
  extends Pick<ScopeStep, 'from' | 'to' | 'touches' | 'parts'>, Partial<Pick<ScopeStep, 'subject'>> {}

const scopeAfter = ({ subject }: ScopeChange, today: ReviewScene['scope']): ReviewScene['scope'] => {
  if (!subject) return today;
  const { touches, expedite, likelyMinutes } = subject;
  return { ...today, touches, expedite, likelyMinutes };
};

/**
 * A review follows one change of its subject's scope: that change's own, so that a scope that returns to an old value is two changes (K8).
 * Told again it changes nothing; a review that is on neither side of the change comes to the scope of today.
 */
export async function followChange(
  tools: ProcessTools,
  step: ReviewStep & { readonly change: ScopeChange },
): Promise<void> {
  const { change } = step;
  const reviewId = reviewIdOf(step.subject);
  await take(tools, 'followScope', step, (review, ctx, scene) => {
    if (review.status === 'unknown') return onReview();
    const { scopeHash } = review;
    if (scopeHash !== change.from)
      return scopeHash === change.to ? onReview() : followToday(review, reviewId, ctx, scene);
    const { touches, parts, to } = change;
    const scope = scopeAfter(change, scene.scope);
    return followScope(review, { reviewId, scope, scopeHash: to, touches, parts }, ctx);
  });
}

/** Its estimate grew: what was looked through as small work may owe more answers. */
export async function lengthenListsOf(tools: ProcessTools, step: ReviewStep): Promise<void> {
  const reviewId = reviewIdOf(step.subject);
  await take(tools, 'lengthenLists', step, (review, ctx, { scope }) => lengthenLists(review, { reviewId, scope }, ctx));
}

export interface Opening extends ReviewStep {
  /** Whether the subject is to be reviewed as it stands, beside asking for lenses and going on. */
  readonly isDue: (scene: ReviewScene) => boolean;
  /** The next `<n>` of `RR-<n>`. */
  readonly drawNumber: () => Promise<number>;
}

/** A review has to be opened, and its number is not drawn yet. */
class NumberNeeded extends Error {}

const opening =
  ({ isDue, subject }: Opening, number: number | null): StepRule =>
  (review, ctx, scene) => {
    const reviewId = reviewIdOf(subject);
    const { scope } = scene;
    if (review.status === 'CANCELLED' || ctx.subject.ended || !isDue(scene)) return onReview();
    if (review.status !== 'unknown')
      return joined(addLenses(review, { reviewId, scope }, ctx), hastenReview(review, { scope }, ctx));
    if (lensesFor(scope, ctx.policy.triggers.value).length === 0) return onReview();
    if (number === null) throw new NumberNeeded();
    return openReview(review, { reviewId, number, scope }, ctx);
  };

/**
 * Opens the review that a subject's touches ask for, or adds the lenses it lacks (P47). Its stream decides which, so it may be told as
 * often as one likes; a number is drawn where one is needed.
 */
export async function openReviewOf(tools: ProcessTools, step: Opening): Promise<void> {
  try {
    await take(tools, 'seeLenses', step, opening(step, null));
  } catch (error) {
    if (!(error instanceof NumberNeeded)) throw error;
    await take(tools, 'openReview', step, opening(step, await step.drawNumber()));
  }
}
