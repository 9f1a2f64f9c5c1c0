import { firstVersion } from '#libs/vocabulary';
import { planningCadence, sayCadenceLapsed } from './cadence.js';
import { codeOf } from './given.spec-kit.js';
import {
  evolveLapses,
  nothingLapsed,
  planningCadencePolicy,
  type PlanningEvent,
  planningLapses,
  type PlanningLapses,
  standardPlanning,
} from './policy.js';

const after = (lapses: PlanningLapses, facts: readonly PlanningEvent[]) => facts.reduce(evolveLapses, lapses);
const monthly = { minJointSessions: 12, windowDays: 365, maxGapDays: 35 };

describe('the policy of planning', () => {
  it('is four sessions a year, 100 days apart at most, until the leads set another', () =>
    expect(standardPlanning).toEqual([firstVersion({ minJointSessions: 4, windowDays: 365, maxGapDays: 100 })]));

  it('March goes by March’s policy, also after a later change (P44)', () => {
    const april = { version: 2, effectiveFrom: '2026-04-01', value: monthly };
    const jointDays = ['2026-01-08', '2026-03-26'];
    const history = { policies: [april, ...standardPlanning], jointDays, historyFrom: '2026-01-01' };
    expect(planningCadence(history, '2026-03-31')).toMatchObject({ policyVersion: 1, ok: true });
    expect(planningCadence(history, '2026-04-01')).toMatchObject({ policyVersion: 2, gapOk: false });
  });

  it('has bounds, and keeps nothing else', () => {
    const requireValid = (terms: typeof monthly) => planningCadencePolicy.requireValid(terms);
    expect(requireValid({ ...monthly, more: 1 } as typeof monthly)).toEqual(monthly);
    for (const terms of [
      { ...monthly, minJointSessions: 0 },
      { ...monthly, windowDays: 27 },
      { ...monthly, maxGapDays: 366 },
    ])
      expect(codeOf(() => requireValid(terms))).toBe('VALIDATION_FAILED');
  });

  it('a fact of a newer program changes nothing', () => {
    const unheard = { type: 'PlanningSung', data: {} } as unknown as Parameters<typeof planningLapses.evolve>[1];
    expect(planningLapses.evolve(nothingLapsed, unheard)).toEqual(nothingLapsed);
  });
});

describe('the cadence (M15)', () => {
  const from = (historyFrom: string, ...jointDays: readonly string[]) => ({
    policies: standardPlanning,
    historyFrom,
    jointDays,
  });
  const on = (day: string, history: ReturnType<typeof from>) => planningCadence(history, day);

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
    const say = (lapses: PlanningLapses, today: string, known = history) => sayCadenceLapsed(lapses, known, { today });
    expect(say(nothingLapsed, '2026-04-18')).toEqual([]);
    const facts = say(nothingLapsed, '2026-04-19');
    expect(facts).toEqual([
      {
        type: 'PlanningCadenceLapsed',
        data: { kind: 'GAP', dueOn: '2026-04-18', lastJointOn: '2026-01-08', policyVersion: 1 },
      },
    ]);
    const said = after(nothingLapsed, facts);
    expect([say(said, '2026-04-19'), say(said, '2026-05-19')]).toEqual([[], []]);
    const held = from('2026-01-01', '2026-01-08', '2026-05-20');
    expect(say(said, '2026-05-21', held)).toEqual([]);
    expect(say(said, '2026-08-29', held)).toMatchObject([{ data: { kind: 'GAP', dueOn: '2026-08-28' } }]);
    expect(say(said, '2027-01-01', held)).toMatchObject([{ data: { kind: 'GAP' } }, { data: { kind: 'COUNT' } }]);
  });
});
