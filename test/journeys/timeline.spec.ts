import { DEMO_WORKSPACE_ID, localDate, workspaceZone } from '#libs/people';
import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { Temporal } from 'temporal-polyfill';

type Told = Readonly<Record<string, { readonly id: string }>>;
type Window = readonly [start: string, end: string];

const LINK = `query ($baselineSessionId: ID, $lanes: [RoadmapLane!]) {
  roadmapTimeline(baselineSessionId: $baselineSessionId, lanes: $lanes) {
    asOfPosition baselinePosition lanes { lane count } rows { item { reference } moved { shiftDays } } picture { path expiresAt } } }`;
interface Linked {
  readonly asOfPosition: string;
  readonly baselinePosition: string;
  readonly lanes: readonly { readonly lane: string; readonly count: number }[];
  readonly rows: readonly {
    readonly item: { readonly reference: string };
    readonly moved: { readonly shiftDays: number } | null;
  }[];
  readonly picture: { readonly path: string };
}

describe('the roadmap as a timeline', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let today: Temporal.PlainDate;
  const told: Record<string, string> = {};

  const day = (days: number): string => today.add({ days }).toString();
  const windowOf = ([start, end]: Window) => ({ start, end, precision: 'DAY' });

  /** The object of a mutation's payload. */
  const give = async (name: string, input: object, shown = 'item', as = 'CTO'): Promise<{ readonly id: string }> => {
    const expects = /^(propose|schedule)/.test(name) ? '' : ', expect: { latest: true }';
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const mutation = `mutation ($input: ${type}!) { ${name}(input: $input${expects}) { ${shown} { id } problems { __typename code message } } }`;
    return (await api.done<Told>(mutation, { as, variables: { input } }))[shown]!;
  };

  const item = async (title: string, lane: string, window: Window | null): Promise<string> => {
    const owners = { engineering: { personId: told['cto'], teamId: told['team'] } };
    const { id: itemId } = await give('proposeRoadmapItem', { title, lane, kind: 'FEATURE', owners });
    if (window) await give('planItem', { itemId, window: windowOf(window), horizon: 'NEXT' });
    return itemId;
  };

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
    today = Temporal.PlainDate.from(
      localDate(new Date().toISOString(), await workspaceZone(api.service.pool, DEMO_WORKSPACE_ID)),
    );
    const viewer = await api.answer<{ person: { id: string } }>('{ viewer { person { id } } }', { as: 'CTO' });
    const teams = await api.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as: 'CTO',
    });
    told['cto'] = viewer.person.id;
    told['team'] = teams.nodes.find(({ name }) => name === 'Engineering')!.id;
    told['other'] = teams.nodes.find(({ name }) => name === 'Marketing')!.id;
    await furnish();
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  async function furnish(): Promise<void> {
    told['later'] = await item('Moves <later> & on', 'ENGINEERING', [day(10), day(20)]);
    told['earlier'] = await item('Moves earlier', 'PRODUCT', [day(60), day(90)]);
    told['stays'] = await item('Stays', 'PRODUCT', [day(5), day(50)]);
    told['dropped'] = await item('Given up', 'PRODUCT', [day(30), day(40)]);
    await give('addItemDependency', {
      itemId: told['later'],
      toId: told['stays'],
      type: 'NEEDS',
      bufferWorkingDays: 0,
    });
    told['session'] = (await give('schedulePlanning', { date: day(0), horizon: 'NOW' }, 'planningSession')).id;
    await give('openPlanning', { sessionId: told['session'] }, 'planningSession');
    await give(
      'recordAttendance',
      { sessionId: told['session'], personId: told['cto'], side: 'PROVIDER' },
      'planningSession',
    );
    await give('closePlanning', { sessionId: told['session'] }, 'planningSession');
    told['open'] = (await give('schedulePlanning', { date: day(9), horizon: 'NOW' }, 'planningSession')).id;
    const reason = { reason: 'It takes another time.' };
    await give('rescheduleItem', { itemId: told['later'], window: windowOf([day(10), day(34)]), ...reason });
    await give('rescheduleItem', { itemId: told['earlier'], window: windowOf([day(53), day(83)]), ...reason });
    await give('dropItem', { itemId: told['dropped'], reason: 'Nobody wants it any more.' });
    told['undated'] = await item('Some day', 'ENGINEERING', null);
  }

  const get = (path: string, as: string | null = 'Auditor', headers: Record<string, string> = {}) =>
    fetch(`${api.url}${path}`, {
      headers: { ...(as !== null && { authorization: `Bearer ${api.who(as).token}` }), ...headers },
    });
  const timeline = (query = '', as: string | null = 'Auditor') => get(`/roadmap/timeline.svg${query}`, as);
  const refusalOf = async (answered: Promise<Response>) => {
    const response = await answered;
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return [response.status, errors[0]?.extensions.code];
  };
  const linked = (variables: object = {}) =>
    api.answer<Linked>(LINK, { as: 'Auditor', variables: { baselineSessionId: told['session'], ...variables } });
  /** Texts of the picture, as a parser of XML reads them. */
  const textsOf = async (asked: Promise<Response> | string): Promise<string[]> => {
    const svg = typeof asked === 'string' ? asked : await (await asked).text();
    const read = `select unnest(xpath('//s:text/text()', xmlparse(document $1::text), '{{s,http://www.w3.org/2000/svg}}'))::text as text`;
    return (await api.service.pool.query<{ text: string }>(read, [svg])).rows.map(({ text }) => text.trim());
  };

  it('shows lanes, bars and what moved since a planning session, and nothing that runs or is fetched', async () => {
    const response = await timeline(`?baseline=${told['session']}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toContain('private');
    const svg = await response.text();
    expect(svg).not.toMatch(/<(script|image|use|foreignObject|style|a)\b/i);
    const texts = await textsOf(svg);
    const shown = [
      'Product',
      'Marketing',
      'Engineering',
      'Shared',
      '+14 d',
      '\u22127 d',
      'No window yet: RM-5 Some day',
      'nothing',
    ];
    expect(texts).toEqual(
      expect.arrayContaining([
        ...shown,
        'RM-1 Moves &lt;later&gt; &amp; on',
        'RM-2 Moves earlier',
        'RM-3 Stays',
        'Needed by',
      ]),
    );
    expect(texts.filter((text) => /RM-4/.test(text))).toEqual([]);
  });

  it('is the same for a session and for the position it ended at, and of a past as it was then', async () => {
    const { asOfPosition, baselinePosition } = await linked();
    const bySession = await (await timeline(`?baseline=${told['session']}&asOf=${asOfPosition}`)).text();
    expect(await (await timeline(`?baseline=${baselinePosition}&asOf=${asOfPosition}`)).text()).toBe(bySession);
    const then = await textsOf(timeline(`?baseline=${told['session']}&asOf=${baselinePosition}`));
    expect(then).toEqual(expect.arrayContaining(['RM-4 Given up', expect.stringMatching(/0 moved since/)]));
    const before = await textsOf(timeline('?asOf=2026-01-01T00:00:00Z'));
    expect(before.filter((text) => /RM-/.test(text))).toEqual([]);
  });

  it('shows what is asked for: lanes, days, a team, dropped items too', async () => {
    const lanes = await textsOf(timeline('?lanes=PRODUCT,SHARED'));
    expect(lanes).toEqual(expect.arrayContaining(['Product', 'Shared', 'RM-3 Stays']));
    expect(lanes.filter((text) => /Marketing|Engineering|RM-1/.test(text))).toEqual([]);
    const days = await textsOf(timeline(`?from=${day(52)}&to=${day(80)}`));
    expect(days).toEqual(expect.arrayContaining(['RM-2 Moves earlier', `${day(52)} to ${day(80)}`]));
    expect(days.filter((text) => /RM-[135]/.test(text))).toEqual([]);
    expect(await textsOf(timeline(`?team=${told['team']}`))).toEqual(
      expect.arrayContaining(['RM-3 Stays', expect.stringContaining(', Engineering')]),
    );
    expect((await textsOf(timeline(`?team=${told['other']}`))).filter((text) => /RM-/.test(text))).toEqual([]);
    const dropped = await (await timeline('?dropped=true')).text();
    expect(dropped).toMatch(/text-decoration="line-through"[^>]*>RM-4 Given up</);
  });

  it('is kept by whoever has it while it is the same', async () => {
    const tag = (await timeline()).headers.get('etag')!;
    const again = await get('/roadmap/timeline.svg', 'Auditor', { 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is refused as the query is', async () => {
    await expect(refusalOf(timeline('', null))).resolves.toEqual([401, 'UNAUTHENTICATED']);
    await expect(refusalOf(timeline('', 'Administrator'))).resolves.toEqual([403, 'FORBIDDEN']);
    await expect(refusalOf(timeline('?team=nobody'))).resolves.toEqual([404, 'NOT_FOUND']);
    const bad = [
      ['?lanes=NOWHERE', 'BAD_USER_INPUT'],
      ['?from=yesterday', 'BAD_USER_INPUT'],
      ['?asOf=yesterday', 'INVALID_POSITION'],
      ['?asOf=2999-01-01T00:00:00Z', 'INSTANT_NOT_PAST'],
      [`?baseline=${told['open']}`, 'VALIDATION_FAILED'],
      ['?from=2026-02-01&to=2026-01-01', 'VALIDATION_FAILED'],
      ['?from=2026-02-01&to=2036-01-01', 'VALIDATION_FAILED'],
      [`?asOf=2026-01-01T00:00:00Z&baseline=${told['session']}`, 'VALIDATION_FAILED'],
    ] as const;
    for (const [query, code] of bad) expect([query, ...(await refusalOf(timeline(query)))]).toEqual([query, 400, code]);
    const two = `query ($session: ID) { roadmapTimeline(baselineSessionId: $session, baseline: { recordedAt: "2026-01-01T00:00:00Z" }) { today } }`;
    const { errors } = await api.run(two, { as: 'CTO', variables: { session: told['session'] } });
    expect(errors?.[0]?.extensions?.['code']).toBe('VALIDATION_FAILED');
    const none = '{ roadmapTimeline(baselineSessionId: "nothing") { today } }';
    expect((await api.run(none, { as: 'CTO' })).errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });

  it('is shown to whoever holds a link, as it was when the link was made', async () => {
    const { picture, rows } = await linked({ lanes: ['ENGINEERING'] });
    expect(rows).toEqual([
      { item: { reference: 'RM-1' }, moved: { shiftDays: 14 } },
      { item: { reference: 'RM-5' }, moved: null },
    ]);
    const response = await get(picture.path, null);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=86400, immutable']);
    const svg = await response.text();
    expect(await textsOf(svg)).toEqual(expect.arrayContaining(['Engineering', '+14 d']));
    await give('rescheduleItem', {
      itemId: told['later'],
      window: windowOf([day(10), day(41)]),
      reason: 'It takes still longer.',
    });
    expect(await textsOf(timeline(`?baseline=${told['session']}`))).toContain('+21 d');
    expect(await (await get(picture.path, null)).text()).toBe(svg);
  });

  it('of hundreds of items shows those nearest to today, of every lane alike, and tells how many more there are', async () => {
    const more = `insert into roadmap.item_version (workspace_id, stream_id, version, position, item_id, number, lane, kind, status, horizon,
        visibility, start_on, end_on, team_ids, updated_at, document)
      select v.workspace_id, 'roadmap-item-' || made.id, 1, v.position, made.id, 100 + n, made.lane, v.kind, v.status, v.horizon, v.visibility,
        made.first, made.first + 5, v.team_ids, v.updated_at,
        v.document || jsonb_build_object('number', 100 + n, 'lane', made.lane, 'title', 'Item ' || n,
          'window', jsonb_build_object('start', made.first, 'end', made.first + 5, 'precision', 'DAY'))
      from roadmap.item_version v, generate_series(1, 200) as n, lateral (select $2::date + n * 2 as first,
        ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid as id,
        case when n <= 150 then 'SHARED' else 'MARKETING' end as lane) as made
      where v.workspace_id = $1 and v.number = 3 and v.until_position > 1e18`;
    const owner = database.ownerPool(1);
    await owner.query(more, [DEMO_WORKSPACE_ID, day(-100)]);
    await owner.end();
    const { rows, lanes } = await linked();
    expect(rows).toHaveLength(60);
    expect(Object.fromEntries(lanes.map(({ lane, count }) => [lane, count]))).toMatchObject({
      SHARED: 150,
      MARKETING: 50,
    });
    const numbers = rows.map(({ item: { reference } }) => Number(reference.slice(3)) - 100);
    const [shared, marketing] = [numbers.filter((n) => n > 0 && n <= 150), numbers.filter((n) => n > 150)];
    expect([shared.length, marketing.length]).toEqual([28, 28]);
    // Item 50 begins today.
    expect(Math.min(...shared)).toBeGreaterThan(30);
    expect(Math.max(...shared)).toBeLessThan(70);
    const texts = await textsOf(timeline());
    expect(texts).toEqual(expect.arrayContaining(['and 122 more', 'and 22 more']));
  });
});
