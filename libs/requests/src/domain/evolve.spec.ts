import { sides } from '#libs/vocabulary';
import fc from 'fast-check';
import type { Recorded } from '#libs/event-log';
import { samples } from '../events.samples.fixture.js';
import { criterionNumber } from './criterion-id.js';
import { evolve, request } from './evolve.js';
import { isRecord } from './evolve-records.js';
import type { RequestEvent, RequestEventType, RequestFacts } from './facts.js';
import { people, record } from './given.spec-kit.js';
import { scopeHash, scopeOf, scopedPart } from './scope.js';
import * as stage from './stages.spec-kit.js';
import type { Request } from './state.js';
import { emptyBrief, requestTypes, touchKinds } from './values.js';

const id = (prefix: string) => fc.integer({ min: 1, max: 3 }).map((n) => `${prefix}${n}`);
const day = fc.constantFrom('2026-01-05', '2026-02-28', '2026-12-31');
const side = fc.constantFrom(...sides);
const touch = fc.constantFrom(...touchKinds);
const criteria = fc.array(fc.record({ id: id('C'), text: fc.string(), measure: fc.constant(null) }), { maxLength: 3 });
const added = fc.record({ touch, by: fc.string(), why: fc.string(), locked: fc.boolean() });
const removed = fc.record({ touch, by: fc.string(), why: fc.string() });

/** Facts whose payload does not matter here. */
const asSampled = <T extends RequestEventType>(...types: readonly T[]) =>
  Object.fromEntries(types.map((type) => [type, fc.constant(samples[type])])) as unknown as {
    readonly [K in T]: fc.Arbitrary<RequestFacts[K]>;
  };

/** Any payload of each fact: the compiler demands one for every type there is. */
const payloads: { readonly [T in RequestEventType]: fc.Arbitrary<RequestFacts[T]> } = {
  RequestDrafted: fc.constantFrom(...requestTypes).map((type) => ({
    number: 7,
    title: 'Any',
    type,
    consumerTeamId: 't',
    requesterId: 'p',
    source: { kind: 'FORM', ref: null },
  })),
  BriefRevised: criteria.map((list) => ({
    revision: 2,
    brief: { ...emptyBrief, criteria: list },
    changedPaths: [],
    cause: 'CLARIFICATION',
    completeness: 25,
    lint: [],
    scopeHash: '',
  })),
  TouchesSuggested: fc.array(touch, { maxLength: 2 }).map((list) => ({
    suggestions: list.map((one) => ({ touch: one, words: [{ word: 'w', path: 'title' }] })),
    policyVersion: 1,
  })),
  TouchSuggestionDismissed: removed,
  TouchesChanged: fc.record({
    added: fc.array(added, { maxLength: 2 }),
    removed: fc.array(removed, { maxLength: 2 }),
    scopeHash: fc.constant(''),
  }),
  HiddenWorkFlagged: fc.constant({ factors: [], policyVersion: 1 }),
  RequestSubmitted: fc.constant({
    revision: 1,
    completeness: 100,
    slaTargets: { firstResponseMinutes: 1, answerMinutes: 1 },
  }),
  RequestTriaged: fc.constant({ providerTeamId: 't', priorityClass: 'LOW', roughMinutes: 5 }),
  OwnerAssigned: fc.constant({ ownerId: 'p', previousOwnerId: null, reason: null }),
  DateAgreed: day.map((date) => ({ date, dateKind: 'PREFERENCE', previous: null, reason: null, sides })),
  QuestionAsked: id('Q').map((questionId) => ({
    questionId,
    kind: 'WHY',
    blocking: true,
    byRole: 'R',
    side: null,
    text: 'x',
  })),
  QuestionAnswered: id('Q').map((questionId) => ({ questionId, byRole: 'R', side: null, answerText: 'x' })),
  QuestionResolved: fc.record({ questionId: id('Q'), understood: fc.boolean(), loops: fc.nat(3) }),
  ConcernRaised: id('K').map((concernId) => ({ concernId, severity: 'BLOCKING', text: 'x' })),
  ConcernResolved: id('K').map((concernId) => ({ concernId, resolution: 'x' })),
  CoAuthorAdded: side.map((one) => ({ personId: 'p', side: one })),
  EstimateSubmitted: id('E').map((estimateId) => ({
    estimateId,
    optimistic: 1,
    likely: 2,
    pessimistic: 3,
    lines: [],
    confidence: 'LOW',
    assumptions: [],
    durationForecastDays: 1,
    validUntil: '2026-12-31',
  })),
  EstimateInvalidated: id('E').map((estimateId) => ({ estimateId, cause: 'CRITERIA_CHANGED' })),
  EstimateConfirmed: id('E').map((estimateId) => ({ estimateId, scopeHash: '' })),
  ApprovalGiven: side.map((one) => ({ side: one, byId: 'p', reservationPlan: [] })),
  RequestApproved: fc.constant({ totalReserved: 0, plan: [], overageMinutes: 0 }),
  RequestDeclined: fc.constant({ reason: 'OTHER', note: null, reviveWhen: null }),
  RequestWithdrawn: fc.constant({ reason: 'OTHER', note: null }),
  RequestRevived: fc.constant({ reason: null }),
  RequestHeld: day.map((reviewDate) => ({ reason: 'x', reviewDate })),
  RequestHoldReviewDue: day.map((reviewDate) => ({ reviewDate })),
  RequestResumed: fc.constant({ reason: null }),
  ...asSampled(
    'WorkStarted',
    'RequestDelivered',
    'CriterionVerified',
    'CriterionRejected',
    'RequestAccepted',
    'RequestReturnedToWork',
    'TrackingVerified',
    'TrackingWaived',
    'RequestLaunched',
    'LaunchRolledBack',
    'OutcomeWaived',
    'RequestClosed',
    'RequestReopened',
    'RequestMerged',
    'DuplicateMergedIn',
    'ExpediteRequested',
    'ExpediteDeclined',
    'RequestExpedited',
    'Displaced',
    'ExperimentProposed',
    'ExperimentDeclared',
    'ExperimentEnded',
    'AlternativeProposed',
    'AlternativeAccepted',
    'AlternativeRejected',
    'PropertiesLinked',
    'PathPlanned',
    'SuccessViewSet',
    'OutcomeTargetSet',
    'OutcomeMeasured',
    'BugReported',
    'BugResolved',
    'DebtIncurred',
    'DebtPaid',
    'EvidenceAttached',
    'SuccessJudged',
    'RiskReviewRequired',
    'RiskGateFactRecorded',
    'ChecklistAnswered',
    'LabelsChanged',
    'CustomFieldsSet',
    'FirstResponseDue',
    'FirstResponseBreached',
    'AnswerDue',
    'AnswerBreached',
    'ConversationStalled',
  ),
};

