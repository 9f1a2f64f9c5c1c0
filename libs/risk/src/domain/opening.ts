import { ValidationFailed } from '#libs/event-log';
import type { RiskContext } from './context.js';
import { live, requireStatus } from './context.js';
import { fact, type LensOpened, type ReviewEvent } from './facts.js';
import { onReview, type ReviewDecision } from './gate-fact.js';
import type { RiskPolicy } from './policy.js';
import { ReviewExists } from './refusals.js';
import { decidedBefore, reopening } from './reopening.js';
import type { Review, ReviewState } from './state.js';
import { itemsOf, lensesFor, type Scope } from './triggers.js';
import type { Lens } from './values.js';

export interface OpenReviewInput {
  readonly reviewId: string;
  /** The `<n>` of `RR-<n>`, counted by the workspace. */
  readonly number: number;
  readonly scope: Scope;
  /** Beside those the trigger map asks for. */
  readonly lenses?: readonly Lens[];
}

const begun = (lenses: readonly Lens[], scope: Scope, { review }: RiskPolicy): LensOpened[] =>
  lenses.map((lens) => ({ lens, items: itemsOf(lens, scope, review.value) }));

const causeOf = ({ touches }: Scope, { triggers }: RiskPolicy) => ({
  touches: touches.map(({ touch }) => touch),
  policyVersion: triggers.version,
});

/** The lenses a review needs: what the trigger map asks for, and what somebody asks for by hand. */
const wantedLenses = (scope: Scope, byHand: readonly Lens[], { triggers }: RiskPolicy): Lens[] => [
  ...new Set([...lensesFor(scope, triggers.value), ...byHand]),
];

/**
 * A review with the right lenses, and the word on the subject that it has to say yes (P47). Urgent work is answered fast (P52).
 * @throws ReviewExists, ValidationFailed without any lens
 */
export function openReview(
  review: Review,
  { reviewId, number, scope, lenses = [] }: OpenReviewInput,
  { policy, subject }: RiskContext,
): ReviewDecision {
  if (review.status !== 'unknown') throw new ReviewExists(review.number);
  const wanted = wantedLenses(scope, lenses, policy);
  if (wanted.length === 0) throw new ValidationFailed('Name at least one lens.', ['input', 'lenses']);
  const priority = scope.expedite === true ? 'FAST' : 'NORMAL';
  const opened = fact('ReviewOpened', {
    number,
    subject: { kind: subject.kind, id: subject.id },
    teamIds: subject.teamIds,
    propertyIds: subject.propertyIds,
    lenses: begun(wanted, scope, policy),
    cause: causeOf(scope, policy),
    scopeHash: subject.scopeHash,
    priority,
    targetHours: policy.review.value.targetHours[priority],
  });
  return { review: [opened], subject: [{ type: 'RiskReviewRequired', data: { reviewId, lenses: wanted } }] };
}

export interface AddLensesInput {
  readonly reviewId: string;
  readonly scope: Scope;
  readonly lenses?: readonly Lens[];
}

/** The lenses that are missing; those there are keep what they have. */
export function missingLenses(review: ReviewState, input: AddLensesInput, policy: RiskPolicy): ReviewEvent[] {
  const known = review.lenses.map(({ lens }) => lens);
  const added = wantedLenses(input.scope, input.lenses ?? [], policy).filter((lens) => !known.includes(lens));
  if (added.length === 0) return [];
  return [fact('LensesAdded', { lenses: begun(added, input.scope, policy), cause: causeOf(input.scope, policy) })];
}

/** All lenses of a review after some were added. */
export const requiredNow = (reviewId: string, review: ReviewState, facts: readonly ReviewEvent[]) => {
  const added = facts.flatMap((one) => (one.type === 'LensesAdded' ? one.data.lenses.map(({ lens }) => lens) : []));
  const all = [...review.lenses.map(({ lens }) => lens), ...added];
  return added.length === 0 ? [] : [{ type: 'RiskReviewRequired', data: { reviewId, lenses: all } } as const];
};

/**
 * Lenses a review lacks; nothing where it has them. A decision made without them no longer stands.
 * @throws NotFound, InvalidState for a cancelled review
 */
export function addLenses(review: Review, input: AddLensesInput, { policy }: RiskContext): ReviewDecision {
  const known = requireStatus(review, live);
  const added = missingLenses(known, input, policy);
  if (added.length === 0) return onReview();
  const decision = decidedBefore(known)
    ? reopening(known, { reviewId: input.reviewId, facts: added, cause: 'SCOPE_CHANGED' })
    : onReview(...added);
  return { ...decision, subject: [...requiredNow(input.reviewId, known, added), ...decision.subject] };
}

/** It is known by then whether the launch may pass; nobody waits for a first answer. */
const isAnswered = ({ decision }: ReviewState): boolean => decision !== null;

/** The work became urgent after its review was opened (P52). Nothing where it is no urgent work, or where the review was hurried or answered. */
export function hastenReview(
  review: Review,
  { scope }: { readonly scope: Scope },
  { policy: { review: terms } }: RiskContext,
): ReviewDecision {
  const known = requireStatus(review, live);
  if (scope.expedite !== true || known.priority === 'FAST' || isAnswered(known)) return onReview();
  return onReview(fact('ReviewHastened', { targetHours: terms.value.targetHours.FAST, policyVersion: terms.version }));
}
