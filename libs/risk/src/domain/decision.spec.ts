import { acceptRisk } from './acceptance.js';
import { advanceReview, dueDayOf } from './advance.js';
import { blockReview, clearReview, clearWithConditions, meetCondition } from './decision.js';
import { evolve } from './evolve.js';
import type { ReviewEvent } from './facts.js';
import { codeOf, Desk, pendingDesk, people, refusalOf } from './given.spec-kit.js';
import { defaultGrid } from './matrix.js';
import { addLenses } from './opening.js';
import { cancelReview, reopenReview } from './reopening.js';
import { defaultPolicies, policyOn } from './policy.js';
import { followScope, lengthenLists, type ScopeDriftInput } from './scope-drift.js';

const reviewId = 'r-1';
const blockInput = { reviewId, reason: 'Card data.', unblockWhen: 'Hosted fields are in.' };

const cleared = (place?: readonly [number, number]): Desk => {
  const desk = pendingDesk(place);
  desk.do(clearReview, { reviewId });
  return desk;
};

describe('clearing a review', () => {
  it('says until when and tells the subject, with the version of the decision (K6, K7)', () => {
    const desk = pendingDesk();
    const before = desk.state.version;
    expect(desk.do(clearReview, { reviewId })).toEqual(['ReviewCleared', 'RiskGateFactRecorded']);
    expect(desk.gate[reviewId]).toEqual({
      reviewId,
      reviewVersion: before + 1,
      outcome: 'CLEARED',
      conditions: [],
      validUntil: '2026-04-05',
      scopeHash: 'h1',
      highestBand: 'MEDIUM',
    });
    expect(desk.facts.at(-1)?.fact.data).toMatchObject({ policyVersion: 1, validUntil: '2026-04-05' });
    expect(desk.state.version).toBe(desk.facts.length);
  });

  it('holds 180 days for LOW and 30 for HIGH', () => {
    expect(cleared([1, 2]).gate[reviewId]?.validUntil).toBe('2026-07-04');
    const desk = pendingDesk([3, 4]);
    const terms = { riskId: 'K1', expiresOn: '2026-04-05', justification: 'Rare.', control: 'Watch.' };
    desk.do(acceptRisk, { ...terms, side: 'CONSUMER' }, people.cmo);
    desk.do(acceptRisk, { ...terms, side: 'PROVIDER' }, people.cto);
    desk.do(clearReview, { reviewId });
    expect(desk.gate[reviewId]).toMatchObject({ highestBand: 'HIGH', validUntil: '2026-02-04' });
  });

  it('waits for HIGH risks, owed mitigations, meant acceptances and acknowledgements (K3, P50)', () => {
    const missingOf = (desk: Desk) => {
      const { code, details } = refusalOf(() => desk.do(clearReview, { reviewId }));
      expect(code).toBe('REVIEW_NOT_CLEARABLE');
      return (details as { missing: { kind: string }[] }).missing.map(({ kind }) => kind);
    };
    expect(missingOf(pendingDesk([3, 4]))).toEqual(['BAND']);
    const planned = pendingDesk();
    planned.mitigate('K1', 'a guard');
    expect(missingOf(planned)).toEqual(['MITIGATION']);
    const meant = pendingDesk();
    meant.treat('K1', 'ACCEPT');
    expect(missingOf(meant)).toEqual(['ACCEPTANCE']);
    const unknown = pendingDesk();
    unknown.identify('K2', 'PRIVACY');
    unknown.rate('K2', 'INHERENT', [2, 3]);
    unknown.treat('K2');
    unknown.signAll();
    expect(missingOf(unknown)).toEqual(['ACKNOWLEDGEMENT']);
  });

  it('is for an acceptance that still holds on that day', () => {
    const desk = pendingDesk([3, 4]);
    const terms = { riskId: 'K1', expiresOn: '2026-01-06', justification: 'Rare.', control: 'Watch.' };
    desk.do(acceptRisk, { ...terms, side: 'CONSUMER' }, people.cmo);
    desk.do(acceptRisk, { ...terms, side: 'PROVIDER' }, people.cto);
    desk.today = '2026-01-07';
    expect(codeOf(() => desk.do(clearReview, { reviewId }))).toBe('REVIEW_NOT_CLEARABLE');
    desk.today = '2026-01-06';
    expect(desk.do(clearReview, { reviewId })).toHaveLength(2);
  });

  it('is about the scope of today, and not for who builds it', () => {
    const desk = pendingDesk();
    expect(codeOf(() => desk.do(clearReview, { reviewId }, people.backend))).toBe('REVIEWER_CONFLICT');
    desk.subject = { ...desk.subject, scopeHash: 'h2' };
    expect(codeOf(() => desk.do(clearReview, { reviewId }))).toBe('SCOPE_CHANGED');
    expect(codeOf(() => new Desk().do(clearReview, { reviewId }))).toBe('NOT_FOUND');
  });
});

