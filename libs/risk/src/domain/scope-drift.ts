import type { RiskContext } from './context.js';
import { fact, type ReviewEvent } from './facts.js';
import { onReview, type ReviewDecision } from './gate-fact.js';
import { missingLenses, requiredNow } from './opening.js';
import type { RiskPolicy } from './policy.js';
import { decidedBefore, reopening, unsigning } from './reopening.js';
import type { Review, ReviewState } from './state.js';
import { itemsOf, lensesOfTouch, type Scope } from './triggers.js';
import type { Lens, ScopePart, TouchKind } from './values.js';

export interface ScopeDriftInput {
  readonly reviewId: string;
  /** The scope as the event left it, and its hash. */
  readonly scope: Scope;
  readonly scopeHash: string;
  /** Touches that came, went or changed. */
  readonly touches: readonly TouchKind[];
  /** What else changed. */
  readonly parts: readonly ScopePart[];
}

/** The lenses of a review that a change concerns. */
export function affectedLenses(
  review: ReviewState,
  { touches, parts }: Pick<ScopeDriftInput, 'touches' | 'parts'>,
  { triggers }: Pick<RiskPolicy, 'triggers'>,
): Lens[] {
  const ofParts = parts.map((part) => triggers.value.lensesOfPart[part]);
  const all = review.lenses.map(({ lens }) => lens);
  if (ofParts.includes('ALL')) return all;
  const concerned = new Set(touches.flatMap((touch) => lensesOfTouch(touch, triggers.value)));
  for (const lenses of ofParts) if (lenses !== 'ALL') for (const lens of lenses) concerned.add(lens);
  return all.filter((lens) => concerned.has(lens));
}

/** Lenses whose list got longer, because the work is no small one any more. */
const longerLists = (review: ReviewState, scope: Scope, { review: terms }: RiskPolicy): ReviewEvent[] =>
  review.lenses.flatMap(({ lens, items }) => {
    const asked = itemsOf(lens, scope, terms.value);
    const more = asked.filter((item) => !items.includes(item));
    return more.length === 0 ? [] : [fact('ChecklistExtended', { lens, items: [...items, ...more] })];
  });

const lengthened = (facts: readonly ReviewEvent[]): Lens[] =>
  facts.flatMap((one) => (one.type === 'ChecklistExtended' ? one.data.lens : []));

/**
 * The work turned out to be no small one: lenses that were asked the short list are asked the whole one, and sign anew. Nothing where
 * they are asked it already.
 */
export function lengthenLists(
  review: Review,
  { reviewId, scope }: Pick<ScopeDriftInput, 'reviewId' | 'scope'>,
  { policy }: Pick<RiskContext, 'policy'>,
): ReviewDecision {
  if (review.status === 'unknown' || review.status === 'CANCELLED') return onReview();
  const longer = longerLists(review, scope, policy);
  const facts = [...longer, ...unsigning(review, lengthened(longer), 'SCOPE_CHANGED')];
  const isTaken = facts.length > 0 && decidedBefore(review);
  return isTaken ? reopening(review, { reviewId, facts, cause: 'SCOPE_CHANGED' }) : onReview(...facts);
}

/**
 * The subject's brief, touches, properties or provider changed (R5): lenses it concerns lose their signature, lenses it needs are
 * added, and a decision made on the old scope closes the gate. A scope that returns to an old value signs nothing again (K8). Nothing
 * where the review is on this scope already, so it may be told twice.
 */
export function followScope(review: Review, input: ScopeDriftInput, { policy, subject }: RiskContext): ReviewDecision {
  if (review.status === 'unknown' || review.scopeHash === input.scopeHash) return onReview();
  const { scopeHash, touches, parts, reviewId } = input;
  const { teamIds, propertyIds } = subject;
  const drift = { scopeHash, previous: review.scopeHash, touches, parts };
  const moved = fact('ReviewScopeChanged', { ...drift, teamIds, propertyIds });
  const longer = longerLists(review, input.scope, policy);
  const extended = lengthened(longer);
  const unsigned = unsigning(review, [...affectedLenses(review, input, policy), ...extended], 'SCOPE_CHANGED');
  const added = missingLenses(review, input, policy);
  const facts = [moved, ...longer, ...added, ...unsigned];
  const decision = decidedBefore(review)
    ? reopening(review, { reviewId, facts, cause: 'SCOPE_CHANGED' })
    : onReview(...facts);
  return { ...decision, subject: [...requiredNow(reviewId, review, added), ...decision.subject] };
}
