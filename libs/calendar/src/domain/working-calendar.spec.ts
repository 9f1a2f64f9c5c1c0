import { recordAbsence, withdrawAbsence } from './absences.js';
import { contextOf, given, people, refusalOf, today } from './given.spec-kit.js';
import { addHolidays, removeHoliday } from './holidays.js';
import { type Absence, defaultCalendar, LIMITS } from './values.js';
import { type CalendarEvent, calendarOf } from './working-calendar.js';
import { isWorkingDay, workingMinutesBetween } from './working-time.js';
import { setWorkingWeek, type WeekInput } from './working-week.js';

const asLead = contextOf(people.lead);
const office = [{ from: '09:00', to: '17:00' }];
const nobodyElse = { MONDAY: [], TUESDAY: [], WEDNESDAY: [], THURSDAY: [], FRIDAY: [], SATURDAY: [], SUNDAY: [] };
const days = (spans: WeekInput['days'][number]['spans']): WeekInput['days'] => [{ weekday: 'MONDAY', spans }];
const week = (effectiveFrom: string, more: Partial<WeekInput> = {}): WeekInput => ({
  effectiveFrom,
  days: days(office),
  ...more,
});
const weekSet = (effectiveFrom: string): CalendarEvent => ({
  type: 'WorkingWeekSet',
  data: { effectiveFrom, timeZone: 'Europe/Berlin', days: { ...nobodyElse, MONDAY: office } },
});
const dayAfter = (index: number): string => new Date(Date.UTC(2030, 0, 1 + index)).toISOString().slice(0, 10);

describe('a week', () => {
  it('is set from a day on, in the zone of the team', () => {
    expect(setWorkingWeek(given(), week(today), asLead)).toEqual([weekSet(today)]);
    const [fact] = setWorkingWeek(given(), week(today, { timeZone: 'Asia/Kolkata' }), contextOf(people.admin));
    expect(fact).toMatchObject({ data: { timeZone: 'Asia/Kolkata' } });
  });

  it('may begin on a day that is over while the team has set none', () => {
    expect(setWorkingWeek(given(), week('2020-01-01'), asLead)).toEqual([weekSet('2020-01-01')]);
    expect(refusalOf(() => setWorkingWeek(given(weekSet('2020-01-01')), week('2026-01-04'), asLead))).toEqual({
      code: 'DATE_IN_PAST',
      path: ['input', 'effectiveFrom'],
      details: { date: '2026-01-04', today },
    });
  });

  it('has its spans in order', () => {
    const [afternoon, morning] = [
      { from: '12:00', to: '24:00' },
      { from: '00:00', to: '12:00' },
    ];
    const [fact] = setWorkingWeek(given(), week(today, { days: days([afternoon, morning]) }), asLead);
    expect(fact).toMatchObject({ data: { days: { MONDAY: [morning, afternoon], TUESDAY: [] } } });
  });

  it('replaces one of the same day, and changes nothing when it is the same', () => {
    const state = given(weekSet('2026-02-02'), weekSet('2026-01-12'));
    expect(setWorkingWeek(state, week('2026-02-02'), asLead)).toEqual([]);
    const [fact] = setWorkingWeek(state, week('2026-02-02', { timeZone: 'UTC' }), asLead);
    const after = given(weekSet('2026-02-02'), weekSet('2026-01-12'), fact!);
    expect(after.weeks.map(({ effectiveFrom, timeZone }) => [effectiveFrom, timeZone])).toEqual([
      ['2026-01-12', 'Europe/Berlin'],
      ['2026-02-02', 'UTC'],
    ]);
  });

  it.each([
    ['VALIDATION_FAILED', ['input', 'effectiveFrom'], week('2026-02-30')],
    ['TIME_ZONE_UNKNOWN', ['input', 'timeZone'], week(today, { timeZone: 'Mars/Base' })],
    ['TIME_ZONE_UNKNOWN', ['input', 'timeZone'], week(today, { timeZone: '+02:00' })],
    ['VALIDATION_FAILED', ['input', 'days'], week(today, { days: [] })],
    ['VALIDATION_FAILED', ['input', 'days'], week(today, { days: days([]) })],
    ['VALIDATION_FAILED', ['input', 'days', '1', 'weekday'], week(today, { days: [...days(office), ...days(office)] })],
    [
      'VALIDATION_FAILED',
      ['input', 'days', '0', 'spans', '0'],
      week(today, { days: days([{ from: '9', to: '17:00' }]) }),
    ],
    [
      'VALIDATION_FAILED',
      ['input', 'days', '0', 'spans', '0'],
      week(today, { days: days([{ from: '24:00', to: '24:00' }]) }),
    ],
    [
      'VALIDATION_FAILED',
      ['input', 'days', '0', 'spans', '0'],
      week(today, { days: days([{ from: '22:00', to: '06:00' }]) }),
    ],
    [
      'VALIDATION_FAILED',
      ['input', 'days', '0', 'spans'],
      week(today, { days: days([...office, { from: '16:59', to: '18:00' }]) }),
    ],
    [
      'VALIDATION_FAILED',
      ['input', 'days', '0', 'spans'],
      week(today, { days: days([10, 12, 14, 16].map((hour) => ({ from: `${hour}:00`, to: `${hour}:30` }))) }),
    ],
  ])('answers %s at %j', (code, path, input) => {
    expect(refusalOf(() => setWorkingWeek(given(), input, asLead))).toMatchObject({ code, path });
  });

  it('comes at most a hundred times', () => {
    const full = given(...Array.from({ length: LIMITS.weeks }, (_, index) => weekSet(dayAfter(index))));
    expect(refusalOf(() => setWorkingWeek(full, week(today), asLead))).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 100 },
    });
    expect(setWorkingWeek(full, week(dayAfter(0), { timeZone: 'UTC' }), asLead)).toHaveLength(1);
  });
});

