import { toGlobalId } from '#libs/api-kit';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

const aRequest = async (): Promise<string> => {
  const request = { title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId: cast.marketing };
  return (await api.done(cast.marketer, 'createRequest', request)).request!.id;
};

const link = (itemId: string, requestId: string, primary = false) =>
  api.give(cast.backend, 'linkRequestToItem', { itemId, requestId, primary });

describe('linking', () => {
  it('is seen from the item and from the request', async () => {
    const [{ id: first, reference }, { id: second }] = [await api.propose(cast), await api.propose(cast)];
    const requestId = await aRequest();
    expect((await link(first, requestId, true)).problems).toEqual([]);
    await link(second, requestId);
    const links = `query ($id: ID!) { roadmapItem(id: $id) { links { requestId primary request { id title } } } }`;
    expect(await api.ask(links, cast.manager, { id: first })).toEqual({
      links: [{ requestId, primary: true, request: { id: requestId, title: 'Landing page' } }],
    });
    const items = `query ($id: ID!) { request(id: $id) { roadmapItems { id reference } } }`;
    expect(await api.ask(items, cast.manager, { id: requestId })).toMatchObject({
      roadmapItems: [{ id: first, reference }, { id: second }],
    });
    const filtered = `query ($id: ID!) { roadmapItems(filter: { requests: { some: { requestId: { eq: $id } } } }) { nodes { id } } }`;
    expect(await api.ask(filtered, cast.manager, { id: requestId })).toEqual({
      nodes: [{ id: first }, { id: second }],
    });
    await api.done(cast.backend, 'unlinkRequestFromItem', { itemId: first, requestId });
    expect(await api.ask(items, cast.manager, { id: requestId })).toMatchObject({ roadmapItems: [{ id: second }] });
    expect(await api.refused(cast, cast.backend, 'unlinkRequestFromItem', { itemId: first, requestId })).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('asks the requests of many items in one statement', async () => {
    for (const title of ['One', 'Two', 'Three']) await link((await api.propose(cast, { title })).id, await aRequest());
    const asked = `{ roadmapItems(last: 3) { nodes { links { request { roadmapItems { id } } } } } }`;
    const statements = await api.statementsOf(() => api.ask(asked, cast.manager));
    const about = (table: string) => statements.filter((one) => one.includes(table)).length;
    expect([about('requests.request_row'), about('roadmap.item_row')]).toEqual([1, 2]);
  });

  it('is refused where it is there, twice primary, or too much', async () => {
    const [{ id: shared }, { id: other }] = [await api.propose(cast), await api.propose(cast)];
    const { id: product } = await api.propose(cast, { lane: 'PRODUCT' });
    const requestId = await aRequest();
    const nowhere = toGlobalId('Request', '3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e01');
    expect((await link(shared, nowhere)).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    await link(shared, requestId, true);
    expect((await link(shared, requestId)).problems).toMatchObject([{ code: 'ALREADY_LINKED', requestId }]);
    expect((await link(other, requestId, true)).problems).toMatchObject([{ code: 'PRIMARY_TAKEN', itemId: shared }]);
    expect((await link(product, requestId, true)).problems).toMatchObject([
      { code: 'PRIMARY_NOT_SHARED', lane: 'PRODUCT' },
    ]);
  });

  it('of one request to six items at once reaches five of them', async () => {
    const requestId = await aRequest();
    const items = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((title) => api.propose(cast, { title })));
    const answers = await Promise.all(items.map(({ id }) => link(id, requestId)));
    const refused = answers.flatMap(({ problems }) => problems);
    expect(refused).toMatchObject([{ code: 'LIMIT_REACHED', max: 5 }]);
  });
});
