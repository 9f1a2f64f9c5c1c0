import { blockReview, clearReview, clearWithConditions, meetCondition } from './decision.js';
import { declareFreeze, evolveFreeze, type Freeze, overrideFreeze } from './freeze.js';
import { codeOf, Desk, pendingDesk, people, refusalOf } from './given.spec-kit.js';
import { type GateAround, type GateRequest, launchReasons, launchRefusals, requireLaunchable } from './launch-gate.js';
import { acceptancesEnding, calibrationOf } from './matrix-view.js';
import { risksDue } from './advance.js';
import { materialiseRisk } from './risks.js';
import { defaultPolicies, policyOn } from './policy.js';
import { capacityGap, declarePeak, evolvePeak, type Peak } from './peak.js';
import { assignResponsibility, evolveProperty, type Property, recordCheck, registerProperty } from './property.js';

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
  const at = (freezes: Record<string, Freeze>, launchDate: string, properties = ['shop']) =>
    causes(requestOf(free, { scope: { touches: [] }, properties }), around(free, { freezes, launchDate }));

  it('holds from its first to its last day, on its properties', () => {
    const freezes = { 'f-1': frozen(), 'f-2': { status: 'unknown' } as const };
    expect(['2026-01-04', '2026-01-05', '2026-01-07', '2026-01-08'].map((day) => at(freezes, day).length)).toEqual([
      0, 1, 1, 0,
    ]);
    expect(at(freezes, '2026-01-05', ['blog'])).toEqual([]);
    const request = requestOf(free, { scope: { touches: [] } });
    expect(refusalOf(() => requireLaunchable(request, around(free, { freezes })))).toMatchObject({
      code: 'FREEZE_WINDOW',
      details: { freezeId: 'f-1', freezeIds: ['f-1'], until: '2026-01-07' },
    });
  });

  it('is overridden by both leads, for one request', () => {
    const input = { freezeId: 'f-1', requestId: 'REQ-1', reason: 'The event is tomorrow.' };
    const first = overrideFreeze(frozen(), { ...input, side: 'CONSUMER' }, ctx()).reduce(evolveFreeze, frozen());
    expect(at({ 'f-1': first }, '2026-01-05')).toEqual(['f-1']);
    const again = (side: 'CONSUMER' | 'PROVIDER', actor: Parameters<typeof ctx>[0]) => () =>
      overrideFreeze(first, { ...input, side }, ctx(actor));
    expect(codeOf(again('CONSUMER', people.both))).toBe('SIDE_ALREADY_APPROVED');
    expect(codeOf(again('PROVIDER', people.backend))).toBe('FORBIDDEN');
    const byBoth = overrideFreeze(frozen(), { ...input, side: 'CONSUMER' }, ctx(people.both)).reduce(
      evolveFreeze,
      frozen(),
    );
    expect(codeOf(() => overrideFreeze(byBoth, { ...input, side: 'PROVIDER' }, ctx(people.both)))).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
    const facts = again('PROVIDER', people.cto)();
    expect(facts.map(({ type }) => type)).toEqual(['FreezeOverrideGivenBySide', 'FreezeOverridden']);
    const overridden = facts.reduce(evolveFreeze, first);
    expect(at({ 'f-1': overridden }, '2026-01-05')).toEqual([]);
    expect(codeOf(() => overrideFreeze(overridden, { ...input, side: 'PROVIDER' }, ctx(people.cto)))).toBe(
      'FREEZE_ALREADY_OVERRIDDEN',
    );
  });

  it('has days, properties and a reason', () => {
    const input = { properties: ['shop'], from: '2026-01-05', to: '2026-01-07', reason: 'Sale.' };
    const declare =
      (change: object, state: Freeze = { status: 'unknown' }) =>
      () =>
        declareFreeze(state, { ...input, ...change });
    expect(codeOf(declare({ to: '2026-01-04' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ from: 'soon' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ properties: [] }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ reason: null }))).toBe('REASON_REQUIRED');
    expect(codeOf(declare({}, frozen()))).toBe('ALREADY_REGISTERED');
    const unknown = { freezeId: 'f', requestId: 'r', side: 'CONSUMER', reason: 'x' } as const;
    expect(codeOf(() => overrideFreeze({ status: 'unknown' }, unknown, ctx()))).toBe('NOT_FOUND');
  });
});

