import { randomUUID } from 'node:crypto';
import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { type ItemEvent, limits } from '../domain/index.js';
import type { Given, Member, Name } from '../roadmap.fixture.js';
import type { RoadmapBench } from './rights.fixture.js';
import { courses, JULY, SECOND, sessions } from './stories.fixture.js';

/** Who is refused what. */
export interface Refused {
  readonly who: Member;
  readonly mutation: string;
  readonly input: object;
  readonly given?: Given;
}

/** Brings an item to where a command is refused; the command. */
export type Provocation = (bench: RoadmapBench) => Promise<Refused>;

type Said = NonNullable<Parameters<RoadmapBench['item']>[1]>['said'];

const on =
  (course: readonly ItemEvent[], [who, mutation, more = {}]: readonly [Name, string, object?], said?: Said) =>
  async (bench: RoadmapBench): Promise<Refused> => ({
    who: bench.cast[who],
    mutation,
    input: { itemId: await bench.item(course, said && { said }), ...more },
  });

const inSession =
  (mutation: string, more: (bench: RoadmapBench) => object) =>
  async (bench: RoadmapBench): Promise<Refused> => ({
    who: bench.cast.manager,
    mutation,
    input: { sessionId: await bench.session(sessions.open), ...more(bench) },
  });

const reason = 'As we spoke.';
const itemOf = (itemId: string): string => fromGlobalId(itemId, 'RoadmapItem');
const needing = (toId: string): ItemEvent => ({
  type: 'DependencyAdded',
  data: { toId: itemOf(toId), type: 'NEEDS', bufferWorkingDays: 2 },
});
const bandOf = (score: number): string => (score >= 20 ? 'CRITICAL' : score >= 2 ? 'HIGH' : 'LOW');
const cadence = { side: 'CONSUMER', minJointSessions: 4, windowDays: 365, effectiveFrom: '2026-03-01' };

const onTies: Readonly<Record<string, Provocation>> = {
  DEPENDENCY_LATER: async (bench) => {
    const later = await bench.item(courses.later);
    return on([...courses.planned, needing(later)], ['manager', 'commitItem'])(bench);
  },
  DEPENDENCY_CYCLE: async (bench) => {
    const [itemId, toId] = await Promise.all([bench.item(), bench.item()]);
    const input = { itemId, toId, type: 'NEEDS' };
    await bench.done('addItemDependency', bench.cast.manager, input);
    return {
      who: bench.cast.manager,
      mutation: 'addItemDependency',
      input: { itemId: toId, toId: itemId, type: 'FOLLOWS' },
    };
  },
  DEPENDENCY_SELF: async (bench) => {
    const itemId = await bench.item();
    return { who: bench.cast.manager, mutation: 'addItemDependency', input: { itemId, toId: itemId, type: 'NEEDS' } };
  },
  DEPENDENCY_EXISTS: async (bench) => {
    const toId = await bench.item();
    return on([needing(toId)], ['manager', 'addItemDependency', { toId, type: 'NEEDS' }])(bench);
  },
  ALREADY_LINKED: async (bench) => {
    const [itemId, requestId] = await Promise.all([bench.item(), bench.request()]);
    await bench.link(itemId, requestId);
    return { who: bench.cast.manager, mutation: 'linkRequestToItem', input: { itemId, requestId } };
  },
  PRIMARY_NOT_SHARED: async (bench) =>
    on([], ['manager', 'linkRequestToItem', { requestId: await bench.request(), primary: true }])(bench),
  PRIMARY_TAKEN: async (bench) => {
    const [first, requestId] = await Promise.all([bench.item([], { said: { lane: 'SHARED' } }), bench.request()]);
    await bench.link(first, requestId, true);
    return on([], ['manager', 'linkRequestToItem', { requestId, primary: true }], { lane: 'SHARED' })(bench);
  },
  LINKED_WORK_OPEN: async (bench) => {
    const [itemId, requestId] = await Promise.all([bench.item(courses.started), bench.request()]);
    await bench.link(itemId, requestId);
    return { who: bench.cast.manager, mutation: 'shipItem', input: { itemId, localDate: '2026-01-05' } };
  },
};

