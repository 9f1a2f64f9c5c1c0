import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { RiskDesk, statement } from './risks.fixture.js';

let api: RiskApi;
let bench: RiskBench;
let desk: RiskDesk;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
  desk = await RiskDesk.open(bench);
});
afterAll(() => api.close());

describe('identifyRisk', () => {
  const input = (change: object = {}) => ({
    reviewId: desk.reviewId,
    lens: 'PAYMENT',
    title: 'Paid twice',
    ...statement,
    ...change,
  });

  it('writes down cause, event and consequence, and shows them as one sentence', async () => {
    const { backend } = desk.cast;
    const more = { category: 'MONEY', knowledge: 'WEAK' };
    const { risk, riskReview } = await desk.done(backend, 'identifyRisk', input(more));
    expect(risk).toMatchObject({
      ...more,
      lens: 'PAYMENT',
      reference: expect.stringMatching(/^K\d+$/) as string,
      reviewId: desk.reviewId,
      reviewReference: riskReview!.reference,
      version: riskReview!.version,
      statement: 'Because nobody guards the call, it is repeated; as a result, customers pay twice.',
      inherent: null,
      current: null,
      treatment: null,
      dueOn: null,
      reduced: false,
    });
    expect(await api.ask('query ($id: ID!) { node(id: $id) { ... on Risk { title } } }', backend, risk!)).toEqual({
      title: 'Paid twice',
    });
  });

  it('gives each risk of the workspace a number of its own, and a repeated command its first one', async () => {
    const key = 'e0a6b58c-0dd4-4a0a-8a0c-4d9a4f3f6a11';
    const first = await desk.done(desk.cast.reviewer, 'identifyRisk', input(), { key });
    const second = await desk.done(desk.cast.reviewer, 'identifyRisk', input());
    const again = await desk.done(desk.cast.reviewer, 'identifyRisk', input(), { key });
    expect(again).toMatchObject({ replayed: true, position: first.position, risk: { id: first.risk!.id } });
    expect(second.risk!.id).not.toBe(first.risk!.id);
  });

  it('is refused without a whole statement, with personal data, or through a lens the review does not have', async () => {
    const { reviewer, cto, workspaceId } = { ...desk.cast };
    const incomplete = await api.problems(
      { workspaceId },
      reviewer,
      'identifyRisk',
      input({ event: ' ', cause: null }),
    );
    expect(incomplete).toMatchObject([
      { code: 'RISK_STATEMENT_INCOMPLETE', missingTexts: ['cause', 'event'], path: ['input', 'cause'] },
    ]);
    const personal = await api.problems(
      { workspaceId },
      reviewer,
      'identifyRisk',
      input({ consequence: 'Ask mara@example.com' }),
    );
    expect(personal).toMatchObject([{ code: 'PII_NOT_ALLOWED', path: ['input', 'consequence'] }]);
    expect(await desk.refused(reviewer, 'identifyRisk', input({ lens: 'LEGAL' }))).toEqual(['NOT_FOUND']);
    expect(await desk.refused(cto, 'identifyRisk', input())).toEqual(['FORBIDDEN']);
    const stale = { expect: { version: 1 } };
    const { problems } = await api.give(reviewer, 'identifyRisk', input(), stale);
    expect(problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: 1, current: { id: desk.reviewId } }]);
  });

  it('is for reviews of the own workspace', async () => {
    const elsewhere = await api.cast();
    expect(await api.refused(elsewhere, elsewhere.reviewer, 'identifyRisk', input())).toEqual(['NOT_FOUND']);
    const { id } = (await desk.done(desk.cast.reviewer, 'identifyRisk', input())).risk!;
    const asked = 'query ($id: ID!) { risk(id: $id) { id } }';
    expect(await api.ask(asked, elsewhere.reviewer, { id })).toBeNull();
    expect(await api.ask('query ($id: ID!) { node(id: $id) { id } }', elsewhere.reviewer, { id })).toBeNull();
    expect(await api.ask(asked, desk.cast.marketer, { id })).toEqual({ id });
  });
});

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

  it('is refused for somebody who is not there, and where a risk is small because it was avoided', async () => {
    const riskId = await desk.risk([3, 5], { treatment: 'AVOID' });
    const { reviewer } = desk.cast;
    const elsewhere = await api.cast();
    const nobody = desk.treatment(riskId, { ownerId: elsewhere.backend.id });
    expect(await api.problems(desk.cast, reviewer, 'chooseTreatment', nobody)).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'ownerId'] },
    ]);
    await desk.mitigated(riskId);
    await desk.rate(riskId, [1, 5], { stage: 'CURRENT' });
    // By a verified mitigation it may be smaller whatever the treatment is.
    expect((await desk.treat(riskId)).risk).toMatchObject({ treatment: 'REDUCE', reduced: true });
  });
});

describe('materialiseRisk', () => {
  it('tells that a bug or an incident shows it, once each', async () => {
    const riskId = await desk.identify();
    const { backend, marketer } = desk.cast;
    // Bugs are of what is live, and of any request.
    const requestId = await bench.request({ stage: 'launched' });
    const report = { requestId, text: 'Paid twice.', foundAt: '2026-01-05', severity: 'HIGH' };
    await api.done(marketer, 'reportBug', report);
    const bug = { requestId, bugId: 'B1' };
    const seen = { riskId, occurrence: { bug }, note: 'Guard it.' };
    await desk.done(backend, 'materialiseRisk', seen);
    const { risk } = await desk.done(marketer, 'materialiseRisk', { riskId, occurrence: { incident: 'INC-42' } });
    expect(risk).toMatchObject({
      occurrences: [
        { kind: 'BUG', ...bug, incident: null },
        { kind: 'INCIDENT', requestId: null, bugId: null, incident: 'INC-42' },
      ],
    });
    expect(await desk.refused(backend, 'materialiseRisk', seen)).toEqual(['ALREADY_MATERIALISED']);
    const unknown = { riskId, occurrence: { bug: { ...bug, bugId: 'B9' } } };
    expect(await api.problems(desk.cast, backend, 'materialiseRisk', unknown)).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'occurrence', 'bug'] },
    ]);
    const personal = { riskId, occurrence: { incident: 'mara@example.com' } };
    expect(await desk.refused(backend, 'materialiseRisk', personal)).toEqual(['PII_NOT_ALLOWED']);
  });
});
