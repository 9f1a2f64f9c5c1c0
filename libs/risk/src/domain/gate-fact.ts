import type { GateEvent, GateOutcome } from '#libs/vocabulary';
import type { ReviewEvent } from './facts.js';
import type { ReviewState } from './state.js';

export {
  type GateEntries,
  type GateEvent,
  type GateFactData,
  type GateFacts,
  type GateOutcome,
  gateOutcomes,
  withGateFact,
} from '#libs/vocabulary';

/** What a rule decides about two streams at once. */
export interface ReviewDecision {
  readonly review: readonly ReviewEvent[];
  readonly subject: readonly GateEvent[];
}

/** A decision that changes nothing on the subject. */
export const onReview = (...review: readonly ReviewEvent[]): ReviewDecision => ({ review, subject: [] });

const outcomes = {
  ReviewCleared: 'CLEARED',
  ReviewClearedWithConditions: 'CONDITIONAL',
  ConditionMet: 'CONDITIONAL',
  ReviewBlocked: 'BLOCKED',
  ReviewReopened: 'STALE',
  ReviewExpired: 'EXPIRED',
  ReviewCancelled: 'CANCELLED',
} as const satisfies Partial<Record<ReviewEvent['type'], GateOutcome>>;

const isGateFact = (type: string): type is keyof typeof outcomes => type in outcomes;

/** What a fact says to a launch; null for one that says nothing. */
export const outcomeOf = (type: string): GateOutcome | null => (isGateFact(type) ? outcomes[type] : null);

/** The gate fact of a review after its fact of some version. */
export const gateFactOf = (reviewId: string, after: ReviewState, outcome: GateOutcome, version: number): GateEvent => ({
  type: 'RiskGateFactRecorded',
  data: {
    reviewId,
    reviewVersion: version,
    outcome,
    conditions: after.decision?.conditions ?? [],
    validUntil: after.decision?.validUntil ?? null,
    scopeHash: after.scopeHash,
    highestBand: after.decision?.highestBand ?? 'LOW',
  },
});
