import { fromGlobalId } from '#libs/api-kit';
import { type Role, ROLES } from '#libs/people';
import { riskRules } from '#libs/risk';
import { randomUUID } from 'node:crypto';
import type { Exception, Whose } from '#test/kit/rights-matrix';
import { type ItemEvent, planningCadencePolicy, type SessionEvent } from '../domain/index.js';
import type { RoadmapCell, RoadmapTried } from './rights.fixture.js';
import { courses, JULY, SECOND, sessions } from './stories.fixture.js';

const reason = 'As we spoke.';
const LEADS: readonly Role[] = ['MARKETING_LEAD', 'ENGINEERING_LEAD'];

const ofOthers: Exception = {
  roles: LEADS,
  whose: 'another',
  code: 'FORBIDDEN',
  why: 'The lead of another team neither moves nor promises what is not theirs.',
};

/** On an item that the leads' own teams answer for, or that other teams do. */
const on =
  (course: readonly ItemEvent[], more: object = {}) =>
  async ({ bench, whose }: RoadmapCell): Promise<object> => ({ itemId: await bench.item(course, { whose }), ...more });

/** What the leads of the owners' teams do, and whoever stands between the two sides. */
const byOwners = (mutation: string, input: RoadmapTried['input']): RoadmapTried => ({
  mutation,
  input,
  but: [ofOthers],
});

/** A command that a lead gives for their own side. */
const bySide = (
  mutation: string,
  inputOf: (side: 'CONSUMER' | 'PROVIDER') => RoadmapTried['input'],
  but: readonly Exception[] = [],
): RoadmapTried[] =>
  (['CONSUMER', 'PROVIDER'] as const).map((side) => ({
    mutation,
    variant: `for ${side}`,
    input: inputOf(side),
    but: [
      {
        roles: [side === 'CONSUMER' ? 'ENGINEERING_LEAD' : 'MARKETING_LEAD'],
        code: 'FORBIDDEN',
        why: 'Nobody speaks for the other side.',
      },
      ...but,
    ],
  }));

/** An item and what it is tied to. */
const tied =
  (already: boolean) =>
  async ({ bench, whose }: RoadmapCell): Promise<object> => {
    const to = await bench.item([], { whose });
    const tie = { toId: fromGlobalId(to, 'RoadmapItem'), type: 'NEEDS', bufferWorkingDays: 0 } as const;
    const itemId = await bench.item(already ? [{ type: 'DependencyAdded', data: tie }] : [], { whose });
    return { itemId, toId: to, type: 'NEEDS' };
  };

const linked =
  (already: boolean) =>
  async ({ bench, whose }: RoadmapCell): Promise<object> => {
    const [itemId, requestId] = await Promise.all([bench.item([], { whose }), bench.request()]);
    if (already) await bench.link(itemId, requestId);
    return { itemId, requestId };
  };

const onItems: readonly RoadmapTried[] = [
  {
    mutation: 'proposeRoadmapItem',
    input: ({ bench: { cast }, whose }) => {
      const teamId = whose === 'own' ? cast.marketing : cast.sales;
      const owners = { marketing: { personId: cast.cmo.id, teamId } };
      return { title: 'Gift cards', lane: 'SHARED', kind: 'FEATURE', owners };
    },
  },
  byOwners('reviseRoadmapItem', on(courses.proposed, { title: 'Search in a blink' })),
  byOwners('planItem', on(courses.proposed, { window: SECOND, horizon: 'NEXT' })),
  byOwners('setItemConfidence', on(courses.planned, { value: 70, reason })),
  byOwners('setItemVisibility', on(courses.planned, { visibility: 'PUBLIC' })),
  byOwners('rescheduleItem', on(courses.planned, { window: JULY, reason })),
  byOwners('answerItemSuggestion', async ({ bench, whose }) => ({
    itemId: await bench.advised({ whose }),
    suggestionId: 'S1',
    accepted: false,
    reason,
  })),
  byOwners('addItemDependency', tied(false)),
  byOwners('removeItemDependency', tied(true)),
  ...bySide('agreeItem', (side) => on(courses.planned, { side }), [
    ofOthers,
    { roles: ['PRODUCT_MANAGER'], code: 'FORBIDDEN', why: 'They stand on no side.' },
  ]),
  byOwners('commitItem', on(courses.planned)),
  byOwners('uncommitItem', on(courses.committed, { reason })),
  byOwners('startItem', on(courses.committed)),
  byOwners('shipItem', on(courses.started, { localDate: '2026-01-05' })),
  byOwners('revertShipment', on(courses.shipped, { reason })),
  byOwners('measureItem', on(courses.shipped, { outcome: 'Twice as fast.' })),
  byOwners('dropItem', on(courses.planned, { reason })),
  byOwners('reviveItem', on(courses.dropped)),
  {
    mutation: 'assessCampaignWorthiness',
    input: on(courses.planned, { verdict: 'WORTHY' }),
    but: [{ ...ofOthers, roles: ['MARKETING_MEMBER', 'MARKETING_LEAD'] }],
  },
  // Whose request becomes a part of whose item is not a matter of teams.
  { mutation: 'linkRequestToItem', input: linked(false) },
  { mutation: 'unlinkRequestFromItem', input: linked(true) },
];

