import {
  defaultCalendar,
  defaultWeek,
  type Span,
  type Weekday,
  WEEKDAYS,
  type WeekSpans,
  type WorkingCalendar,
} from './values.js';
import {
  addWorkingDays,
  addWorkingMinutes,
  dueAt,
  isWorkingDay,
  workingDateOf,
  workingDaysBetween,
  workingMinutes,
  workingMinutesBetween,
} from './working-time.js';

const berlin = defaultCalendar('Europe/Berlin');

/** As in the demo quarter. */
const quarter: WorkingCalendar = {
  ...berlin,
  holidays: [
    { date: '2026-01-01', name: 'New Year' },
    { date: '2026-04-03', name: 'Good Friday' },
    { date: '2026-04-06', name: 'Easter Monday' },
  ],
};

const free = { MONDAY: [], TUESDAY: [], WEDNESDAY: [], THURSDAY: [], FRIDAY: [], SATURDAY: [], SUNDAY: [] };

/** A week of these days alone. */
const only = (timeZone: string, days: Partial<Record<Weekday, readonly Span[]>>): WorkingCalendar => ({
  weeks: [{ effectiveFrom: null, timeZone, days: { ...free, ...days } }],
  holidays: [],
});
const nights = (timeZone: string) => only(timeZone, { SUNDAY: [{ from: '01:00', to: '04:00' }] });

describe('working minutes', () => {
  it.each([
    ['an hour of a morning', quarter, '2026-01-05T08:00:00.000Z', '2026-01-05T09:00:00.000Z', 60],
    ['a whole day, from before to after', quarter, '2026-01-05T00:00:00.000Z', '2026-01-06T00:00:00.000Z', 480],
    ['before the day begins', quarter, '2026-01-05T05:00:00.000Z', '2026-01-05T08:00:00.000Z', 0],
    ['a weekend', quarter, '2026-01-09T16:00:00.000Z', '2026-01-12T08:00:00.000Z', 0],
    ['Friday afternoon to Monday morning', quarter, '2026-01-09T15:00:00.000Z', '2026-01-12T09:00:00.000Z', 120],
    ['New Year in between', quarter, '2025-12-31T15:00:00.000Z', '2026-01-02T09:00:00.000Z', 120],
    ['Easter', quarter, '2026-04-02T15:00:00.000Z', '2026-04-07T07:00:00.000Z', 0],
    ['less than a minute', quarter, '2026-01-05T09:00:00.000Z', '2026-01-05T09:00:59.999Z', 0],
    ['59 s and 61 s', quarter, '2026-01-05T15:59:01.000Z', '2026-01-06T08:01:01.000Z', 2],
    ['from later to earlier', quarter, '2026-01-05T09:00:00.000Z', '2026-01-05T08:00:00.000Z', 0],
    ['a January of 21 days', quarter, '2025-12-31T23:00:00.000Z', '2026-01-31T23:00:00.000Z', 21 * 480],
    ['a leap day', quarter, '2028-02-28T23:00:00.000Z', '2028-02-29T23:00:00.000Z', 480],
    ['five years', berlin, '2020-12-31T23:00:00.000Z', '2025-12-31T23:00:00.000Z', 1304 * 480],
    // 02:00 CET is 03:00 CEST: an hour less.
    ['a spring night in Berlin', nights('Europe/Berlin'), '2026-03-28T20:00:00Z', '2026-03-29T20:00:00Z', 120],
    // 03:00 CEST is 02:00 CET: an hour more.
    ['an autumn night in Berlin', nights('Europe/Berlin'), '2026-10-24T20:00:00Z', '2026-10-25T20:00:00Z', 240],
    ['a spring night in Auckland', nights('Pacific/Auckland'), '2026-09-26T06:00:00Z', '2026-09-27T06:00:00Z', 120],
    ['an autumn night in Auckland', nights('Pacific/Auckland'), '2026-04-04T06:00:00Z', '2026-04-05T06:00:00Z', 240],
    ['a night in Kolkata', nights('Asia/Kolkata'), '2026-03-28T18:30:00Z', '2026-03-29T18:30:00Z', 180],
    [
      'half an hour that comes twice',
      only('Europe/Berlin', { SUNDAY: [{ from: '02:30', to: '03:00' }] }),
      '2026-10-24T20:00:00Z',
      '2026-10-25T20:00:00Z',
      60,
    ],
    [
      'half an hour that never comes',
      only('Europe/Berlin', { SUNDAY: [{ from: '02:15', to: '02:45' }] }),
      '2026-03-28T20:00:00Z',
      '2026-03-29T20:00:00Z',
      0,
    ],
    [
      'a midnight that does not come, São Paulo 2018',
      only('America/Sao_Paulo', { SUNDAY: [{ from: '00:00', to: '03:00' }] }),
      '2018-11-03T12:00:00Z',
      '2018-11-04T12:00:00Z',
      120,
    ],
    [
      'the hour before midnight twice, São Paulo 2018',
      only('America/Sao_Paulo', { SATURDAY: [{ from: '22:00', to: '24:00' }] }),
      '2018-02-17T12:00:00Z',
      '2018-02-18T12:00:00Z',
      180,
    ],
    [
      'no change of clocks any more, São Paulo 2026',
      only('America/Sao_Paulo', { SUNDAY: [{ from: '00:00', to: '03:00' }] }),
      '2026-10-31T12:00:00Z',
      '2026-11-01T12:00:00Z',
      180,
    ],
    [
      'a lunch break',
      only('Europe/Berlin', {
        MONDAY: [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '17:00' },
        ],
      }),
      '2026-01-05T10:30:00Z',
      '2026-01-05T12:30:00Z',
      60,
    ],
  ])('%s', (_, ...[calendar, from, to, minutes]) => {
    expect(workingMinutesBetween(calendar, from, to)).toBe(minutes);
  });

  it('of many years are no matter of walking their minutes', () => {
    const [from, to] = ['2020-12-31T23:00:00.000Z', '2025-12-31T23:00:00.000Z'];
    const sums = Array.from({ length: 500 }, () => workingMinutesBetween({ ...berlin }, from, to));
    expect(new Set(sums)).toEqual(new Set([625_920]));
  });

  it('refuse what is no instant', () => {
    expect(() => workingMinutesBetween(berlin, 'yesterday', '2026-01-05T09:00:00.000Z')).toThrow(RangeError);
  });
});

