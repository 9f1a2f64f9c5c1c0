import { blockReview, clearReview, clearWithConditions, meetCondition } from './decision.js';
import { declareFreeze, endFreeze, overrideFreeze } from './freeze-rules.js';
import { evolveFreeze, type Freeze } from './freeze.js';
import { Desk, pendingDesk, people, refusalOf } from './given.spec-kit.js';
import { type GateAround, type GateRequest, launchReasons, launchRefusals, requireLaunchable } from './launch-gate.js';
import { acceptancesEnding, calibrationOf } from './matrix-view.js';
import { risksDue } from './advance.js';
import { materialiseRisk } from './risks.js';
import { defaultPolicies, policyOn } from './policy.js';

const reviewId = 'r-1';
const policy = policyOn(defaultPolicies, '2026-01-05');

const requestOf = (desk: Desk, change: Partial<GateRequest> = {}): GateRequest => ({
  requestId: 'REQ-1',
  gate: desk.gate,
  scopeHash: desk.subject.scopeHash,
  scope: { touches: [{ touch: 'PERSONAL_DATA' }] },
  properties: ['shop'],
  ...change,
});

const around = (desk: Desk, change: Partial<GateAround> = {}): GateAround => ({
  launchDate: '2026-01-05',
  reviews: { [reviewId]: desk.review },
  freezes: {},
  triggers: policy.triggers.value,
  ...change,
});

const causes = (request: GateRequest, beside: GateAround) =>
  launchReasons(request, beside).map((one) => (one.check === 'RISK' ? one.block.cause : one.freezeId));

const ctx = (actor: Parameters<Desk['ctx']>[0] = people.cmo) => new Desk().ctx(actor);

const frozen = (): Freeze =>
  declareFreeze(
    { status: 'unknown' },
    { properties: ['shop'], from: '2026-01-05', to: '2026-01-07', reason: 'Sale.' },
    { today: '2026-01-05' },
  ).reduce(evolveFreeze, { status: 'unknown' } as Freeze);

describe('the launch gate (R6)', () => {
  it('is open without touches, closed while a review is missing or undecided', () => {
    const nobody = new Desk();
    expect(launchReasons(requestOf(nobody, { scope: { touches: [] } }), around(nobody))).toEqual([]);
    expect(launchReasons(requestOf(nobody), around(nobody))).toMatchObject([
      {
        block: { reviewId: null, cause: 'UNDECIDED', missing: [{ kind: 'REVIEW', id: 'SECURITY' }, { id: 'PRIVACY' }] },
      },
    ]);
    const pending = pendingDesk();
    expect(causes(requestOf(pending), around(pending))).toEqual(['UNDECIDED']);
    // What the review says is only told where it was read; that it is not decided is on the request.
    expect(causes(requestOf(pending), around(pending, { reviews: {} }))).toEqual(['UNDECIDED']);
  });

  it('follows the decision, its last day, its scope and its conditions', () => {
    const desk = pendingDesk();
    desk.do(clearReview, { reviewId });
    expect(causes(requestOf(desk), around(desk))).toEqual([]);
    expect(causes(requestOf(desk), around(desk, { launchDate: '2026-04-05' }))).toEqual([]);
    expect(causes(requestOf(desk), around(desk, { launchDate: '2026-04-06' }))).toEqual(['EXPIRED']);
    expect(causes(requestOf(desk, { scopeHash: 'h2' }), around(desk))).toEqual(['STALE']);
    const conditional = pendingDesk();
    const conditions = [
      { text: 'Watch', preLaunch: true },
      { text: 'Later', preLaunch: false },
    ];
    conditional.do(clearWithConditions, { reviewId, conditions });
    expect(launchReasons(requestOf(conditional), around(conditional))).toMatchObject([
      { block: { cause: 'CONDITIONS_OPEN', missing: [{ kind: 'CONDITION', id: 'C1' }] } },
    ]);
    conditional.do(meetCondition, { reviewId, conditionId: 'C1', evidence: 'roster' });
    expect(causes(requestOf(conditional), around(conditional))).toEqual([]);
    const blocked = pendingDesk();
    blocked.do(blockReview, { reviewId, reason: 'No.', unblockWhen: 'Yes.' });
    expect(causes(requestOf(blocked), around(blocked))).toEqual(['BLOCKED']);
  });

  it('refuses with the list it shows beforehand: every review, then the freeze', () => {
    const desk = pendingDesk([3, 5]);
    const request = requestOf(desk, { gate: { ...desk.gate, 'r-2': null } });
    const beside = around(desk, { freezes: { 'f-1': frozen() } });
    const reasons = launchReasons(request, beside);
    expect(causes(request, beside)).toEqual(['UNDECIDED', 'UNDECIDED', 'f-1']);
    const { code, details } = refusalOf(() => requireLaunchable(request, beside));
    expect(code).toBe('LAUNCH_BLOCKED_BY_RISK');
    const blocks = reasons.flatMap((one) => (one.check === 'RISK' ? one.block : []));
    expect(details).toEqual({ ...blocks[0], blocks });
    expect(launchRefusals(reasons).map((refusal) => refusal.code)).toEqual(['LAUNCH_BLOCKED_BY_RISK', 'FREEZE_WINDOW']);
  });
});