describe('holidays', () => {
  const spring = [{ date: '2026-04-03', name: 'Good Friday' }];
  const added: CalendarEvent = { type: 'HolidaysAdded', data: { holidays: spring } };

  it('are added once for a day, and take another name', () => {
    expect(addHolidays(given(), { holidays: spring }, asLead)).toEqual([added]);
    expect(addHolidays(given(added), { holidays: spring }, asLead)).toEqual([]);
    const more = [...spring, { date: '2026-01-01', name: ' New Year ' }];
    const news = [{ date: '2026-01-01', name: 'New Year' }];
    expect(addHolidays(given(added), { holidays: more }, asLead)).toEqual([
      { type: 'HolidaysAdded', data: { holidays: news } },
    ]);
    const renamed: CalendarEvent = {
      type: 'HolidaysAdded',
      data: { holidays: [{ ...spring[0]!, name: 'Karfreitag' }] },
    };
    expect(given(added, { type: 'HolidaysAdded', data: { holidays: news } }, renamed).holidays).toEqual([
      ...news,
      { date: '2026-04-03', name: 'Karfreitag' },
    ]);
  });

  it('are removed', () => {
    const removed: CalendarEvent = { type: 'HolidayRemoved', data: { date: '2026-04-03' } };
    expect(removeHoliday(given(added), { date: '2026-04-03' }, asLead)).toEqual([removed]);
    expect(given(added, removed).holidays).toEqual([]);
    expect(refusalOf(() => removeHoliday(given(added, removed), { date: '2026-04-03' }, asLead))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'date'],
    });
  });

  it.each([
    ['VALIDATION_FAILED', ['input', 'holidays'], []],
    ['VALIDATION_FAILED', ['input', 'holidays'], [...spring, ...spring]],
    ['VALIDATION_FAILED', ['input', 'holidays', '0', 'date'], [{ date: '2026-02-29', name: 'x' }]],
    ['VALIDATION_FAILED', ['input', 'holidays', '1', 'name'], [...spring, { date: '2026-04-06', name: ' ' }]],
    ['PII_NOT_ALLOWED', ['input', 'holidays', '0', 'name'], [{ date: '2026-04-06', name: 'ask ada@example.com' }]],
  ])('answer %s at %j', (code, path, holidays) => {
    expect(refusalOf(() => addHolidays(given(), { holidays }, asLead))).toMatchObject({ code, path });
  });

  it('are at most a thousand', () => {
    const many = Array.from({ length: LIMITS.holidays }, (_, index) => ({ date: dayAfter(index), name: 'Free' }));
    const full = given({ type: 'HolidaysAdded', data: { holidays: many } });
    for (const [state, holidays] of [
      [full, spring],
      [given(), [...many, ...spring]],
    ] as const) {
      expect(refusalOf(() => addHolidays(state, { holidays }, asLead))).toMatchObject({
        code: 'LIMIT_REACHED',
        details: { max: 1000 },
      });
    }
    expect(addHolidays(full, { holidays: [{ ...many[0]!, name: 'Off' }] }, asLead)).toHaveLength(1);
  });
});

