import { NotFound, ValidationFailed } from '#libs/event-log';
import { freeText, type LocalDate, owedReason, requireRoom } from '#libs/vocabulary';
import { addDays, earlier } from './calendar.js';
import { requireCurrentScope, requireImpartial, requireStatus, type RiskContext, textRule } from './context.js';
import { type Condition, type DecisionMade, fact } from './facts.js';
import type { ReviewDecision } from './gate-fact.js';
import { highestBandOf, openRiskPoints } from './open-points.js';
import { ReviewNotClearable } from './refusals.js';
import { withGate } from './reopening.js';
import type { Review, ReviewState } from './state.js';

/** Conditions of one decision. */
export const maxConditions = 50;

/** K7: the next look at the most serious risk, or the first acceptance that ends. */
export function validUntilOf(review: ReviewState, { today, policy }: RiskContext): LocalDate {
  const interval = policy.review.value.reviewDays[highestBandOf(review)];
  const ends = review.risks.flatMap(({ acceptance }) => acceptance?.expiresOn ?? []);
  return ends.reduce(earlier, addDays(today, interval));
}

/**
 * What any decision that lets pass needs.
 * @throws NotFound, InvalidState, ReviewerConflict, ScopeChanged, ReviewNotClearable
 */
function requireClearable(review: Review, ctx: RiskContext): { known: ReviewState; made: DecisionMade } {
  const known = requireStatus(review, ['DECISION_PENDING']);
  requireImpartial(ctx.actor, ctx);
  requireCurrentScope(known, ctx);
  const highestBand = highestBandOf(known);
  const missing = openRiskPoints(known, ctx.today);
  if (missing.length > 0) throw new ReviewNotClearable(highestBand, missing);
  const validUntil = validUntilOf(known, ctx);
  return {
    known,
    made: { validUntil, highestBand, scopeHash: known.scopeHash, policyVersion: ctx.policy.review.version },
  };
}

/**
 * Nothing stands in the way: no HIGH risk without a valid acceptance (K3), what has to happen before a launch is verified, the
 * requesting side knows of everything that is MEDIUM or worse (P50).
 * @throws NotFound, InvalidState, ReviewerConflict, ScopeChanged, ReviewNotClearable
 */
export function clearReview(
  review: Review,
  { reviewId }: { readonly reviewId: string },
  ctx: RiskContext,
): ReviewDecision {
  const { known, made } = requireClearable(review, ctx);
  return withGate(reviewId, known, [fact('ReviewCleared', made)]);
}

export interface ClearWithConditionsInput {
  readonly reviewId: string;
  readonly conditions: readonly { readonly text: string; readonly preLaunch: boolean }[];
}

/**
 * As {@link clearReview}, with something still to be met: before a launch, or after it.
 * @throws NotFound, InvalidState, ReviewerConflict, ScopeChanged, ReviewNotClearable, ValidationFailed, LimitReached
 */
export function clearWithConditions(review: Review, input: ClearWithConditionsInput, ctx: RiskContext): ReviewDecision {
  const { known, made } = requireClearable(review, ctx);
  const path = ['input', 'conditions'];
  if (input.conditions.length === 0) throw new ValidationFailed('Name at least one condition, or clear it.', path);
  requireRoom(input.conditions.length, maxConditions, { what: 'conditions', path });
  const conditions: Condition[] = input.conditions.map(({ text, preLaunch }, index) => ({
    conditionId: `C${known.counters.conditions + index + 1}`,
    text: freeText(text, { path: [...path, String(index), 'text'], max: 1000 }),
    preLaunch,
  }));
  return withGate(input.reviewId, known, [fact('ReviewClearedWithConditions', { ...made, conditions })]);
}

export interface MeetConditionInput {
  readonly reviewId: string;
  readonly conditionId: string;
  readonly evidence?: string | null;
}

/**
 * A condition is met; nothing where it was before.
 * @throws NotFound, InvalidState, ReviewerConflict, ReasonRequired
 */
export function meetCondition(review: Review, input: MeetConditionInput, ctx: RiskContext): ReviewDecision {
  const known = requireStatus(review, ['CONDITIONAL']);
  requireImpartial(ctx.actor, ctx);
  const { conditionId, reviewId } = input;
  const condition = known.decision?.conditions.find((one) => one.conditionId === conditionId);
  if (!condition) throw new NotFound('condition of this decision', ['input', 'conditionId']);
  const evidence = owedReason(input.evidence, 'what shows that it is met', textRule('evidence'));
  return withGate(reviewId, known, condition.met ? [] : [fact('ConditionMet', { conditionId, evidence })]);
}

export interface BlockReviewInput {
  readonly reviewId: string;
  readonly reason?: string | null;
  /** What would change the answer. */
  readonly unblockWhen?: string | null;
}

/**
 * Not like this: why, and what would change it.
 * @throws NotFound, InvalidState, ReviewerConflict, ScopeChanged, ReasonRequired
 */
export function blockReview(review: Review, input: BlockReviewInput, ctx: RiskContext): ReviewDecision {
  const known = requireStatus(review, ['DECISION_PENDING']);
  requireImpartial(ctx.actor, ctx);
  requireCurrentScope(known, ctx);
  const reason = owedReason(input.reason, 'why it is blocked', textRule('reason'));
  const unblockWhen = owedReason(input.unblockWhen, 'what would unblock it', textRule('unblockWhen'));
  const { scopeHash } = known;
  const blocked = fact('ReviewBlocked', { reason, unblockWhen, highestBand: highestBandOf(known), scopeHash });
  return withGate(input.reviewId, known, [blocked]);
}
