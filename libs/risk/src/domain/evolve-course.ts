import type { LensOpened } from './facts.js';
import type { Data } from './evolve-risks.js';
import { allSigned, type LensState, type ReviewState, type ReviewStatus } from './state.js';
import type { Lens } from './values.js';

const freshLens = ({ lens, items }: LensOpened): LensState => ({
  lens,
  reviewerId: null,
  items,
  answers: {},
  signed: false,
});

export const opened = (data: Data<'ReviewOpened'>): ReviewState => ({
  status: 'OPEN',
  version: 1,
  number: data.number,
  subject: data.subject,
  teamIds: data.teamIds,
  propertyIds: data.propertyIds,
  scopeHash: data.scopeHash,
  priority: data.priority,
  targetHours: data.targetHours,
  lenses: data.lenses.map(freshLens),
  risks: [],
  counters: { mitigations: 0, conditions: 0 },
  decision: null,
});

export const scopeChanged = (
  review: ReviewState,
  { scopeHash, teamIds, propertyIds }: Data<'ReviewScopeChanged'>,
): ReviewState => ({ ...review, scopeHash, teamIds, propertyIds });

const changingLens = (
  review: ReviewState,
  lens: Lens,
  change: (state: LensState) => Partial<LensState>,
): readonly LensState[] => review.lenses.map((one) => (one.lens === lens ? { ...one, ...change(one) } : one));

/** An assessment with every signature waits for its decision; one that lost a signature, or got a lens, is assessed again. */
function assessed(status: ReviewStatus, lenses: readonly LensState[]): ReviewStatus {
  if (status !== 'IN_ASSESSMENT' && status !== 'DECISION_PENDING') return status;
  return allSigned(lenses) ? 'DECISION_PENDING' : 'IN_ASSESSMENT';
}

const withLenses = (review: ReviewState, lenses: readonly LensState[]): ReviewState => ({
  ...review,
  lenses,
  status: assessed(review.status, lenses),
});

export function lensesAdded(review: ReviewState, data: Data<'LensesAdded'>): ReviewState {
  const known = review.lenses.map(({ lens }) => lens);
  const added = data.lenses.filter(({ lens }) => !known.includes(lens)).map(freshLens);
  return withLenses(review, [...review.lenses, ...added]);
}

export const hastened = (review: ReviewState, { targetHours }: Data<'ReviewHastened'>): ReviewState => ({
  ...review,
  priority: 'FAST',
  targetHours,
});

export const checklistExtended = (review: ReviewState, { lens, items }: Data<'ChecklistExtended'>): ReviewState => ({
  ...review,
  lenses: changingLens(review, lens, () => ({ items })),
});

export function reviewerAssigned(review: ReviewState, { lens, reviewerId }: Data<'ReviewerAssigned'>): ReviewState {
  const lenses = changingLens(review, lens, () => ({ reviewerId }));
  const isStaffed = review.status === 'OPEN' && lenses.every((one) => one.reviewerId !== null);
  return { ...review, lenses, status: isStaffed ? 'IN_ASSESSMENT' : review.status };
}

export const checklistAnswered = (review: ReviewState, data: Data<'LensQuestionAnswered'>): ReviewState => ({
  ...review,
  lenses: changingLens(review, data.lens, ({ answers }) => ({
    answers: { ...answers, [data.itemId]: { answer: data.answer, evidence: data.evidence } },
  })),
});

export const lensSigned = (review: ReviewState, { lens }: Data<'LensSigned'>): ReviewState =>
  withLenses(
    review,
    changingLens(review, lens, () => ({ signed: true })),
  );

export const lensUnsigned = (review: ReviewState, { lens }: Data<'LensUnsigned'>): ReviewState =>
  withLenses(
    review,
    changingLens(review, lens, () => ({ signed: false })),
  );

export function decided(
  review: ReviewState,
  status: 'CLEARED' | 'CONDITIONAL',
  data: Data<'ReviewCleared'> & Partial<Data<'ReviewClearedWithConditions'>>,
): ReviewState {
  const { validUntil, highestBand, scopeHash, conditions = [] } = data;
  const standing = conditions.map((one) => ({ ...one, met: false }));
  const counters = { ...review.counters, conditions: review.counters.conditions + conditions.length };
  const decision = { validUntil, highestBand, scopeHash, conditions: standing, blocked: null };
  return { ...review, status, counters, decision };
}

export const blocked = (
  review: ReviewState,
  { highestBand, scopeHash, reason, unblockWhen }: Data<'ReviewBlocked'>,
): ReviewState => ({
  ...review,
  status: 'BLOCKED',
  decision: { validUntil: null, highestBand, scopeHash, conditions: [], blocked: { reason, unblockWhen } },
});

export function conditionMet(review: ReviewState, { conditionId }: Data<'ConditionMet'>): ReviewState {
  const { decision } = review;
  if (!decision) return review;
  const conditions = decision.conditions.map((one) => (one.conditionId === conditionId ? { ...one, met: true } : one));
  return { ...review, decision: { ...decision, conditions } };
}

export const reopened = (review: ReviewState): ReviewState =>
  withLenses({ ...review, status: 'IN_ASSESSMENT' }, review.lenses);
