import { acceptRisk } from './acceptance.js';
import { assignReviewer } from './assessing.js';
import { clearReview } from './decision.js';
import { people, refusalOf } from './given.spec-kit.js';
import { type GateAround, type GateRequest, launchReasons, requireLaunchable } from './launch-gate.js';
import { matrixOf, standingRisks } from './matrix-view.js';
import { defaultPolicies, policyOn } from './policy.js';
import { deskOf, type Desks, playQuarter, reviewsAsOf } from './quarter.spec-kit.js';
import { followScope } from './scope-drift.js';
import type { Touch } from './triggers.js';
import type { Stage } from './values.js';

const matrixAt = (desks: Desks, day: string, stage: Stage = 'CURRENT') =>
  matrixOf(standingRisks(reviewsAsOf(desks, day)), stage);

/** `(3,5) 1`, cells with something in them. */
const filled = ({ cells }: ReturnType<typeof matrixOf>): Record<string, number> =>
  Object.fromEntries(
    cells
      .filter(({ riskIds }) => riskIds.length > 0)
      .map(({ likelihood, impact, riskIds }) => [`(${likelihood},${impact})`, riskIds.length]),
  );

const paid: readonly Touch[] = [
  { touch: 'PAYMENTS' },
  { touch: 'PERSONAL_DATA' },
  { touch: 'THIRD_PARTY_INTEGRATION' },
];

const around = (desks: Desks, reviewId: string, day: string): GateAround => ({
  launchDate: day,
  reviews: { [reviewId]: deskOf(desks, reviewId).asOf(day) },
  freezes: {},
  triggers: policyOn(defaultPolicies, day).triggers.value,
});

const gateRequest = (desks: Desks, reviewId: string, day: string, touches = paid): GateRequest => ({
  requestId: deskOf(desks, reviewId).subject.id,
  gate: deskOf(desks, reviewId).gateAsOf(day),
  scopeHash: deskOf(desks, reviewId).subject.scopeHash,
  scope: { touches },
  properties: [],
});

describe('the risks of the demo quarter (5.6)', () => {
  const desks = playQuarter();

  it('opened 6 reviews with 14 lenses by themselves', () => {
    const reviews = reviewsAsOf(desks, '2026-03-31');
    expect(
      reviews.map(({ number, lenses }) => [
        `RR-${number}`,
        lenses
          .map(({ lens }) => lens)
          .sort()
          .join(' '),
      ]),
    ).toEqual([
      ['RR-1', 'PRIVACY SECURITY THIRD_PARTY'],
      ['RR-2', 'PAYMENT PRIVACY SECURITY THIRD_PARTY'],
      ['RR-3', 'PRIVACY SECURITY'],
      ['RR-4', 'PEAK_TRAFFIC'],
      ['RR-5', 'SECURITY THIRD_PARTY'],
      ['RR-6', 'PRIVACY SECURITY'],
    ]);
    expect(reviews.flatMap(({ lenses }) => lenses)).toHaveLength(14);
  });

  it('were decided on these days, and hold until these', () => {
    const said = Object.entries(desks).flatMap(([id, desk]) =>
      desk.gateFacts.flatMap(({ day, fact }) =>
        fact.type === 'RiskGateFactRecorded'
          ? [`${day} ${id} ${fact.data.outcome} ${fact.data.highestBand} ${fact.data.validUntil ?? '-'}`]
          : [],
      ),
    );
    expect(said.sort()).toEqual([
      '2026-01-29 RR-4 CONDITIONAL MEDIUM 2026-04-29',
      '2026-01-29 RR-4 CONDITIONAL MEDIUM 2026-04-29',
      '2026-02-06 RR-5 CANCELLED LOW -',
      // The acceptance of K10 ends before 90 days are over (K7).
      '2026-02-20 RR-6 CLEARED MEDIUM 2026-05-15',
      '2026-03-04 RR-2 CLEARED MEDIUM 2026-06-02',
      '2026-03-11 RR-1 CLEARED MEDIUM 2026-06-09',
      '2026-03-17 RR-3 CLEARED MEDIUM 2026-06-15',
    ]);
  });

  it('were inherently CRITICAL 2, HIGH 4, MEDIUM 4, Σ 129', () => {
    const { byBand, exposure } = matrixAt(desks, '2026-03-31', 'INHERENT');
    expect([byBand, exposure]).toEqual([{ CRITICAL: 2, HIGH: 4, MEDIUM: 4, LOW: 0 }, 129]);
  });

  it('stood at noon of 2026-02-26 as printed', () => {
    const matrix = matrixAt(desks, '2026-02-26');
    expect(filled(matrix)).toEqual({ '(3,5)': 1, '(1,5)': 1, '(2,3)': 2, '(1,4)': 3, '(3,3)': 1, '(2,4)': 2 });
    expect([matrix.byBand, matrix.exposure]).toEqual([{ CRITICAL: 0, HIGH: 1, MEDIUM: 6, LOW: 3 }, 69]);
    expect(matrix.cells).toHaveLength(25);
  });

  it('stood on 2026-03-31 as printed, 58.9 % less than at first', () => {
    const matrix = matrixAt(desks, '2026-03-31');
    expect(filled(matrix)).toEqual({ '(1,5)': 2, '(2,3)': 2, '(1,4)': 3, '(1,3)': 1, '(2,4)': 2 });
    expect([matrix.byBand, matrix.exposure]).toEqual([{ CRITICAL: 0, HIGH: 0, MEDIUM: 6, LOW: 4 }, 53]);
    expect(((53 - 129) / 129) * 100).toBeCloseTo(-58.9, 1);
  });

  it('keep REQ-3 from being launched on 2026-02-26: RR-2, K4, HIGH, hosted card fields not verified', () => {
    const at = '2026-02-26';
    const [request, beside] = [gateRequest(desks, 'RR-2', at), around(desks, 'RR-2', at)];
    const reasons = launchReasons(request, beside);
    expect(reasons).toMatchObject([
      { check: 'RISK', block: { reviewId: 'RR-2', riskIds: ['K4'], highestBand: 'HIGH', cause: 'UNDECIDED' } },
    ]);
    const { code, details } = refusalOf(() => requireLaunchable(request, beside));
    expect(code).toBe('LAUNCH_BLOCKED_BY_RISK');
    expect(details).toMatchObject({
      reviewId: 'RR-2',
      riskIds: ['K4'],
      highestBand: 'HIGH',
      missing: expect.arrayContaining([
        { kind: 'MITIGATION', id: 'M1', riskId: 'K4', text: 'mitigation “hosted card fields” not verified' },
      ]),
      blocks: reasons.flatMap((reason) => (reason.check === 'RISK' ? reason.block : [])),
    });
  });

  it.each([
    ['RR-1', '2026-03-16'],
    ['RR-2', '2026-03-05'],
    ['RR-3', '2026-03-24'],
    ['RR-4', '2026-01-30'],
    ['RR-6', '2026-02-24'],
  ])('%s lets pass on %s', (reviewId, day) => {
    expect(launchReasons(gateRequest(desks, reviewId, day), around(desks, reviewId, day))).toEqual([]);
  });
});

