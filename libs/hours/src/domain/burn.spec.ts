import fc from 'fast-check';
import type { Recorded } from '#libs/event-log';
import { openBook, work } from './book.spec-kit.js';
import { type BurnInput, burnOf, daysOfHistory } from './burn.js';
import { lastDayOf } from './calendar.js';
import type { AllotmentEvent } from './facts.js';

/** Every weekday. */
const weekdays: BurnInput['workingDays'] = (after, upTo) => {
  let days = 0;
  for (let at = Date.parse(after) + 86_400_000; at <= Date.parse(upTo); at += 86_400_000)
    if (![0, 6].includes(new Date(at).getUTCDay())) days += 1;
  return days;
};

const january: BurnInput = {
  period: '2026-01',
  today: '2026-01-15',
  capacity: 2200,
  days: [
    { day: '2026-01-02', minutes: 300 },
    { day: '2026-01-15', minutes: 250 },
  ],
  workingDays: weekdays,
};

describe('the pace of a month', () => {
  it('is told by ISO weeks, which may belong to the year before', () => {
    const { weeks } = burnOf({ ...january, period: '2027-01', days: [] });
    expect(weeks.map(({ week, from, to }) => `${week} ${from} ${to}`)).toEqual([
      '2026-W53 2027-01-01 2027-01-03',
      '2027-W01 2027-01-04 2027-01-10',
      '2027-W02 2027-01-11 2027-01-17',
      '2027-W03 2027-01-18 2027-01-24',
      '2027-W04 2027-01-25 2027-01-31',
    ]);
  });

  it('leads on as it went, by working days', () => {
    // 550 in 11 of 22 working days: 50 a day, and 1,650 are left.
    expect(burnOf(january)).toMatchObject({
      recorded: 550,
      workingDays: 22,
      workingDaysPassed: 11,
      projected: 1100,
      daysUntilExhausted: 33,
    });
  });

  it.each([
    ['before its first working day', { today: '2025-12-31', days: [] }, null, null],
    ['with nothing recorded', { days: [] }, 0, null],
    ['used up', { capacity: 550 }, 1100, 0],
    ['beyond what it can give', { capacity: 100 }, 1100, 0],
    ['over', { today: '2026-03-01' }, 550, 66],
    ['on its last day', { today: '2026-01-31' }, 550, 66],
    ['without a working day', { workingDays: () => 0 }, null, null],
  ])('%s', (_name, change, projected, daysUntilExhausted) => {
    expect(burnOf({ ...january, ...change })).toMatchObject({ projected, daysUntilExhausted });
  });

  it('counts every day of the month once, and ends at the whole capacity', () => {
    const month = fc.record({ year: fc.integer({ min: 2020, max: 2040 }), month: fc.integer({ min: 1, max: 12 }) });
    const worked = fc.array(fc.record({ day: fc.integer({ min: 1, max: 28 }), minutes: fc.nat(700) }));
    fc.assert(
      fc.property(month, worked, fc.nat(10_000), ({ year, month: number }, entries, capacity) => {
        const period = `${year}-${String(number).padStart(2, '0')}`;
        const days = entries.map(({ day, minutes }) => ({ day: `${period}-${String(day).padStart(2, '0')}`, minutes }));
        const burn = burnOf({ period, today: lastDayOf(period), capacity, days, workingDays: weekdays });
        const last = burn.weeks.at(-1)!;
        expect([burn.weeks[0]!.from, last.to]).toEqual([`${period}-01`, lastDayOf(period)]);
        expect([last.cumulative, last.even]).toEqual([burn.recorded, capacity]);
        expect(burn.weeks.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(burn.recorded);
        expect(burn.weeks.reduce((sum, { workingDays }) => sum + workingDays, 0)).toBe(burn.workingDays);
        expect(burn.projected).toBe(burn.recorded);
      }),
    );
  });
});

describe('days of a history', () => {
  const recordedOn = (day: string, fact: AllotmentEvent) =>
    ({ ...fact, recordedAt: `${day}T08:00:00.000Z` }) as Recorded<AllotmentEvent>;

  it('are those of billable work that was not taken back; late time counts when it was recorded', () => {
    const desk = openBook();
    desk.today = '2026-01-07';
    desk.record(work({ entryId: 'a', minutes: 60 }));
    desk.record(work({ entryId: 'b', minutes: 30, billable: false, activity: 'BUGFIX' }));
    desk.record(work({ entryId: 'c', minutes: 90 }));
    desk.reverse('2026-01', 'c');
    const history = (desk.facts.get('2026-01') ?? []).map(({ day, fact }) => recordedOn(day, fact));
    const late = {
      type: 'LateTimeRecorded',
      data: { entryId: 'd', workedOn: '2025-12-30', minutes: 45, billable: true },
    };
    const month = { period: '2026-01', timeZone: 'Europe/Berlin' };
    const all = [
      ...history,
      recordedOn('2026-01-09', late as AllotmentEvent),
      // Recorded while the month was closing.
      recordedOn('2026-02-03', { ...late, data: { ...late.data, entryId: 'e' } } as AllotmentEvent),
    ];
    expect(daysOfHistory(all, month)).toEqual([
      { day: '2026-01-07', minutes: 60 },
      { day: '2026-01-09', minutes: 45 },
      { day: '2026-01-31', minutes: 45 },
    ]);
  });
});
