import { firstVersion, type LocalDate, type PolicyVersion, versionOn } from '#libs/vocabulary';
import { defaultGrid, type MatrixGrid } from './matrix.js';
import { type ChecklistItem, defaultChecklists } from './policy-checklists.js';
import { type Band, type Lens, type ScopePart, type TouchKind } from './values.js';

export { type PolicyVersion, versionOn } from '#libs/vocabulary';

/** Which lenses a review gets by itself. */
export interface TriggerMap {
  readonly lensesOf: Readonly<Record<TouchKind, readonly Lens[]>>;
  /** Requests a minute from which on a public peak is one. */
  readonly peakThresholdRpm: number;
  /** Lenses of urgent work on a public property. */
  readonly expeditePublic: readonly Lens[];
  /** Lenses that look again when a part of the scope changes which is no touch. */
  readonly lensesOfPart: Readonly<Record<ScopePart, readonly Lens[] | 'ALL'>>;
}

/** How long things hold, who may look, and what is asked. */
export interface ReviewTerms {
  /** Days after which a risk of a band is looked at again (P51). */
  readonly reviewDays: Readonly<Record<Band, number>>;
  /** Days an acceptance may last; null: there is none. */
  readonly acceptanceDays: Readonly<Record<Band, number | null>>;
  /** Working hours until the first answer (P52). */
  readonly targetHours: Readonly<Record<'NORMAL' | 'FAST', number>>;
  /** Any of these roles may review the lens. */
  readonly reviewerRoles: Readonly<Record<Lens, readonly string[]>>;
  readonly checklists: Readonly<Record<Lens, readonly ChecklistItem[]>>;
  /** Requests of up to so many likely minutes, without payments, answer the first few items alone. */
  readonly short: { readonly upToMinutes: number; readonly items: number };
}

/** All versions, in any order. */
export interface RiskPolicies {
  readonly matrix: readonly PolicyVersion<MatrixGrid>[];
  readonly triggers: readonly PolicyVersion<TriggerMap>[];
  readonly review: readonly PolicyVersion<ReviewTerms>[];
}

/** The versions that hold on one day. */
export interface RiskPolicy {
  readonly matrix: PolicyVersion<MatrixGrid>;
  readonly triggers: PolicyVersion<TriggerMap>;
  readonly review: PolicyVersion<ReviewTerms>;
}

/** The versions that hold on a local day (P44). */
export const policyOn = ({ matrix, triggers, review }: RiskPolicies, day: LocalDate): RiskPolicy => ({
  matrix: versionOn(matrix, day),
  triggers: versionOn(triggers, day),
  review: versionOn(review, day),
});

export const defaultTriggers: TriggerMap = {
  lensesOf: {
    PAYMENTS: ['PAYMENT', 'SECURITY'],
    PERSONAL_DATA: ['SECURITY', 'PRIVACY'],
    THIRD_PARTY_INTEGRATION: ['SECURITY', 'THIRD_PARTY'],
    AUTHENTICATION: ['SECURITY'],
    PUBLIC_PEAK: ['PEAK_TRAFFIC'],
    NEW_VENDOR: ['THIRD_PARTY'],
    LEGAL_CLAIMS: ['LEGAL'],
    DATA_MIGRATION: ['RELIABILITY'],
  },
  peakThresholdRpm: 1000,
  expeditePublic: ['PEAK_TRAFFIC'],
  lensesOfPart: { CRITERIA: 'ALL', PROPERTIES: 'ALL', PROVIDER: 'ALL' },
};

const reviewers = ['RISK_REVIEWER'] as const;

export const defaultReviewTerms: ReviewTerms = {
  reviewDays: { LOW: 180, MEDIUM: 90, HIGH: 30, CRITICAL: 30 },
  acceptanceDays: { LOW: 365, MEDIUM: 365, HIGH: 90, CRITICAL: null },
  targetHours: { NORMAL: 16, FAST: 1 },
  reviewerRoles: {
    PAYMENT: reviewers,
    SECURITY: reviewers,
    PRIVACY: reviewers,
    THIRD_PARTY: reviewers,
    PEAK_TRAFFIC: reviewers,
    LEGAL: reviewers,
    RELIABILITY: reviewers,
  },
  checklists: defaultChecklists,
  short: { upToMinutes: 480, items: 3 },
};

/** What holds until both leads set something else. */
export const defaultPolicies: RiskPolicies = {
  matrix: [firstVersion(defaultGrid)],
  triggers: [firstVersion(defaultTriggers)],
  review: [firstVersion(defaultReviewTerms)],
};
