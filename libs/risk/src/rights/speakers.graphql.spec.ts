import { fromGlobalId } from '#libs/api-kit';
import type { Role } from '#libs/people';
import { providersModel, ProvidersModule } from '#libs/providers';
import { outcomeOf } from '#test/kit/rights-matrix';
import { type Member, RiskApi } from '../risk.fixture.js';
import { RiskBench } from '../risk-requests.fixture.js';
import { RightsBench } from './rights.fixture.js';
import { stories, terms } from './stories.fixture.js';

let api: RiskApi;
let bench: RightsBench;
beforeAll(async () => {
  api = await RiskApi.start({ models: [providersModel], modules: [ProvidersModule] });
  bench = await RightsBench.open(api);
});
afterAll(() => api.close());

const join = (role: Role, team: 'marketing' | 'engineering' | 'sales' | 'agencyTeam'): Promise<Member> =>
  api.join(bench.cast.workspaceId, [{ role, teamId: fromGlobalId(bench.cast[team], 'Team') }]);

const accept = async (who: Member, riskId: string, side: 'CONSUMER' | 'PROVIDER'): Promise<string> =>
  outcomeOf(await bench.answer('acceptRisk', who, { riskId, side, ...terms }));

/** A HIGH risk of a review that was just opened; its global id. */
async function riskOf(cast: RightsBench['cast'], subjectId: string): Promise<string> {
  const { cto, reviewer, backend } = cast;
  const opened = await api.done(cto, 'openRiskReview', { subjectId, lenses: ['THIRD_PARTY'] });
  const told = { cause: 'One supplier.', event: 'It goes away.', consequence: 'Nobody can help.' };
  const identified = { reviewId: opened.riskReview!.id, lens: 'THIRD_PARTY', title: 'No exit', ...told };
  const riskId = (await api.done(reviewer, 'identifyRisk', identified)).risk!.id;
  const rating = { stage: 'INHERENT', likelihood: 3, impact: 4, rationale: 'Seen before.' };
  await api.done(reviewer, 'rateRisk', { riskId, ...rating });
  await api.done(reviewer, 'chooseTreatment', {
    riskId,
    treatment: 'ACCEPT',
    ownerId: backend.id,
    ownerSide: 'PROVIDER',
  });
  return riskId;
}

describe('who speaks about the risk of an agency', () => {
  it('is everybody’s lead in the house, and nobody of the agency’s own team', async () => {
    const { cmo, cto, marketer, agencyTeam } = bench.cast;
    const ceiling = { minorUnits: 100_000, currency: 'EUR' };
    const invited = await api.done(cto, 'inviteProvider', { name: 'Studio North', teamId: agencyTeam, ceiling });
    const riskId = await riskOf(bench.cast, (invited['provider'] as { id: string }).id);
    const theirs = [await join('ENGINEERING_LEAD', 'agencyTeam'), await join('MARKETING_LEAD', 'agencyTeam')] as const;
    expect(await accept(theirs[0], riskId, 'PROVIDER')).toBe('FORBIDDEN');
    expect(await accept(theirs[1], riskId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(outcomeOf(await bench.answer('acknowledgeRisk', theirs[1], { riskId }))).toBe('FORBIDDEN');
    expect(await accept(cmo, riskId, 'CONSUMER')).toBe('carried out');
    expect(await accept(cto, riskId, 'PROVIDER')).toBe('carried out');
    expect(outcomeOf(await bench.answer('acknowledgeRisk', marketer, { riskId }))).toBe('carried out');
  });
});

describe('who speaks about the risk of a request', () => {
  it('is no lead of one side whose role is held in the team of the other one', async () => {
    const { riskId } = await bench.tell(stories.high);
    expect(await accept(await join('MARKETING_LEAD', 'engineering'), riskId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await accept(await join('ENGINEERING_LEAD', 'marketing'), riskId, 'PROVIDER')).toBe('FORBIDDEN');
    expect(await accept(await join('MARKETING_LEAD', 'sales'), riskId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await accept(await join('MARKETING_LEAD', 'marketing'), riskId, 'CONSUMER')).toBe('carried out');
  });

  it('is of the providing side any lead until it is known which team does the work', async () => {
    const requests = await RiskBench.open(api);
    const { cto, cmo, salesLead } = requests.cast;
    const riskId = await riskOf(requests.cast, await requests.request({ stage: 'written' }));
    expect(await accept(salesLead, riskId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await accept(cmo, riskId, 'CONSUMER')).toBe('carried out');
    expect(await accept(cto, riskId, 'PROVIDER')).toBe('carried out');
  });
});
