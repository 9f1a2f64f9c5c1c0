import type { Cast, Name } from './requests.fixture.js';
import { agreement, estimate, type Stage, wholeBrief } from './stages.fixture.js';

/** Who gives which command with what; a function in the input is asked with the cast. */
export type Step = readonly [who: Name, mutation: string, input?: object];

/** Who is refused what, on a request of some stage and after some steps. */
export interface Case {
  readonly at: Stage;
  readonly brief?: object;
  readonly after?: readonly Step[];
  readonly refused: Step;
  readonly problem: object;
}

const payment = { ...wholeBrief, criteria: [{ text: 'The checkout takes a credit card' }] };
const asked: Step = ['engineer', 'askQuestion', { kind: 'SCOPE', text: 'Is the footer part of it?', blocking: true }];
const raised: Step = ['engineer', 'raiseConcern', { severity: 'BLOCKING', text: 'It cannot be rolled back.' }];
const held: Step = ['manager', 'holdRequest', { reason: 'The campaign waits.', reviewDate: '2026-02-02' }];
const locked: Step = ['engineer', 'setTouches', { add: [{ touch: 'PAYMENTS', why: 'It takes money.' }] }];
const resolved: Step = ['engineer', 'resolveQuestion', { questionId: 'Q1', understood: true }];
const large = { optimisticMinutes: 2400, likelyMinutes: 2400, pessimisticMinutes: 2400 };

