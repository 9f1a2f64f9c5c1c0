import type { LocalDate } from '#libs/vocabulary';
import type { ReviewEvent } from './facts.js';
import type { ReviewState, StandingCondition } from './state.js';
import type { Band, Lens } from './values.js';

export const gateOutcomes = ['CLEARED', 'CONDITIONAL', 'BLOCKED', 'STALE', 'EXPIRED', 'CANCELLED'] as const;
/** What a review says to a launch. */
export type GateOutcome = (typeof gateOutcomes)[number];

/** What a decision writes on the subject's own stream, in the same append: the gate asks nothing else (K6). */
export interface GateFactData {
  readonly reviewId: string;
  /** The version of the review's fact it goes with. */
  readonly reviewVersion: number;
  readonly outcome: GateOutcome;
  readonly conditions: readonly StandingCondition[];
  readonly validUntil: LocalDate | null;
  readonly scopeHash: string;
  readonly highestBand: Band;
}

/** Facts for the subject's stream. */
export interface GateFacts {
  /** A review has to say yes before a launch. */
  RiskReviewRequired: { readonly reviewId: string; readonly lenses: readonly Lens[] };
  RiskGateFactRecorded: GateFactData;
}
export type GateEvent = { [T in keyof GateFacts]: { readonly type: T; readonly data: GateFacts[T] } }[keyof GateFacts];

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
