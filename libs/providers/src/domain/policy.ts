export const checklistItems = [
  'NDA',
  'DATA_PROCESSING_AGREEMENT',
  'SECURITY_CONTACT',
  'SSO_ONLY_ACCESS',
  'LEAST_PRIVILEGE_ACCESS',
  'SECURE_CODING',
  'INCIDENT_NOTICE',
  'INSURANCE',
  'SUB_PROCESSORS',
  'OFFBOARDING_PLAN',
] as const;
/** What an agency may have to prove before its people work here. */
export type ChecklistItem = (typeof checklistItems)[number];

export const integrationSteps = ['SYNC_INVITATION', 'POINT_PERSON', 'CODE_REVIEW_PARTNER', 'REFERENCE_ACCESS'] as const;
/** What makes an agency's people part of the team. */
export type IntegrationStep = (typeof integrationSteps)[number];

/** What a workspace decides about its agencies: data with a version, which every decision names. */
export interface ProviderPolicy {
  readonly version: number;
  /** What has to be proved; an agency keeps the list it was invited with. */
  readonly checklist: readonly ChecklistItem[];
  /** An approval holds for at most so many months from the day it is given. */
  readonly maxValidityMonths: number;
  /** So many days before an approval ends somebody is reminded, the earliest first. */
  readonly reminderDays: readonly number[];
  /** Requests of an agency that is no longer approved rest, and are looked at again after so many days. */
  readonly holdReviewDays: number;
  readonly limits: ProviderLimits;
}

/** Lengths in characters, counts, and money in minor units. */
export interface ProviderLimits {
  readonly minName: number;
  readonly maxName: number;
  readonly maxText: number;
  readonly maxUrl: number;
  readonly maxSystem: number;
  readonly maxRates: number;
  /** Pieces of evidence for one item. */
  readonly maxEvidence: number;
  readonly maxAccesses: number;
  /** Times one agency is approved. */
  readonly maxApprovals: number;
  readonly maxMoney: number;
}

/** Version 1: holds until a workspace sets its own. */
export const providerPolicy: ProviderPolicy = {
  version: 1,
  checklist: checklistItems,
  maxValidityMonths: 12,
  reminderDays: [30, 7],
  holdReviewDays: 14,
  limits: {
    minName: 2,
    maxName: 200,
    maxText: 4000,
    maxUrl: 2000,
    maxSystem: 200,
    maxRates: 20,
    maxEvidence: 20,
    maxAccesses: 200,
    maxApprovals: 100,
    maxMoney: 1_000_000_000_000,
  },
};
