import { startOfDay } from '#libs/calendar';
import fc from 'fast-check';
import { addMonths, beginClosing, dayBefore, dueDayOf, firstDayOf, localDayOf, periodOf } from '../domain/index.js';
import { openBook } from '../domain/book.spec-kit.js';
import { ag1, agreementOn, people } from '../domain/given.spec-kit.js';
import { missingMonths, nextDueDay } from './month-clock.process.js';

const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Auckland'];
const days = fc
  .record({
    year: fc.integer({ min: 1990, max: 2040 }),
    month: fc.integer({ min: 0, max: 11 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, day }) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10));

describe('when something is due', () => {
  it.each(zones)('is the first instant of its local day in %s', (zone) => {
    fc.assert(
      fc.property(days, (day) => {
        const instant = startOfDay(day, zone);
        expect(localDayOf(instant, zone)).toBe(day);
        const justBefore = new Date(Date.parse(instant) - 1).toISOString();
        expect(localDayOf(justBefore, zone)).toBe(dayBefore(day));
      }),
    );
  });

  it('comes month after month without a gap, whatever day it is', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -6, max: 6 }), (today, distance) => {
        const validFrom = addMonths(periodOf(today), distance);
        const missing = missingMonths({ validFrom, validTo: null }, [], today);
        const last = addMonths(periodOf(today), 3);
        expect(missing).toHaveLength(Math.max(0, 4 - distance));
        if (missing.length > 0) expect([missing[0], missing.at(-1)]).toEqual([validFrom, last]);
        expect(missingMonths({ validFrom, validTo: null }, missing, today)).toEqual([]);
        const known = agreementOn({
          ...ag1,
          validFrom,
          rates: [{ ...ag1.rates[0]!, effectiveFrom: firstDayOf(validFrom) }],
        });
        const ctx = () => ({
          now: `${today}T00:00:00.000Z`,
          today,
          actor: people.clock,
          terms: openBook().ctx(people.clock, '2026-01').terms,
        });
        const next = nextDueDay(known, { periods: missing, live: [] }, ctx);
        const expected = missing.length > 0 ? addMonths(periodOf(today), 1) : addMonths(validFrom, -3);
        expect(next).toBe(firstDayOf(expected));
      }),
    );
  });

  it('opens at most a year of months at once', () => {
    const opened: string[] = [];
    const agreement = { validFrom: '2023-01', validTo: null };
    const rounds: number[] = [];
    for (let missing = missingMonths(agreement, opened, '2026-01-05'); missing.length > 0;) {
      rounds.push(missing.length);
      opened.push(...missing);
      missing = missingMonths(agreement, opened, '2026-01-05');
    }
    expect(rounds).toEqual([12, 12, 12, 4]);
  });

  it('follows a month from plan to close', () => {
    const desk = openBook();
    const due = (day: string) => {
      desk.today = day;
      return dueDayOf(desk.opened('2026-01'), desk.ctx(people.clock, '2026-01'));
    };
    expect(dueDayOf(desk.opened('2026-02'), desk.ctx(people.clock, '2026-02'))).toBe('2026-02-01');
    expect(due('2026-01-05')).toBe('2026-02-01');
    desk.today = '2026-02-01';
    const closing = beginClosing(
      desk.month('2026-01'),
      { graceEndsOn: '2026-02-04' },
      desk.ctx(people.clock, '2026-01'),
    );
    desk.add('2026-01', closing);
    expect(due('2026-02-02')).toBe('2026-02-05');
    desk.today = '2026-02-05';
    desk.issue('2026-01', '2026-02-12');
    expect(due('2026-02-05')).toBe('2026-02-13');
    desk.accept('2026-01');
    expect(due('2026-02-05')).toBe('2026-02-06');
    desk.close('2026-01');
    expect(due('2026-02-05')).toBeNull();
  });
});
