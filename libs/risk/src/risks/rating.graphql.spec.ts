import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { RiskDesk } from './risks.fixture.js';

let api: RiskApi;
let bench: RiskBench;
let desk: RiskDesk;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
  desk = await RiskDesk.open(bench);
});
afterAll(() => api.close());

describe('rateRisk', () => {
  it('puts a risk on the matrix, current as inherent until it is rated itself', async () => {
    const riskId = await desk.identify();
    const { risk } = await desk.rate(riskId, [3, 5]);
    const rating = { likelihood: 3, impact: 5, score: 15, band: 'HIGH', matrixVersion: 1, ratedOn: '2026-01-05' };
    // HIGH: 30 days (P51).
    expect(risk).toMatchObject({ inherent: rating, current: rating, residualTarget: null, dueOn: '2026-02-04' });
    await desk.rate(riskId, [1, 2], { stage: 'RESIDUAL_TARGET' });
    expect(await desk.shown(riskId)).toMatchObject({
      current: { band: 'HIGH' },
      residualTarget: { score: 2, band: 'LOW', matrixVersion: 1 },
    });
  });

  it.each([
    ['a likelihood beyond the scale', [6, 5], {}, 'SCORE_OUT_OF_RANGE'],
    ['an impact below the scale', [1, 0], {}, 'SCORE_OUT_OF_RANGE'],
    ['no rationale', [1, 1], { rationale: null }, 'REASON_REQUIRED'],
    ['CURRENT before INHERENT', [1, 1], { stage: 'CURRENT' }, 'INHERENT_RATING_MISSING'],
    ['a target before INHERENT', [1, 1], { stage: 'RESIDUAL_TARGET' }, 'INHERENT_RATING_MISSING'],
    ['personal data', [1, 1], { rationale: 'Call +49 30 1234567' }, 'PII_NOT_ALLOWED'],
  ] as const)('is refused with %s', async (_what, place, change, code) => {
    const riskId = await desk.identify();
    expect(await desk.refused(desk.cast.reviewer, 'rateRisk', desk.rating(riskId, place, change))).toEqual([code]);
  });

  it('says why it is worse than before anything was done', async () => {
    const riskId = await desk.risk([2, 3]);
    const worse = { stage: 'CURRENT' };
    const { reviewer } = desk.cast;
    expect(await api.problems(desk.cast, reviewer, 'rateRisk', desk.rating(riskId, [3, 4], worse))).toMatchObject([
      { code: 'CURRENT_ABOVE_INHERENT', inherentScore: 6, currentScore: 12, path: ['input', 'reason'] },
    ]);
    const { risk } = await desk.rate(riskId, [3, 4], { ...worse, reason: 'The supplier stopped answering.' });
    expect(risk).toMatchObject({ current: { band: 'HIGH' }, inherent: { band: 'MEDIUM' }, reduced: false });
  });

  it('shrinks by a verified mitigation, and not before', async () => {
    const riskId = await desk.risk([3, 5]);
    const smaller = desk.rating(riskId, [1, 5], { stage: 'CURRENT' });
    const { reviewer } = desk.cast;
    expect(await desk.refused(reviewer, 'rateRisk', smaller)).toEqual(['REDUCTION_WITHOUT_MITIGATION']);
    const mitigationId = await desk.mitigate(riskId);
    await desk.complete(riskId, mitigationId);
    expect(await desk.refused(reviewer, 'rateRisk', smaller)).toEqual(['REDUCTION_WITHOUT_MITIGATION']);
    await desk.done(reviewer, 'verifyMitigation', { riskId, mitigationId });
    const { risk } = await desk.done(reviewer, 'rateRisk', smaller);
    expect(risk).toMatchObject({ inherent: { score: 15 }, current: { score: 5, band: 'MEDIUM' }, reduced: true });
  });

  it('is for reviewers who neither asked for it nor build it', async () => {
    const riskId = await desk.identify();
    const { cto, manager } = desk.cast;
    expect(await desk.refused(cto, 'rateRisk', desk.rating(riskId, [1, 1]))).toEqual(['FORBIDDEN']);
    await desk.alsoReviews(manager);
    expect(await desk.refused(manager, 'rateRisk', desk.rating(riskId, [1, 1]))).toEqual(['REVIEWER_CONFLICT']);
    expect(await desk.refused(manager, 'chooseTreatment', desk.treatment(riskId))).toEqual(['REVIEWER_CONFLICT']);
  });
});

describe('chooseTreatment', () => {
  it('says what is done and who carries it', async () => {
    const riskId = await desk.identify();
    const { risk } = await desk.treat(riskId, {
      treatment: 'TRANSFER',
      ownerId: desk.cast.cmo.id,
      ownerSide: 'CONSUMER',
    });
    expect(risk).toMatchObject({
      treatment: 'TRANSFER',
      owner: { side: 'CONSUMER', person: { id: desk.cast.cmo.id } },
      acceptance: null,
    });
  });

  it('accepts what is LOW with it, until it is looked at again (K4)', async () => {
    const riskId = await desk.identify();
    await desk.rate(riskId, [2, 2]);
    const { risk } = await desk.treat(riskId, { treatment: 'ACCEPT' });
    expect(risk).toMatchObject({ acceptance: { band: 'LOW', automatic: true, by: [], expiresOn: '2026-07-04' } });
  });

  it('is refused for an owner who is not there', async () => {
    const elsewhere = await api.cast();
    const nobody = desk.treatment(await desk.identify(), { ownerId: elsewhere.backend.id });
    expect(await api.problems(desk.cast, desk.cast.reviewer, 'chooseTreatment', nobody)).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'ownerId'] },
    ]);
  });

  it('stays AVOID for a risk that is small because the scope that brought it is gone', async () => {
    const own = await RiskDesk.open(bench);
    const { reviewer, marketer } = own.cast;
    const riskId = await own.risk([3, 5], { treatment: 'AVOID' });
    const smaller = own.rating(riskId, [1, 5], { stage: 'CURRENT' });
    expect(await own.refused(reviewer, 'rateRisk', smaller)).toEqual(['REDUCTION_WITHOUT_MITIGATION']);
    await api.done(marketer, 'setProperties', { requestId: own.requestId, properties: ['shop'] });
    expect((await own.done(reviewer, 'rateRisk', smaller)).risk).toMatchObject({ reduced: true });
    expect(await own.refused(reviewer, 'chooseTreatment', own.treatment(riskId))).toEqual([
      'REDUCTION_WITHOUT_MITIGATION',
    ]);
    await own.mitigated(riskId);
    expect((await own.treat(riskId)).risk).toMatchObject({ treatment: 'REDUCE', reduced: true });
  });
});
