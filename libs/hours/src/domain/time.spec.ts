import { balanceOf } from './balance.js';
import { openBook, work } from './book.spec-kit.js';
import { ag1, agreementOn, people, refusalOf, standardTerms } from './given.spec-kit.js';
import { addMonths, lastDayOf, minutesBetween } from './calendar.js';
import { rateOn } from './terms.js';

const jan = '2026-01';
const onDay = (day: string, agreement = agreementOn()) => {
  const desk = openBook(jan, agreement);
  desk.today = day;
  return desk;
};

describe('recording time', () => {
  it.each([0, -1, 1441, 1.5, Number.NaN])('of %s minutes is refused', (minutes) => {
    const desk = onDay('2026-01-15');
    expect(refusalOf(() => desk.record(work({ minutes })))).toMatchObject({ code: 'MINUTES_INVALID' });
    expect(desk.history(jan).map(({ type }) => type)).toEqual(['PeriodOpened', 'PeriodStarted']);
  });

  it('is not for who has a part in other teams alone', () => {
    const desk = onDay('2026-01-15');
    const refusal = refusalOf(() => desk.record(work(), { ...people.backend, roles: [] }));
    expect(refusal).toMatchObject({ code: 'FORBIDDEN', details: { right: 'time.record' } });
  });

  it('keeps the role it was done in, in the month and with the entry', () => {
    const desk = onDay('2026-01-15');
    desk.record(work({ entryId: 'e-1', role: 'ENGINEER' }));
    desk.record(work({ entryId: 'e-2' }));
    const [first, second] = desk.history(jan).filter(({ type }) => type === 'TimeRecorded');
    expect(first?.data).toMatchObject({ role: 'ENGINEER' });
    expect(second?.data).not.toHaveProperty('role');
    expect(desk.entry('e-1')).toMatchObject({ role: 'ENGINEER' });
  });

  it('keeps to the steps of the agreement', () => {
    const desk = onDay('2026-01-15', agreementOn({ ...ag1, terms: { ...standardTerms, granularityMinutes: 15 } }));
    expect(refusalOf(() => desk.record(work({ minutes: 50 }))).details).toEqual({
      minutes: 50,
      granularityMinutes: 15,
    });
    expect(desk.record(work({ minutes: 45 }))).toEqual(['TimeRecorded']);
  });

  it.each([
    ['tomorrow', { workedOn: '2026-01-16' }, 'DATE_IN_FUTURE'],
    ['on a day of another month', { workedOn: '2026-02-01' }, 'TIME_ENTRY_OUTSIDE_PERIOD'],
    ['on a day that does not exist', { workedOn: '2026-01-32' }, 'VALIDATION_FAILED'],
    ['with a strange id', { entryId: 'a b' }, 'VALIDATION_FAILED'],
    ['before there was a rate', { workedOn: '2025-12-31' }, 'TIME_ENTRY_OUTSIDE_PERIOD'],
    [
      'on a request that is a draft',
      { request: { requestId: 'r', chargeable: false, status: 'DRAFT' } },
      'REQUEST_NOT_CHARGEABLE',
    ],
    ['by an agency that is not approved', { onboarded: null }, 'PROVIDER_NOT_ONBOARDED'],
    [
      'by an agency after its approval',
      { onboarded: { from: '2025-01-01', until: '2026-01-14' } },
      'PROVIDER_NOT_ONBOARDED',
    ],
  ])('%s is refused', (_what, change, code) => {
    const desk = onDay('2026-01-15');
    expect(refusalOf(() => desk.record({ ...work(), ...change })).code).toBe(code);
  });

  it('happens once for each id, over all months', () => {
    const desk = onDay('2026-01-15');
    desk.record(work());
    expect(refusalOf(() => desk.record(work())).code).toBe('TIME_ENTRY_EXISTS');
    desk.start('2026-02');
    expect(refusalOf(() => desk.record(work())).code).toBe('TIME_ENTRY_EXISTS');
  });

  it('is one’s own, or the lead’s with a reason', () => {
    const desk = onDay('2026-01-15');
    expect(refusalOf(() => desk.record(work(), people.frontend)).code).toBe('FORBIDDEN');
    expect(refusalOf(() => desk.record(work({ reason: ' ' }), people.cto)).code).toBe('REASON_REQUIRED');
    expect(desk.record(work({ reason: null }), people.backend)).toEqual(['TimeRecorded']);
  });

  it('waits for the month to begin, and goes elsewhere once it is closed', () => {
    const desk = onDay('2026-02-02');
    const early = () => desk.record(work({ workedOn: '2026-02-02' }), people.cto, '2026-02');
    expect(refusalOf(early)).toMatchObject({ code: 'INVALID_STATE', details: { state: 'PLANNED' } });
    desk.beginClosing(jan, '2026-02-01');
    desk.settle(jan);
    const late = () => desk.record(work({ workedOn: '2026-01-31' }), people.cto, jan);
    expect(refusalOf(late)).toMatchObject({
      code: 'PERIOD_CLOSED',
      details: { period: jan, useInstead: 'recordLateTime' },
    });
    desk.start('2026-02', '2026-02-03');
    const input = { ...work({ workedOn: '2026-01-31' }), originalPeriod: jan };
    expect(refusalOf(() => desk.recordLate(input, people.backend)).code).toBe('FORBIDDEN');
    expect(desk.recordLate(input)).toEqual(['LateTimeRecorded']);
    expect(refusalOf(() => desk.recordLate({ ...input, entryId: 'e-2', originalPeriod: '2026-02' })).code).toBe(
      'INVALID_STATE',
    );
    expect(balanceOf(desk.opened('2026-02')).consumed).toBe(60);
  });

  it('is never refused for want of budget', () => {
    const small = { ...standardTerms, grant: { kind: 'POOL', minutesPerMonth: 100 } as const };
    const desk = onDay('2026-01-15', agreementOn({ ...ag1, terms: small }));
    expect(desk.record(work({ minutes: 160 }))).toEqual([
      'TimeRecorded',
      'OverageRaised',
      'BudgetThresholdCrossed',
      'BudgetThresholdCrossed',
      'BudgetThresholdCrossed',
    ]);
    expect(desk.record(work({ entryId: 'e-2', minutes: 20 }))).toEqual(['TimeRecorded', 'OverageResized']);
    expect(desk.opened(jan).overages).toMatchObject([{ overageId: 'O1', kind: 'UNCOVERED', minutes: 80 }]);
    expect(desk.record(work({ entryId: 'e-3', minutes: 20, requestId: null }))).toEqual(['TimeRecorded']);
  });

  it('stops the request under HARD_STOP, and is approved at once under WARN', () => {
    const terms = (mode: 'HARD_STOP' | 'WARN') => ({
      ...standardTerms,
      thresholds: [],
      grant: { kind: 'POOL', minutesPerMonth: 10 } as const,
      overage: { mode, factorPercent: 150 },
    });
    const strict = onDay('2026-01-15', agreementOn({ ...ag1, terms: terms('HARD_STOP') }));
    expect(strict.record(work())).toEqual(['TimeRecorded', 'OverageRaised', 'WorkStopped']);
    expect(strict.record(work({ entryId: 'e-2' }))).toEqual(['TimeRecorded', 'OverageResized']);
    const soft = onDay('2026-01-15', agreementOn({ ...ag1, terms: terms('WARN') }));
    expect(soft.record(work())).toEqual(['TimeRecorded', 'OverageRaised', 'OverageApproved', 'UncoveredTimeCovered']);
    expect(balanceOf(soft.opened(jan))).toMatchObject({ overageConsumed: 50, uncovered: 0 });
  });
});

