import { type Cast, RoadmapApi } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

describe('an item', () => {
  it('is proposed, planned and shown', async () => {
    const { id } = await api.plan(cast, {
      title: 'Gift cards',
      expectedImpact: '2,000 orders a month',
      goalIds: ['G-1'],
    });
    const item = await api.ask(
      `query ($id: ID!) { roadmapItem(id: $id) { reference title lane kind status horizon visibility expectedImpact goalIds propertyIds
        window { start end precision } owners { marketing { personId person { id } team { id } } product { personId } }
        agreements { side } worthiness { verdict reason by { id } } links { requestId } dependencies { itemId } suggestions { note }
        gate { reviewId } shippedOn outcome { outcome } confidence { value } } }`,
      cast.auditor,
      { id },
    );
    expect(item).toEqual({
      reference: 'RM-1',
      title: 'Gift cards',
      lane: 'SHARED',
      kind: 'FEATURE',
      status: 'PLANNED',
      horizon: 'NEXT',
      visibility: 'TEAMS',
      expectedImpact: '2,000 orders a month',
      goalIds: ['G-1'],
      propertyIds: [],
      window: { start: '2026-04-01', end: '2026-06-30', precision: 'QUARTER' },
      owners: {
        marketing: { personId: cast.cmo.id, person: { id: cast.cmo.id }, team: { id: cast.marketing } },
        product: null,
      },
      agreements: [],
      worthiness: { verdict: 'UNASSESSED', reason: null, by: null },
      links: [],
      dependencies: [],
      suggestions: [],
      gate: [],
      shippedOn: null,
      outcome: null,
      confidence: null,
    });
  });
});
