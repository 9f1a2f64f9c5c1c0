import type { Samples } from '#test/kit/golden';
import type { FreezeEvent, PeakEvent, PropertyEvent, ReviewEvent } from './domain/index.js';

const uuid = (last: string): string => `3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e${last}`;
const [request, marketing, engineering, www] = [uuid('01'), uuid('02'), uuid('03'), uuid('04')];
const [reviewer, second, cmo, cto, backend] = [uuid('05'), uuid('06'), uuid('07'), uuid('08'), uuid('09')];
const freeze = uuid('0a');
export const reviewId = uuid('0b');
export const propertyId = www;
export const freezeId = freeze;
export const peakId = uuid('0c');

const [h1, h2] = ['a'.repeat(64), 'b'.repeat(64)];
const by = { personId: reviewer, onBehalfOf: null };
const terms = {
  expiresOn: '2026-04-30',
  justification: 'The offer is worth it.',
  control: 'Somebody watches the page.',
};
const rating = { likelihood: 3, impact: 5, score: 15, band: 'HIGH', matrixVersion: 1, ratedOn: '2026-02-20' } as const;
const made = { validUntil: '2026-06-18', highestBand: 'MEDIUM', scopeHash: h1, policyVersion: 1 } as const;

/** One of each fact, in an order in which they could have happened to one review. */
export const reviewSamples: Samples<ReviewEvent> = {
  ReviewOpened: {
    number: 2,
    subject: { kind: 'REQUEST', id: request },
    teamIds: [marketing, engineering],
    propertyIds: [www],
    lenses: [
      { lens: 'PAYMENT', items: ['card-data', 'charged-once', 'refund'] },
      { lens: 'SECURITY', items: ['access', 'secrets', 'input'] },
    ],
    cause: { touches: ['PAYMENTS'], policyVersion: 1 },
    scopeHash: h1,
    priority: 'FAST',
    targetHours: 1,
  },
  LensesAdded: {
    lenses: [{ lens: 'THIRD_PARTY', items: ['outage', 'contract', 'exit'] }],
    cause: { touches: ['PAYMENTS', 'THIRD_PARTY_INTEGRATION'], policyVersion: 1 },
  },
  ReviewHastened: { targetHours: 1, policyVersion: 1 },
  ChecklistExtended: { lens: 'SECURITY', items: ['access', 'secrets', 'input', 'logging'] },
  ReviewScopeChanged: {
    scopeHash: h2,
    previous: h1,
    touches: ['THIRD_PARTY_INTEGRATION'],
    parts: ['CRITERIA'],
    teamIds: [marketing, engineering],
    propertyIds: [www],
  },
  ReviewerAssigned: { lens: 'PAYMENT', reviewerId: reviewer, previousReviewerId: second },
  LensQuestionAnswered: {
    lens: 'PAYMENT',
    itemId: 'card-data',
    answer: 'YES',
    evidence: 'https://docs.example/fields',
  },
  RiskIdentified: {
    riskId: 'K4',
    lens: 'PAYMENT',
    title: 'Card data touches our server',
    cause: 'The form is our own.',
    event: 'Card numbers are stored in a log.',
    consequence: 'Customers lose money, and we our contract.',
    category: 'MONEY',
    knowledge: 'STRONG',
    scopeHash: h2,
  },
  RiskRated: {
    ...rating,
    riskId: 'K4',
    stage: 'CURRENT',
    rationale: 'Seen in a test.',
    reason: 'Traffic has doubled.',
  },
  MitigationAdded: {
    mitigationId: 'M1',
    riskId: 'K4',
    title: 'Hosted card fields',
    ownerId: backend,
    due: '2026-03-03',
    preLaunch: true,
    expected: { likelihood: 1, impact: 5 },
  },
  MitigationCompleted: {
    mitigationId: 'M1',
    by: { personId: backend, onBehalfOf: null },
    evidence: 'https://build.example/12',
  },
  MitigationVerified: { mitigationId: 'M1', by },
  TreatmentChosen: { riskId: 'K4', treatment: 'REDUCE', owner: { personId: backend, side: 'PROVIDER' } },
  RiskAcceptanceGivenBySide: {
    ...terms,
    riskId: 'K4',
    band: 'HIGH',
    side: 'CONSUMER',
    by: { personId: second, onBehalfOf: cmo },
  },
  RiskAccepted: {
    ...terms,
    riskId: 'K4',
    band: 'HIGH',
    by: [
      { personId: second, onBehalfOf: cmo },
      { personId: cto, onBehalfOf: null },
    ],
    automatic: false,
    policyVersion: 1,
  },
  RiskAcknowledged: { riskId: 'K4', band: 'HIGH', by: { personId: cmo, onBehalfOf: null } },
  LensSigned: { lens: 'PAYMENT', reviewerId: reviewer, scopeHash: h2 },
  LensUnsigned: { lens: 'PAYMENT', cause: 'NEW_RISK' },
  ReviewCleared: made,
  ReviewReopened: { cause: 'BY_HAND', reason: 'The form is another one.' },
  ReviewClearedWithConditions: {
    ...made,
    conditions: [
      { conditionId: 'C1', text: 'Watch the error rate for a week', preLaunch: false },
      { conditionId: 'C2', text: 'Somebody is on call', preLaunch: true },
    ],
  },
  ConditionMet: { conditionId: 'C2', evidence: 'The plan for the week' },
  RiskMaterialised: { riskId: 'K4', occurrence: { kind: 'BUG', id: `${request}/B1` }, note: 'One customer saw it.' },
  RiskReviewDue: { riskId: 'K4', dueOn: '2026-03-22', cause: 'CADENCE' },
  RiskAcceptanceExpired: { riskId: 'K4', expiredOn: '2026-04-30' },
  ReviewExpired: { cause: 'ACCEPTANCE', validUntil: '2026-04-30' },
  RiskAcceptanceRevoked: { riskId: 'K4', cause: 'LEAD', reason: 'The offer is over.' },
  ReviewBlocked: {
    reason: 'It cannot be undone.',
    unblockWhen: 'A way back was tried.',
    highestBand: 'HIGH',
    scopeHash: h2,
  },
  ReviewCancelled: { reason: 'The request was withdrawn.' },
};

