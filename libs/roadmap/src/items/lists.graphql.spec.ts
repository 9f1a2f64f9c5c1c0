import { toGlobalId } from '#libs/api-kit';
import { type Cast, RoadmapApi, TODAY } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

const nowhere = '3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e01';

describe('describing an item', () => {
  it('changes what is named and leaves the rest', async () => {
    const { id: itemId, version } = await api.propose(cast, { goalIds: ['G-1'], expectedImpact: 'Orders' });
    const owners = { marketing: null, product: { personId: cast.manager.id, teamId: cast.engineering } };
    const revised = await api.done(cast.manager, 'reviseRoadmapItem', { itemId, title: 'Vouchers', owners });
    expect(revised.item).toMatchObject({ title: 'Vouchers', expectedImpact: 'Orders', version: version + 1 });
    const asked = `query ($id: ID!) { roadmapItem(id: $id) { owners { marketing { personId } engineering { personId } product { personId } } } }`;
    expect(await api.ask(asked, cast.auditor, { id: itemId })).toEqual({
      owners: { marketing: null, engineering: { personId: cast.cto.id }, product: { personId: cast.manager.id } },
    });
    // The same again is no change, and whoever saw an older version is told.
    expect((await api.done(cast.manager, 'reviseRoadmapItem', { itemId, title: 'Vouchers' })).position).toBeNull();
    const stale = await api.give(
      cast.manager,
      'reviseRoadmapItem',
      { itemId, title: 'Cards' },
      { expect: { version } },
    );
    expect(stale.problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT' }]);
  });

  it('names people, teams and properties that are there', async () => {
    const stranger = { personId: toGlobalId('Person', nowhere), teamId: cast.marketing };
    const lost = { personId: cast.cmo.id, teamId: toGlobalId('Team', nowhere) };
    const item = { title: 'Gift cards', lane: 'SHARED', kind: 'FEATURE' };
    const propose = (more: object) => api.problems(cast, cast.cmo, 'proposeRoadmapItem', { ...item, ...more });
    expect(await propose({ owners: { marketing: stranger } })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'owners', 'marketing', 'personId'] },
    ]);
    expect(await propose({ owners: { product: lost } })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'owners', 'product', 'teamId'] },
    ]);
    expect(await propose({ propertyIds: [toGlobalId('Property', nowhere)] })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'propertyIds'] },
    ]);
    expect(await propose({ title: 'Ask anna@example.org' })).toMatchObject([{ code: 'PII_NOT_ALLOWED' }]);
    expect(await propose({ goalIds: Array.from({ length: 51 }, (_, index) => `G-${index}`) })).toMatchObject([
      { code: 'LIMIT_REACHED', max: 50 },
    ]);
  });

  it('says how sure it is and who sees it', async () => {
    const { id: itemId } = await api.plan(cast);
    const sure = { itemId, value: 70, reason: 'The interface is agreed.' };
    await api.done(cast.manager, 'setItemConfidence', sure);
    expect(await api.refused(cast, cast.manager, 'setItemConfidence', { ...sure, value: 101 })).toEqual([
      'VALIDATION_FAILED',
    ]);
    expect(await api.refused(cast, cast.manager, 'setItemConfidence', { ...sure, reason: '' })).toEqual([
      'REASON_REQUIRED',
    ]);
    const { item } = await api.done(cast.manager, 'setItemVisibility', { itemId, visibility: 'PUBLIC' });
    expect(item).toMatchObject({ visibility: 'PUBLIC' });
    expect(await api.refused(cast, cast.marketer, 'setItemVisibility', { itemId, visibility: 'TEAMS' })).toEqual([
      'FORBIDDEN',
    ]);
    await api.readable();
    const asked = `query ($id: ID!) { roadmapItem(id: $id) { confidence { value why } history { changes { type summary } } } }`;
    expect(await api.ask(asked, cast.auditor, { id: itemId })).toEqual({
      confidence: { value: 70, why: 'The interface is agreed.' },
      history: {
        changes: [
          { type: 'ItemProposed', summary: 'RM-1 was proposed: “Gift cards”, feature on the lane shared.' },
          { type: 'ItemPlanned', summary: 'It is planned for 2026-04-01 to 2026-06-30, next.' },
          { type: 'ConfidenceSet', summary: 'The window is 70 % sure: “The interface is agreed”.' },
          { type: 'VisibilitySet', summary: 'Who may see it: public.' },
        ],
      },
    });
  });
});