describe('a freeze window (P49)', () => {
  const free = new Desk();
  const request = requestOf(free, { scope: { touches: [] } });
  const at = (freezes: Record<string, Freeze>, launchDate: string, properties = ['shop']) =>
    causes({ ...request, properties }, around(free, { freezes, launchDate }));

  it('forbids a launch from its first to its last day, on its properties', () => {
    const freezes = { 'f-1': frozen(), 'f-2': { status: 'unknown' } as const };
    expect(['2026-01-04', '2026-01-05', '2026-01-07', '2026-01-08'].map((day) => at(freezes, day).length)).toEqual([
      0, 1, 1, 0,
    ]);
    expect(at(freezes, '2026-01-05', ['blog'])).toEqual([]);
    expect(refusalOf(() => requireLaunchable(request, around(free, { freezes })))).toMatchObject({
      code: 'FREEZE_WINDOW',
      details: { freezeId: 'f-1', freezeIds: ['f-1'], until: '2026-01-07' },
    });
  });

  it('forbids none that both leads let through, and none when it ended', () => {
    const said = (by: Parameters<typeof ctx>[0], side: 'CONSUMER' | 'PROVIDER') => (state: Freeze) =>
      overrideFreeze(state, { freezeId: 'f-1', requestId: 'REQ-1', side, reason: 'The event is tomorrow.' }, ctx(by));
    const half = said(people.cmo, 'CONSUMER')(frozen()).reduce(evolveFreeze, frozen());
    expect(at({ 'f-1': half }, '2026-01-05')).toEqual(['f-1']);
    const both = said(people.cto, 'PROVIDER')(half).reduce(evolveFreeze, half);
    expect(at({ 'f-1': both }, '2026-01-05')).toEqual([]);
    const ended = endFreeze(frozen(), { reason: 'The sale is off.' }, ctx()).reduce(evolveFreeze, frozen());
    expect(at({ 'f-1': ended }, '2026-01-05')).toEqual([]);
  });
});

describe('what is read off risks', () => {
  it('calibration counts the predicted that became fact', () => {
    const desk = pendingDesk([2, 3]);
    desk.do(materialiseRisk, { riskId: 'K1', occurrence: { kind: 'INCIDENT', id: 'I1' } });
    expect(calibrationOf(desk.state.risks)[1]).toEqual({ likelihood: 2, predicted: 1, materialised: 1 });
  });

  it('acceptances about to end, and risks due', () => {
    const desk = pendingDesk([1, 2]);
    desk.treat('K1', 'ACCEPT');
    const ending = (until: string) =>
      acceptancesEnding(desk.state.risks, '2026-01-05', until).map(({ riskId }) => riskId);
    expect([ending('2026-07-03'), ending('2026-07-04')]).toEqual([[], ['K1']]);
    expect([risksDue(desk.state, '2026-07-03', policy), risksDue(desk.state, '2026-07-04', policy)]).toEqual([
      [],
      [{ riskId: 'K1', dueOn: '2026-07-04', cause: 'CADENCE' }],
    ]);
  });
});