export const propertySamples: Samples<PropertyEvent> = {
  PropertyRegistered: { name: 'www', url: 'https://www.example', isPublic: true },
  ResponsibilityAssigned: { area: 'ON_CALL', personId: backend, previousPersonId: cto },
  CheckRecorded: {
    kind: 'PERFORMANCE',
    result: 'PASSED',
    evidence: 'https://docs.example/load',
    checkedOn: '2026-02-10',
    capacityRpm: 4000,
  },
  PropertyFrozen: { freezeId: freeze, from: '2026-11-23', to: '2026-11-30' },
  PropertyThawed: { freezeId: freeze, on: '2026-11-28' },
};

export const peakSamples: Samples<PeakEvent> = {
  PeakDeclared: {
    propertyId: www,
    from: '2026-11-27',
    to: '2026-11-30',
    expectedPeakRpm: 6000,
    testedCapacityRpm: 4000,
    title: 'Black Friday',
  },
};

export const freezeSamples: Samples<FreezeEvent> = {
  FreezeDeclared: { properties: [www], from: '2026-11-23', to: '2026-11-30', reason: 'The sale of the year' },
  FreezeOverrideGivenBySide: {
    requestId: request,
    side: 'CONSUMER',
    by: { personId: cmo, onBehalfOf: null },
    reason: 'The price is wrong.',
  },
  FreezeOverridden: {
    requestId: request,
    by: [
      { personId: cmo, onBehalfOf: null },
      { personId: cto, onBehalfOf: null },
    ],
    reasons: ['The price is wrong.', 'It is one line.'],
  },
  FreezeEnded: { on: '2026-11-28', reason: 'The sale is over.' },
};

export const samples = { ...reviewSamples, ...propertySamples, ...peakSamples, ...freezeSamples };
export const actorId = reviewer;
