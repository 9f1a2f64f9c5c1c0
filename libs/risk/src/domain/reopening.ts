import { owedReason } from '#libs/vocabulary';
import { type RiskContext, requireImpartial, requireLens, requireStatus, textRule } from './context.js';
import { applied } from './evolve.js';
import { fact, type ReviewEvent, type ReviewFacts } from './facts.js';
import { gateFactOf, outcomeOf, type ReviewDecision } from './gate-fact.js';
import { SubjectNotEnded } from './refusals.js';
import type { Review, ReviewState } from './state.js';
import type { Lens } from './values.js';
import { live } from './context.js';

/** A decision stands that a change would take down. */
export const decidedBefore = ({ status }: ReviewState): boolean =>
  status === 'CLEARED' || status === 'CONDITIONAL' || status === 'BLOCKED';

/** Facts of a review, with the gate fact of the last one that says something to a launch (K6). */
export function withGate(reviewId: string, review: ReviewState, facts: readonly ReviewEvent[]): ReviewDecision {
  const last = facts.findLastIndex(({ type }) => outcomeOf(type) !== null);
  const outcome = outcomeOf(facts[last]?.type ?? '');
  if (outcome === null) return { review: facts, subject: [] };
  const after = facts.reduce(applied, review);
  return { review: facts, subject: [gateFactOf(reviewId, after, outcome, review.version + last + 1)] };
}

interface Reopening {
  readonly reviewId: string;
  /** What happened. */
  readonly facts: readonly ReviewEvent[];
  readonly cause: ReviewFacts['ReviewReopened']['cause'];
  readonly reason?: string;
}

/** What happened, and that the review is open again; its gate fact becomes STALE. */
export function reopening(review: ReviewState, { reviewId, facts, cause, reason }: Reopening): ReviewDecision {
  const reopened = fact('ReviewReopened', { cause, reason: reason ?? null });
  return withGate(reviewId, review, [...facts, reopened]);
}

/** Those of some lenses that are signed lose their signature. */
export const unsigning = (
  review: ReviewState,
  lenses: readonly Lens[],
  cause: ReviewFacts['LensUnsigned']['cause'],
): ReviewEvent[] =>
  review.lenses
    .filter(({ lens, signed }) => signed && lenses.includes(lens))
    .map(({ lens }) => fact('LensUnsigned', { lens, cause }));

export interface ReopenInput {
  readonly reviewId: string;
  readonly reason?: string | null;
  /** What has to be looked at again; all of it where none is named. */
  readonly lenses?: readonly Lens[];
}

/**
 * A decision is taken up again: by somebody's wish, after it expired, or because a cancelled subject was revived. The scope is then
 * that of today.
 * @throws NotFound, InvalidState, ReasonRequired, ReviewerConflict
 */
export function reopenReview(review: Review, input: ReopenInput, ctx: RiskContext): ReviewDecision {
  const known = requireStatus(review, ['CLEARED', 'CONDITIONAL', 'BLOCKED', 'EXPIRED', 'CANCELLED']);
  requireImpartial(ctx.actor, ctx);
  const reason = owedReason(input.reason, 'why this is looked at again', textRule('reason'));
  const all = known.lenses.map(({ lens }) => lens);
  const named = (input.lenses ?? []).map((lens) => requireLens(known, lens).lens);
  // A cancelled review may have missed changes of its subject: everything is looked at anew.
  const isWhole = named.length === 0 || known.status === 'CANCELLED';
  const facts = unsigning(known, isWhole ? all : named, 'REOPENED');
  return reopening(known, { reviewId: input.reviewId, facts, cause: 'BY_HAND', reason });
}

export interface CancelInput {
  readonly reviewId: string;
  readonly reason?: string | null;
}

/**
 * The subject ended, and so does its review.
 * @throws NotFound, InvalidState, ReasonRequired, SubjectNotEnded
 */
export function cancelReview(review: Review, input: CancelInput, { subject }: RiskContext): ReviewDecision {
  const known = requireStatus(review, live);
  const reason = owedReason(input.reason, 'why the review ends', textRule('reason'));
  if (!subject.ended) throw new SubjectNotEnded();
  return withGate(input.reviewId, known, [fact('ReviewCancelled', { reason })]);
}