/** One for each code, on a request of people who may and may not. */
export const cases: Readonly<Record<string, Case>> = {
  VALIDATION_FAILED: {
    at: 'submitted',
    refused: ['manager', 'triageRequest', { priorityClass: 'EXPEDITE' }],
    problem: { __typename: 'ValidationProblem', category: 'VALIDATION', path: ['input', 'priorityClass'] },
  },
  NOT_FOUND: {
    at: 'drafted',
    refused: ['engineer', 'answerQuestion', { questionId: 'Q7', answerText: 'Yes.' }],
    problem: { __typename: 'NotFoundProblem', what: 'question', path: ['input', 'questionId'] },
  },
  FORBIDDEN: {
    at: 'written',
    refused: ['stranger', 'submitRequest'],
    problem: { __typename: 'ForbiddenProblem', category: 'FORBIDDEN' },
  },
  INVALID_STATE: {
    at: 'submitted',
    refused: ['requester', 'submitRequest'],
    problem: { __typename: 'InvalidStateProblem', state: 'SUBMITTED', allowed: ['DRAFT'] },
  },
  REQUEST_INCOMPLETE: {
    at: 'drafted',
    after: [['requester', 'reviseBrief', { brief: { ...wholeBrief, context: null } }]],
    refused: ['requester', 'submitRequest'],
    problem: { __typename: 'RequestIncompleteProblem', category: 'PRECONDITION', missing: ['CONTEXT'] },
  },
  BRIEF_STORY_INCOMPLETE: {
    at: 'drafted',
    refused: ['requester', 'reviseBrief', { brief: { userStories: [{ role: 'visitor', want: 'buy', benefit: ' ' }] } }],
    problem: { __typename: 'BriefStoryIncompleteProblem', part: 'benefit', path: storyPath('benefit') },
  },
  REASON_REQUIRED: {
    at: 'approved',
    refused: ['requester', 'reviseBrief', { brief: { criteria: [{ text: 'It is faster than today' }] } }],
    problem: { __typename: 'BusinessProblem', path: ['input', 'cause'] },
  },
  PII_NOT_ALLOWED: {
    at: 'drafted',
    refused: ['requester', 'reviseBrief', { brief: { assetsNotNeeded: 'Ask mara.lindt@example.com' } }],
    problem: { __typename: 'PiiNotAllowedProblem', kind: 'EMAIL', path: ['input', 'brief', 'assetsNotNeeded'] },
  },
  LIMIT_REACHED: {
    at: 'drafted',
    refused: [
      'requester',
      'reviseBrief',
      { brief: { criteria: Array.from({ length: 101 }, () => ({ text: 'It loads' })) } },
    ],
    problem: { __typename: 'LimitReachedProblem', what: 'criteria', max: 100, path: ['input', 'brief', 'criteria'] },
  },
  CRITERION_ID_REUSED: {
    at: 'written',
    after: [['requester', 'reviseBrief', { brief: { criteria: [{ id: 'C1', text: 'The page loads' }] } }]],
    refused: ['requester', 'reviseBrief', { brief: { criteria: [{ id: 'C2', text: 'The page loads' }] } }],
    problem: { __typename: 'CriterionIdReusedProblem', criterionId: 'C2' },
  },
  DATE_IN_PAST: {
    at: 'drafted',
    refused: ['manager', 'agreeDate', { ...agreement, date: '2026-01-04' }],
    problem: { __typename: 'DateInPastProblem', date: '2026-01-04', today: '2026-01-05', path: ['input', 'date'] },
  },
  TOUCH_LOCKED: {
    at: 'written',
    after: [locked],
    refused: ['requester', 'setTouches', { remove: [{ touch: 'PAYMENTS', why: 'No money.' }] }],
    problem: { __typename: 'TouchLockedProblem', touch: 'PAYMENTS', path: ['input', 'remove', '0'] },
  },
  TOUCH_SUGGESTION_UNANSWERED: {
    at: 'triaged',
    brief: payment,
    refused: ['engineer', 'submitEstimate', estimate],
    problem: { __typename: 'TouchSuggestionUnansweredProblem', touches: ['PAYMENTS'] },
  },
  OWNER_REQUIRED: {
    at: 'submitted',
    refused: ['manager', 'triageRequest', { ownerId: null }],
    problem: { __typename: 'BusinessProblem', path: ['input', 'ownerId'] },
  },
  PROVIDER_UNKNOWN: {
    at: 'submitted',
    refused: ['manager', 'triageRequest', { providerTeamId: ({ marketing }: Cast) => marketing }],
    problem: { __typename: 'BusinessProblem', path: ['input', 'providerTeamId'] },
  },
  DATE_REQUIRED: {
    at: 'estimated',
    refused: ['cmo', 'approveRequest', { side: 'CONSUMER' }],
    problem: { __typename: 'BusinessProblem', category: 'PRECONDITION' },
  },
  REQUEST_HELD: {
    at: 'written',
    after: [held],
    refused: ['requester', 'submitRequest'],
    problem: { __typename: 'RequestHeldProblem', reviewDate: '2026-02-02' },
  },
  REQUEST_NOT_HELD: {
    at: 'written',
    refused: ['manager', 'resumeRequest'],
    problem: { __typename: 'BusinessProblem', category: 'STATE' },
  },
  QUESTION_CLOSED: {
    at: 'drafted',
    after: [asked, resolved],
    refused: ['requester', 'answerQuestion', { questionId: 'Q1', answerText: 'Yes.' }],
    problem: { __typename: 'BusinessProblem', details: { questionId: 'Q1' } },
  },
  QUESTION_UNANSWERED: {
    at: 'drafted',
    after: [asked],
    refused: ['engineer', 'resolveQuestion', { questionId: 'Q1', understood: false }],
    problem: { __typename: 'BusinessProblem', details: { questionId: 'Q1' } },
  },
  QUESTION_OPEN: {
    at: 'triaged',
    after: [asked, asked],
    refused: ['engineer', 'submitEstimate', estimate],
    problem: { __typename: 'QuestionOpenProblem', questionIds: ['Q1', 'Q2'] },
  },
  ONLY_ASKER_CAN_RESOLVE: {
    at: 'drafted',
    after: [asked],
    refused: ['cto', 'resolveQuestion', { questionId: 'Q1', understood: true }],
    problem: { __typename: 'BusinessProblem', details: { questionId: 'Q1' } },
  },
  CONCERN_OPEN: {
    at: 'dated',
    after: [raised],
    refused: ['cmo', 'approveRequest', { side: 'CONSUMER' }],
    problem: { __typename: 'ConcernOpenProblem', concernIds: ['K1'] },
  },
  CONCERN_CLOSED: {
    at: 'drafted',
    after: [raised, ['cto', 'resolveConcern', { concernId: 'K1', resolution: 'A switch.' }]],
    refused: ['cto', 'resolveConcern', { concernId: 'K1', resolution: 'Two switches.' }],
    problem: { __typename: 'BusinessProblem', details: { concernId: 'K1' } },
  },
  ESTIMATE_ORDER: {
    at: 'triaged',
    refused: ['engineer', 'submitEstimate', { ...estimate, optimisticMinutes: 601 }],
    problem: {
      __typename: 'EstimateOrderProblem',
      optimisticMinutes: 601,
      likelyMinutes: 600,
      pessimisticMinutes: 780,
      path: ['input', 'likelyMinutes'],
    },
  },
  ESTIMATE_LINES_MISMATCH: {
    at: 'triaged',
    refused: ['engineer', 'submitEstimate', { ...estimate, lines: [{ kind: 'QA', minutes: 540 }] }],
    problem: { __typename: 'EstimateLinesMismatchProblem', likelyMinutes: 600, linesMinutes: 540 },
  },
  ESTIMATE_MISSING_HIDDEN_WORK: {
    at: 'triaged',
    after: [locked],
    refused: ['engineer', 'submitEstimate', estimate],
    problem: {
      __typename: 'EstimateMissingHiddenWorkProblem',
      missingParts: ['SECURITY', 'BACKEND', 'COUNTERSIGNATURE'],
      touches: ['PAYMENTS'],
    },
  },
  EARLY_INVOLVEMENT_REQUIRED: {
    at: 'triaged',
    refused: ['engineer', 'submitEstimate', { ...estimate, ...large, lines: [{ kind: 'QA', minutes: 2400 }] }],
    problem: { __typename: 'EarlyInvolvementRequiredProblem', minutes: 2400, thresholdMinutes: 2400 },
  },
  ESTIMATE_NOT_STALE: {
    at: 'approved',
    refused: ['engineer', 'confirmEstimate'],
    problem: { __typename: 'BusinessProblem', category: 'STATE' },
  },
  BOTH_SIDES_BY_SAME_PERSON: {
    at: 'dated',
    after: [['both', 'approveRequest', { side: 'CONSUMER' }]],
    refused: ['both', 'approveRequest', { side: 'PROVIDER' }],
    problem: { __typename: 'BothSidesBySamePersonProblem', side: 'PROVIDER', category: 'FORBIDDEN' },
  },
  SIDE_ALREADY_APPROVED: {
    at: 'halfApproved',
    refused: ['cmo', 'approveRequest', { side: 'CONSUMER' }],
    problem: { __typename: 'SideAlreadyApprovedProblem', side: 'CONSUMER', approvedById: 'cmo' },
  },
};

function storyPath(part: string): string[] {
  return ['input', 'brief', 'userStories', '0', part];
}
