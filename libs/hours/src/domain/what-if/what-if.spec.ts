import { agreementOn } from '../given.spec-kit.js';
import { playQuarter } from '../quarter.spec-kit.js';
import type { Demand, PolicyChanges } from './assumptions.js';
import type { RecordedFact } from './simulation.js';
import { type Outcome, whatIf } from './what-if.js';

const [jan, feb, mar] = ['2026-01', '2026-02', '2026-03'];

const agreement = agreementOn();
/** The quarter as the log tells it: facts alone, no command that was refused. */
const recorded: readonly RecordedFact[] = playQuarter(agreement).desk.log.map(({ period, day, fact }, index) => ({
  period,
  at: `${day}T10:00:00.${String(index % 1000).padStart(3, '0')}Z`,
  event: fact,
}));

const ask = (changes: PolicyChanges, demand: Demand = { kind: 'RECORDED' }, [from, to] = [jan, mar]) =>
  whatIf(
    { agreement, from, to, changes, demand },
    recorded.filter(({ period }) => period >= from),
  );
const printed = ({ months, overageMinutes, expiredMinutes, amount }: Outcome) => ({
  overage: overageMinutes,
  rolledOver: months.map(({ rolledOverMinutes }) => rolledOverMinutes),
  expired: expiredMinutes,
  amount,
});
const refusedOn = ({ refusals }: ReturnType<typeof ask>) =>
  refusals.map(({ at, requestId, shortfallMinutes }) => `${at.slice(0, 10)} ${requestId} ${shortfallMinutes}`);

const asItWas = { overage: 540, rolledOver: [630, 0, 1200], expired: 180, amount: 2061000 };

describe('what if (5.9)', () => {
  it('nothing had been changed', () => {
    const answer = ask({});
    expect(printed(answer.simulated)).toEqual(asItWas);
    expect(printed(answer.recorded)).toEqual(asItWas);
    expect(answer.simulated.months).toEqual(answer.recorded.months);
    expect(refusedOn(answer)).toEqual(['2026-02-10 REQ-8 450']);
    expect(answer.displacedRequestIds).toEqual([]);
  });

  it.each([{ kind: 'RECORDED' }, { kind: 'ELASTIC' }] as const)('90 h, $kind', (demand) => {
    const answer = ask({ minutesPerMonth: 5400 }, demand);
    expect(printed(answer.simulated)).toEqual({
      overage: 0,
      rolledOver: [1230, 660, 1350],
      expired: 1350,
      amount: 2025000,
    });
    expect(answer.simulated.amount - answer.recorded.amount).toBe(-36000);
    expect(answer.refusals).toEqual([]);
    // The F14 credit is a base credit here and gives 60 minutes back to March.
    expect(answer.simulated.months[2]).toMatchObject({ unusedMinutes: 2700 });
  });

  it('70 h, elastic', () => {
    const answer = ask({ minutesPerMonth: 4200 }, { kind: 'ELASTIC' });
    expect(printed(answer.simulated)).toEqual({ overage: 1740, rolledOver: [30, 0, 780], expired: 0, amount: 2151000 });
    expect(answer.simulated.amount - answer.recorded.amount).toBe(90000);
    expect(refusedOn(answer)).toEqual(['2026-01-30 REQ-3 600', '2026-02-10 REQ-6 570', '2026-02-10 REQ-8 480']);
    expect(answer.simulated.months[1]).toMatchObject({ lapsedOverageMinutes: 60, uncoveredMinutes: 0 });
  });

  it('70 h, as recorded: what was refused stays so, and its work is uncovered', () => {
    const answer = ask({ minutesPerMonth: 4200 });
    // REQ-3 holds nothing, so REQ-6 finds 450 minutes: 4,230 − 3,000 reserved − 780 worked.
    expect(refusedOn(answer).slice(0, 2)).toEqual(['2026-01-30 REQ-3 600', '2026-02-10 REQ-6 150']);
    expect(answer.simulated.months[1]!.uncoveredMinutes).toBeGreaterThan(0);
    expect(answer.simulated.amount).toBeLessThan(2151000);
  });

  it('another price, another factor, no rollover', () => {
    expect(ask({ minorPerHour: 10000 }).simulated.months[0]).toMatchObject({ amount: 695000 });
    const dear = ask({ overage: { factorPercent: 200 } });
    // 540 minutes of overage at 180.00 instead of 135.00 an hour, less the credit of 60 of them.
    expect(dear.simulated.amount - dear.recorded.amount).toBe((540 - 60) * 75);
    const without = ask({ rollover: { kind: 'NONE' } });
    expect(printed(without.simulated)).toMatchObject({ rolledOver: [0, 0, 0] });
  });

  it('demand had grown', () => {
    const { simulated } = ask({}, { kind: 'SCALED', factor: 0.5 });
    expect(simulated.months[0]).toMatchObject({ consumedMinutes: 4170 / 2 });
    expect(simulated.overageMinutes).toBe(0);
  });

  it('takes what the window carried in as it was', () => {
    const answer = ask({}, { kind: 'RECORDED' }, [feb, mar]);
    expect(answer.simulated.months[0]).toMatchObject({ basePoolMinutes: 5430, amount: 936000 });
    expect(answer.simulated.months).toEqual(answer.recorded.months);
  });
});
