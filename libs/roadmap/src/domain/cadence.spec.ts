import type { Actor } from '#libs/vocabulary';
import { planningCadence, sayCadenceLapsed } from './cadence.js';
import { by, codeOf, people } from './given.spec-kit.js';
import {
  evolvePolicy,
  initialPolicy,
  type PlanningEvent,
  type PlanningPolicy,
  planningPolicy,
  policyOn,
  standardPolicy,
} from './policy.js';
import { type PlanningPolicyInput, setPlanningPolicy } from './policy-rules.js';

const after = (policy: PlanningPolicy, facts: readonly PlanningEvent[]) => facts.reduce(evolvePolicy, policy);
const monthly = { minJointSessions: 12, windowDays: 365, maxGapDays: 35 };
const wish = (more: Partial<PlanningPolicyInput> = {}): PlanningPolicyInput => ({
  side: 'CONSUMER',
  effectiveFrom: '2026-04-01',
  terms: monthly,
  ...more,
});
const set = (policy: PlanningPolicy, input: PlanningPolicyInput, actor: Actor) =>
  setPlanningPolicy(policy, input, by(actor, '2026-03-31'));

describe('the policy of planning', () => {
  const first = after(initialPolicy, set(initialPolicy, wish(), people.cmo));

  it('waits for the other lead, and gets the next number', () => {
    expect(policyOn(first, '2026-04-01')).toEqual(standardPolicy);
    const facts = set(first, wish({ side: 'PROVIDER' }), people.cto);
    expect(facts).toEqual([
      {
        type: 'PlanningPolicySet',
        data: { version: 2, effectiveFrom: '2026-04-01', terms: monthly, byIds: ['p-cleo', 'p-theo'] },
      },
    ]);
    expect(after(first, facts)).toMatchObject({ proposal: null, versions: [{ version: 1 }, { version: 2 }] });
  });

  it('March goes by March’s policy, also after a later change (P44)', () => {
    const changed = after(first, set(first, wish({ side: 'PROVIDER' }), people.cto));
    expect([policyOn(changed, '2026-03-31').version, policyOn(changed, '2026-04-01').version]).toEqual([1, 2]);
    const history = { jointDays: ['2026-01-08', '2026-03-26'], historyFrom: '2026-01-01' };
    expect(planningCadence(changed, history, '2026-03-31')).toMatchObject({ policyVersion: 1, ok: true });
    expect(planningCadence(changed, history, '2026-04-01')).toMatchObject({ policyVersion: 2, gapOk: false });
  });

  it('takes two leads, two persons, and one wish', () => {
    expect(codeOf(() => set(first, wish({ side: 'PROVIDER' }), people.cmo))).toBe('FORBIDDEN');
    expect(codeOf(() => set(first, wish(), people.cmo))).toBe('SIDE_ALREADY_APPROVED');
    expect(codeOf(() => set(first, wish({ side: 'PROVIDER' }), people.deputy))).toBe('BOTH_SIDES_BY_SAME_PERSON');
    const other = set(first, wish({ side: 'PROVIDER', terms: { ...monthly, maxGapDays: 40 } }), people.cto);
    expect(other).toMatchObject([{ type: 'PlanningPolicyProposed', data: { side: 'PROVIDER' } }]);
    const countered = after(first, other);
    expect(set(countered, wish({ terms: { ...monthly, maxGapDays: 40 } }), people.cmo)).toMatchObject([
      { type: 'PlanningPolicySet', data: { version: 2, byIds: ['p-theo', 'p-cleo'] } },
    ]);
  });

  it('never changes the past, and has bounds', () => {
    expect(codeOf(() => set(initialPolicy, wish({ effectiveFrom: '2026-03-30' }), people.cmo))).toBe('DATE_IN_PAST');
    for (const terms of [
      { ...monthly, minJointSessions: 0 },
      { ...monthly, windowDays: 27 },
      { ...monthly, maxGapDays: 366 },
    ])
      expect(codeOf(() => set(initialPolicy, wish({ terms }), people.cmo))).toBe('VALIDATION_FAILED');
  });

  it('a later decision stands over an earlier one, whichever day they name', () => {
    const both = (policy: PlanningPolicy, input: PlanningPolicyInput) => {
      const asked = after(policy, set(policy, input, people.cmo));
      return after(asked, set(asked, { ...input, side: 'PROVIDER' }, people.cto));
    };
    const later = both(initialPolicy, wish({ effectiveFrom: '2026-06-01' }));
    const sooner = both(later, wish({ effectiveFrom: '2026-05-01', terms: { ...monthly, maxGapDays: 50 } }));
    expect([4, 5, 7].map((month) => policyOn(sooner, `2026-0${month}-01`).version)).toEqual([1, 3, 3]);
  });

  it('a fact of a newer program changes nothing', () => {
    const unheard = { type: 'PlanningSung', data: {} } as unknown as Parameters<typeof planningPolicy.evolve>[1];
    expect(planningPolicy.evolve(initialPolicy, unheard)).toEqual(initialPolicy);
  });
});