const anyEvent: fc.Arbitrary<RequestEvent> = fc.oneof(
  ...Object.entries(payloads).map(([type, payload]) =>
    (payload as fc.Arbitrary<object>).map((data) => ({ type, data }) as RequestEvent),
  ),
);
const statuses = [
  request.initial,
  ...[stage.drafted, stage.submitted, stage.triaged, stage.estimated, stage.halfApproved, stage.approved].map(
    ({ state }) => state,
  ),
];
const fold = (from: Request, events: readonly RequestEvent[]): Request[] => {
  const states: Request[] = [from];
  events.forEach((event, index) => states.push(evolve(states.at(-1) ?? from, record(event, index + 1, people.cto))));
  return states;
};

/** The fields each status has, no more and no fewer where they are not optional. */
const parts = (state: Request) =>
  ['submitted', 'triage', 'estimate', 'approvals', 'commitment', 'ended'].filter((part) => part in state).join();
const allowedParts: Record<Request['status'], RegExp> = {
  unknown: /^$/,
  DRAFT: /^$/,
  SUBMITTED: /^submitted$/,
  TRIAGED: /^submitted,triage$/,
  ESTIMATED: /^submitted,triage,estimate,approvals$/,
  APPROVED: /^submitted,triage,estimate,approvals,commitment$/,
  IN_PROGRESS: /^submitted,triage,estimate,approvals,commitment$/,
  DELIVERED: /^submitted,triage,estimate,approvals,commitment$/,
  ACCEPTED: /^submitted,triage,estimate,approvals,commitment$/,
  LAUNCHED: /^submitted,triage,estimate,approvals,commitment$/,
  CLOSED: /^submitted,triage,estimate,approvals,commitment$/,
  MERGED: /^(submitted,)?(triage,)?(estimate,)?ended$/,
  DECLINED: /^(submitted,)?(triage,)?(estimate,)?ended$/,
  WITHDRAWN: /^(submitted,)?(triage,)?(estimate,)?ended$/,
};