describe('taking time back', () => {
  it('happens once, in full', () => {
    const desk = onDay('2026-01-15');
    expect(refusalOf(() => desk.reverse(jan, 'e-1')).code).toBe('ENTRY_NOT_FOUND');
    desk.record(work());
    expect(refusalOf(() => desk.reverse('2026-02', 'e-1')).code).toBe('INVALID_STATE');
    expect(refusalOf(() => desk.reverse(jan, 'e-1', people.frontend)).code).toBe('FORBIDDEN');
    expect(desk.reverse(jan, 'e-1', people.backend)).toEqual(['TimeReversed']);
    expect(refusalOf(() => desk.reverse(jan, 'e-1')).code).toBe('ENTRY_ALREADY_REVERSED');
    expect(balanceOf(desk.opened(jan))).toMatchObject({ consumed: 0, available: 4800 });
  });

  it('and recording it right is one command', () => {
    const desk = onDay('2026-01-15');
    desk.record(work({ minutes: 90 }));
    expect(desk.correct(jan, 'e-1', work({ entryId: 'e-2', minutes: 30, workedOn: '2026-01-14' }))).toEqual([
      'TimeReversed',
      'TimeRecorded',
    ]);
    expect(desk.history(jan).at(-1)).toMatchObject({ data: { correctsEntryId: 'e-1', minutes: 30 } });
    expect(balanceOf(desk.opened(jan)).consumed).toBe(30);
  });
});