describe('lists', () => {
  it('of items are filtered and ordered', async () => {
    await api.propose(cast, { title: 'Undated' });
    const late = { start: '2026-07-01', end: '2026-09-30' };
    const { id: lateId } = await api.plan(cast, { title: 'Late', lane: 'MARKETING', kind: 'CAMPAIGN' }, late);
    const { id: earlyId } = await api.plan(cast, { title: 'Early' });
    const asked = (args: string) =>
      api.ask<{ nodes: object[] }>(`{ roadmapItems(${args}) { nodes { title } } }`, cast.auditor);
    const titles = async (args: string) => (await asked(args)).nodes.map((node) => (node as { title: string }).title);
    expect(await titles('order: [{ startOn: ASC }]')).toEqual(['Early', 'Late', 'Undated']);
    expect(await titles('filter: { lane: { eq: MARKETING }, kind: { eq: CAMPAIGN } }')).toEqual(['Late']);
    expect(await titles('filter: { startOn: { lt: "2026-07-01" } }')).toEqual(['Early']);
    expect(await titles(`filter: { teams: { some: { teamId: { eq: "${cast.sales}" } } } }`)).toEqual([]);
    await api.done(cast.marketer, 'assessCampaignWorthiness', { itemId: lateId, verdict: 'WORTHY' });
    expect(await titles('filter: { worthiness: { eq: UNASSESSED } }')).toEqual(['Undated', 'Early']);
    const nodes = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;
    expect(await api.ask(nodes, cast.auditor, { ids: [earlyId] })).toEqual([{ id: earlyId }]);
    const elsewhere = await api.cast();
    expect(await api.ask(nodes, elsewhere.auditor, { ids: [earlyId] })).toEqual([null]);
  });

  it('of what is worth a campaign name what shipped unseen', async () => {
    const [worthy, not, waiting, shipped, dropped] = await Promise.all(
      ['Worthy', 'Not', 'Waiting', 'Shipped', 'Dropped'].map((title) => api.plan(cast, { title, lane: 'ENGINEERING' })),
    );
    const assess = (itemId: string, verdict: string) =>
      api.done(cast.cmo, 'assessCampaignWorthiness', { itemId, verdict, reason: 'Customers say so.' });
    await assess(worthy!.id, 'WORTHY');
    await assess(not!.id, 'NOT_WORTHY');
    for (const name of ['commitItem', 'startItem']) await api.done(cast.cto, name, { itemId: shipped!.id });
    await api.done(cast.cto, 'shipItem', { itemId: shipped!.id, localDate: TODAY });
    await api.done(cast.cto, 'dropItem', { itemId: dropped!.id, reason: 'Nobody wants it.' });
    const asked = `{ campaignWorthy { worthy { title } worthyCount unassessed { title } unassessedCount shippedUnassessed { title } shippedUnassessedCount } }`;
    expect(await api.ask(asked, cast.marketer)).toEqual({
      worthy: [{ title: 'Worthy' }],
      worthyCount: 1,
      unassessed: [{ title: waiting!['title'] }],
      unassessedCount: 1,
      shippedUnassessed: [{ title: 'Shipped' }],
      shippedUnassessedCount: 1,
    });
  });

  it('of dependencies show a graph, of all items or around some', async () => {
    const [a, b, c, alone] = [
      await api.propose(cast),
      await api.propose(cast),
      await api.propose(cast),
      await api.propose(cast),
    ];
    const { id: engineering } = await api.propose(cast, { lane: 'ENGINEERING' });
    const add = (itemId: string, toId: string) =>
      api.done(cast.manager, 'addItemDependency', { itemId, toId, type: 'NEEDS', bufferWorkingDays: 2 });
    await add(a.id, b.id);
    await add(b.id, c.id);
    await add(c.id, engineering);
    const asked = `query ($itemIds: [ID!], $lanes: [RoadmapLane!]) { dependencyGraph(itemIds: $itemIds, lanes: $lanes) {
      nodes { id } edges { fromId toId type bufferWorkingDays } truncated } }`;
    const edge = (fromId: string, toId: string) => ({ fromId, toId, type: 'NEEDS', bufferWorkingDays: 2 });
    const nodes = (...ids: string[]) => ids.map((id) => ({ id }));
    expect(await api.ask(asked, cast.auditor)).toEqual({
      nodes: nodes(a.id, b.id, c.id, engineering),
      edges: [edge(a.id, b.id), edge(b.id, c.id), edge(c.id, engineering)],
      truncated: false,
    });
    expect(await api.ask(asked, cast.auditor, { itemIds: [b.id, alone.id] })).toEqual({
      nodes: nodes(a.id, b.id, c.id, alone.id),
      edges: [edge(a.id, b.id), edge(b.id, c.id)],
      truncated: false,
    });
    expect(await api.ask(asked, cast.auditor, { lanes: ['ENGINEERING'] })).toMatchObject({
      nodes: nodes(engineering),
      edges: [],
    });
  });
});