describe('the cadence (M15)', () => {
  const from = (historyFrom: string, ...jointDays: readonly string[]) => ({ historyFrom, jointDays });
  const on = (day: string, history: ReturnType<typeof from>) => planningCadence(initialPolicy, history, day);

  it('allows 100 days between two sessions, not 101; the gap that still runs counts', () => {
    // 01-08 + 100 days = 04-18.
    const history = from('2026-01-01', '2026-01-08');
    expect(on('2026-04-18', history)).toMatchObject({ largestGapDays: 100, gapOk: true, dueOn: { GAP: '2026-04-18' } });
    expect(on('2026-04-19', history)).toMatchObject({ largestGapDays: 101, gapOk: false, ok: false });
    expect(on('2026-04-11', from('2026-01-01'))).toMatchObject({ largestGapDays: 100, lastJointOn: null, gapOk: true });
  });

  it('asks for four sessions once there are 365 days of history', () => {
    const three = from('2025-01-01', '2025-03-01', '2025-06-01', '2025-09-01');
    expect(on('2025-12-31', three)).toMatchObject({ jointSessions: 3, countOk: null, dueOn: { COUNT: '2025-12-31' } });
    expect(on('2026-01-01', three)).toMatchObject({ jointSessions: 3, countOk: false, ok: false });
    const four = from('2025-01-01', '2025-03-01', '2025-06-01', '2025-09-01', '2025-12-01');
    // The fourth from the end, 2025-03-01, counts until the day before 2026-03-01.
    expect(on('2026-02-28', four)).toMatchObject({ jointSessions: 4, countOk: true, dueOn: { COUNT: '2026-02-28' } });
    expect(on('2026-03-01', four)).toMatchObject({ jointSessions: 3, countOk: false });
  });

  it('forgets a gap that ended before the window', () => {
    const quarterly = ['2025-07-01', '2025-10-01', '2025-12-31', '2026-03-31', '2026-06-30'];
    const history = from('2024-01-01', '2024-06-01', ...quarterly);
    expect(on('2026-07-02', history)).toMatchObject({ largestGapDays: 92, gapOk: true, jointSessions: 4 });
    expect(on('2026-06-30', history).largestGapDays).toBe(395);
  });

  it('sees only what was held by then', () => {
    expect(on('2026-01-07', from('2026-01-01', '2026-01-08'))).toMatchObject({ jointSessions: 0, lastJointOn: null });
  });

  it('says a lapse once for each day due, and again after the next session is missed', () => {
    const history = from('2026-01-01', '2026-01-08');
    const say = (policy: PlanningPolicy, today: string, known = history) => sayCadenceLapsed(policy, known, { today });
    expect(say(initialPolicy, '2026-04-18')).toEqual([]);
    const facts = say(initialPolicy, '2026-04-19');
    expect(facts).toEqual([
      {
        type: 'PlanningCadenceLapsed',
        data: { kind: 'GAP', dueOn: '2026-04-18', lastJointOn: '2026-01-08', policyVersion: 1 },
      },
    ]);
    const said = after(initialPolicy, facts);
    expect([say(said, '2026-04-19'), say(said, '2026-05-19')]).toEqual([[], []]);
    const held = from('2026-01-01', '2026-01-08', '2026-05-20');
    expect(say(said, '2026-05-21', held)).toEqual([]);
    expect(say(said, '2026-08-29', held)).toMatchObject([{ data: { kind: 'GAP', dueOn: '2026-08-28' } }]);
    expect(say(said, '2027-01-01', held)).toMatchObject([{ data: { kind: 'GAP' } }, { data: { kind: 'COUNT' } }]);
  });
});