describe('the instant after some working minutes', () => {
  it.each([
    ['over a weekend', quarter, '2026-01-02T15:00:00.000Z', 120, '2026-01-05T09:00:00.000Z'],
    [
      'at the end of the day, not the next morning',
      quarter,
      '2026-01-02T08:00:00.000Z',
      480,
      '2026-01-02T16:00:00.000Z',
    ],
    ['a minute more is the next morning', quarter, '2026-01-02T08:00:00.000Z', 481, '2026-01-05T08:01:00.000Z'],
    ['0 stays, at night too', quarter, '2026-01-03T02:17:05.123Z', 0, '2026-01-03T02:17:05.123Z'],
    ['from the night before', quarter, '2026-01-05T03:00:00.000Z', 30, '2026-01-05T08:30:00.000Z'],
    ['over Easter', quarter, '2026-04-02T14:00:00.000Z', 61, '2026-04-07T07:01:00.000Z'],
    ['over the change of clocks', quarter, '2026-03-27T16:00:00.000Z', 1, '2026-03-30T07:01:00.000Z'],
    ['through the hour left out', nights('Europe/Berlin'), '2026-03-29T00:30:00.000Z', 60, '2026-03-29T01:30:00.000Z'],
    ['in Kolkata', defaultCalendar('Asia/Kolkata'), '2026-01-05T11:00:00.000Z', 60, '2026-01-06T04:00:00.000Z'],
    ['in Auckland', defaultCalendar('Pacific/Auckland'), '2026-01-05T03:00:00.000Z', 120, '2026-01-05T21:00:00.000Z'],
    ['on a leap day', quarter, '2028-02-28T16:00:00.000Z', 480, '2028-02-29T16:00:00.000Z'],
    ['with seconds kept', quarter, '2026-01-05T15:30:30.500Z', 30, '2026-01-06T08:00:30.500Z'],
    ['a year of 52 weeks', berlin, '2026-01-05T08:00:00.000Z', 52 * 5 * 480, '2027-01-01T16:00:00.000Z'],
  ])('%s', (_, ...[calendar, from, minutes, due]) => {
    expect(addWorkingMinutes(calendar, from, minutes)).toBe(due);
  });

  it('is the end of a span before a break', () => {
    const split = [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ];
    expect(addWorkingMinutes(only('Europe/Berlin', { MONDAY: split }), '2026-01-05T08:00:00.000Z', 180)).toBe(
      '2026-01-05T11:00:00.000Z',
    );
  });

  it.each([-1, 0.5, Number.NaN])('refuses %s minutes', (minutes) => {
    expect(() => addWorkingMinutes(berlin, '2026-01-05T08:00:00.000Z', minutes)).toThrow(RangeError);
  });

  it('refuses what lies beyond all calendars', () => {
    expect(() => addWorkingMinutes(berlin, '9999-12-01T08:00:00.000Z', 100_000)).toThrow(RangeError);
  });
});

