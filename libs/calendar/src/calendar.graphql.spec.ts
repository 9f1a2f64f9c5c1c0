import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { operatorCommand, person } from '#libs/people';
import { randomUUID } from 'node:crypto';
import { calendarApi, type CalendarApi, type Cast, type Member, TODAY } from './calendar.fixture.js';
import { calendarStream } from './calendars.js';
import { addWorkingMinutes, calendarOf, defaultCalendar } from './domain/index.js';

let api: CalendarApi;
let cast: Cast;
beforeAll(async () => {
  api = await calendarApi();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

const QUERY = `query ($teamId: ID!, $from: LocalDate! = "2026-01-01", $to: LocalDate! = "2026-12-31") {
  workingCalendar(teamId: $teamId) { id version team { id } holidays { date name }
    weeks { effectiveFrom timeZone days { weekday spans { from to } } } absences(from: $from, to: $to) { id kind person { id } } } }`;
const TIME = `query ($teamId: ID!, $from: Instant!, $to: Instant!) {
  workingTime(teamId: $teamId, from: $from, to: $to) { minutes days } }`;
const week = { from: '2026-01-05T08:00:00.000Z', to: '2026-01-12T16:00:00.000Z' };

const ask = async (who: Member, source: string, variables: object) => {
  const { data, errors } = await api.run(source, who, { variables });
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data ?? {})[0] as Record<string, unknown> | null;
};
const time = (who: Member, teamId: string, between = week) => ask(who, TIME, { teamId, ...between });

const friday = { date: '2026-01-09', name: 'Bridge day' };
const days = [{ weekday: 'MONDAY', spans: [{ from: '09:00', to: '12:00' }] }];
const vacation = { from: '2026-02-09', to: '2026-02-13', kind: 'VACATION' };
const nowhere = () => toGlobalId('Team', randomUUID());

describe('a team that never said when it works', () => {
  it('works Monday to Friday in its own zone', async () => {
    const calendar = await ask(cast.auditor, QUERY, { teamId: cast.engineering });
    expect(calendar).toMatchObject({ version: 0, team: { id: cast.engineering }, holidays: [], absences: [] });
    expect(calendar?.weeks).toMatchObject([{ effectiveFrom: null, timeZone: 'Asia/Kolkata' }]);
    const { weeks } = calendar as { weeks: { days: { weekday: string; spans: object[] }[] }[] };
    const only = weeks[0];
    const office = { from: '09:00', to: '17:00' };
    expect(only?.days.flatMap(({ weekday, spans }) => spans.map((span) => [weekday, span]))).toEqual(
      ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((weekday) => [weekday, office]),
    );
    expect(only?.days).toHaveLength(7);
  });

  it('is found behind its team and behind node', async () => {
    const answer = await ask(cast.member, '{ teams { nodes { id calendar { id version } } } }', {});
    const nodes = answer?.nodes as { id: string; calendar: { id: string; version: number } }[];
    expect(nodes).toHaveLength(2);
    const { calendar } = nodes.find(({ id }) => id === cast.marketing)!;
    expect(calendar.version).toBe(0);
    const node = 'query ($id: ID!) { node(id: $id) { id ... on WorkingCalendar { team { id } } } }';
    expect(await ask(cast.member, node, { id: calendar.id })).toEqual({
      id: calendar.id,
      team: { id: cast.marketing },
    });
  });

  it('is read with those of all teams in one statement', async () => {
    const statements: string[] = [];
    const counted = {
      query: (statement: { text: string; values: unknown[] }) => {
        statements.push(statement.text);
        return api.pool.query(statement);
      },
    };
    const ids = [cast.marketing, cast.engineering].map((id) => fromGlobalId(id, 'Team'));
    expect(await api.calendarsOver(counted).ofMany(cast.workspaceId, ids)).toHaveLength(2);
    expect(statements).toEqual([expect.stringContaining('calendar.calendar_row')]);
  });

  it('is null for a team that is not there, or of another workspace', async () => {
    const other = await api.cast();
    for (const teamId of [nowhere(), other.marketing]) {
      expect(await ask(cast.lead, QUERY, { teamId })).toBeNull();
      const { errors } = await api.run(TIME, cast.lead, { variables: { teamId, ...week } });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});

describe('working time', () => {
  it('is counted in minutes and days', async () => {
    expect(await time(cast.member, cast.marketing)).toEqual({ minutes: 6 * 480, days: 5 });
    // 13:30 to 21:30 on the clock of Kolkata.
    expect(await time(cast.member, cast.engineering)).toEqual({ minutes: 210 + 5 * 480, days: 5 });
  });

  it.each([
    ['in the wrong order', { from: week.to, to: week.from }],
    ['too far apart', { from: '2006-01-05T08:00:00.000Z', to: week.to }],
  ])('refuses instants %s', async (_, between) => {
    const { errors } = await api.run(TIME, cast.lead, { variables: { teamId: cast.marketing, ...between } });
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
  });
});

describe('the lead of a team', () => {
  it('sets its week from a day on; the same key again changes nothing', async () => {
    const input = { teamId: cast.marketing, effectiveFrom: '2026-01-12', days };
    const set = await api.done(cast.lead, 'setWorkingWeek', input, { expect: { version: 0 }, key: 'week' });
    expect(set.calendar).toMatchObject({
      version: 1,
      weeks: [{ effectiveFrom: null }, { effectiveFrom: '2026-01-12', timeZone: 'Europe/Berlin' }],
    });
    // Five days as before, and the Monday with its three hours.
    expect(await time(cast.member, cast.marketing)).toEqual({ minutes: 5 * 480 + 180, days: 5 });
    const again = await api.done(cast.lead, 'setWorkingWeek', input, { expect: { version: 0 }, key: 'week' });
    expect(again).toEqual({ ...set, replayed: true });
    const same = await api.done(cast.lead, 'setWorkingWeek', input);
    expect(same).toMatchObject({ position: null, calendar: { version: 1 } });
  });

  it('adds holidays once, and removes them', async () => {
    const input = { teamId: cast.marketing, holidays: [friday, { date: '2026-01-01', name: 'New Year' }] };
    const { calendar } = await api.done(cast.lead, 'addHolidays', input);
    expect(calendar).toMatchObject({ version: 1, holidays: [{ date: '2026-01-01', name: 'New Year' }, friday] });
    expect((await api.done(cast.lead, 'addHolidays', input)).calendar).toEqual(calendar);
    expect(await time(cast.member, cast.marketing)).toEqual({ minutes: 5 * 480, days: 4 });
    await api.done(cast.lead, 'removeHoliday', { teamId: cast.marketing, date: friday.date });
    expect(await time(cast.member, cast.marketing)).toEqual({ minutes: 6 * 480, days: 5 });
  });

  it('is not the only one who may: administrators keep the calendars of all teams', async () => {
    for (const teamId of [cast.marketing, cast.engineering])
      await api.done(cast.admin, 'addHolidays', { teamId, holidays: [friday] });
    expect(await time(cast.admin, cast.engineering)).toEqual({ minutes: 210 + 4 * 480, days: 4 });
  });
});

describe('absences', () => {
  it('are told by people of the team, and seen by both sides; why is for who manages calendars', async () => {
    const { absence } = await api.done(cast.member, 'recordAbsence', { teamId: cast.marketing, ...vacation });
    expect(absence).toEqual({
      id: 'A1',
      from: '2026-02-09',
      to: '2026-02-13',
      halfDay: false,
      kind: null,
      person: { id: cast.member.id },
    });
    const half = { from: '2026-03-02', to: '2026-03-02', kind: 'SICK', halfDay: true, personId: cast.colleague.id };
    const told = await api.done(cast.lead, 'recordAbsence', { teamId: cast.marketing, ...half });
    expect(told.absence).toMatchObject({ id: 'A2', halfDay: true, kind: 'SICK', person: { id: cast.colleague.id } });
    const seen = async (who: Member, more: object = {}) =>
      (await ask(who, QUERY, { teamId: cast.marketing, ...more }))?.absences;
    expect(await seen(cast.engineer)).toEqual([
      { id: 'A1', kind: null, person: { id: cast.member.id } },
      { id: 'A2', kind: null, person: { id: cast.colleague.id } },
    ]);
    expect(await seen(cast.lead)).toMatchObject([{ kind: 'VACATION' }, { kind: 'SICK' }]);
    expect(await seen(cast.engineer, { from: '2026-02-13', to: '2026-03-01' })).toMatchObject([{ id: 'A1' }]);
    await api.done(cast.colleague, 'withdrawAbsence', { teamId: cast.marketing, absenceId: 'A2' });
    expect(await seen(cast.engineer)).toMatchObject([{ id: 'A1' }]);
  });

  it('are given back as they were told when the command is repeated', async () => {
    const input = { teamId: cast.marketing, ...vacation };
    const { absence } = await api.done(cast.member, 'recordAbsence', input, { key: 'away' });
    await api.done(cast.member, 'withdrawAbsence', { teamId: cast.marketing, absenceId: 'A1' });
    expect(await api.done(cast.member, 'recordAbsence', input, { key: 'away' })).toMatchObject({
      absence,
      replayed: true,
    });
  });

  it('are told by a deputy for whom the deputy stands', async () => {
    const given = { role: 'MARKETING_MEMBER' as const, from: TODAY, until: TODAY, on: TODAY };
    const { personId } = cast.member;
    const data = { ...given, personId, delegationId: randomUUID(), deputyId: cast.colleague.personId };
    const command = operatorCommand({ workspaceId: cast.workspaceId, operation: 'delegateRole', input: {} });
    const stream = { aggregate: person, id: personId, expect: 'latest' as const };
    await api.log.decideOne(command, stream, () => [{ type: 'RoleDelegated' as const, data }]);
    const onBehalfOf = cast.member;
    const input = { teamId: cast.marketing, ...vacation };
    const { absence } = await api.done(cast.colleague, 'recordAbsence', input, { onBehalfOf });
    expect(absence).toMatchObject({ person: { id: cast.member.id } });
  });

  it.each(['2027-01-02', '2025-12-31'])('are asked for 366 days at most, in order (until %s)', async (to) => {
    const variables = { teamId: cast.marketing, from: '2026-01-01', to };
    const { errors } = await api.run(QUERY, cast.lead, { variables });
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
  });

  it('of one person never overlap, even when two tell them at once', async () => {
    const input = { teamId: cast.marketing, personId: cast.member.id, ...vacation };
    const tellers = [cast.member, cast.lead, cast.member, cast.lead, cast.member];
    const payloads = await Promise.all(tellers.map((who) => api.give(who, 'recordAbsence', input)));
    expect(payloads.filter(({ problems }) => problems.length === 0)).toHaveLength(1);
    const codes = payloads.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'ABSENCE_OVERLAPS'));
  });
});

type Case = readonly [code: string, who: Who, mutation: string, refused: Refused];
interface Refused {
  readonly input: () => object;
  readonly problem?: object;
}
type Who = 'lead' | 'otherLead' | 'member' | 'engineer' | 'admin' | 'auditor';
const of = (more: object) => () => ({ teamId: cast.marketing, ...more });
const managing = { right: 'calendar.manage' };
const telling = { right: 'calendar.recordAbsence' };
const at = (...path: readonly string[]) => ({ path: ['input', ...path] });
const refusals: readonly Case[] = [
  ['FORBIDDEN', 'member', 'setWorkingWeek', { input: of({ effectiveFrom: TODAY, days }), problem: managing }],
  ['FORBIDDEN', 'otherLead', 'setWorkingWeek', { input: of({ effectiveFrom: TODAY, days }), problem: managing }],
  ['FORBIDDEN', 'otherLead', 'addHolidays', { input: of({ holidays: [friday] }), problem: managing }],
  ['FORBIDDEN', 'otherLead', 'removeHoliday', { input: of({ date: friday.date }), problem: managing }],
  ['FORBIDDEN', 'auditor', 'recordAbsence', { input: of(vacation), problem: telling }],
  ['FORBIDDEN', 'admin', 'recordAbsence', { input: of(vacation), problem: telling }],
  [
    'FORBIDDEN',
    'member',
    'recordAbsence',
    { input: () => ({ ...of(vacation)(), personId: cast.colleague.id }), problem: telling },
  ],
  [
    'NOT_FOUND',
    'lead',
    'addHolidays',
    { input: () => ({ teamId: nowhere(), holidays: [friday] }), problem: at('teamId') },
  ],
  ['NOT_FOUND', 'lead', 'removeHoliday', { input: of({ date: friday.date }), problem: at('date') }],
  ['NOT_FOUND', 'member', 'withdrawAbsence', { input: of({ absenceId: 'A7' }), problem: at('absenceId') }],
  [
    'NOT_FOUND',
    'lead',
    'recordAbsence',
    { input: of({ ...vacation, personId: toGlobalId('Person', randomUUID()) }), problem: at('personId') },
  ],
  ['PERSON_NOT_IN_TEAM', 'engineer', 'recordAbsence', { input: of(vacation), problem: at('personId') }],
  ['VALIDATION_FAILED', 'member', 'recordAbsence', { input: of({ ...vacation, to: '2026-02-08' }), problem: at('to') }],
  [
    'VALIDATION_FAILED',
    'lead',
    'setWorkingWeek',
    { input: of({ effectiveFrom: TODAY, days: [] }), problem: at('days') },
  ],
  [
    'VALIDATION_FAILED',
    'lead',
    'setWorkingWeek',
    { input: of({ effectiveFrom: TODAY, days: Array.from({ length: 8 }, () => days[0]) }), problem: at('days') },
  ],
  [
    'TIME_ZONE_UNKNOWN',
    'lead',
    'setWorkingWeek',
    { input: of({ effectiveFrom: TODAY, days, timeZone: 'Mars/Base' }), problem: at('timeZone') },
  ],
  [
    'PII_NOT_ALLOWED',
    'lead',
    'addHolidays',
    { input: of({ holidays: [{ ...friday, name: 'ask ada@example.com' }] }), problem: at('holidays', '0', 'name') },
  ],
];

describe('a refusal', () => {
  it.each(refusals)('%s for %s: %s stores nothing', async (code, who, mutation, { input, problem }) => {
    const before = await api.events();
    const { problems, calendar, position } = await api.give(cast[who], mutation, input());
    expect(problems).toMatchObject([{ code, message: expect.stringMatching(/^\S.*\.$/) as string, ...problem }]);
    expect({ calendar, position }).toEqual({ calendar: null, position: null });
    expect(await api.events()).toBe(before);
  });

  it('DATE_IN_PAST counts days in the zone of the team', async () => {
    // 20:00 in Berlin on the 5th is 00:30 on the 6th in Kolkata.
    await api.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [
      cast.workspaceId,
      '2026-01-05T19:00:00.000Z',
    ]);
    const set = (who: Member, teamId: string, effectiveFrom: string) =>
      api.give(who, 'setWorkingWeek', { teamId, effectiveFrom, days });
    for (const [who, teamId, over] of [
      [cast.lead, cast.marketing, '2026-01-04'],
      [cast.otherLead, cast.engineering, TODAY],
    ] as const) {
      expect((await set(who, teamId, '2020-01-01')).problems).toEqual([]);
      const { problems } = await set(who, teamId, over);
      expect(problems).toMatchObject([{ code: 'DATE_IN_PAST', path: ['input', 'effectiveFrom'] }]);
    }
    expect((await set(cast.lead, cast.marketing, TODAY)).problems).toEqual([]);
  });

  it('LIMIT_REACHED meets the holiday after the thousandth', async () => {
    const holidays = Array.from({ length: 1000 }, (_, index) => ({
      date: new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10),
      name: 'Free',
    }));
    await api.done(cast.lead, 'addHolidays', of({ holidays })());
    const { problems } = await api.give(cast.lead, 'addHolidays', of({ holidays: [friday] })());
    expect(problems).toMatchObject([{ code: 'LIMIT_REACHED', details: { max: 1000 } }]);
  });

  it('ABSENCE_OVERLAPS names the one that is there', async () => {
    await api.done(cast.member, 'recordAbsence', of(vacation)());
    const { problems } = await api.give(cast.member, 'recordAbsence', of({ ...vacation, from: '2026-02-01' })());
    const there = { absenceId: 'A1', from: '2026-02-09', to: '2026-02-13' };
    expect(problems).toMatchObject([{ __typename: 'AbsenceOverlapsProblem', code: 'ABSENCE_OVERLAPS', ...there }]);
  });

  it('CONCURRENCY_CONFLICT meets who saw an older calendar, IDEMPOTENCY_KEY_REUSED who uses a key twice', async () => {
    const input = of({ holidays: [friday] })();
    await api.done(cast.lead, 'addHolidays', input, { key: 'one' });
    const stale = await api.give(cast.lead, 'removeHoliday', of({ date: friday.date })(), { expect: { version: 7 } });
    expect(stale.problems).toMatchObject([{ __typename: 'StaleVersionProblem', code: 'CONCURRENCY_CONFLICT' }]);
    const other = of({ holidays: [{ ...friday, name: 'Other' }] })();
    const reused = await api.give(cast.lead, 'addHolidays', other, { key: 'one' });
    expect(reused.problems).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });
});