describe('months and zones (2.0)', () => {
  it.each([
    ['2026-01-31T23:30:00Z', '2026-02-01', '2026-02'],
    ['2026-03-31T22:30:00Z', '2026-04-01', '2026-04'],
  ])('%s in Berlin is %s', (startedAt, day, period) => {
    const desk = openBook(period);
    desk.agreement = { ...desk.agreement, validFrom: period };
    desk.today = day;
    desk.record(work({ startedAt, minutes: 30 }), people.cto, period);
    expect(desk.history(period).at(-1)).toMatchObject({ data: { workedOn: day, startedAt } });
  });

  it('counts an hour over the change of clocks as 60 minutes', () => {
    expect(minutesBetween('2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z')).toBe(60);
    const desk = openBook('2026-03', agreementOn({ ...ag1, validFrom: '2026-03' }));
    desk.today = '2026-03-29';
    desk.record(work({ startedAt: '2026-03-29T00:30:00Z', minutes: 60 }));
    expect(desk.history('2026-03').at(-1)).toMatchObject({ data: { workedOn: '2026-03-29', minutes: 60 } });
  });

  it.each([
    ['Europe/Berlin', '2026-03-31T21:30:00Z', 30, 31],
    ['Europe/Berlin', '2026-10-31T22:30:00Z', 30, 31],
    ['America/Sao_Paulo', '2026-03-01T02:30:00Z', 30, 31],
    ['Asia/Kolkata', '2026-02-28T18:00:00Z', 30, 31],
    ['Asia/Kolkata', '2024-02-29T18:00:00Z', 30, 31],
    ['Pacific/Auckland', '2026-09-30T10:30:00Z', 30, 31],
    ['Pacific/Auckland', '2024-02-29T10:30:00Z', 30, 31],
  ])('in %s work from %s may end at midnight, and is split after it', (timeZone, startedAt, fits, tooLong) => {
    const rates = [{ activity: null, role: null, minorPerHour: 9000, effectiveFrom: '2024-01-01' }];
    const period = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(startedAt)).slice(0, 7);
    const desk = openBook(period, agreementOn({ ...ag1, timeZone, validFrom: period, rates }));
    desk.today = lastDayOf(period);
    expect(refusalOf(() => desk.record(work({ startedAt, minutes: tooLong }))).code).toBe('TIME_ENTRY_CROSSES_PERIOD');
    expect(desk.record(work({ startedAt, minutes: fits }))).toEqual(['TimeRecorded']);
    expect(desk.history(period).at(-1)).toMatchObject({ data: { workedOn: lastDayOf(period) } });
  });

  it('counts months by year and month', () => {
    expect([addMonths('2026-01', 1), addMonths('2025-11', 3), addMonths('2026-01', -1)]).toEqual([
      '2026-02',
      '2026-02',
      '2025-12',
    ]);
    expect(['2024-02', '2026-02', '2000-02', '1900-02'].map(lastDayOf)).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2000-02-29',
      '1900-02-28',
    ]);
  });
});

it('a rate is the closest fit in force on the day', () => {
  const rates = [
    { activity: null, role: null, minorPerHour: 1, effectiveFrom: '2026-01-01' },
    { activity: null, role: null, minorPerHour: 2, effectiveFrom: '2026-02-01' },
    { activity: 'QA', role: null, minorPerHour: 3, effectiveFrom: '2026-01-01' },
    { activity: null, role: 'SENIOR', minorPerHour: 4, effectiveFrom: '2026-03-01' },
  ] as const;
  expect(rateOn(rates, { activity: 'BUILD' }, '2026-01-31')).toBe(1);
  expect(rateOn(rates, { activity: 'BUILD' }, '2026-02-01')).toBe(2);
  expect(rateOn(rates, { activity: 'QA', role: 'SENIOR' }, '2026-03-01')).toBe(3);
  expect(rateOn(rates, { activity: 'BUILD', role: 'SENIOR' }, '2026-03-01')).toBe(4);
  expect(rateOn(rates, { activity: 'BUILD' }, '2025-12-31')).toBeNull();
});

it('a month with 5 000 entries is as small as one with 50', () => {
  const sizeAfter = (count: number): number => {
    const terms = { ...standardTerms, thresholds: [], grant: { kind: 'POOL', minutesPerMonth: 50_000 } as const };
    const desk = onDay('2026-01-15', agreementOn({ ...ag1, terms }));
    desk.reserve(jan, 'REQ-1', 10_000);
    for (let index = 0; index < count; index += 1) {
      desk.record(work({ entryId: `e-${index}`, requestId: index % 3 ? 'REQ-1' : null, minutes: 5 }));
    }
    return JSON.stringify(desk.opened(jan)).length;
  };
  expect(sizeAfter(5000) - sizeAfter(50)).toBeLessThan(40);
});