describe('conditions', () => {
  const conditional = (): Desk => {
    const desk = pendingDesk();
    const conditions = [
      { text: 'Watch', preLaunch: true },
      { text: 'Look again', preLaunch: false },
    ];
    desk.do(clearWithConditions, { reviewId, conditions });
    return desk;
  };

  it('are named, and each met once with evidence; the subject is told each time', () => {
    expect(codeOf(() => pendingDesk().do(clearWithConditions, { reviewId, conditions: [] }))).toBe('VALIDATION_FAILED');
    const desk = conditional();
    expect(desk.gate[reviewId]).toMatchObject({ outcome: 'CONDITIONAL', conditions: [{ met: false }, { met: false }] });
    const meet = { reviewId, conditionId: 'C1', evidence: 'roster' };
    expect(codeOf(() => desk.do(meetCondition, { ...meet, evidence: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => desk.do(meetCondition, { ...meet, conditionId: 'C9' }))).toBe('NOT_FOUND');
    expect(desk.do(meetCondition, meet)).toEqual(['ConditionMet', 'RiskGateFactRecorded']);
    expect(desk.do(meetCondition, meet)).toEqual([]);
    expect(desk.gate[reviewId]).toMatchObject({
      reviewVersion: desk.state.version,
      conditions: [
        { conditionId: 'C1', met: true },
        { conditionId: 'C2', met: false },
      ],
    });
  });

  it('of a later decision have ids of their own', () => {
    const desk = conditional();
    desk.do(reopenReview, { reviewId, reason: 'Again.' });
    desk.signAll();
    desk.do(clearWithConditions, { reviewId, conditions: [{ text: 'Watch', preLaunch: true }] });
    expect(desk.state.decision?.conditions.map(({ conditionId }) => conditionId)).toEqual(['C3']);
  });
});

describe('blocking, reopening, cancelling', () => {
  it('a block says why and what would unblock it', () => {
    const desk = pendingDesk([4, 5]);
    expect(codeOf(() => desk.do(blockReview, { ...blockInput, unblockWhen: '' }))).toBe('REASON_REQUIRED');
    expect(desk.do(blockReview, blockInput)).toEqual(['ReviewBlocked', 'RiskGateFactRecorded']);
    expect(desk.gate[reviewId]).toMatchObject({ outcome: 'BLOCKED', highestBand: 'CRITICAL', validUntil: null });
  });

  it('reopening unsigns what is named, or everything, and makes the gate STALE', () => {
    const desk = pendingDesk();
    desk.do(blockReview, blockInput);
    expect(codeOf(() => desk.do(reopenReview, { reviewId }))).toBe('REASON_REQUIRED');
    expect(desk.do(reopenReview, { reviewId, reason: 'Fields are in.', lenses: ['PRIVACY'] })).toEqual([
      'LensUnsigned',
      'ReviewReopened',
      'RiskGateFactRecorded',
    ]);
    expect([desk.state.status, desk.gate[reviewId]?.outcome]).toEqual(['IN_ASSESSMENT', 'STALE']);
    expect(codeOf(() => desk.do(reopenReview, { reviewId, reason: 'Again.' }))).toBe('INVALID_STATE');
  });

  it('a review ends only with its subject, and comes back with it on the same stream', () => {
    const desk = cleared();
    expect(codeOf(() => desk.do(cancelReview, { reviewId, reason: 'No.' }))).toBe('SUBJECT_NOT_ENDED');
    desk.subject = { ...desk.subject, ended: true };
    expect(desk.do(cancelReview, { reviewId, reason: 'Withdrawn.' })).toEqual([
      'ReviewCancelled',
      'RiskGateFactRecorded',
    ]);
    expect(desk.gate[reviewId]?.outcome).toBe('CANCELLED');
    expect(codeOf(() => desk.do(cancelReview, { reviewId, reason: 'Withdrawn.' }))).toBe('INVALID_STATE');
    desk.subject = { ...desk.subject, ended: false };
    desk.do(reopenReview, { reviewId, reason: 'Revived.', lenses: ['PRIVACY'] });
    expect([desk.state.status, desk.state.lenses.some(({ signed }) => signed)]).toEqual(['IN_ASSESSMENT', false]);
  });
});

describe('a scope that changes (R5)', () => {
  const drift = (change: Partial<ScopeDriftInput> = {}): ScopeDriftInput => ({
    reviewId,
    scope: { touches: [{ touch: 'PERSONAL_DATA' }] },
    scopeHash: 'h2',
    touches: [],
    parts: [],
    ...change,
  });

  it('unsigns the lenses of the touch alone, and everything for a criterion', () => {
    const byTouch = cleared();
    byTouch.do(followScope, drift({ touches: ['AUTHENTICATION'] }), people.clock);
    expect(byTouch.state.lenses.filter(({ signed }) => signed).map(({ lens }) => lens)).toEqual(['PRIVACY']);
    const byCriteria = cleared();
    byCriteria.do(followScope, drift({ parts: ['CRITERIA'] }), people.clock);
    expect(byCriteria.state.lenses.some(({ signed }) => signed)).toBe(false);
    expect(byCriteria.gate[reviewId]).toMatchObject({ outcome: 'STALE', scopeHash: 'h2' });
  });

  it('follows the policy where a part concerns some lenses alone', () => {
    const desk = cleared();
    const [first] = defaultPolicies.triggers;
    if (!first) throw new Error('No policy.');
    const lensesOfPart = { ...first.value.lensesOfPart, PROPERTIES: ['SECURITY'] } as const;
    const value = { ...first.value, lensesOfPart };
    desk.policies = { ...defaultPolicies, triggers: [{ ...first, version: 2, value }] };
    desk.do(followScope, drift({ parts: ['PROPERTIES'] }), people.clock);
    expect(desk.state.lenses.filter(({ signed }) => signed).map(({ lens }) => lens)).toEqual(['PRIVACY']);
  });

  it('is told once, and back again signs nothing (K8)', () => {
    const desk = cleared();
    const change = drift({ parts: ['CRITERIA'] });
    expect(desk.do(followScope, change, people.clock)).toContain('ReviewReopened');
    expect(desk.do(followScope, change, people.clock)).toEqual([]);
    expect(desk.do(followScope, { ...change, scopeHash: 'h1' }, people.clock)).toEqual(['ReviewScopeChanged']);
    expect(desk.state.lenses.some(({ signed }) => signed)).toBe(false);
    expect(desk.gate[reviewId]?.outcome).toBe('STALE');
    expect(new Desk().do(followScope, change, people.clock)).toEqual([]);
  });

  it('that concerns no lens still takes the decision down; it is due again at once', () => {
    const desk = cleared();
    expect(desk.do(followScope, drift(), people.clock)).toEqual([
      'ReviewScopeChanged',
      'ReviewReopened',
      'RiskGateFactRecorded',
    ]);
    expect(desk.state.status).toBe('DECISION_PENDING');
  });

  it('takes a review that waits for its decision back into assessment, without a word on the gate', () => {
    const desk = pendingDesk();
    expect(desk.do(followScope, drift({ parts: ['PROVIDER'] }), people.clock)).not.toContain('RiskGateFactRecorded');
    expect(desk.state.status).toBe('IN_ASSESSMENT');
  });

  it('asks the whole list, and for another signature, when the work turns out to be no small one', () => {
    const desk = new Desk();
    desk.open([{ touch: 'PERSONAL_DATA' }], { likelyMinutes: 60 });
    const scope = { touches: [{ touch: 'PERSONAL_DATA' }], likelyMinutes: 600 } as const;
    expect(desk.do(lengthenLists, { reviewId: 'r-1', scope: { ...scope, likelyMinutes: 90 } })).toEqual([]);
    expect(desk.do(lengthenLists, { reviewId: 'r-1', scope })).toEqual(['ChecklistExtended', 'ChecklistExtended']);
    expect(desk.do(lengthenLists, { reviewId: 'r-1', scope })).toEqual([]);
    expect(new Desk().do(lengthenLists, { reviewId: 'r-1', scope })).toEqual([]);
  });

  it('makes a short list whole once there are payments', () => {
    const desk = new Desk();
    desk.open([{ touch: 'PERSONAL_DATA' }], { likelyMinutes: 60 });
    desk.assignAll();
    desk.signAll();
    desk.do(clearReview, { reviewId });
    const scope = { touches: [{ touch: 'PERSONAL_DATA' }, { touch: 'PAYMENTS' }], likelyMinutes: 60 } as const;
    const types = desk.do(followScope, drift({ scope, touches: ['PAYMENTS'] }), people.clock);
    expect(types.filter((type) => type === 'ChecklistExtended')).toHaveLength(2);
    expect(desk.state.lenses.map(({ lens, items, signed }) => [lens, items.length, signed])).toEqual([
      ['SECURITY', 4, false],
      ['PRIVACY', 4, false],
      ['PAYMENT', 4, false],
    ]);
  });

  it('is as well a lens that is added to a decision', () => {
    const desk = cleared();
    const types = desk.do(addLenses, { reviewId, scope: { touches: [] }, lenses: ['LEGAL'] });
    expect(types).toEqual(['LensesAdded', 'ReviewReopened', 'RiskReviewRequired', 'RiskGateFactRecorded']);
  });
});

describe('what the calendar brings about', () => {
  const tick = (desk: Desk, day: string): string[] => {
    desk.today = day;
    return desk.do(advanceReview, { reviewId }, people.clock);
  };
  const policy = policyOn(defaultPolicies, '2026-01-05');

  it('a decision expires after its last day, a risk is due on its day, each said once (P51)', () => {
    const desk = cleared();
    expect(dueDayOf(desk.review, policy)).toBe('2026-04-05');
    expect(tick(desk, '2026-04-04')).toEqual([]);
    expect(tick(desk, '2026-04-05')).toEqual(['RiskReviewDue']);
    expect(tick(desk, '2026-04-05')).toEqual([]);
    expect(dueDayOf(desk.review, policy)).toBe('2026-04-06');
    expect(tick(desk, '2026-04-06')).toEqual(['ReviewExpired', 'RiskGateFactRecorded']);
    expect(tick(desk, '2026-04-07')).toEqual([]);
    expect([desk.state.status, desk.gate[reviewId]?.outcome]).toEqual(['EXPIRED', 'EXPIRED']);
    expect(dueDayOf(desk.review, policy)).toBeNull();
    desk.do(reopenReview, { reviewId, reason: 'Look again.' });
    expect(desk.state.status).toBe('IN_ASSESSMENT');
  });

  it('a risk rated again is due by its new day', () => {
    const desk = cleared();
    desk.today = '2026-02-01';
    desk.rate('K1', 'CURRENT', [2, 3]);
    expect(tick(desk, '2026-05-01')).toEqual(['ReviewExpired', 'RiskGateFactRecorded']);
    expect(tick(desk, '2026-05-02')).toEqual(['RiskReviewDue']);
  });

  it('an acceptance ends, and takes its decision with it', () => {
    const desk = pendingDesk();
    const terms = { riskId: 'K1', expiresOn: '2026-01-31', justification: 'Rare.', side: 'PROVIDER' } as const;
    desk.do(acceptRisk, terms, people.cto);
    desk.do(clearReview, { reviewId });
    expect(desk.gate[reviewId]?.validUntil).toBe('2026-01-31');
    expect(tick(desk, '2026-01-31')).toEqual([]);
    expect(tick(desk, '2026-02-01')).toEqual(['RiskAcceptanceExpired', 'ReviewExpired', 'RiskGateFactRecorded']);
    expect(tick(desk, '2026-02-01')).toEqual([]);
  });

  it('a newer matrix that sees another band calls for a look and rewrites nothing (K5)', () => {
    const desk = cleared([1, 5]);
    const value = defaultGrid.map((row, l) => row.map((band, i) => (l === 0 && i === 4 ? ('HIGH' as const) : band)));
    const matrix = [...defaultPolicies.matrix, { version: 2, effectiveFrom: '2026-02-01', value }];
    desk.policies = { ...defaultPolicies, matrix };
    expect(tick(desk, '2026-01-31')).toEqual([]);
    expect(tick(desk, '2026-02-01')).toEqual(['RiskReviewDue']);
    expect(desk.facts.at(-1)?.fact.data).toMatchObject({ cause: 'MATRIX_CHANGED', dueOn: '2026-02-01' });
    expect(tick(desk, '2026-02-02')).toEqual([]);
    expect(desk.risk('K1').inherent).toMatchObject({ band: 'MEDIUM', matrixVersion: 1 });
  });

  it('nothing in a review that ended, or never began', () => {
    const desk = cleared();
    desk.subject = { ...desk.subject, ended: true };
    desk.do(cancelReview, { reviewId, reason: 'Withdrawn.' });
    expect(tick(desk, '2027-01-01')).toEqual([]);
    expect([dueDayOf(desk.review, policy), dueDayOf({ status: 'unknown' }, policy)]).toEqual([null, null]);
    expect(new Desk().do(advanceReview, { reviewId })).toEqual([]);
  });
});

describe('facts', () => {
  it('of a newer program leave a review as it is, but for its version', () => {
    const { state } = pendingDesk();
    const newer = { type: 'SomethingNewer', data: {} } as unknown as ReviewEvent;
    expect(evolve(state, newer)).toEqual({ ...state, version: state.version + 1 });
    expect(evolve({ status: 'unknown' }, newer)).toEqual({ status: 'unknown' });
  });
});