describe('the refusals of the demo quarter (5.10)', () => {
  it('CRITICAL_NOT_ACCEPTABLE of K1, by whomever', () => {
    const desks = playQuarter('2026-01-05');
    const terms = { expiresOn: '2026-02-01', justification: 'We need it.', control: 'Somebody watches.' };
    for (const [side, actor] of [
      ['CONSUMER', people.cmo],
      ['PROVIDER', people.cto],
    ] as const) {
      const attempt = () => deskOf(desks, 'RR-1').do(acceptRisk, { riskId: 'K1', side, ...terms }, actor);
      expect(refusalOf(attempt)).toMatchObject({ code: 'CRITICAL_NOT_ACCEPTABLE', details: { riskId: 'K1' } });
    }
  });

  it('REVIEWER_CONFLICT of the requester and of an engineer', () => {
    const desk = deskOf(playQuarter('2026-01-05'), 'RR-1');
    for (const { personId } of [people.campaign, people.backend]) {
      const input = { lens: 'SECURITY', reviewerId: personId, reviewerRoles: ['RISK_REVIEWER'] } as const;
      expect(refusalOf(() => desk.do(assignReviewer, input)).code).toBe('REVIEWER_CONFLICT');
    }
  });

  it('a touch added to REQ-8 on 2026-02-21 makes its gate STALE', () => {
    const desks = playQuarter('2026-02-20');
    const desk = deskOf(desks, 'RR-6');
    const day = '2026-02-21';
    const touches: Touch[] = [{ touch: 'PERSONAL_DATA' }, { touch: 'THIRD_PARTY_INTEGRATION' }];
    desk.today = day;
    desk.subject = { ...desk.subject, scopeHash: 'h2' };
    const request = () => gateRequest(desks, 'RR-6', day, touches);
    const stale = [{ block: { reviewId: 'RR-6', cause: 'STALE' } }];
    // By the hash alone, before anybody followed it up.
    expect(launchReasons(request(), around(desks, 'RR-6', day))).toMatchObject(stale);
    const types = desk.do(
      followScope,
      { reviewId: 'RR-6', scope: { touches }, scopeHash: 'h2', touches: ['THIRD_PARTY_INTEGRATION'], parts: [] },
      people.clock,
    );
    expect(types).toEqual([
      'ReviewScopeChanged',
      'LensesAdded',
      'LensUnsigned',
      'ReviewReopened',
      'RiskReviewRequired',
      'RiskGateFactRecorded',
    ]);
    expect(desk.state.lenses.map(({ lens, signed }) => [lens, signed])).toEqual([
      ['SECURITY', false],
      ['PRIVACY', true],
      ['THIRD_PARTY', false],
    ]);
    expect(launchReasons(request(), around(desks, 'RR-6', day))).toMatchObject(stale);
    expect(refusalOf(() => requireLaunchable(request(), around(desks, 'RR-6', day))).code).toBe(
      'LAUNCH_BLOCKED_BY_RISK',
    );
    expect(refusalOf(() => desk.do(clearReview, { reviewId: 'RR-6' })).code).toBe('INVALID_STATE');
  });
});
