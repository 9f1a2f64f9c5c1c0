import type { Period } from '#libs/vocabulary';

/** Words of the field as closed lists; the API publishes each as an enum. */
export const requestTypes = [
  'LANDING_PAGE',
  'AB_TEST',
  'CAMPAIGN_SITE',
  'INTEGRATION',
  'TRACKING',
  'EMAIL',
  'CONTENT_CHANGE',
  'DATA_PULL',
  'BUG',
  'ENHANCEMENT',
  'EXPERIMENT',
  'TOOL_CHANGE',
  'OTHER',
] as const;
export type RequestType = (typeof requestTypes)[number];

export const sourceKinds = ['FORM', 'CHAT', 'MEETING', 'IDEA', 'API', 'EMAIL'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export const priorityClasses = ['EXPEDITE', 'HIGH', 'NORMAL', 'LOW'] as const;
export type PriorityClass = (typeof priorityClasses)[number];

export const dateKinds = ['HARD_EVENT', 'PREFERENCE'] as const;
export type DateKind = (typeof dateKinds)[number];

export const briefSections = ['STORY', 'CRITERIA', 'CONTEXT', 'ASSETS', 'TRACKING'] as const;
export type BriefSection = (typeof briefSections)[number];

export const briefCauses = [
  'INITIAL',
  'CLARIFICATION',
  'MISUNDERSTOOD',
  'MISSING_REQUIREMENT',
  'CHANGED_MIND',
  'ALTERNATIVE',
] as const;
export type BriefCause = (typeof briefCauses)[number];

export const assetKinds = ['FIGMA', 'XD', 'IMAGE', 'DOC', 'OTHER'] as const;
export type AssetKind = (typeof assetKinds)[number];

export const measureOperators = ['LT', 'LTE', 'EQ', 'GTE', 'GT'] as const;
export type MeasureOperator = (typeof measureOperators)[number];

export const measurementChannels = ['ONLINE', 'OFFLINE'] as const;
export type MeasurementChannel = (typeof measurementChannels)[number];

export const touchKinds = [
  'PAYMENTS',
  'PERSONAL_DATA',
  'THIRD_PARTY_INTEGRATION',
  'AUTHENTICATION',
  'PUBLIC_PEAK',
  'NEW_VENDOR',
  'LEGAL_CLAIMS',
  'DATA_MIGRATION',
] as const;
export type TouchKind = (typeof touchKinds)[number];

export const questionKinds = ['HOW_DOES_IT_WORK', 'DONT_GET_IT', 'WHY', 'CONSTRAINT', 'SCOPE'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export const concernSeverities = ['INFO', 'BLOCKING'] as const;
export type ConcernSeverity = (typeof concernSeverities)[number];

export const estimateLineKinds = ['FRONTEND', 'BACKEND', 'SECURITY', 'QA', 'OPERATIONS', 'OTHER'] as const;
export type EstimateLineKind = (typeof estimateLineKinds)[number];

export const confidences = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type Confidence = (typeof confidences)[number];

export const declineReasons = [
  'NOT_WORTH_THE_EFFORT',
  'NO_CAPACITY',
  'OUT_OF_SCOPE',
  'TOO_RISKY',
  'ALREADY_EXISTS',
  'ANSWERED_BY_REFERENCE',
  'OTHER',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

export const withdrawReasons = [
  'NO_LONGER_NEEDED',
  'ANSWERED_BY_REFERENCE',
  'CAMPAIGN_CANCELLED',
  'SUPERSEDED',
  'NO_BUDGET',
  'OTHER',
] as const;
export type WithdrawReason = (typeof withdrawReasons)[number];

export const waitingParties = ['REQUESTER', 'PROVIDER', 'RISK', 'BUDGET', 'NONE'] as const;
/** Whom a request waits for; RISK and BUDGET come from facts of those contexts. */
export type WaitingOn = (typeof waitingParties)[number];

export const lintCodes = ['VAGUE_WORD', 'TARGET_WITHOUT_NUMBER', 'CRITERION_WITHOUT_VERB'] as const;
export type LintCode = (typeof lintCodes)[number];

export interface UserStory {
  readonly role: string;
  readonly want: string;
  readonly benefit: string;
}

/** What makes a criterion measurable: `load time LTE 2 seconds`. */
export interface Measure {
  readonly metric: string;
  readonly operator: MeasureOperator;
  readonly value: number;
  readonly unit: string;
}

/** `id` is `C1`, `C2` …: given once inside its request and never again (R9). */
export interface Criterion {
  readonly id: string;
  readonly text: string;
  readonly measure: Measure | null;
}

export interface ExpectedImpact {
  readonly metric: string;
  readonly baseline: number;
  readonly target: number;
  readonly windowDays: number;
}

export interface BriefContext {
  readonly campaignGoal: string;
  readonly audience: string;
  readonly expectedImpact: ExpectedImpact | null;
}

export interface Asset {
  readonly kind: AssetKind;
  readonly url: string;
  readonly version: string | null;
  /** Opaque person id. */
  readonly approvedBy: string | null;
}

export interface TrackingItem {
  readonly event: string;
  readonly parameters: readonly string[];
  /** The web property the event is sent from. */
  readonly property: string;
  readonly consentRequired: boolean;
  /** Opaque id of the person who checks that the event arrives. */
  readonly verifier: string | null;
}

export interface MeasurementPlanItem {
  readonly channel: MeasurementChannel;
  readonly method: string;
  /** Opaque person id; an offline channel needs one (P18). */
  readonly owner: string | null;
}

export interface NotNeeded {
  readonly reason: string;
}

/** Every field is always there, so that two revisions can be compared path by path. */
export interface Brief {
  readonly userStories: readonly UserStory[];
  readonly criteria: readonly Criterion[];
  readonly context: BriefContext | null;
  readonly assets: readonly Asset[];
  readonly assetsNotNeeded: NotNeeded | null;
  readonly tracking: readonly TrackingItem[];
  readonly trackingNotNeeded: NotNeeded | null;
  readonly measurementPlan: readonly MeasurementPlanItem[];
}

export const emptyBrief: Brief = {
  userStories: [],
  criteria: [],
  context: null,
  assets: [],
  assetsNotNeeded: null,
  tracking: [],
  trackingNotNeeded: null,
  measurementPlan: [],
};

/** A warning about wording (P7). `index` counts UTF-16 units from the start of the text at `path`, e.g. `criteria.C1.text`. */
export interface LintFinding {
  readonly code: LintCode;
  readonly path: string;
  readonly word: string;
  readonly index: number;
}

export interface HiddenWorkFactor {
  readonly touch: TouchKind;
  /** In plain words, for people who do not build software. */
  readonly explanation: string;
  readonly typicalLines: readonly EstimateLineKind[];
}

export interface EstimateLine {
  readonly kind: EstimateLineKind;
  readonly minutes: number;
}

/** Minutes to reserve in one month of one agreement. */
export interface ReservationLine {
  readonly agreementId: string;
  readonly period: Period;
  readonly minutes: number;
}
