import type { Samples } from '#test/kit/golden';
import type { Brief, RequestEvent } from './domain/index.js';

const mara = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a01';
const enno = '9e8d7c6b-5a4f-5e3d-8c2b-1a0f9e8d7c04';
const theo = '7d2e4f60-1b2c-5d3e-9f40-5a6b7c8d9e03';
const marketing = '3c1a2b3c-9f54-5c0e-8a5e-3d1f5a7b9c02';
const engineering = '5f4e3d2c-1b0a-5f9e-8d7c-6b5a4f3e2d05';
const agreement = '1a2b3c4d-5e6f-5a7b-8c9d-0e1f2a3b4c06';
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
  RequestHeld: { reason: 'The campaign waits.', reviewDate: '2026-02-02' },
  RequestHoldReviewDue: { reviewDate: '2026-02-02' },
  RequestResumed: { reason: 'It goes on.' },
  RequestWithdrawn: { reason: 'NO_LONGER_NEEDED', note: 'The fair is off.' },
  RequestRevived: { reason: 'It is on again.' },
  RequestDeclined: { reason: 'NO_CAPACITY', note: 'Not before May.', reviveWhen: 'In May.' },
};