describe('other contexts', () => {
  it('read calendars of many teams at once', async () => {
    const { workspaceId } = cast;
    await api.done(cast.lead, 'addHolidays', of({ holidays: [friday] })());
    const [marketing, engineering] = [cast.marketing, cast.engineering].map((id) => fromGlobalId(id, 'Team'));
    const all = await api.calendarsOver(api.pool).ofMany(workspaceId, [engineering!, randomUUID(), marketing!]);
    const berlin = { ...defaultCalendar('Europe/Berlin'), holidays: [friday] };
    expect(all).toEqual([defaultCalendar('Asia/Kolkata'), null, berlin]);
    expect(await api.calendarsOver(api.pool).of(workspaceId, marketing!)).toEqual(berlin);
    await expect(api.calendarsOver(api.pool).of(randomUUID(), marketing!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('decide by the calendar as its stream has it', async () => {
    await api.done(cast.lead, 'addHolidays', of({ holidays: [friday] })());
    const command = operatorCommand({ workspaceId: cast.workspaceId, operation: 'decide', input: {} });
    const seen: string[] = [];
    await api.log.decide(command, { calendar: calendarStream(fromGlobalId(cast.marketing, 'Team')) }, (states) => {
      const calendar = calendarOf(states.calendar, 'Europe/Berlin');
      seen.push(addWorkingMinutes(calendar, '2026-01-08T15:00:00.000Z', 61));
      return {};
    });
    expect(seen).toEqual(['2026-01-12T08:01:00.000Z']);
  });
});