describe('pauses', () => {
  const [from, to] = ['2026-01-05T08:00:00.000Z', '2026-01-06T16:00:00.000Z'];
  const pause = (start: string, end: string | null) => ({
    from: `2026-01-${start}:00.000Z`,
    to: end === null ? null : `2026-01-${end}:00.000Z`,
  });

  it.each([
    ['none', [], 960],
    ['an hour', [pause('05T10:00', '05T11:00')], 900],
    ['a night', [pause('05T16:00', '06T08:00')], 960],
    ['a night and an hour of each day', [pause('05T15:00', '06T09:00')], 840],
    ['two that overlap', [pause('05T10:00', '05T12:00'), pause('05T11:00', '05T13:00')], 780],
    ['two that touch, the later one first', [pause('05T11:00', '05T12:00'), pause('05T10:00', '05T11:00')], 840],
    ['one inside another', [pause('05T09:00', '05T15:00'), pause('05T10:00', '05T11:00')], 600],
    ['one that ends before it begins', [pause('05T12:00', '05T10:00')], 960],
    ['before and after', [pause('04T10:00', '05T08:00'), pause('06T16:00', '07T10:00')], 960],
    ['from before to the middle', [pause('02T10:00', '05T12:00')], 720],
    ['open since the second morning', [pause('06T08:00', null)], 480],
    ['open ever since', [pause('01T08:00', null)], 0],
  ])('%s', (_, pauses, minutes) => {
    expect(workingMinutes(quarter, from, to, pauses)).toBe(minutes);
  });

  it.each([
    ['none', [], 480, '2026-01-05T16:00:00.000Z'],
    ['an hour', [pause('05T10:00', '05T11:00')], 480, '2026-01-06T09:00:00.000Z'],
    ['one that begins when it is due', [pause('05T16:00', '06T10:00')], 480, '2026-01-05T16:00:00.000Z'],
    ['one that begins a minute before', [pause('05T15:59', '06T10:00')], 480, '2026-01-06T10:01:00.000Z'],
    ['still open, but due before', [pause('05T10:00', null)], 60, '2026-01-05T09:00:00.000Z'],
    ['still open when it would be due', [pause('05T10:00', null)], 121, null],
    ['still open after one that ended', [pause('05T09:00', '05T10:00'), pause('05T12:00', null)], 181, null],
    ['at once, even in a pause', [pause('05T07:00', null)], 0, '2026-01-05T08:00:00.000Z'],
  ])('move what is due: %s', (_, pauses, minutes, due) => {
    expect(dueAt(quarter, from, minutes, pauses)).toBe(due);
  });
});

