import { openBook, work } from './book.spec-kit.js';
import { ag1, agreementOn, recordedLedger, standardTerms } from './given.spec-kit.js';
import { playQuarter } from './quarter.spec-kit.js';
import { restatedStatement } from './statement-restated.js';

const [jan, feb, mar] = ['2026-01', '2026-02', '2026-03'];

describe('the quarter by the days of its work (5.4)', () => {
  const { desk } = playQuarter(agreementOn());
  const billed = (period: string, businessDate: string, recorded?: string) =>
    restatedStatement(recordedLedger(desk, recorded), period, businessDate)?.totals.billedMinutes;

  it('February at 03-31 is 5 910 minutes, and 5 970 as it was known on 03-10', () => {
    expect(billed(feb, '2026-03-31')).toBe(5910);
    expect(billed(feb, '2026-03-31', '2026-03-10')).toBe(5970);
    expect(billed(feb, '2026-03-18')).toBe(5970);
    expect(billed(mar, '2026-03-31')).toBe(3420);
  });

  it('counts work up to the day', () => {
    expect(billed(feb, '2026-02-02')).toBe(0);
    expect(billed(feb, '2026-02-03')).toBe(420);
    expect(billed(mar, '2026-03-17')).toBe(2970);
    // The wrong M9 was still believed then.
    expect(billed(mar, '2026-03-17', '2026-03-17')).toBe(3000);
    expect(billed(jan, '2026-01-31')).toBe(4170);
    expect(billed('2026-09', '2026-03-31')).toBeUndefined();
  });

  it('sums up to the same as what was billed, once everything is in', () => {
    const all = [jan, feb, mar].map((period) => billed(period, '2026-12-31') ?? 0);
    expect(all).toEqual([4170, 5910, 3420]);
    expect(all.reduce((sum, one) => sum + one)).toBe(13500);
  });
});

it('late time counts where it was worked, with the pools of the month that billed it', () => {
  const desk = openBook(
    jan,
    agreementOn({ ...ag1, terms: { ...standardTerms, grant: { kind: 'POOL', minutesPerMonth: 60 } } }),
  );
  desk.today = '2026-02-01';
  desk.beginClosing(jan, '2026-02-03');
  desk.today = '2026-02-05';
  desk.settle(jan);
  desk.start(feb, '2026-02-05');
  const late = work({ entryId: 'late', requestId: 'REQ-1', minutes: 100, workedOn: '2026-01-30' });
  desk.recordLate({ ...late, originalPeriod: jan });
  desk.approve(feb, 'O1');
  const restated = (period: string) => restatedStatement(recordedLedger(desk), period, '2026-02-28');
  const lines = restated(jan)?.lines.map(({ lineId, minutes, originalPeriod }) => [lineId, minutes, originalPeriod]);
  const base = desk.opened(feb).sums.base;
  expect(base).toBeGreaterThan(0);
  expect(lines).toEqual([
    ['late:BASE', base, null],
    ['late:OVERAGE', 100 - base, null],
  ]);
  expect(restated(feb)?.lines).toEqual([]);
});

it('a retainer counts from the first day of its month', () => {
  const desk = openBook(jan, agreementOn({ ...ag1, terms: { ...standardTerms, billing: 'RETAINER' } }));
  const billed = (day: string) => restatedStatement(recordedLedger(desk), jan, day)?.totals.retainerMinutes;
  expect([billed('2025-12-31'), billed('2026-01-01')]).toEqual([0, 4800]);
});