describe('an absence', () => {
  const mara = people.member.personId;
  const asMember = contextOf(people.member);
  const away = { personId: mara, from: '2026-02-09', to: '2026-02-13', kind: 'VACATION' } as const;
  const absence: Absence = { absenceId: 'A1', ...away, halfDay: false };
  const told: CalendarEvent = { type: 'AbsenceRecorded', data: absence };
  const withdrawn: CalendarEvent = { type: 'AbsenceWithdrawn', data: { absenceId: 'A1', personId: mara } };

  it('is told by oneself, or by the lead', () => {
    for (const context of [asMember, asLead]) expect(recordAbsence(given(), away, context)).toEqual([told]);
    const deputy = { ...asMember, actor: { ...people.otherLead, onBehalfOf: mara } };
    expect(recordAbsence(given(), away, deputy)).toEqual([told]);
  });

  it('may be half of a day', () => {
    const half = { ...away, to: away.from, halfDay: true };
    expect(recordAbsence(given(), half, asMember)).toMatchObject([{ data: { halfDay: true } }]);
    expect(refusalOf(() => recordAbsence(given(), { ...away, halfDay: true }, asMember))).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'halfDay'],
    });
  });

  it('gets an id that nothing had before', () => {
    expect(recordAbsence(given(told, withdrawn), away, asMember)).toMatchObject([{ data: { absenceId: 'A2' } }]);
  });

  it.each([
    ['2026-02-13', '2026-02-20'],
    ['2026-02-01', '2026-02-09'],
    ['2026-02-11', '2026-02-11'],
  ])('does not overlap another one of the same person (%s to %s)', (from, to) => {
    expect(refusalOf(() => recordAbsence(given(told), { ...away, from, to }, asMember))).toEqual({
      code: 'ABSENCE_OVERLAPS',
      path: ['input', 'from'],
      details: { absenceId: 'A1', from: '2026-02-09', to: '2026-02-13' },
    });
    expect(recordAbsence(given(told), { ...away, personId: 'p-otto', from, to }, asLead)).toHaveLength(1);
  });

  it.each([
    ['FORBIDDEN', undefined, people.otherLead, away],
    ['FORBIDDEN', undefined, people.member, { ...away, personId: 'p-otto' }],
    ['VALIDATION_FAILED', ['input', 'from'], people.member, { ...away, from: '2026-02-30' }],
    ['VALIDATION_FAILED', ['input', 'to'], people.member, { ...away, to: 'soon' }],
    ['VALIDATION_FAILED', ['input', 'to'], people.member, { ...away, to: '2026-02-08' }],
    ['VALIDATION_FAILED', ['input', 'to'], people.member, { ...away, to: '2027-02-10' }],
  ] as const)('answers %s at %j', (code, path, actor, input) => {
    expect(refusalOf(() => recordAbsence(given(), input, contextOf(actor)))).toMatchObject({ code, path });
  });

  it('lasts a year and a day at most', () => {
    expect(recordAbsence(given(), { ...away, to: '2027-02-09' }, asMember)).toHaveLength(1);
  });

  it('is of somebody in the team', () => {
    expect(refusalOf(() => recordAbsence(given(), away, { ...asLead, inTeam: false }))).toMatchObject({
      code: 'PERSON_NOT_IN_TEAM',
      path: ['input', 'personId'],
    });
  });

  it('is one of five thousand at most', () => {
    const all = Array.from({ length: LIMITS.absences }, (_, index) => ({ ...absence, personId: `p-${index}` }));
    const full = { ...given(), absences: all };
    expect(refusalOf(() => recordAbsence(full, away, asMember))).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 5000 },
    });
  });

  it('is taken back by whoever could tell it', () => {
    for (const context of [asMember, asLead])
      expect(withdrawAbsence(given(told), { absenceId: 'A1' }, context)).toEqual([withdrawn]);
    expect(given(told, withdrawn).absences).toEqual([]);
    const stranger = contextOf(people.otherLead);
    expect(refusalOf(() => withdrawAbsence(given(told), { absenceId: 'A1' }, stranger)).code).toBe('FORBIDDEN');
    for (const [state, absenceId] of [
      [given(told, withdrawn), 'A1'],
      [given(told), 'A2'],
    ] as const)
      expect(refusalOf(() => withdrawAbsence(state, { absenceId }, asMember))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

it.each([people.otherLead, people.member])('only who leads the team manages its calendar', (actor) => {
  const context = contextOf(actor);
  for (const rule of [
    () => setWorkingWeek(given(), week(today), context),
    () => addHolidays(given(), { holidays: [{ date: '2026-04-03', name: 'x' }] }, context),
    () => removeHoliday(given(), { date: '2026-04-03' }, context),
  ])
    expect(refusalOf(rule)).toMatchObject({ code: 'FORBIDDEN', details: { right: 'calendar.manage' } });
});

describe('the calendar to compute with', () => {
  it('is the default one until a team says another', () => {
    expect(calendarOf(given(), 'Asia/Kolkata')).toEqual(defaultCalendar('Asia/Kolkata'));
  });

  it('has the default week before the first one that was set', () => {
    const calendar = calendarOf(given(weekSet('2026-01-12')), 'Europe/Berlin');
    expect(isWorkingDay(calendar, '2026-01-09')).toBe(true);
    expect(isWorkingDay(calendar, '2026-01-16')).toBe(false);
    // Monday to Friday of the first week, and the Monday of the second.
    expect(workingMinutesBetween(calendar, '2026-01-05T00:00:00Z', '2026-01-19T00:00:00Z')).toBe(6 * 480);
  });
});