describe('a web property and its peaks (3.11)', () => {
  const shop = { name: 'Shop', url: 'https://shop.example', isPublic: true };
  const registered = registerProperty({ status: 'unknown' }, shop).reduce(evolveProperty, {
    status: 'unknown',
  } as Property);
  const check = { kind: 'PERFORMANCE', result: 'PASSED', evidence: 'report', checkedOn: '2026-01-04' } as const;
  const checkedAt = (state: Property, change: object) =>
    recordCheck(state, { ...check, ...change }, ctx()).reduce(evolveProperty, state);

  it('is registered once, with an address', () => {
    expect(codeOf(() => registerProperty(registered, shop))).toBe('ALREADY_REGISTERED');
    expect(codeOf(() => registerProperty({ status: 'unknown' }, { ...shop, url: 'shop' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => assignResponsibility({ status: 'unknown' }, { area: 'SECURITY', personId: 'p' }))).toBe(
      'NOT_FOUND',
    );
  });

  it('has people who answer for it', () => {
    const one = assignResponsibility(registered, { area: 'SECURITY', personId: 'p-1' }).reduce(
      evolveProperty,
      registered,
    );
    expect(one).toMatchObject({ responsible: { SECURITY: 'p-1' } });
    expect(assignResponsibility(one, { area: 'SECURITY', personId: 'p-1' })).toEqual([]);
    expect(assignResponsibility(one, { area: 'SECURITY', personId: 'p-2' })[0]?.data).toMatchObject({
      previousPersonId: 'p-1',
    });
  });

  it('keeps the latest check of a kind, whenever it was written down', () => {
    const tested = checkedAt(registered, { capacityRpm: 5000 });
    expect(tested).toMatchObject({ testedCapacityRpm: 5000 });
    expect(checkedAt(tested, { checkedOn: '2026-01-02', capacityRpm: 100 })).toBe(tested);
    expect(checkedAt(tested, { result: 'FAILED' })).toMatchObject({ testedCapacityRpm: null });
    expect(checkedAt(tested, { kind: 'SECURITY' })).toMatchObject({ testedCapacityRpm: 5000 });
    expect(codeOf(() => checkedAt(registered, { checkedOn: '2026-01-06' }))).toBe('DATE_IN_FUTURE');
    expect(codeOf(() => checkedAt(registered, { evidence: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => checkedAt(registered, { kind: 'TEST', capacityRpm: 1 }))).toBe('VALIDATION_FAILED');
  });

  it('lacks at a peak what is expected beyond what was tested', () => {
    const input = { propertyId: 'shop', title: 'Sale', from: '2026-11-27', to: '2026-11-30', expectedPeakRpm: 6000 };
    const gapOf = (testedCapacityRpm: number | null, property: Property) => {
      const peak = declarePeak({ status: 'unknown' }, { ...input, testedCapacityRpm }).reduce(evolvePeak, {
        status: 'unknown',
      } as Peak);
      if (peak.status === 'unknown') throw new Error('No peak.');
      expect(codeOf(() => declarePeak(peak, input))).toBe('ALREADY_REGISTERED');
      return capacityGap(peak, property);
    };
    const tested = checkedAt(registered, { capacityRpm: 5000 });
    expect([gapOf(null, { status: 'unknown' }), gapOf(null, tested), gapOf(6500, tested)]).toEqual([6000, 1000, -500]);
    expect(codeOf(() => declarePeak({ status: 'unknown' }, { ...input, expectedPeakRpm: 0 }))).toBe(
      'VALIDATION_FAILED',
    );
    expect(codeOf(() => declarePeak({ status: 'unknown' }, { ...input, to: '2026-11-26' }))).toBe('VALIDATION_FAILED');
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