const onPolicies: Readonly<Record<string, Provocation>> = {
  POLICY_UNCHANGED: ({ cast }) =>
    Promise.resolve({ who: cast.cmo, mutation: 'setPlanningCadence', input: { ...cadence, maxGapDays: 100 } }),
  POLICY_NOT_PROPOSED: ({ cast }) =>
    Promise.resolve({ who: cast.cmo, mutation: 'withdrawPolicyProposal', input: { kind: 'RISK_REVIEW_TERMS' } }),
  // Reviewers propose a matrix alone.
  POLICY_PROPOSAL_WAITS: async (bench) => {
    const { cast } = bench;
    const rows = [1, 2, 3, 4, 5].map((likelihood) => ({
      bands: [1, 2, 3, 4, 5].map((impact) => bandOf(likelihood * impact)),
    }));
    const matrix = { effectiveFrom: '2026-03-01', rows };
    await bench.done('setRiskMatrix', cast.cmo, { ...matrix, side: 'CONSUMER' });
    return { who: cast.reviewer, mutation: 'proposeRiskMatrix', input: matrix };
  },
};

const window = SECOND;

/** Every code a command on the roadmap can be refused with. */
export const provocations: Readonly<Record<string, Provocation>> = {
  ...onTies,
  ...onPolicies,
  WINDOW_INVALID: on([], ['manager', 'planItem', { window: { ...window, end: '2026-03-31' }, horizon: 'NEXT' }]),
  PRECISION_MISMATCH: on([], ['manager', 'planItem', { window: { ...window, end: '2026-06-29' }, horizon: 'NEXT' }]),
  OWNER_MISSING: on([], ['manager', 'planItem', { window, horizon: 'NEXT' }], {
    owners: { marketing: null, engineering: null, product: null },
  }),
  BOTH_SIDES_BY_SAME_PERSON: async (bench) => {
    const { both } = bench.cast;
    const itemId = await bench.item(courses.planned);
    await bench.done('agreeItem', both, { itemId, side: 'CONSUMER' });
    return { who: both, mutation: 'agreeItem', input: { itemId, side: 'PROVIDER' } };
  },
  SIDE_ALREADY_APPROVED: on(courses.agreed, ['cmo', 'agreeItem', { side: 'CONSUMER' }]),
  AGREEMENT_MISSING: on(courses.agreed, ['manager', 'commitItem'], { lane: 'SHARED' }),
  CAMPAIGN_WORTHINESS_UNASSESSED: on(courses.planned, ['manager', 'commitItem'], { lane: 'PRODUCT' }),
  SHIPPING_BLOCKED_BY_RISK: on(
    [...courses.started, { type: 'RiskReviewRequired', data: { reviewId: randomUUID(), lenses: ['LEGAL'] } }],
    ['manager', 'shipItem', { localDate: '2026-01-05' }],
    { kind: 'CAMPAIGN' },
  ),
  OUTCOME_MISSING: on(courses.shipped, ['manager', 'measureItem', { outcome: 'Sold.', waivedBecause: 'No time.' }]),
  REASON_REQUIRED: on(courses.committed, ['manager', 'rescheduleItem', { window: JULY, reason }]),
  PII_NOT_ALLOWED: on([], ['manager', 'dropItem', { reason: 'Ask mara@example.com.' }]),
  LIMIT_REACHED: on(
    [],
    [
      'manager',
      'reviseRoadmapItem',
      { goalIds: Array.from({ length: limits.references + 1 }, (_, index) => `G-${index}`) },
    ],
  ),
  DATE_IN_PAST: ({ cast }) => {
    const input = { date: '2026-01-04', horizon: 'NOW' };
    return Promise.resolve({ who: cast.manager, mutation: 'schedulePlanning', input });
  },
  DATE_IN_FUTURE: on(courses.started, ['manager', 'shipItem', { localDate: '2026-01-06' }]),
  VALIDATION_FAILED: on(courses.planned, ['manager', 'setItemConfidence', { value: 101, reason }]),
  INVALID_STATE: on(courses.proposed, ['manager', 'startItem']),
  NOT_FOUND: inSession('recordAttendance', () => ({ personId: toGlobalId('Person', randomUUID()), side: 'CONSUMER' })),
  FORBIDDEN: on(courses.planned, ['salesLead', 'dropItem', { reason }]),
  CONCURRENCY_CONFLICT: async (bench) => ({
    ...(await on(courses.planned, ['manager', 'commitItem'])(bench)),
    given: { expect: { version: 1 } },
  }),
  IDEMPOTENCY_KEY_REUSED: async (bench) => {
    const given = { key: randomUUID() };
    const dropping = on(courses.planned, ['manager', 'dropItem', { reason }]);
    const { who, mutation, input } = await dropping(bench);
    await bench.done(mutation, who, input, given);
    return { ...(await dropping(bench)), given };
  },
};