describe('evolve', () => {
  it('takes any facts in any order, from any status, without a word', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), fc.array(anyEvent, { maxLength: 40 }), (from, events) => {
        for (const state of fold(from, events)) expect(parts(state)).toMatch(allowedParts[state.status]);
      }),
    );
  });

  it('changes nothing it was given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), anyEvent, (from, event) => {
        const before = structuredClone(from);
        evolve(from, record(event, 1, people.cto));
        expect(from).toEqual(before);
      }),
    );
  });

  it('leaves an end by a revival only (R7)', () => {
    const ended = stage.estimated.given([
      { type: 'RequestDeclined', data: { reason: 'OTHER', note: 'x', reviveWhen: null } },
    ]).state;
    fc.assert(
      fc.property(anyEvent, (event) => {
        const next = evolve(ended, record(event, 1, people.cto));
        if (event.type === 'RequestRevived') expect(next.status).toBe('DRAFT');
        else if (isRecord(record(event, 1, people.cto))) expect(next.status).toBe('DECLINED');
        else expect(next).toBe(ended);
      }),
    );
  });

  it('never counts criterion ids down (R9)', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const issued = fold(stage.approved.state, events).map((state) =>
          'criteriaIssued' in state ? state.criteriaIssued : 0,
        );
        expect(issued).toEqual([...issued].sort((a, b) => a - b));
      }),
    );
  });

  it('does not die of a fact of tomorrow', () => {
    const tomorrow = {
      ...record({ type: 'RequestRevived', data: { reason: null } }, 1, people.cto),
      type: 'RequestSomething',
    };
    for (const state of statuses) expect(evolve(state, tomorrow as unknown as Recorded<RequestEvent>)).toBe(state);
  });

  it('keeps instants as they come', () => {
    const mark = {
      ...record({ type: 'RequestHeld', data: { reason: 'x', reviewDate: '2026-01-05' } }, 1, people.cto),
      recordedAt: '<now>',
    };
    expect(evolve(stage.triaged.state, mark)).toMatchObject({ held: { since: '<now>' } });
  });
});

describe('the scope (R5)', () => {
  const scope = (state: Request) => (state.status === 'unknown' ? '' : scopeOf(scopedPart(state)));
  const base = stage.triaged.state;
  const touches = [
    { touch: 'PAYMENTS', by: 'a', why: 'x', locked: false },
    { touch: 'PUBLIC_PEAK', by: 'b', why: 'y', locked: true, expectedPeakRpm: 10 },
  ] as const;

  it('is the same whatever the order, the author or the context', () => {
    const [one, two] = [
      { ...base, touches },
      { ...base, touches: touches.map((t) => ({ ...t, by: 'c', why: 'z' })).toReversed() },
    ];
    expect(scope(one as Request)).toBe(scope(two as Request));
    expect(scope(stage.written.state)).toBe(scope(stage.submitted.state));
  });

  it('moves with touches, peak, criteria, properties and provider', () => {
    if (base.status !== 'TRIAGED') throw new Error('not triaged');
    const [first] = base.brief.criteria;
    const criterion = { id: 'C1', text: 'x', measure: { metric: 'm', operator: 'LT', value: 2, unit: 's' } } as const;
    const variants: Request[] = [
      base,
      { ...base, touches },
      { ...base, touches: touches.map((one) => ({ ...one, expectedPeakRpm: 20 })) },
      { ...base, brief: { ...base.brief, criteria: first ? [first] : [] } },
      { ...base, brief: { ...base.brief, criteria: [criterion] } },
      { ...base, brief: { ...base.brief, criteria: [{ ...criterion, measure: { ...criterion.measure, value: 3 } }] } },
      { ...base, properties: ['www'] },
      { ...base, triage: { ...base.triage, providerTeamId: 't-2' } },
      { ...base, triage: { ...base.triage, providerId: 'v-1' } },
    ];
    expect(new Set(variants.map(scope)).size).toBe(variants.length);
  });

  it('hashes to the same value for ever', () => {
    expect(scopeHash({ brief: emptyBrief, touches: [], properties: [] })).toBe(
      '467f4e0fee676a3a176801c04bd50b5dca468d5ed5d41f644f2d9c50bd44bc08',
    );
  });
});

it('criterion ids are numbers behind a C', () => {
  expect(['C1', 'C12', 'C0', 'C01', 'x', '', 'C1234567890'].map(criterionNumber)).toEqual([1, 12, 0, 0, 0, 0, 0]);
});