describe('working days', () => {
  it.each([
    ['2026-01-01', false],
    ['2026-01-02', true],
    ['2026-01-03', false],
    ['2026-04-06', false],
    ['2028-02-29', true],
  ])('%s: %s', (date, works) => {
    expect(isWorkingDay(quarter, date)).toBe(works);
  });

  it.each([
    ['2026-01-02', '2026-01-05', 1],
    ['2026-01-03', '2026-01-05', 1],
    ['2026-01-05', '2026-01-05', 0],
    ['2026-01-06', '2026-01-05', 0],
    ['2026-04-02', '2026-04-07', 1],
    ['2025-12-31', '2026-03-31', 63],
    ['2028-02-25', '2028-03-01', 3],
  ])('from %s to %s: %d', (from, to, days) => {
    expect(workingDaysBetween(quarter, from, to)).toBe(days);
  });

  it.each([
    ['2026-01-02', 1, '2026-01-05'],
    ['2026-01-03', 0, '2026-01-03'],
    ['2026-01-03', 1, '2026-01-05'],
    ['2026-04-02', 1, '2026-04-07'],
    ['2027-02-26', 1, '2027-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-01-05', 260, '2027-01-06'],
  ])('%s and %d more: %s', (from, days, date) => {
    expect(addWorkingDays(quarter, from, days)).toBe(date);
  });

  it('refuse a count that is none, and the end of all calendars', () => {
    expect(() => addWorkingDays(quarter, '2026-01-05', -1)).toThrow(RangeError);
    expect(() => addWorkingDays(quarter, '9999-12-30', 5)).toThrow(RangeError);
  });
});

describe('another week from a day on', () => {
  const short = { ...defaultWeek('Europe/Berlin').days, FRIDAY: [], MONDAY: [{ from: '08:00', to: '12:00' }] };
  const changed: WorkingCalendar = {
    weeks: [berlin.weeks[0], { effectiveFrom: '2026-02-02', timeZone: 'Europe/Berlin', days: short }],
    holidays: [],
  };

  it('leaves the days before as they were', () => {
    expect(isWorkingDay(changed, '2026-01-30')).toBe(true);
    expect(isWorkingDay(changed, '2026-02-06')).toBe(false);
    expect(workingMinutesBetween(changed, '2026-01-30T00:00:00Z', '2026-02-03T00:00:00Z')).toBe(480 + 240);
    expect(addWorkingMinutes(changed, '2026-01-30T15:30:00.000Z', 60)).toBe('2026-02-02T07:30:00.000Z');
    expect(addWorkingDays(changed, '2026-01-29', 5)).toBe('2026-02-05');
  });

  it('may move to another zone, at the start of the day there', () => {
    const moved: WorkingCalendar = {
      weeks: [berlin.weeks[0], { ...defaultWeek('Asia/Kolkata'), effectiveFrom: '2026-02-03' }],
      holidays: [],
    };
    // Tuesday begins in Kolkata at 18:30 UTC on Monday: Berlin's Monday has ended by then.
    expect(workingMinutesBetween(moved, '2026-02-02T00:00:00Z', '2026-02-03T23:00:00Z')).toBe(960);
    expect(addWorkingMinutes(moved, '2026-02-02T15:30:00.000Z', 60)).toBe('2026-02-03T04:00:00.000Z');
    expect(workingDateOf(moved, '2026-02-02T18:29:59.999Z')).toBe('2026-02-02');
    expect(workingDateOf(moved, '2026-02-02T18:30:00.000Z')).toBe('2026-02-03');
  });

  it('never holds when a later one has begun before it, zones far apart', () => {
    const wholeDay = [{ from: '00:00', to: '24:00' }];
    const always = Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, wholeDay])) as unknown as WeekSpans;
    const weekOf = (timeZone: string, effectiveFrom: string | null, days = always) => ({
      timeZone,
      effectiveFrom,
      days,
    });
    const far: WorkingCalendar = {
      weeks: [
        weekOf('Etc/UTC', null),
        // Begins at 12:00 UTC on the 3rd; the next one at 10:00 UTC on the same day.
        weekOf('Etc/GMT+12', '2026-02-03', free),
        weekOf('Pacific/Kiritimati', '2026-02-04'),
      ],
      holidays: [],
    };
    expect(workingMinutesBetween(far, '2026-02-03T09:00:00Z', '2026-02-03T13:00:00Z')).toBe(240);
    expect(workingDateOf(far, '2026-02-03T11:00:00Z')).toBe('2026-02-04');
  });
});
