import { type ConversationPolicy, conversationPolicy } from './policy-conversation.js';
import type { SlaTargets } from './facts.js';
import { briefSections } from './values.js';
import type { BriefSection, HiddenWorkFactor, RequestType, TouchKind } from './values.js';
import { recordsPolicy, type RecordsPolicy } from './policy-records.js';
import { commonVerbs, targetWords, touchWords, vagueWords } from './policy-words.js';

/** How much of everything one request may hold; lengths in characters. */
export interface RequestLimits {
  readonly minTitleLength: number;
  readonly maxTitleLength: number;
  /** Names, ids, single words. */
  readonly maxShortText: number;
  /** Answers, reasons, criteria. */
  readonly maxText: number;
  readonly maxUrlLength: number;
  /** All texts of one brief together. */
  readonly maxBriefLength: number;
  readonly maxStories: number;
  readonly maxCriteria: number;
  readonly maxAssets: number;
  readonly maxTracking: number;
  readonly maxParameters: number;
  readonly maxMeasurements: number;
  readonly maxQuestions: number;
  readonly maxAnswersPerQuestion: number;
  readonly maxConcerns: number;
  readonly maxCoAuthors: number;
  readonly maxEstimateLines: number;
  readonly maxAssumptions: number;
  readonly maxPlanLines: number;
  /** Deliveries of one request; launches cannot be more. */
  readonly maxDeliveries: number;
  readonly maxProperties: number;
  readonly maxMinutes: number;
  readonly maxDays: number;
  readonly maxAlternatives: number;
  /** Things one alternative keeps, and things it loses. */
  readonly maxAlternativeParts: number;
  /** Requests that may be merged into one. */
  readonly maxDuplicates: number;
  /** The highest limit of requests in work that a team may set. */
  readonly maxWipLimit: number;
}

/** What a workspace decides about its requests: data with a version, which every decision names. */
export interface RequestPolicy {
  readonly version: number;
  readonly requiredSections: Readonly<Record<RequestType, readonly BriefSection[]>>;
  /** Percent points of each section; they add up to 100. */
  readonly completenessWeights: Readonly<Record<BriefSection, number>>;
  /** From this size in minutes on an engineer must be co-author before the estimate (P9). */
  readonly earlyInvolvementMinutes: number;
  /** Urgent requests a month for each team that asks (P21). */
  readonly expediteQuota: number;
  readonly slaTargets: SlaTargets;
  /** Percent of a target after which it is said to be due, before it is breached. */
  readonly slaWarningPercent: number;
  /** Calendar days of silence between the sides after which a request is nudged (P65). */
  readonly stalledAfterDays: number;
  readonly vagueWords: readonly string[];
  /** Words that promise a change, so that a number is expected beside them. */
  readonly targetWords: readonly string[];
  readonly commonVerbs: readonly string[];
  readonly touchWords: Readonly<Record<TouchKind, readonly string[]>>;
  readonly hiddenWork: readonly HiddenWorkFactor[];
  readonly limits: RequestLimits;
  readonly records: RecordsPolicy;
  readonly conversation: ConversationPolicy;
}

const hiddenWork: readonly HiddenWorkFactor[] = [
  {
    touch: 'PAYMENTS',
    explanation:
      'Card data must never touch our servers, so a payment page is built and checked differently from any other.',
    typicalLines: ['SECURITY', 'BACKEND'],
  },
  {
    touch: 'PAYMENTS',
    explanation: 'Money can fail half-way: retries, refunds and double clicks must not charge anybody twice.',
    typicalLines: ['BACKEND', 'QA'],
  },
  {
    touch: 'PAYMENTS',
    explanation:
      'Every payment has to match the books later, so the provider’s messages are received, verified and stored.',
    typicalLines: ['BACKEND', 'OPERATIONS'],
  },
  {
    touch: 'PERSONAL_DATA',
    explanation:
      'Data about people needs consent that can be proven, deletion on request and limits on who may see it.',
    typicalLines: ['SECURITY', 'BACKEND'],
  },
  {
    touch: 'THIRD_PARTY_INTEGRATION',
    explanation: 'Another company’s service can be slow, change or fail, and our page has to work all the same.',
    typicalLines: ['BACKEND', 'SECURITY', 'QA'],
  },
  {
    touch: 'AUTHENTICATION',
    explanation:
      'Whoever can sign in can also try to break in: sessions, resets and attacks have to be thought through.',
    typicalLines: ['SECURITY', 'BACKEND', 'QA'],
  },
  {
    touch: 'PUBLIC_PEAK',
    explanation: 'Many visitors at once need caching and a load test before the day, not on it.',
    typicalLines: ['BACKEND', 'OPERATIONS', 'SECURITY'],
  },
  {
    touch: 'NEW_VENDOR',
    explanation: 'A new supplier is checked for security and contract before any of our data goes there.',
    typicalLines: ['SECURITY', 'BACKEND'],
  },
  {
    touch: 'DATA_MIGRATION',
    explanation: 'Moving data means trying it on a copy, comparing before and after, and a way back.',
    typicalLines: ['BACKEND', 'SECURITY', 'QA', 'OPERATIONS'],
  },
];

/** Version 1: holds until a workspace sets its own. */
export const defaultPolicy: RequestPolicy = {
  version: 1,
  requiredSections: {
    LANDING_PAGE: briefSections,
    AB_TEST: briefSections,
    CAMPAIGN_SITE: briefSections,
    INTEGRATION: briefSections,
    TRACKING: briefSections,
    EMAIL: briefSections,
    CONTENT_CHANGE: briefSections,
    DATA_PULL: ['STORY', 'CRITERIA', 'CONTEXT'],
    BUG: ['CRITERIA', 'CONTEXT'],
    ENHANCEMENT: briefSections,
    EXPERIMENT: briefSections,
    TOOL_CHANGE: briefSections,
    OTHER: briefSections,
  },
  completenessWeights: { STORY: 20, CRITERIA: 25, CONTEXT: 25, ASSETS: 15, TRACKING: 15 },
  earlyInvolvementMinutes: 2400,
  expediteQuota: 2,
  slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 },
  slaWarningPercent: 75,
  stalledAfterDays: 10,
  vagueWords,
  targetWords,
  commonVerbs,
  touchWords,
  hiddenWork,
  records: recordsPolicy,
  conversation: conversationPolicy,
  limits: {
    minTitleLength: 3,
    maxTitleLength: 200,
    maxShortText: 200,
    maxText: 4000,
    maxUrlLength: 2000,
    maxBriefLength: 100_000,
    maxStories: 50,
    maxCriteria: 100,
    maxAssets: 50,
    maxTracking: 100,
    maxParameters: 50,
    maxMeasurements: 50,
    maxQuestions: 200,
    maxAnswersPerQuestion: 50,
    maxConcerns: 100,
    maxCoAuthors: 20,
    maxEstimateLines: 20,
    maxAssumptions: 50,
    maxPlanLines: 24,
    maxDeliveries: 200,
    maxProperties: 50,
    maxMinutes: 1_000_000,
    maxDays: 3650,
    maxAlternatives: 50,
    maxAlternativeParts: 20,
    maxDuplicates: 200,
    maxWipLimit: 1000,
  },
};
