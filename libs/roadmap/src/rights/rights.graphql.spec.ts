import { fromGlobalId, neededRight } from '#libs/api-kit';
import { isRight, type Right, type Role } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { deviations, outcomeOf } from '#test/kit/rights-matrix';
import { sourcesIn } from '#test/kit/refusal-codes';
import type { GraphQLSchema } from 'graphql';
import { type Cast, type Member, RoadmapApi } from '../roadmap.fixture.js';
import { roadmapCommands, withdrawal } from './commands.fixture.js';
import { RoadmapBench, type RoadmapTried } from './rights.fixture.js';
import { courses, sessions } from './stories.fixture.js';

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
    const attempts: readonly (readonly [string, object])[] = [
      ['addItemDependency', { itemId, toId: theirs, type: 'NEEDS' }],
      ['addItemDependency', { itemId: theirs, toId: itemId, type: 'CONFLICTS' }],
      ['removeItemDependency', { itemId, toId: theirs, type: 'NEEDS' }],
      ['linkRequestToItem', { itemId, requestId }],
      ['unlinkRequestFromItem', { itemId, requestId }],
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

describe('who speaks for a side', () => {
  const agree = async (who: Member, itemId: string, side: string, onBehalfOf?: Member) =>
    outcomeOf(await bench.answer('agreeItem', who, { itemId, side }, onBehalfOf && { onBehalfOf }));
  const team = (name: 'marketing' | 'sales') => fromGlobalId(bench.cast[name], 'Team');
  const join = (...held: readonly (readonly [Role, 'marketing' | 'sales' | null])[]) =>
    api.join(
      bench.cast.workspaceId,
      held.map(([role, of]) => ({ role, teamId: of && team(of) })),
    );

  it('is a product manager of that side, in the owner’s team alone', async () => {
    const manager = await join(['PRODUCT_MANAGER', 'marketing'], ['MARKETING_MEMBER', 'marketing']);
    const itemId = await bench.item(courses.planned);
    expect(await agree(manager, itemId, 'PROVIDER')).toBe('FORBIDDEN');
    expect(await agree(manager, itemId, 'CONSUMER')).toBe('carried out');
    const other = await join(['PRODUCT_MANAGER', 'sales'], ['MARKETING_MEMBER', 'sales']);
    expect(await agree(other, await bench.item(courses.planned), 'CONSUMER')).toBe('FORBIDDEN');
  });

  it('is a deputy for whom they stand for, and the fact says so', async () => {
    const { cast } = bench;
    const deputy = await join(['FACILITATOR', null]);
    const itemId = await bench.item(courses.planned);
    await api.delegate(cast.workspaceId, cast.cmo, deputy, 'MARKETING_LEAD');
    expect(await agree(deputy, itemId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await agree(deputy, itemId, 'PROVIDER', cast.cmo)).toBe('FORBIDDEN');
    expect(await agree(deputy, itemId, 'CONSUMER', cast.cmo)).toBe('carried out');
    const facts = await api.stream(cast.workspaceId, `roadmap-item-${fromGlobalId(itemId, 'RoadmapItem')}`);
    expect(facts.at(-1)).toMatchObject({
      data: { byId: deputy.personId, onBehalfOf: cast.cmo.personId, side: 'CONSUMER' },
    });
    // The deputy of another team's lead has no more to say than that lead.
    const drop = { itemId, reason: 'Nobody asks for it.' };
    await api.delegate(cast.workspaceId, cast.salesLead, deputy, 'MARKETING_LEAD');
    expect(outcomeOf(await bench.answer('dropItem', deputy, drop, { onBehalfOf: cast.salesLead }))).toBe('FORBIDDEN');
  });

  it('does not become the lead of another team by taking the item over', async () => {
    const { salesLead, cmo, sales } = bench.cast;
    const itemId = await bench.item(courses.planned);
    const owners = { marketing: { personId: salesLead.id, teamId: sales } };
    const takeOver = (who: Member) => bench.answer('reviseRoadmapItem', who, { itemId, owners });
    expect(outcomeOf(await takeOver(salesLead))).toBe('FORBIDDEN');
    expect(await agree(salesLead, itemId, 'CONSUMER')).toBe('FORBIDDEN');
    // It is for the team that has it to hand it over.
    expect(outcomeOf(await takeOver(cmo))).toBe('carried out');
    expect(await agree(cmo, itemId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await agree(salesLead, itemId, 'CONSUMER')).toBe('carried out');
  });

  it('is any lead of the side while nobody of it answers for the item', async () => {
    const said = {
      owners: {
        marketing: null,
        engineering: null,
        product: { personId: bench.cast.manager.personId, teamId: team('marketing') },
      },
    };
    const itemId = await bench.item(courses.planned, { said });
    expect(await agree(bench.cast.salesLead, itemId, 'CONSUMER')).toBe('carried out');
    expect(outcomeOf(await bench.answer('commitItem', bench.cast.salesLead, { itemId }))).toBe('carried out');
  });
});
