import type { LocalDate } from './values.js';

export const lenses = [
  'PAYMENT',
  'SECURITY',
  'PRIVACY',
  'THIRD_PARTY',
  'PEAK_TRAFFIC',
  'LEGAL',
  'RELIABILITY',
] as const;
/** One way of looking at a subject; every lens has a reviewer and a checklist of its own. */
export type Lens = (typeof lenses)[number];

export const bands = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
/** How serious a cell of the matrix is, mildest first. */
export type Band = (typeof bands)[number];

export const gateOutcomes = ['CLEARED', 'CONDITIONAL', 'BLOCKED', 'STALE', 'EXPIRED', 'CANCELLED'] as const;
/** What a review says to a launch. */
export type GateOutcome = (typeof gateOutcomes)[number];

/** Something a review lets pass on condition of; as it stands. */
export interface StandingCondition {
  /** `C1`, `C2`, … of its review. */
  readonly conditionId: string;
  readonly text: string;
  /** It has to be met before the launch, not after it. */
  readonly preLaunch: boolean;
  readonly met: boolean;
}

/** What a decision writes on the subject's own stream, in the same append: the gate asks nothing else (K6). */
export interface GateFactData {
  readonly reviewId: string;
  /** The version of the review's fact it goes with. */
  readonly reviewVersion: number;
  readonly outcome: GateOutcome;
  readonly conditions: readonly StandingCondition[];
  /** The last day it holds; null where nothing was decided that could. */
  readonly validUntil: LocalDate | null;
  /** Of the scope that was reviewed: another one is not what was decided about (R5). */
  readonly scopeHash: string;
  readonly highestBand: Band;
}

/** Facts of the gate, on the stream of what is reviewed. */
export interface GateFacts {
  /** A review has to say yes before a launch. */
  RiskReviewRequired: { readonly reviewId: string; readonly lenses: readonly Lens[] };
  RiskGateFactRecorded: GateFactData;
}
export type GateEvent = { [T in keyof GateFacts]: { readonly type: T; readonly data: GateFacts[T] } }[keyof GateFacts];

/** What the facts of the gate on one stream come to: by review, its latest word; null before the first. */
export type GateEntries = Readonly<Record<string, GateFactData | null>>;

/** How one fact changes them. Total. */
export function withGateFact(entries: GateEntries, event: GateEvent): GateEntries {
  const { reviewId } = event.data;
  if (event.type === 'RiskGateFactRecorded') return { ...entries, [reviewId]: event.data };
  return Object.hasOwn(entries, reviewId) ? entries : { ...entries, [reviewId]: null };
}

export const blockCauses = ['UNDECIDED', 'BLOCKED', 'STALE', 'EXPIRED', 'CANCELLED', 'CONDITIONS_OPEN'] as const;
/** Why a review forbids a launch. UNDECIDED: no review yet, or none that was decided. STALE: decided on another scope. */
export type BlockCause = (typeof blockCauses)[number];

export const missingKinds = [
  'REVIEW',
  'DECISION',
  'SCOPE',
  'VALIDITY',
  'CONDITION',
  'SIGNATURE',
  'ANSWER',
  'RATING',
  'TREATMENT',
  'BAND',
  'ACCEPTANCE',
  'MITIGATION',
  'ACKNOWLEDGEMENT',
] as const;
/** Why something cannot be signed, decided or launched yet. */
export type MissingKind = (typeof missingKinds)[number];

/** One thing that has to happen first. */
export interface MissingPoint {
  readonly kind: MissingKind;
  /** Of the lens, item, risk, mitigation, condition or review. */
  readonly id: string;
  readonly riskId: string | null;
  readonly text: string;
}
