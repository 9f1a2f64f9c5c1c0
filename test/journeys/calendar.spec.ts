import { DEMO_WORKSPACE_ID, localDate, workspaceZone } from '#libs/people';
import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

interface Feed {
  readonly path: string | null;
  readonly token: { readonly id: string; readonly version: number; readonly scopes: readonly string[] };
}
type Told = Readonly<Record<string, { readonly id: string }>>;

const CREATE = `mutation ($input: CreateCalendarFeedInput!, $key: String) { createCalendarFeed(input: $input, idempotencyKey: $key) {
  path token { id version scopes } problems { __typename code message } } }`;
const REVOKE = `mutation ($input: RevokeCalendarFeedInput!) { revokeCalendarFeed(input: $input, expect: { latest: true }) {
  token { id revoked } problems { __typename code message } } }`;

describe('the calendar', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let today: Temporal.PlainDate;
  const lines: string[] = [];
  const told: Record<string, string> = {};

  /** A day so many days from today. */
  const day = (days: number): string => today.add({ days }).toString();

  /** The object of a mutation's payload. */
  const give = async (as: string, name: string, input: object, shown: string): Promise<{ readonly id: string }> => {
    const expects = /^(end|drop|plan|cancel)/.test(name) ? ', expect: { latest: true }' : '';
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const mutation = `mutation ($input: ${type}!) { ${name}(input: $input${expects}) { ${shown} { id } problems { __typename code message } } }`;
    const payload = await api.done<Told>(mutation, { as, variables: { input } });
    return payload[shown]!;
  };

  const item = async (title: string, kind: string, window: readonly [string, string]): Promise<string> => {
    const owners = { marketing: { personId: told['cmo'], teamId: told['team'] } };
    const proposed = { title, lane: 'MARKETING', kind, owners };
    const { id: itemId } = await give('CMO', 'proposeRoadmapItem', proposed, 'item');
    const [start, end] = window;
    await give('CMO', 'planItem', { itemId, window: { start, end, precision: 'DAY' }, horizon: 'NEXT' }, 'item');
    return itemId;
  };

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, onLine: (line) => lines.push(line) });
    const zone = await workspaceZone(api.service.pool, DEMO_WORKSPACE_ID);
    today = Temporal.PlainDate.from(localDate(new Date().toISOString(), zone));
    const teams = await api.answer<{ nodes: { id: string; side: string }[] }>('{ teams { nodes { id side } } }', {
      as: 'CMO',
    });
    told['team'] = teams.nodes.find(({ side }) => side === 'CONSUMER')!.id;
    const viewer = await api.answer<{ person: { id: string } }>('{ viewer { person { id } } }', { as: 'CMO' });
    told['cmo'] = viewer.person.id;
    await furnish();
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  async function furnish(): Promise<void> {
    told['campaign'] = await item('Spring, summer; 🌸 "autumn" \\ winter '.repeat(5).trim(), 'CAMPAIGN', [
      day(10),
      day(40),
    ]);
    told['fair'] = await item('Fair', 'EVENT', [day(20), day(20)]);
    told['dropped'] = await item('Given up', 'CAMPAIGN', [day(5), day(6)]);
    await give('CMO', 'dropItem', { itemId: told['dropped'], reason: 'Nobody wants it any more.' }, 'item');
    told['feature'] = await item('Not a date of marketing', 'FEATURE', [day(10), day(40)]);
    told['far'] = await item('In three years', 'CAMPAIGN', [day(1100), day(1101)]);
    const shop = { name: 'shop.example', url: 'https://shop.example', isPublic: true };
    const { id: propertyId } = await give('CTO', 'registerProperty', shop, 'property');
    const freeze = { propertyIds: [propertyId], reason: 'Secret reason of the winter sale.' };
    told['freeze'] = (await give('CTO', 'declareFreeze', { ...freeze, from: day(1), to: day(3) }, 'freeze')).id;
    told['ended'] = (await give('CTO', 'declareFreeze', { ...freeze, from: day(30), to: day(33) }, 'freeze')).id;
    await give('CTO', 'endFreeze', { freezeId: told['ended'], reason: 'The sale was called off.' }, 'freeze');
    const peak = { propertyId, title: 'Sale', from: day(2), to: day(2), expectedPeakRpm: 6000 };
    told['peak'] = (await give('CMO', 'declarePeak', peak, 'peak')).id;
    told['session'] = (await give('CMO', 'schedulePlanning', { date: day(7), horizon: 'NEXT' }, 'planningSession')).id;
    told['cancelled'] = (await give('CMO', 'schedulePlanning', { date: day(8), horizon: 'NOW' }, 'planningSession')).id;
    await give(
      'CMO',
      'cancelPlanning',
      { sessionId: told['cancelled'], reason: 'Nobody can come.' },
      'planningSession',
    );
  }

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${api.url}${path}`, { headers });
  const bearer = (as: string) => ({ authorization: `Bearer ${api.who(as).token}` });
  const feed = (as: string, variables: object = {}) =>
    api.done<Feed>(CREATE, { as, variables: { input: { label: 'My phone' }, ...variables } });
  const codesOf = async (query: string, as: string, input: object): Promise<string[]> => {
    const { problems } = await api.answer<{ problems: { code: string }[] }>(query, { as, variables: { input } });
    return problems.map(({ code }) => code);
  };
  /** Events of a file as another program reads them, by UID. */
  const eventsOf = (file: string): Record<string, Record<string, string>> =>
    Object.fromEntries(
      ICAL.Component.fromString(file)
        .getAllSubcomponents('vevent')
        .map((event) => {
          const values = event.getAllProperties().map((one) => [one.name, String(one.getFirstValue())] as const);
          return [String(event.getFirstPropertyValue('uid')), Object.fromEntries(values)];
        }),
    );

  it('shows campaigns, events, freezes, peaks and sessions, and what was called off', async () => {
    const response = await get('/calendar.ics', bearer('Auditor'));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(response.headers.get('cache-control')).toContain('private');
    const events = eventsOf(await response.text());
    const named = ['campaign', 'fair', 'dropped', 'freeze', 'ended', 'peak', 'session', 'cancelled'];
    expect(Object.keys(events).toSorted()).toEqual(named.map((name) => `${told[name]}@twolane`).toSorted());
    const of = (name: string) => events[`${told[name]}@twolane`];
    expect(of('campaign')).toMatchObject({
      summary: `RM-1 ${'Spring, summer; 🌸 "autumn" \\ winter '.repeat(5).trim()}`,
      description: 'Lane: marketing\nStatus: planned',
      dtstart: day(10),
      dtend: day(41),
      status: 'TENTATIVE',
      sequence: '2',
    });
    expect(of('fair')).toMatchObject({ dtstart: day(20), dtend: day(21), categories: 'Event' });
    expect(of('dropped')).toMatchObject({ status: 'CANCELLED', sequence: '3' });
    expect(of('freeze')).toMatchObject({
      summary: 'Freeze: shop.example',
      dtstart: day(1),
      dtend: day(4),
      status: 'CONFIRMED',
    });
    expect(of('ended')).toMatchObject({ dtstart: day(30), dtend: day(34), status: 'CANCELLED' });
    expect(of('peak')).toMatchObject({ summary: 'Peak: Sale (shop.example)', dtstart: day(2), dtend: day(3) });
    expect(of('session')).toMatchObject({ summary: 'Planning session (next)', dtstart: day(7), dtend: day(8) });
    expect(of('cancelled')).toMatchObject({ status: 'CANCELLED' });
  });

  it('has no names of people, reasons or figures in it', async () => {
    const file = (await (await get('/calendar.ics', bearer('CMO'))).text()).replaceAll('\r\n ', '');
    for (const { person } of api.demo) expect(file).not.toContain(person.name);
    expect(file).not.toMatch(/Secret|Nobody|6000|ATTENDEE|ORGANIZER/);
  });

  it('is read by its link, without a header, for as long as the link is good', async () => {
    const { path, token } = await feed('Auditor');
    expect(path).toMatch(/^\/calendar\/twl_[\w-]{43}\.ics$/);
    expect(token.scopes).toEqual(['roadmap.read', 'property.read', 'planning.read']);
    const response = await get(path!);
    expect([response.status, await response.text()]).toEqual([
      200,
      await (await get('/calendar.ics', bearer('CMO'))).text(),
    ]);
    const ended = await api.done<{ token: { revoked: boolean } }>(REVOKE, {
      as: 'Auditor',
      variables: { input: { tokenId: token.id } },
    });
    expect(ended.token.revoked).toBe(true);
    expect((await get(path!)).status).toBe(404);
  });

  it('shows its link once', async () => {
    const first = await feed('CMO', { key: 'calendar-1' });
    const again = await feed('CMO', { key: 'calendar-1' });
    expect([again.token.id, again.path]).toEqual([first.token.id, null]);
  });

  /** Somebody who reads the roadmap by one role. */
  const analyst = async () => {
    const query = '{ viewer { person { id roles { role team { id } } } } }';
    const { person } = await api.answer<{ person: { id: string; roles: { role: string; team: { id: string } }[] } }>(
      query,
      {
        as: 'Marketing Analyst',
      },
    );
    return { id: person.id, role: person.roles[0]!.role, teamId: person.roles[0]!.team.id };
  };

  const refusal = async (response: Response) => {
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: Record<string, unknown> }[];
    };
    const [{ message, extensions }] = errors as [(typeof errors)[0]];
    return { status: response.status, message, ...extensions, requestId: null };
  };

  it('tells nobody why an address shows nothing', async () => {
    const { path, token } = await feed('CMO');
    await api.done(REVOKE, { as: 'CMO', variables: { input: { tokenId: token.id } } });
    const fired = await feed('Marketing Analyst');
    const { id: personId, role, teamId } = await analyst();
    const gone = `mutation ($input: RoleInput!) { revokeRole(input: $input, expect: { latest: true }) { problems { __typename code message } } }`;
    await api.done(gone, { as: 'Administrator', variables: { input: { personId, role, teamId } } });
    const nothing = `mutation { mintToken(input: { label: "nothing", scopes: [], expiresInDays: 1 }) { secret problems { __typename code message } } }`;
    const { secret } = await api.done<{ secret: string }>(nothing, { as: 'CMO' });
    const powerful = `/calendar/${api.who('CMO').token}.ics`;
    const none = [
      path!,
      powerful,
      fired.path!,
      `/calendar/${secret}.ics`,
      `/calendar/twl_${'A'.repeat(43)}.ics`,
      '/calendar/twl_.ics',
      '/calendar/x',
      path!.slice(0, -4),
    ];
    const answers = await Promise.all(none.map(async (one) => refusal(await get(one))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('looks at the address alone where the address is to say who asks', async () => {
    expect((await get(`/calendar/twl_${'A'.repeat(43)}.ics`, bearer('CMO'))).status).toBe(404);
    const { path } = await feed('CMO');
    expect((await get(path!, { 'on-behalf-of': 'nobody' })).status).toBe(200);
  });

  it('is for whoever may see the roadmap', async () => {
    expect(await refusal(await get('/calendar.ics'))).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await refusal(await get('/calendar.ics', bearer('Administrator')))).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
    const input = { label: 'My phone' };
    expect(await codesOf(CREATE, 'Administrator', input)).toEqual(['FORBIDDEN']);
    expect(await codesOf(CREATE, 'CMO', { label: ' ' })).toEqual(['VALIDATION_FAILED']);
  });

  it('a link is ended by whoever made it, and nothing else is ended that way', async () => {
    const { token } = await feed('CMO');
    expect(await codesOf(REVOKE, 'CTO', { tokenId: token.id })).toEqual(['NOT_FOUND']);
    const mine = '{ viewer { person { id } } tokens(first: 50) { nodes { id scopes } } }';
    const { data } = await api.run(mine, { as: 'CMO' });
    const { nodes } = data!['tokens'] as { nodes: { id: string; scopes: string[] | null }[] };
    const ordinary = nodes.find(({ scopes }) => scopes === null)!;
    expect(await codesOf(REVOKE, 'CMO', { tokenId: ordinary.id })).toEqual(['NOT_FOUND']);
    expect(await codesOf(REVOKE, 'CMO', { tokenId: token.id })).toEqual([]);
    expect(await codesOf(REVOKE, 'CMO', { tokenId: token.id })).toEqual(['INVALID_STATE']);
  });

  it('the token of a link reads nothing but what a calendar is made of', async () => {
    const { path } = await feed('CMO');
    const token = /twl_[\w-]+/.exec(path!)![0];
    const asked = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ requests { totalCount } }' }),
    });
    expect(await refusal(asked)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('costs nobody anything who has it already', async () => {
    const { path } = await feed('CMO');
    const first = await get(path!);
    const etag = first.headers.get('etag')!;
    // Something changed a moment ago: no instant tells that apart.
    expect(first.headers.get('last-modified')).toBeNull();
    const again = await get(path!, { 'if-none-match': `W/${etag}` });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    await item('One more', 'EVENT', [day(50), day(51)]);
    const changed = await get(path!, { 'if-none-match': etag });
    expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
  });

  it('looks back for a year and ahead for two', async () => {
    const months = [-13, -11, 23, 25];
    const dates = months.map((some) => today.add({ months: some }).toString());
    const sessions = `insert into roadmap.session_row (workspace_id, stream_id, version, position, session_id, status, planned_on, horizon, updated_at, document)
      select $1, 'planning-session-' || id, 1, 900000, id, 'SCHEDULED', planned_on, 'LATER', now(), '{}'
      from unnest($2::date[]) as planned(planned_on), lateral (select gen_random_uuid() as id where planned_on is not null) as made`;
    const owner = database.ownerPool(1);
    await owner.query(sessions, [DEMO_WORKSPACE_ID, dates]);
    await owner.end();
    const events = Object.values(eventsOf(await (await get('/calendar.ics', bearer('CMO'))).text()));
    expect(dates.filter((date) => events.some(({ dtstart }) => dtstart === date))).toEqual(dates.slice(1, 3));
  });

  it('shows those nearest to today, at most 2,000, in the order of their days', async () => {
    const many = `insert into roadmap.session_row (workspace_id, stream_id, version, position, session_id, status, planned_on, horizon, updated_at, document)
      select $1, 'planning-session-' || id, 1, 1000000 + n, id, 'SCHEDULED', $2::date + (n % 700), 'LATER', now(), '{}'
      from generate_series(1, 2100) as n, lateral (select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid as id) as made`;
    const owner = database.ownerPool(1);
    await owner.query(many, [DEMO_WORKSPACE_ID, day(0)]);
    await owner.end();
    const events = Object.values(eventsOf(await (await get('/calendar.ics', bearer('CMO'))).text()));
    const starts = events.map(({ dtstart }) => dtstart!);
    expect(events).toHaveLength(2000);
    expect(starts).toEqual(starts.toSorted());
    expect(starts.at(-1)! < day(699)).toBe(true);
  });

  it('no line of the log has a token in it', async () => {
    const { path } = await feed('CMO');
    const [, token] = /(twl_[\w-]+)/.exec(path!)!;
    lines.length = 0;
    const odd = [
      path!,
      `/calendar/${token}`,
      `${path!}/`,
      `/calendar/x/${token}`,
      `/%63alendar/%74${token!.slice(1)}.ics`,
      `/nowhere/${token}`,
    ];
    for (const one of [...odd, `/calendar/${'x'.repeat(300)}.ics`, '/calendar/%zz']) await get(one);
    await fetch(`${api.url}${path}`, { method: 'POST' });
    const logged = lines.filter((line) => line.includes('"request"'));
    expect(logged.length).toBeGreaterThanOrEqual(odd.length);
    expect(lines.join('\n')).not.toContain(token!.slice(4, 20));
  });
});