const inSession =
  (course: readonly SessionEvent[], more: object = {}) =>
  async ({ bench }: RoadmapCell): Promise<object> => ({ sessionId: await bench.session(course), ...more });

/** Sessions are everybody's: `own` and `another` are the same. */
const inSessions: readonly RoadmapTried[] = [
  { mutation: 'schedulePlanning', input: () => ({ date: '2026-01-08', horizon: 'NEXT' }) },
  { mutation: 'openPlanning', input: inSession(sessions.scheduled) },
  {
    mutation: 'recordAttendance',
    input: async ({ bench, holder: { member }, whose }) => ({
      sessionId: await bench.session(sessions.open),
      personId: (whose === 'own' ? member : bench.cast.backend).id,
      side: 'PROVIDER',
    }),
  },
  {
    mutation: 'recordPlanningDecision',
    input: async ({ bench, whose }) => ({
      sessionId: await bench.session(sessions.open),
      itemId: await bench.item([], { whose }),
      decision: 'It stays.',
      rationale: reason,
    }),
  },
  { mutation: 'closePlanning', input: inSession(sessions.open) },
  { mutation: 'cancelPlanning', input: inSession(sessions.open, { reason }) },
];

let wishes = 0;
/** No two wishes are alike, so that none is the word of the other side. */
const wishOf = () => {
  wishes += 1;
  return { minJointSessions: 4, windowDays: 365 + wishes, maxGapDays: 100, effectiveFrom: '2026-03-01' };
};

const kindOf: Readonly<Record<Whose, typeof planningCadencePolicy | typeof riskRules.riskMatrixPolicy>> = {
  own: planningCadencePolicy,
  another: riskRules.riskMatrixPolicy,
};

/** What waits is one for each kind: tried by one person after the other. */
export const withdrawal: RoadmapTried = {
  mutation: 'withdrawPolicyProposal',
  input: async ({ bench, holder, whose }) => {
    const kind = kindOf[whose];
    await bench.proposal(kind, whose === 'own' ? holder.member : bench.cast.reviewer);
    return { kind: kind.kind };
  },
  but: [{ roles: ['RISK_REVIEWER'], whose: 'another', code: 'FORBIDDEN', why: 'Who proposed it, or a lead.' }],
};

const onFeeds: readonly RoadmapTried[] = [
  {
    mutation: 'createCalendarFeed',
    input: () => ({ label: `Phone ${randomUUID().slice(0, 8)}` }),
    but: [
      { roles: ['AGENCY_MEMBER', 'ADMIN'], code: 'FORBIDDEN', why: 'They see no roadmap.' },
      { roles: ROLES, whose: 'another', code: 'carried out', why: 'It is their own both times.' },
    ],
  },
  {
    mutation: 'revokeCalendarFeed',
    input: async ({ bench, holder: { member }, whose }) => ({
      tokenId: await bench.feed(whose === 'own' ? member : bench.cast.marketer),
    }),
    but: [
      {
        roles: ROLES.filter((role) => role !== 'ADMIN'),
        whose: 'another',
        code: 'NOT_FOUND',
        why: 'Nobody is told of tokens of others.',
      },
    ],
  },
];

/** Every command of the roadmap, and on what it is tried. */
export const roadmapCommands: readonly RoadmapTried[] = [
  ...onItems,
  ...inSessions,
  ...bySide('setPlanningCadence', (side) => () => ({ side, ...wishOf() })),
  ...onFeeds,
];
