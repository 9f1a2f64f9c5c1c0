import type { Samples } from '#test/kit/golden';
import type { ItemEvent, OrderEvent, PlaceEvent, PlanningEvent, SessionEvent } from './domain/index.js';

const uuid = (last: string): string => `3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e${last}`;
const [cmo, cto, marketing, engineering] = [uuid('01'), uuid('02'), uuid('03'), uuid('04')];
const [request, other, property, review] = [uuid('05'), uuid('06'), uuid('07'), uuid('08')];
const [needed, conflicting, item] = [uuid('09'), uuid('10'), uuid('11')];

/** Whoever recorded all of it. */
export const actorId = cto;
export const ids = { item, request };

const quarter = { start: '2026-04-01', end: '2026-06-30', precision: 'QUARTER' } as const;
const june = { start: '2026-06-01', end: '2026-06-30', precision: 'MONTH' } as const;
const july = { start: '2026-07-01', end: '2026-07-31', precision: 'MONTH' } as const;
const owners = {
  marketing: { personId: cmo, teamId: marketing },
  engineering: { personId: cto, teamId: engineering },
  product: null,
};
const scopeHash = '8f14e45fceea167a5a36dedd4bea2543';

/** One of each fact, in an order in which they could have happened to one item. */
export const itemSamples: Samples<ItemEvent> = {
  ItemProposed: {
    number: 1,
    title: 'Gift cards',
    owners: { ...owners, marketing: null },
    goalIds: [],
    propertyIds: [],
    expectedImpact: null,
    lane: 'SHARED',
    kind: 'CAMPAIGN',
    visibility: 'TEAMS',
  },
  ItemRevised: {
    title: 'Gift cards for spring',
    owners,
    goalIds: ['G-4'],
    propertyIds: [property],
    expectedImpact: '2,000 orders',
  },
  ItemPlanned: { window: quarter, horizon: 'NEXT' },
  ConfidenceSet: { value: 70, why: 'The interface is agreed.' },
  RequestLinked: { requestId: request, primary: true },
  DependencyAdded: { toId: needed, type: 'NEEDS', bufferWorkingDays: 5 },
  CampaignWorthinessAssessed: { verdict: 'WORTHY', reason: 'Customers ask for it.', byId: cmo, onBehalfOf: null },
  VisibilitySet: { visibility: 'PUBLIC' },
  ItemAgreed: { side: 'CONSUMER', byId: cmo, onBehalfOf: null },
  ItemCommitted: { window: quarter },
  ItemUncommitted: { reason: 'Somebody left.' },
  ItemRescheduled: {
    from: quarter,
    to: june,
    horizon: 'NOW',
    shiftDays: 61,
    reason: 'It came out larger.',
    reasonCode: 'SCOPE',
    causedBy: { kind: 'REQUEST', id: request },
    notifies: [conflicting],
  },
  ItemStarted: {},
  MoveSuggested: {
    suggestionId: `${request}/12`,
    requestId: request,
    why: 'LAUNCHED_LATE',
    suggested: july,
    confidence: 40,
    note: 'REQ-7 was launched 12 days late.',
  },
  SuggestionAnswered: { suggestionId: `${request}/12`, accepted: false, reason: 'The fair is in June.' },
  RiskReviewRequired: { reviewId: review, lenses: ['PEAK_TRAFFIC', 'PRIVACY'] },
  RiskGateFactRecorded: {
    reviewId: review,
    reviewVersion: 12,
    outcome: 'CONDITIONAL',
    conditions: [{ conditionId: 'C1', text: 'Somebody watches the first evening.', preLaunch: true, met: true }],
    validUntil: '2026-08-31',
    scopeHash,
    highestBand: 'MEDIUM',
  },
  ItemShipped: { localDate: '2026-06-12' },
  ShipmentReverted: { reason: 'Orders were lost.', requestId: request },
  ItemMeasured: { outcome: '1,900 orders in June', waivedBecause: null },
  DependencyRemoved: { toId: needed, type: 'NEEDS' },
  RequestUnlinked: { requestId: request },
  ItemDropped: { reason: 'The fair is off.' },
  ItemRevived: {},
};

const sessionSamples: Samples<SessionEvent> = {
  PlanningScheduled: { date: '2026-03-26', horizon: 'NEXT' },
  PlanningOpened: { heldOn: '2026-03-26' },
  AttendanceRecorded: { personId: cmo, side: 'CONSUMER' },
  PlanningDecisionRecorded: { itemId: item, decision: 'Gift cards come in June', rationale: 'The fair is then' },
  PlanningClosed: {
    baselinePosition: 4711,
    heldOn: '2026-03-26',
    attendance: { marketing: 2, engineering: 1 },
    joint: true,
    policyVersion: 1,
  },
  PlanningCancelled: { reason: 'Everybody is ill.' },
};

const orderSamples: Samples<OrderEvent> = { OrderExtended: { fromId: item, toId: needed, type: 'NEEDS' } };
const placeSamples: Samples<PlaceEvent> = {
  RequestPlaced: { itemId: item, primary: true },
  RequestTakenOff: { itemId: item },
};
const lapseSamples: Samples<PlanningEvent> = {
  PlanningCadenceLapsed: { kind: 'GAP', dueOn: '2026-07-04', lastJointOn: '2026-03-26', policyVersion: 1 },
};

/** One of each fact of this context. */
export const samples = { ...itemSamples, ...sessionSamples, ...orderSamples, ...placeSamples, ...lapseSamples };

/** Facts as they also look, for their sentences. */
export const variants = [
  {
    type: 'MoveSuggested',
    data: { ...itemSamples.MoveSuggested, suggested: null, requestId: other, why: 'WITHDRAWN' },
  },
  {
    type: 'ItemRescheduled',
    data: { ...itemSamples.ItemRescheduled, from: july, to: june, reasonCode: null, notifies: [] },
  },
  { type: 'ItemMeasured', data: { outcome: null, waivedBecause: 'The shop closed.' } },
  { type: 'CampaignWorthinessAssessed', data: { ...itemSamples.CampaignWorthinessAssessed, verdict: 'NOT_WORTHY' } },
  { type: 'PlanningCadenceLapsed', data: { kind: 'COUNT', dueOn: '2026-12-31', lastJointOn: null, policyVersion: 1 } },
] as const;
