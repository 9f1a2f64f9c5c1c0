import { toGlobalId } from '#libs/api-kit';
import { dueOf, type ReviewState } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { policyInForce } from './policy-in-force.js';
import { RiskDesk } from './risks.fixture.js';

let api: RiskApi;
let desk: RiskDesk;
let ids: Record<'unrated' | 'low' | 'medium' | 'high' | 'critical', string>;

/** Risks in all bands over two reviews: MEDIUM acknowledged and accepted, HIGH materialised, CRITICAL on a property. */
beforeAll(async () => {
  api = await RiskApi.start();
  const bench = await RiskBench.open(api);
  desk = await RiskDesk.open(bench);
  const { cto, marketer, cmo } = bench.cast;
  const unrated = await desk.identify({ title: 'Nobody rated it', lens: 'PRIVACY' });
  const low = await desk.risk([1, 2], { treatment: 'ACCEPT' });
  const medium = await desk.risk([2, 4], { treatment: 'ACCEPT', ownerId: cmo.id, ownerSide: 'CONSUMER' });
  const high = await desk.risk([3, 5]);
  await desk.done(cto, 'materialiseRisk', { riskId: high, occurrence: { incident: 'INC-1' } });
  await desk.done(cmo, 'acceptRisk', desk.acceptance(medium, 'CONSUMER', { expiresOn: '2026-02-01' }));
  await desk.done(marketer, 'acknowledgeRisk', { riskId: medium });
  const shop = await RiskDesk.open(bench, { properties: ['shop'] });
  const critical = await shop.risk([4, 5]);
  ids = { unrated, low, medium, high, critical };
});
afterAll(() => api.close());

const LIST = `query ($filter: RiskFilter, $order: [RiskOrder!], $first: Int, $after: String) {
  risks(filter: $filter, order: $order, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id dueOn } } }`;

interface Listed {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly { readonly id: string; readonly dueOn: string | null }[];
}

const list = (variables: object = {}, who = desk.cast.marketer) => api.ask<Listed>(LIST, who, variables);
const found = async (filter: object) => {
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  return (await list({ filter })).nodes.map(({ id }) => names.get(id));
};

