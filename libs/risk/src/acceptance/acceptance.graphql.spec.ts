import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { type Place, RiskDesk } from '../risks/risks.fixture.js';

let api: RiskApi;
let bench: RiskBench;
let desk: RiskDesk;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
  desk = await RiskDesk.open(bench);
});
afterAll(() => api.close());

const HIGH: Place = [3, 5];
const MEDIUM: Place = [2, 4];

describe('acceptRisk of a HIGH risk', () => {
  it('needs both leads, two persons, on the same terms', async () => {
    const { cmo, cto } = desk.cast;
    const riskId = await desk.risk(HIGH);
    const first = await desk.done(cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER'));
    expect(first.risk).toMatchObject({
      acceptance: null,
      offeredAcceptance: { band: 'HIGH', side: 'CONSUMER', expiresOn: '2026-04-05', by: { by: { id: cmo.id } } },
    });
    expect(await desk.refused(cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER'))).toEqual([
      'SIDE_ALREADY_APPROVED',
    ]);
    const second = await desk.done(cto, 'acceptRisk', desk.acceptance(riskId, 'PROVIDER'));
    expect(second.risk).toMatchObject({
      offeredAcceptance: null,
      acceptance: {
        band: 'HIGH',
        automatic: false,
        expiresOn: '2026-04-05',
        justification: 'It is rare.',
        control: 'Somebody watches.',
        by: [{ by: { id: cmo.id } }, { by: { id: cto.id } }],
      },
    });
  });

  it('is no offer of the other side where the terms are others', async () => {
    const { cmo, cto } = desk.cast;
    const riskId = await desk.risk(HIGH);
    await desk.done(cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER'));
    const shorter = desk.acceptance(riskId, 'PROVIDER', { expiresOn: '2026-02-05' });
    const { risk } = await desk.done(cto, 'acceptRisk', shorter);
    expect(risk).toMatchObject({ acceptance: null, offeredAcceptance: { side: 'PROVIDER', expiresOn: '2026-02-05' } });
  });

  it('is not for one person on both sides, by deputy or by roles', async () => {
    const { cmo, cto, both, workspaceId } = desk.cast;
    const riskId = await desk.risk(HIGH);
    await desk.done(both, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER'));
    expect(await desk.refused(both, 'acceptRisk', desk.acceptance(riskId, 'PROVIDER'))).toEqual([
      'BOTH_SIDES_BY_SAME_PERSON',
    ]);
    const other = await desk.risk(HIGH);
    await api.delegate(workspaceId, cmo, cto, 'MARKETING_LEAD');
    const consumer = desk.acceptance(other, 'CONSUMER');
    await desk.done(cto, 'acceptRisk', consumer, { onBehalfOf: cmo });
    expect(await desk.refused(cto, 'acceptRisk', desk.acceptance(other, 'PROVIDER'))).toEqual([
      'BOTH_SIDES_BY_SAME_PERSON',
    ]);
    const { risk } = await desk.done(both, 'acceptRisk', desk.acceptance(other, 'PROVIDER'));
    expect(risk).toMatchObject({
      acceptance: {
        by: [
          { by: { id: cto.id }, onBehalfOf: { id: cmo.id } },
          { by: { id: both.id }, onBehalfOf: null },
        ],
      },
    });
  });

  it.each([
    ['longer than 90 days', { expiresOn: '2026-04-06' }, 'ACCEPTANCE_TOO_LONG'],
    ['until yesterday', { expiresOn: '2026-01-04' }, 'DATE_IN_PAST'],
    ['without saying why', { justification: ' ' }, 'REASON_REQUIRED'],
    ['without saying what is done instead', { control: null }, 'REASON_REQUIRED'],
    ['with personal data', { justification: 'Ask mara@example.com' }, 'PII_NOT_ALLOWED'],
  ])('is refused %s (K4)', async (_what, change, code) => {
    const riskId = await desk.risk(HIGH);
    const terms = desk.acceptance(riskId, 'CONSUMER', change);
    expect(await desk.refused(desk.cast.cmo, 'acceptRisk', terms)).toEqual([code]);
  });

  it('tells how long would do', async () => {
    const terms = desk.acceptance(await desk.risk(HIGH), 'CONSUMER', { expiresOn: '2026-12-31' });
    expect(await api.problems(desk.cast, desk.cast.cmo, 'acceptRisk', terms)).toMatchObject([
      { code: 'ACCEPTANCE_TOO_LONG', band: 'HIGH', maxDays: 90, latestDate: '2026-04-05' },
    ]);
  });

  it('is accepted once where both leads say so at the same moment', async () => {
    const { cmo, cto } = desk.cast;
    const riskIds = await Promise.all([desk.risk(HIGH), desk.risk(HIGH), desk.risk(HIGH)]);
    for (const riskId of riskIds) {
      const before = await desk.facts();
      await Promise.all([
        desk.done(cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER')),
        desk.done(cto, 'acceptRisk', desk.acceptance(riskId, 'PROVIDER')),
      ]);
      const said = (await desk.facts()).slice(before.length);
      expect(said.filter((type) => type === 'RiskAccepted')).toHaveLength(1);
      const { acceptance } = await desk.shown(riskId);
      expect(acceptance?.by.map(({ by }) => by.id).toSorted()).toEqual([cmo.id, cto.id].toSorted());
    }
  });
});

describe('acceptRisk', () => {
  it('of a MEDIUM risk is for the lead of the side that carries it', async () => {
    const { cmo, cto, salesLead } = desk.cast;
    const riskId = await desk.risk(MEDIUM);
    const provider = desk.acceptance(riskId, 'PROVIDER', { control: null });
    expect(await desk.refused(cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER'))).toEqual(['FORBIDDEN']);
    expect(await desk.refused(cmo, 'acceptRisk', provider)).toEqual(['FORBIDDEN']);
    expect(await desk.refused(salesLead, 'acceptRisk', provider)).toEqual(['FORBIDDEN']);
    const { risk } = await desk.done(cto, 'acceptRisk', provider);
    expect(risk).toMatchObject({ acceptance: { band: 'MEDIUM', control: null, by: [{ by: { id: cto.id } }] } });
  });

  it('asks for a rating and for who carries it first', async () => {
    const { cmo } = desk.cast;
    const riskId = await desk.identify();
    const terms = desk.acceptance(riskId, 'CONSUMER');
    expect(await desk.refused(cmo, 'acceptRisk', terms)).toEqual(['INHERENT_RATING_MISSING']);
    await desk.rate(riskId, MEDIUM);
    expect(await desk.refused(cmo, 'acceptRisk', terms)).toEqual(['RISK_OWNER_MISSING']);
  });

  it('of a CRITICAL risk is for nobody', async () => {
    const riskId = await desk.risk([4, 5]);
    expect(
      await api.problems(desk.cast, desk.cast.cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER')),
    ).toMatchObject([{ code: 'CRITICAL_NOT_ACCEPTABLE' }]);
  });

  it('is for the two teams of the work: the lead of another team signs nothing', async () => {
    const { salesLead, reviewer } = desk.cast;
    for (const place of [HIGH, MEDIUM, [1, 2] as const]) {
      const riskId = await desk.risk(place, { ownerSide: 'CONSUMER' });
      const terms = desk.acceptance(riskId, 'CONSUMER');
      expect(await desk.refused(salesLead, 'acceptRisk', terms)).toEqual(['FORBIDDEN']);
      expect(await desk.refused(reviewer, 'acceptRisk', terms)).toEqual(['FORBIDDEN']);
      const revoking = { riskId, side: 'CONSUMER', reason: 'Too often.' };
      expect(await desk.refused(salesLead, 'revokeAcceptance', revoking)).toEqual(['FORBIDDEN']);
      expect(await desk.refused(salesLead, 'acknowledgeRisk', { riskId })).toEqual(['FORBIDDEN']);
    }
  });

  it('does not outlive a risk that grows past it', async () => {
    const { cto } = desk.cast;
    const riskId = await desk.risk(MEDIUM);
    await desk.done(cto, 'acceptRisk', desk.acceptance(riskId, 'PROVIDER'));
    const grown = await desk.rate(riskId, HIGH, { stage: 'CURRENT', reason: 'It happened to others.' });
    expect(grown.risk).toMatchObject({ acceptance: null, current: { band: 'HIGH' } });
    expect((await desk.facts()).slice(-2)).toEqual(['RiskRated', 'RiskAcceptanceRevoked']);
  });
});

describe('acknowledgeRisk (P50)', () => {
  it('is for the requesting side, and worth it again when the risk grows', async () => {
    const { marketer, backend } = desk.cast;
    const riskId = await desk.identify();
    expect(await desk.refused(marketer, 'acknowledgeRisk', { riskId })).toEqual(['INHERENT_RATING_MISSING']);
    await desk.rate(riskId, MEDIUM);
    expect(await desk.refused(backend, 'acknowledgeRisk', { riskId })).toEqual(['FORBIDDEN']);
    const { risk } = await desk.done(marketer, 'acknowledgeRisk', { riskId });
    expect(risk).toMatchObject({
      acknowledgement: { band: 'MEDIUM', isEnough: true, by: { by: { id: marketer.id } } },
    });
    const grown = await desk.rate(riskId, HIGH);
    expect(grown.risk).toMatchObject({ acknowledgement: { band: 'MEDIUM', isEnough: false } });
  });
});

describe('a decision that rests on an acceptance (K3)', () => {
  it('is not made without it, and is taken up again when a lead takes it back', async () => {
    const { cmo, cto, marketer, reviewer } = desk.cast;
    const own = await RiskDesk.open(bench);
    const riskId = await own.risk(HIGH);
    await own.done(marketer, 'acknowledgeRisk', { riskId });
    await own.signAll();
    const { reviewId } = own;
    expect(await api.problems(own.cast, reviewer, 'clearReview', { reviewId })).toMatchObject([
      { code: 'REVIEW_NOT_CLEARABLE', highestBand: 'HIGH' },
    ]);
    await own.done(cmo, 'acceptRisk', own.acceptance(riskId, 'CONSUMER'));
    await own.done(cto, 'acceptRisk', own.acceptance(riskId, 'PROVIDER'));
    const cleared = await own.done(reviewer, 'clearReview', { reviewId });
    expect(cleared.riskReview).toMatchObject({ status: 'CLEARED' });
    expect(await own.refused(cmo, 'acceptRisk', own.acceptance(riskId, 'CONSUMER'))).toEqual(['INVALID_STATE']);
    const revoking = { riskId, side: 'CONSUMER' };
    expect(await own.refused(cmo, 'revokeAcceptance', revoking)).toEqual(['REASON_REQUIRED']);
    const { risk, riskReview } = await own.done(cmo, 'revokeAcceptance', { ...revoking, reason: 'Too often.' });
    expect(risk).toMatchObject({ acceptance: null });
    expect(riskReview).toMatchObject({ status: 'IN_ASSESSMENT' });
    expect((await own.facts()).slice(-3)).toEqual(['RiskAcceptanceRevoked', 'LensUnsigned', 'ReviewReopened']);
    const again = await own.done(cmo, 'revokeAcceptance', { ...revoking, reason: 'Too often.' });
    expect(again).toMatchObject({ position: null, risk: { id: riskId } });
  });
});
