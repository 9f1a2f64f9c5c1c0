import { type Cast, type Member, RoadmapApi } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

/** A HIGH risk of an item with these owners; its global id. */
async function riskOf(owners: object): Promise<string> {
  const { cto, reviewer, backend } = cast;
  const { id: subjectId } = await api.plan(cast, { owners });
  const opened = await api.done(cto, 'openRiskReview', { subjectId, lenses: ['PRIVACY'] });
  const { id: reviewId } = opened['riskReview'] as { readonly id: string };
  const told = { cause: 'Nobody asked.', event: 'Data is kept.', consequence: 'A fine.' };
  const identified = await api.done(reviewer, 'identifyRisk', { reviewId, lens: 'PRIVACY', title: 'Kept', ...told });
  const { id: riskId } = identified['risk'] as { readonly id: string };
  const rating = { stage: 'INHERENT', likelihood: 3, impact: 4, rationale: 'Seen before.' };
  await api.done(reviewer, 'rateRisk', { riskId, ...rating });
  const owner = { ownerId: backend.id, ownerSide: 'PROVIDER' };
  await api.done(reviewer, 'chooseTreatment', { riskId, treatment: 'ACCEPT', ...owner });
  return riskId;
}

const terms = { expiresOn: '2026-04-05', justification: 'It is rare.', control: 'Somebody watches.' };
const accept = async (who: Member, riskId: string, side: 'CONSUMER' | 'PROVIDER'): Promise<string[]> =>
  (await api.give(who, 'acceptRisk', { riskId, side, ...terms })).problems.map(({ code }) => code);

describe('who speaks about the risk of an item', () => {
  const engineering = () => ({ engineering: { personId: cast.frontend.id, teamId: cast.engineering } });

  it('are the leads of the teams that answer for it', async () => {
    const marketing = { personId: cast.marketer.id, teamId: cast.marketing };
    const riskId = await riskOf({ ...engineering(), marketing });
    expect(await accept(cast.salesLead, riskId, 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await accept(cast.cmo, riskId, 'CONSUMER')).toEqual([]);
    expect(await accept(cast.cto, riskId, 'PROVIDER')).toEqual([]);
  });

  it('is any lead of a side that has no owner yet: nothing waits for somebody who is not there', async () => {
    const riskId = await riskOf(engineering());
    expect(await accept(cast.salesLead, riskId, 'CONSUMER')).toEqual([]);
    expect(await accept(cast.cto, riskId, 'PROVIDER')).toEqual([]);
  });
});
