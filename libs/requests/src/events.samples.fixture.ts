import type { Samples } from '#test/kit/golden';
import type { Brief, RequestEvent } from './domain/index.js';

const mara = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a01';
const enno = '9e8d7c6b-5a4f-5e3d-8c2b-1a0f9e8d7c04';
const theo = '7d2e4f60-1b2c-5d3e-9f40-5a6b7c8d9e03';
const marketing = '3c1a2b3c-9f54-5c0e-8a5e-3d1f5a7b9c02';
const engineering = '5f4e3d2c-1b0a-5f9e-8d7c-6b5a4f3e2d05';
const agreement = '1a2b3c4d-5e6f-5a7b-8c9d-0e1f2a3b4c06';
const label = '4d5e6f70-8a9b-5c0d-9e1f-2a3b4c5d6e07';
const field = '5e6f7081-9a0b-5d1e-8f2a-3b4c5d6e7f08';
const other = '6f708192-0a1b-5e2f-9a3b-4c5d6e7f8a09';
const review = '7081920a-3b4c-5f3a-8b4d-5e6f708192a0';
const scopeHash = 'b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78';

const brief: Brief = {
  userStories: [{ role: 'visitor', want: 'see the offers on one page', benefit: 'I find mine' }],
  criteria: [
    {
      id: 'C1',
      text: 'The page loads fast',
      measure: { metric: 'load time', operator: 'LTE', value: 2, unit: 'seconds' },
    },
    { id: 'C2', text: 'The checkout takes a credit card', measure: null },
  ],
  context: {
    campaignGoal: 'Sell 300 bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assets: [{ kind: 'FIGMA', url: 'https://figma.example/1', version: '3', approvedBy: mara }],
  assetsNotNeeded: null,
  tracking: [{ event: 'offer_clicked', parameters: ['offer'], property: 'www', consentRequired: true, verifier: enno }],
  trackingNotNeeded: null,
  measurementPlan: [{ channel: 'OFFLINE', method: 'Counted at the till', owner: mara }],
};

const plan = [{ agreementId: agreement, period: '2026-02', minutes: 600 }];

/** One of each fact, in an order in which they could have happened. */
export const samples: Samples<RequestEvent> = {
  RequestDrafted: {
    number: 7,
    title: 'Spring landing page',
    type: 'LANDING_PAGE',
    consumerTeamId: marketing,
    requesterId: mara,
    source: { kind: 'CHAT', ref: 'https://chat.example/1' },
  },
  BriefRevised: {
    revision: 1,
    brief,
    changedPaths: ['userStories.0', 'criteria.C1', 'criteria.C2', 'context', 'assets.0', 'tracking.0'],
    cause: 'INITIAL',
    completeness: 100,
    lint: [{ code: 'VAGUE_WORD', path: 'criteria.C1.text', word: 'fast', index: 15 }],
    scopeHash,
  },
  TouchesSuggested: {
    suggestions: [{ touch: 'PERSONAL_DATA', words: [{ word: 'customers', path: 'context.audience' }] }],
    policyVersion: 1,
  },
  TouchSuggestionDismissed: { touch: 'PERSONAL_DATA', by: mara, why: 'No data is kept.' },
  TouchesChanged: {
    added: [{ touch: 'PUBLIC_PEAK', by: enno, why: 'A mailing goes out.', expectedPeakRpm: 3000, locked: true }],
    removed: [{ touch: 'PAYMENTS', by: mara, why: 'No money is taken.' }],
    scopeHash,
  },
  HiddenWorkFlagged: {
    factors: [{ touch: 'PUBLIC_PEAK', explanation: 'A load test comes first.', typicalLines: ['BACKEND', 'SECURITY'] }],
    policyVersion: 1,
  },
  CoAuthorAdded: { personId: enno, side: 'PROVIDER' },
  RequestSubmitted: {
    revision: 1,
    completeness: 100,
    slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 },
  },
  RequestTriaged: { providerTeamId: engineering, providerId: 'v-1', priorityClass: 'HIGH', roughMinutes: 900 },
  OwnerAssigned: { ownerId: theo, previousOwnerId: mara, reason: 'Builds it.' },
  QuestionAsked: {
    questionId: 'Q1',
    kind: 'SCOPE',
    blocking: true,
    byRole: 'ENGINEER',
    side: 'PROVIDER',
    text: 'Is the footer part of it?',
  },
  QuestionAnswered: {
    questionId: 'Q1',
    byRole: 'MARKETING_MEMBER',
    side: 'CONSUMER',
    answerText: 'No.',
    referenceEntryId: 'r-1',
  },
  QuestionResolved: { questionId: 'Q1', understood: true, loops: 0 },
  ConcernRaised: { concernId: 'K1', severity: 'BLOCKING', text: 'It cannot be rolled back.', lens: 'operations' },
  ConcernResolved: { concernId: 'K1', resolution: 'A switch turns it off.' },
  EstimateSubmitted: {
    estimateId: 'E1',
    optimistic: 480,
    likely: 600,
    pessimistic: 780,
    lines: [
      { kind: 'BACKEND', minutes: 400 },
      { kind: 'SECURITY', minutes: 200 },
    ],
    confidence: 'MEDIUM',
    assumptions: ['The page kit is ready.'],
    durationForecastDays: 10,
    validUntil: '2026-02-05',
    preparedBy: enno,
    countersignedBy: theo,
  },
  DateAgreed: {
    date: '2026-01-23',
    dateKind: 'HARD_EVENT',
    previous: '2026-01-20',
    reason: 'The fair moved.',
    sides: ['CONSUMER', 'PROVIDER'],
  },
  ApprovalGiven: { side: 'CONSUMER', byId: mara, reservationPlan: plan, reason: 'All in one month.' },
  RequestApproved: { totalReserved: 600, plan, overageMinutes: 0 },
  EstimateInvalidated: { estimateId: 'E1', cause: 'CRITERIA_CHANGED' },
  EstimateConfirmed: { estimateId: 'E1', scopeHash, countersignedBy: theo },
  LabelsChanged: { added: [label], removed: [] },
  CustomFieldsSet: { values: [{ fieldId: field, value: ['web', 'mail'] }], definitionVersion: 3 },
  FirstResponseDue: { dueAt: '2026-01-05T14:30:00.000Z', targetMinutes: 480 },
  FirstResponseBreached: { dueAt: '2026-01-05T16:30:00.000Z', targetMinutes: 480 },
  AnswerDue: { questionId: 'Q1', dueAt: '2026-01-06T14:30:00.000Z', targetMinutes: 480 },
  AnswerBreached: { questionId: 'Q1', dueAt: '2026-01-06T16:30:00.000Z', targetMinutes: 480 },
  ConversationStalled: { since: '2026-01-05T08:30:00.000Z', days: 10 },
  EvidenceAttached: {
    evidenceId: 'V1',
    quote: 'I never find the form.',
    segment: 'Returning customers',
    count: 41,
    source: 'Survey of December',
    date: '2025-12-20',
  },
  SuccessViewSet: { side: 'CONSUMER', text: 'we sell 300 bundles' },
  OutcomeTargetSet: {
    targetId: 'O1',
    metric: 'conversion',
    baseline: 40,
    target: { kind: 'RELATIVE', value: 15 },
    windowDays: 30,
  },
  ChecklistAnswered: { itemId: 'REUSE', answer: 'YES', note: 'As a block of the page kit.', policyVersion: 1 },
  AlternativeProposed: {
    alternativeId: 'A1',
    summary: 'One code for all',
    kept: ['The reward'],
    lost: ['The tiers'],
    minutes: 1500,
    replacesMinutes: 9600,
    estimatedSavedMinutes: 8100,
  },
  AlternativeAccepted: { alternativeId: 'A1' },
  AlternativeRejected: { alternativeId: 'A2', reason: 'It loses the tiers.' },
  PropertiesLinked: { properties: ['www.example'], scopeHash },
  PathPlanned: {
    milestones: [{ id: 'M1', title: 'Design is there', date: '2026-01-12', ownerId: mara }],
    warnings: ['PATH_AFTER_DATE'],
  },
  ExperimentProposed: {
    hypothesis: 'A shorter form sells more',
    timeBoxDays: 14,
    killCriterion: 'Fewer sales after a week',
    side: 'CONSUMER',
  },
  ExperimentDeclared: {
    hypothesis: 'A shorter form sells more',
    timeBoxDays: 14,
    killCriterion: 'Fewer sales after a week',
    endsOn: '2026-01-30',
  },
  ExpediteRequested: {
    hardDate: '2026-01-20',
    costOfDelay: 'HIGH',
    reason: 'The trend is over by then.',
    displacesRequestId: other,
    displacesNothing: null,
  },
  ExpediteDeclined: { reason: 'The quota is needed elsewhere.' },
  RequestExpedited: { byId: theo, hardDate: '2026-01-20', displacesRequestId: other, quotaUsed: 1, quota: 2 },
  Displaced: { byRequestId: other, oldDate: '2026-01-30', newDate: '2026-02-13' },
  DebtIncurred: { debtId: 'D1', what: 'No tests yet', paybackDate: '2026-03-01', ownerId: enno },
  DebtPaid: { debtId: 'D1', note: 'Tests are there.' },
  WorkStarted: { by: enno },
  RequestDelivered: { by: enno, notes: 'On the staging site.', buildRef: 'https://build.example/12' },
  CriterionVerified: { criterionId: 'C1', evidence: 'Measured 1.4 seconds.' },
  CriterionRejected: { criterionId: 'C2', cause: 'DEFECT', note: 'The card is refused.' },
  RequestAccepted: { by: mara, releasedMinutes: [{ period: '2026-02', minutes: 60 }] },
  RequestReturnedToWork: { reason: 'The launch needs a switch.' },
  TrackingVerified: { by: mara, evidence: 'Seen in the report.' },
  TrackingWaived: { reason: 'The tool is away this week.' },
  RequestLaunched: {
    launchedAt: '2026-01-23T09:00:00.000Z',
    localDate: '2026-01-23',
    properties: ['www.example'],
    gateSnapshot: [{ check: 'TRACKING', passed: true, note: null }],
  },
  ExperimentEnded: { outcome: 'KEPT', note: 'It sold more.' },
  OutcomeMeasured: { targetId: 'O1', value: 48.8, measuredAt: '2026-02-22', source: 'Shop report' },
  BugReported: {
    bugId: 'B1',
    severity: 'HIGH',
    foundAt: '2026-01-24',
    text: 'The form loses the code.',
    cause: 'Race in the form',
  },
  BugResolved: { bugId: 'B1', resolution: 'The form waits now.' },
  SuccessJudged: { side: 'CONSUMER', verdict: 'MET', note: '312 bundles.' },
  LaunchRolledBack: { reason: 'DEFECT', note: 'Orders were lost.', failed: true },
  OutcomeWaived: { reason: 'The campaign was cut.' },
  RequestClosed: { note: 'Good work.', warnings: ['SUCCESS_NOT_JUDGED'] },
  RequestReopened: { cause: 'DEFECT', note: 'The code is lost again.', expectedMinutes: 120 },
  DuplicateMergedIn: { requestId: other },
  RiskReviewRequired: { reviewId: review, lenses: ['PEAK_TRAFFIC', 'PRIVACY'] },
  RiskGateFactRecorded: {
    reviewId: review,
    reviewVersion: 12,
    outcome: 'CONDITIONAL',
    conditions: [{ conditionId: 'C1', text: 'Somebody watches the first evening.', preLaunch: true, met: false }],
    validUntil: '2026-04-23',
    scopeHash,
    highestBand: 'MEDIUM',
  },
  RequestHeld: { reason: 'The campaign waits.', reviewDate: '2026-02-02' },
  RequestHoldReviewDue: { reviewDate: '2026-02-02' },
  RequestResumed: { reason: 'It goes on.' },
  RequestWithdrawn: { reason: 'NO_LONGER_NEEDED', note: 'The fair is off.' },
  RequestRevived: { reason: 'It is on again.' },
  RequestDeclined: { reason: 'NO_CAPACITY', note: 'Not before May.', reviveWhen: 'In May.' },
  RequestMerged: { targetId: other, note: 'The same page.' },
};
