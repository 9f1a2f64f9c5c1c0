import type { RequestType, TouchKind } from './values.js';

export const checklistItemIds = ['REUSE', 'EDITABLE_WITHOUT_ENGINEER', 'ANALYTICS', 'PERFORMANCE'] as const;
export type ChecklistItemId = (typeof checklistItemIds)[number];

/** P19: what has to be thought of before anybody says how long it takes. */
export interface ChecklistPolicy {
  /** What each item asks, in plain words. */
  readonly questions: Readonly<Record<ChecklistItemId, string>>;
  readonly byType: Readonly<Record<RequestType, readonly ChecklistItemId[]>>;
  /** Of the items of its type an experiment owes these alone (P26). */
  readonly ofExperiments: readonly ChecklistItemId[];
}

/** What a workspace decides about what is written down beside the way of a request. */
export interface RecordsPolicy {
  readonly checklist: ChecklistPolicy;
  /** P26: nothing is tried out that touches one of these. */
  readonly riskyTouches: readonly TouchKind[];
  readonly maxOutcomeTargets: number;
  readonly maxMeasurementsPerTarget: number;
  readonly maxWindowDays: number;
  /** The largest figure of an outcome, either side of zero, and its decimals. */
  readonly maxFigure: number;
  readonly maxFigureDecimals: number;
  readonly maxBugs: number;
  readonly maxDebts: number;
  /** Days an experiment may run at most. */
  readonly maxTimeBoxDays: number;
  readonly maxExperiments: number;
  readonly maxEvidence: number;
  /** How many customers one piece of evidence may speak for. */
  readonly maxEvidenceCount: number;
  readonly maxMilestones: number;
}

/** Version 1: holds until a workspace sets its own. */
export const recordsPolicy: RecordsPolicy = {
  checklist: {
    questions: {
      REUSE: 'Can the next campaign use it again without building it anew?',
      EDITABLE_WITHOUT_ENGINEER: 'Can marketing change its texts and pictures without an engineer?',
      ANALYTICS: 'Does it report what marketing has to know about its effect?',
      PERFORMANCE: 'Is it fast enough on a phone and under the visitors a campaign brings?',
    },
    byType: {
      LANDING_PAGE: checklistItemIds,
      AB_TEST: ['ANALYTICS', 'PERFORMANCE'],
      CAMPAIGN_SITE: checklistItemIds,
      INTEGRATION: ['REUSE', 'PERFORMANCE'],
      TRACKING: ['REUSE', 'ANALYTICS'],
      EMAIL: ['REUSE', 'EDITABLE_WITHOUT_ENGINEER', 'ANALYTICS'],
      CONTENT_CHANGE: ['EDITABLE_WITHOUT_ENGINEER'],
      DATA_PULL: ['REUSE'],
      BUG: [],
      ENHANCEMENT: ['REUSE', 'ANALYTICS', 'PERFORMANCE'],
      EXPERIMENT: ['ANALYTICS'],
      TOOL_CHANGE: ['REUSE'],
      OTHER: [],
    },
    ofExperiments: ['ANALYTICS'],
  },
  riskyTouches: ['PAYMENTS', 'PERSONAL_DATA', 'AUTHENTICATION', 'LEGAL_CLAIMS', 'DATA_MIGRATION'],
  maxOutcomeTargets: 20,
  maxMeasurementsPerTarget: 200,
  maxWindowDays: 730,
  maxFigure: 1_000_000_000_000,
  maxFigureDecimals: 6,
  maxBugs: 200,
  maxDebts: 100,
  maxTimeBoxDays: 30,
  maxExperiments: 20,
  maxEvidence: 100,
  maxEvidenceCount: 1_000_000,
  maxMilestones: 30,
};
