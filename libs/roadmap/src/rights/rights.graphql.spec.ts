import { neededRight } from '#libs/api-kit';
import { isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { deviations, outcomeOf } from '#test/kit/rights-matrix';
import { sourcesIn } from '#test/kit/refusal-codes';
import type { GraphQLSchema } from 'graphql';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';
import { roadmapCommands, withdrawal } from './commands.fixture.js';
import { RoadmapBench, type RoadmapTried } from './rights.fixture.js';
import { JULY, sessions } from './stories.fixture.js';

let api: RoadmapApi;
let bench: RoadmapBench;
let elsewhere: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  bench = await RoadmapBench.open(api);
  elsewhere = await api.cast();
});
afterAll(() => api.close());

const fieldsOf = (schema: GraphQLSchema) => Object.values(schema.getMutationType()?.getFields() ?? {});

const rightOf = (mutation: string): Right => {
  const field = fieldsOf(api.schema).find(({ name }) => name === mutation);
  const right = field && neededRight(field);
  if (right === undefined || !isRight(right)) throw new Error(`${mutation} needs no right of the matrix.`);
  return right;
};

const DECLARED = /@Mutation\([\s\S]*?@Needs\([^)]*\)\s+(?:async )?(\w+)\(/g;
/** Commands as the sources have them, whatever right they need. */
const declaredIn = (sources: readonly string[]): string[] =>
  sources.flatMap((source) => [...source.matchAll(DECLARED)].map(([, name = '']) => name)).sort();

const ours = declaredIn(sourcesIn(new URL('../', import.meta.url)));
const OURS = /^(roadmap|planning)\./;

/** Commands of the lib, and others by its rights, that are not tried. */
const untried = (schema: GraphQLSchema, tried: readonly RoadmapTried[]): string[] =>
  fieldsOf(schema)
    .filter((field) => ours.includes(field.name) || OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ mutation }) => mutation === name));

describe('the matrix of rights over the roadmap, cell by cell', () => {
  it('leaves no command of the product out', async () => {
    const { schema } = await productSchema();
    expect(ours.length).toBeGreaterThan(28);
    expect(untried(schema, roadmapCommands)).toEqual([]);
    expect(untried(schema, roadmapCommands.slice(1))).toEqual(['proposeRoadmapItem']);
  });

  it.each(roadmapCommands.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (_, tried) => {
      expect(await deviations(bench, tried, rightOf(tried.mutation))).toEqual([]);
    },
  );

  it('what waits to be set is taken back by whoever proposed it, or turned down by a lead', async () => {
    for (const holder of bench.holders)
      expect(await deviations(bench.with([holder]), withdrawal, rightOf(withdrawal.mutation))).toEqual([]);
  });

  it('would notice who gets more than they should, and who gets less', async () => {
    const planted = roadmapCommands.find(({ mutation }) => mutation === 'closePlanning')!;
    const found = await deviations(bench, planted, 'roadmap.commit');
    expect(found).toEqual([
      'BRIDGE, own: carried out, not FORBIDDEN',
      'BRIDGE, another: carried out, not FORBIDDEN',
      'FACILITATOR, own: carried out, not FORBIDDEN',
      'FACILITATOR, another: carried out, not FORBIDDEN',
      expect.stringMatching(/^refusals stored \d+ facts$/),
    ]);
    const less = roadmapCommands.find(({ mutation }) => mutation === 'commitItem')!;
    expect(await deviations(bench, { ...less, but: [] }, 'roadmap.commit')).toEqual([
      'MARKETING_LEAD, another: FORBIDDEN, not carried out',
      'ENGINEERING_LEAD, another: FORBIDDEN, not carried out',
    ]);
  });
});

describe('another workspace', () => {
  const named = roadmapCommands.filter(
    ({ mutation }) =>
      !['proposeRoadmapItem', 'schedulePlanning', 'setPlanningCadence', 'createCalendarFeed'].includes(mutation),
  );

  it.each(named.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s finds nothing of this one',
    async (_, { mutation, input }) => {
      const given = await input({ bench, holder: bench.holders[0]!, whose: 'own' });
      const stored = await bench.events();
      const before = await api.events(elsewhere.workspaceId);
      const outcomes = new Set<string>();
      for (const name of ['cmo', 'cto', 'manager', 'facilitator'] as const)
        outcomes.add(outcomeOf(await bench.answer(mutation, elsewhere[name], given)));
      const found = [...outcomes].filter((outcome) => outcome !== 'FORBIDDEN');
      // Whoever has the right is told that it is not there.
      expect(found).toEqual(['NOT_FOUND']);
      expect([await bench.events(), await api.events(elsewhere.workspaceId)]).toEqual([stored, before]);
    },
  );

  it('gives no item, request, person, team or property to name', async () => {
    const { cast } = bench;
    const [theirs, requestId, sessionId] = [
      await bench.item(),
      await bench.request(),
      await bench.session(sessions.open),
    ];
    const { item } = await api.done(elsewhere.manager, 'proposeRoadmapItem', {
      title: 'Gift cards',
      lane: 'SHARED',
      kind: 'FEATURE',
    });
    const itemId = item!.id;
    const open = (await api.done(elsewhere.manager, 'schedulePlanning', { date: '2026-01-08', horizon: 'NEXT' }))[
      'planningSession'
    ] as { id: string };
    await api.done(elsewhere.manager, 'openPlanning', { sessionId: open.id });
    const owners = (personId: string, teamId: string) => ({ marketing: { personId, teamId } });
    const said = { decision: 'It stays.', rationale: 'As we spoke.' };
    const where = { name: 'www.example', url: 'https://www.example', isPublic: true };
    const { id: propertyId } = (await api.done(cast.cmo, 'registerProperty', where))['property'] as { id: string };
    const proposal = { title: 'Gift cards', lane: 'SHARED', kind: 'FEATURE' };
    const move = { itemId, window: JULY, reason: 'As we spoke.' };
    const attempts: readonly (readonly [string, object])[] = [
      ['addItemDependency', { itemId, toId: theirs, type: 'NEEDS' }],
      ['addItemDependency', { itemId: theirs, toId: itemId, type: 'CONFLICTS' }],
      ['removeItemDependency', { itemId, toId: theirs, type: 'NEEDS' }],
      ['linkRequestToItem', { itemId, requestId }],
      ['unlinkRequestFromItem', { itemId, requestId }],
      ['proposeRoadmapItem', { ...proposal, propertyIds: [propertyId] }],
      ['proposeRoadmapItem', { ...proposal, owners: owners(cast.cmo.id, elsewhere.marketing) }],
      ['reviseRoadmapItem', { itemId, propertyIds: [propertyId] }],
      ['rescheduleItem', { ...move, causedBy: { requestId } }],
      ['rescheduleItem', { ...move, causedBy: { expeditedRequestId: requestId } }],
      ['reviseRoadmapItem', { itemId, owners: owners(cast.cmo.id, elsewhere.marketing) }],
      ['reviseRoadmapItem', { itemId, owners: owners(elsewhere.cmo.id, cast.marketing) }],
      ['recordPlanningDecision', { sessionId: open.id, itemId: theirs, ...said }],
      ['recordPlanningDecision', { sessionId, itemId, ...said }],
      ['recordAttendance', { sessionId: open.id, personId: cast.cmo.id, side: 'CONSUMER' }],
    ];
    for (const [mutation, input] of attempts)
      expect([mutation, await api.refused(elsewhere, elsewhere.manager, mutation, input)]).toEqual([
        mutation,
        ['NOT_FOUND'],
      ]);
  });
});
