import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { riskKeyText } from '../ids.js';
import { RiskBench } from '../risk-requests.fixture.js';
import { type Member, RiskApi } from '../risk.fixture.js';
import { referenceOf, RiskDesk } from '../risks/risks.fixture.js';

let api: RiskApi;
let bench: RiskBench;
let desk: RiskDesk;
let riskId: string;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
  desk = await RiskDesk.open(bench);
  riskId = await desk.risk([3, 5]);
});
afterAll(() => api.close());

const done = (mitigationId: string, change: object = {}) => ({ riskId, mitigationId, evidence: 'link', ...change });

describe('addMitigation', () => {
  it('says what is done, who sees to it, by when, and where the risk shall be afterwards', async () => {
    const expected = { likelihood: 1, impact: 5 };
    const planned = desk.mitigation(riskId, { expected });
    const { risk } = await desk.done(desk.cast.backend, 'addMitigation', planned);
    expect((risk as unknown as { mitigations: unknown[] }).mitigations).toEqual([
      {
        mitigationId: 'M1',
        title: 'Replay what failed',
        status: 'PLANNED',
        due: '2026-01-20',
        overdue: false,
        preLaunch: true,
        expected,
        owner: { id: desk.cast.backend.id },
        evidence: null,
        completedBy: null,
        verifiedBy: null,
      },
    ]);
  });

  it.each([
    ['a day that is over', { due: '2026-01-04' }, 'DATE_IN_PAST', ['input', 'due']],
    [
      'a place beyond the matrix',
      { expected: { likelihood: 1, impact: 6 } },
      'SCORE_OUT_OF_RANGE',
      ['input', 'expected', 'impact'],
    ],
    ['personal data', { title: 'Ask mara@example.com' }, 'PII_NOT_ALLOWED', ['input', 'title']],
  ])('is refused with %s', async (_what, change, code, path) => {
    const planned = desk.mitigation(riskId, change);
    expect(await api.problems(desk.cast, desk.cast.cto, 'addMitigation', planned)).toMatchObject([{ code, path }]);
  });

  it('is refused for an owner or a risk that is not there', async () => {
    const { cto } = desk.cast;
    const stranger = desk.mitigation(riskId, { ownerId: (await api.cast()).backend.id });
    expect(await api.problems(desk.cast, cto, 'addMitigation', stranger)).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'ownerId'] },
    ]);
    const other = await RiskDesk.open(bench);
    const own = fromGlobalId(other.reviewId, 'RiskReview');
    const misplaced = toGlobalId('Risk', riskKeyText({ reviewId: own, riskId: referenceOf(riskId) }));
    expect(await desk.refused(cto, 'addMitigation', desk.mitigation(misplaced))).toEqual(['NOT_FOUND']);
    expect(await desk.refused(cto, 'addMitigation', desk.mitigation('nonsense'))).toEqual(['NOT_FOUND']);
    expect(await desk.refused(desk.cast.marketer, 'addMitigation', desk.mitigation(riskId))).toEqual(['FORBIDDEN']);
  });
});

describe('completeMitigation', () => {
  it('takes evidence, once', async () => {
    const mitigationId = await desk.mitigate(riskId);
    const { backend } = desk.cast;
    expect(await desk.refused(backend, 'completeMitigation', done(mitigationId, { evidence: null }))).toEqual([
      'REASON_REQUIRED',
    ]);
    await desk.complete(riskId, mitigationId);
    expect(await desk.refused(backend, 'completeMitigation', done(mitigationId))).toEqual(['INVALID_STATE']);
    expect(await desk.refused(backend, 'completeMitigation', done('M99'))).toEqual(['NOT_FOUND']);
    const elsewhere = { ...done(mitigationId), riskId: await desk.identify() };
    expect(await desk.refused(backend, 'completeMitigation', elsewhere)).toEqual(['NOT_FOUND']);
  });

  it('is for the requesting side where somebody of it carries the mitigation', async () => {
    const { marketer, cmo } = desk.cast;
    const mitigationId = await desk.mitigate(riskId, { ownerId: marketer.id });
    expect(await desk.refused(cmo, 'completeMitigation', done(mitigationId))).toEqual(['FORBIDDEN']);
    await desk.complete(riskId, mitigationId, marketer);
    const others = await desk.mitigate(riskId);
    expect(await desk.refused(marketer, 'completeMitigation', done(others))).toEqual(['FORBIDDEN']);
  });

  it('shows what nobody did in time', async () => {
    const late = await RiskDesk.open(await RiskBench.open(api));
    const id = await late.risk([3, 5]);
    const [undone, finished] = [await late.mitigate(id), await late.mitigate(id)];
    await late.complete(id, finished);
    await api.setClock(late.cast.workspaceId, '2026-01-21T09:00:00.000Z');
    const { mitigations } = await late.shown(id);
    expect(mitigations).toMatchObject([
      { mitigationId: undone, overdue: true },
      { mitigationId: finished, overdue: false },
    ]);
  });
});

describe('verifyMitigation (K2)', () => {
  const verify = (mitigationId: string) => ({ riskId, mitigationId });

  it('is for somebody who neither carries it nor did it, nor stands for who did', async () => {
    const { reviewer, secondReviewer, workspaceId } = desk.cast;
    const mitigationId = await desk.mitigate(riskId, { ownerId: reviewer.id });
    expect(await desk.refused(secondReviewer, 'verifyMitigation', verify(mitigationId))).toEqual(['INVALID_STATE']);
    await desk.complete(riskId, mitigationId, secondReviewer);
    const refused = (who: Member) => desk.refused(who, 'verifyMitigation', verify(mitigationId));
    expect(await refused(reviewer)).toEqual(['SELF_APPROVAL_FORBIDDEN']);
    expect(await refused(secondReviewer)).toEqual(['SELF_APPROVAL_FORBIDDEN']);
    const deputy = await api.join(workspaceId, []);
    await api.delegate(workspaceId, reviewer, deputy, 'RISK_REVIEWER');
    expect(await desk.refusedDeputy(deputy, reviewer, 'verifyMitigation', verify(mitigationId))).toEqual([
      'SELF_APPROVAL_FORBIDDEN',
    ]);
    expect(await refused(desk.cast.cto)).toEqual(['FORBIDDEN']);
    const third = await api.join(workspaceId, [{ role: 'RISK_REVIEWER', teamId: null }]);
    const { risk } = await desk.done(third, 'verifyMitigation', verify(mitigationId));
    const { mitigations } = risk as unknown as { mitigations: { mitigationId: string; status: string }[] };
    expect(mitigations.find((one) => one.mitigationId === mitigationId)).toMatchObject({
      status: 'VERIFIED',
      completedBy: { by: { id: secondReviewer.id } },
      verifiedBy: { by: { id: third.id } },
    });
  });

  it('is not for who builds what is reviewed', async () => {
    const mitigationId = await desk.mitigate(riskId, { ownerId: desk.cast.frontend.id });
    await desk.complete(riskId, mitigationId, desk.cast.frontend);
    await desk.alsoReviews(desk.cast.manager);
    expect(await desk.refused(desk.cast.manager, 'verifyMitigation', verify(mitigationId))).toEqual([
      'REVIEWER_CONFLICT',
    ]);
  });
});