describe('risks', () => {
  it.each([
    ['band', { band: { in: ['HIGH', 'CRITICAL'] } }, ['high', 'critical']],
    ['no rating', { band: { isNull: true } }, ['unrated']],
    ['inherent band', { inherentBand: { eq: 'MEDIUM' } }, ['medium']],
    ['score', { score: { gte: 15 } }, ['high', 'critical']],
    ['lens', { lens: { eq: 'PRIVACY' } }, ['unrated']],
    ['treatment', { treatment: { eq: 'ACCEPT' } }, ['low', 'medium']],
    ['side of the owner', { ownerSide: { eq: 'CONSUMER' } }, ['medium']],
    ['the day it is due', { dueOn: { lt: '2026-04-01' } }, ['high', 'critical']],
    ['the end of its acceptance', { acceptedUntil: { lte: '2026-02-01' } }, ['medium']],
    ['being unaccepted', { unaccepted: { eq: true } }, ['high', 'critical']],
    ['being unacknowledged (P50)', { unacknowledged: { eq: true } }, ['high', 'critical']],
    ['being acknowledged or harmless', { unacknowledged: { eq: false } }, ['unrated', 'low', 'medium']],
    ['having become fact', { materialised: { eq: true } }, ['high']],
    ['title', { title: { contains: 'nobody' } }, ['unrated']],
    ['the status of the review', { reviewStatus: { ne: 'OPEN' } }, []],
  ])('are found by %s', async (_what, filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  it('are found by owner, team, property and review', async () => {
    const { cmo, marketing, sales } = desk.cast;
    expect(await found({ ownerId: { eq: cmo.id } })).toEqual(['medium']);
    expect(await found({ teams: { some: { teamId: { eq: marketing } } } })).toHaveLength(5);
    expect(await found({ teams: { some: { teamId: { eq: sales } } } })).toEqual([]);
    const propertyId = toGlobalId('Property', propertyIdOf('Shop'));
    expect(await found({ properties: { some: { propertyId: { eq: propertyId } } } })).toEqual(['critical']);
    expect(await found({ reviewId: { ne: desk.reviewId } })).toEqual(['critical']);
  });

  it('come page by page in any order, those without a value last', async () => {
    const order = [{ dueOn: 'ASC' }, { number: 'DESC' }];
    const pages: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { nodes, pageInfo, totalCount }: Listed = await list({ order, first: 2, after });
      pages.push(...nodes.map(({ id }) => id));
      after = pageInfo.endCursor;
      expect([pageInfo.hasNextPage, totalCount]).toEqual([page < 2, 5]);
    }
    expect(pages).toEqual([ids.critical, ids.high, ids.medium, ids.low, ids.unrated]);
    const foreign = await api.cast();
    expect(await list({}, foreign.marketer)).toMatchObject({ totalCount: 0, nodes: [] });
    const { errors } = await api.run(LIST, foreign.marketer, { order, after });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
  });

  it('take the same number of statements however many there are', async () => {
    const asked = `query ($first: Int) { risks(first: $first) { nodes { id dueOn owner { person { id } }
      mitigations { owner { id } } acceptance { by { by { id } } } acknowledgement { by { by { id } } } } } }`;
    const statements = (first: number) => api.statementsOf(() => api.ask(asked, desk.cast.marketer, { first }));
    const [few, many] = [await statements(3), await statements(5)];
    expect(many.length).toBe(few.length);
  });

  it('are due in the list on the day the rules say, whatever the matrix became', async () => {
    const { workspaceId, cmo, cto } = desk.cast;
    const bands = ['LOW', 'LOW', 'LOW', 'HIGH', 'HIGH'];
    // (1,2) stays LOW, (2,4) becomes HIGH, (3,5) and (4,5) become CRITICAL.
    const rows = [
      bands,
      ['LOW', 'MEDIUM', 'HIGH', 'HIGH', 'HIGH'],
      ['MEDIUM', 'HIGH', 'HIGH', 'HIGH', 'CRITICAL'],
      ['HIGH', 'HIGH', 'HIGH', 'CRITICAL', 'CRITICAL'],
      ['HIGH', 'HIGH', 'CRITICAL', 'CRITICAL', 'CRITICAL'],
    ].map((impacts) => ({ bands: impacts }));
    const before = await list();
    await api.done(cmo, 'setRiskMatrix', { rows, effectiveFrom: '2026-01-12', side: 'CONSUMER' });
    await api.done(cto, 'setRiskMatrix', { rows, effectiveFrom: '2026-01-12', side: 'PROVIDER' });
    expect(await list()).toEqual(before);
    await api.setClock(workspaceId, '2026-01-12T09:00:00.000Z');
    const policy = await policyInForce(api.pool, workspaceId, '2026-01-12');
    const { rows: reviews } = await api.owner.query<{ document: ReviewState }>(
      'select document from risk.review_row where workspace_id = $1 order by number',
      [workspaceId],
    );
    const expected = reviews.flatMap(({ document }) =>
      document.risks.map((risk) => dueOf(risk, policy)?.dueOn ?? null),
    );
    expect(expected).toEqual([null, '2026-07-04', '2026-01-12', '2026-01-12', '2026-02-04']);
    expect((await list()).nodes.map(({ dueOn }) => dueOn)).toEqual(expected);
    for (const day of new Set(expected.filter((one) => one !== null))) {
      const { nodes } = await list({ filter: { dueOn: { eq: day } } });
      expect(nodes.map(({ dueOn }) => dueOn)).toEqual(expected.filter((one) => one === day));
    }
    // What was rated keeps its band (K5); what is rated now names the matrix of now.
    expect(await desk.shown(ids.medium)).toMatchObject({ current: { band: 'MEDIUM', matrixVersion: 1 } });
    const { risk } = await desk.rate(ids.medium, [2, 4]);
    expect(risk).toMatchObject({
      current: { band: 'HIGH', matrixVersion: 2, ratedOn: '2026-01-12' },
      acceptance: null,
    });
  });
});
