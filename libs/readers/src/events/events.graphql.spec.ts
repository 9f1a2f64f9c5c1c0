import { formatPosition, parsePosition, toGlobalId } from '#libs/api-kit';
import { type Recorded, streamId } from '#libs/event-log';
import { operatorCommand, team } from '#libs/people';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { EventPages, type PageWish } from './event-pages.js';
import { EVENT_PLACES } from './event-places.projection.js';
import type { LogEventConnection } from './log-event.type.js';

const as = 'Auditor';
const manager = 'Campaign Manager';
const PROBLEMS = 'problems { code message }';
const CREATE = `mutation ($team: ID!) {
  createRequest(input: { title: "Spring page", type: LANDING_PAGE, consumerTeamId: $team }) { position request { id } ${PROBLEMS} } }`;
const HOLD = `mutation ($id: ID!, $day: LocalDate!) {
  holdRequest(input: { requestId: $id, reason: "Budget", reviewDate: $day }, expect: { latest: true }) { position ${PROBLEMS} } }`;
const EVENTS = `query ($first: Int, $after: LogPosition, $last: Int, $before: LogPosition, $types: [String!], $subject: String,
  $versions: [EventVersionInput!]) {
  events(first: $first, after: $after, last: $last, before: $before, types: $types, subject: $subject, versions: $versions) {
    cursor pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor }
    nodes { id eventId position type schemaVersion subject version recordedAt actorId actorName actorRole onBehalfOfId commandId
      correlationId causationId policyVersion traceparent data summary } } }`;
const STEP = 'id causeId depth event { type } timer { process key } sentence';
const WHY = `query ($id: ID!, $at: LogPosition) { why(eventId: $id, minPosition: $at) {
  sentence truncated event { type } command { operation actorId actorRole } causes { ${STEP} } effects { ${STEP} } } }`;

type Told = Omit<LogEventConnection, 'cursor' | 'nodes'> & {
  readonly cursor: string;
  readonly nodes: readonly (Omit<LogEventConnection['nodes'][number], 'position'> & {
    readonly position: string;
    readonly summary: string | null;
  })[];
};
interface Step {
  readonly id: string;
  readonly causeId: string | null;
  readonly depth: number;
  readonly event: { readonly type: string } | null;
  readonly timer: { readonly process: string } | null;
  readonly sentence: string;
}
interface Why {
  readonly sentence: string;
  readonly truncated: boolean;
  readonly command: { readonly operation: string | null; readonly actorId: string | null; readonly actorRole: string };
  readonly causes: readonly Step[];
  readonly effects: readonly Step[];
}

const created = (teamId: string) => ({
  type: 'TeamCreated' as const,
  data: { teamId, side: 'CONSUMER' as const, timeZone: 'Europe/Berlin' },
});

const allPages = async (pages: EventPages, wish: PageWish): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for (let [after, more] = [0, true]; more;) {
    const found = await pages.read(wish, after);
    events.push(...found.events);
    [after, more] = [found.next, found.full];
  }
  return events;
};

describe('the events of a workspace', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let api: RunningApi;
  let workspaceId: string;
  /** A request that was held until today, and what its review had to say. */
  let stream: string;
  let due: Recorded;
  let stranger: Recorded;

  beforeAll(async () => {
    database = await testDatabase();
    owner = database.ownerPool(1);
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    const { nodes: teams } = await api.answer<{ nodes: { id: string; name: string }[] }>(
      '{ teams { nodes { id name } } }',
      { as },
    );
    const variables = { team: teams.find(({ name }) => name === 'Marketing')!.id };
    const { request } = await api.done<{ request: { id: string } }>(CREATE, { as: manager, variables });
    await api.done(HOLD, { as: manager, variables: { id: request.id, day: new Date().toISOString().slice(0, 10) } });
    const [, requestId] = Buffer.from(request.id, 'base64url').toString().split(':');
    stream = `request-${requestId}`;
    due = await happened((event) => event.type === 'RequestHoldReviewDue');
    ({ workspaceId } = due);
    stranger = await elsewhere();
    await api.service.consumers.waitFor({ name: EVENT_PLACES }, stranger.position);
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  /** The first event that is so, as soon as it is there. */
  const happened = async (isIt: (event: Recorded) => boolean): Promise<Recorded> => {
    const { events: log, horizon } = api.service;
    for await (const safe of horizon.changes(AbortSignal.timeout(60_000))) {
      const { events } = await log.readAll({ after: 0, limit: 10_000 });
      const found = events.find(isIt);
      if (found && safe > 0) return found;
    }
    throw new Error('It did not happen.');
  };

  /** A fact of a workspace that is none of the demo's. */
  const elsewhere = async (): Promise<Recorded> => {
    const other = randomUUID();
    const command = operatorCommand({ workspaceId: other, operation: 'createTeam', input: {} });
    await api.service.events.decideOne(command, { aggregate: team, id: other, expect: 'latest' }, () => [
      created(other),
    ]);
    return happened((event) => event.streamId === streamId({ type: team.type, id: other }));
  };

  const everything = async (): Promise<readonly Recorded[]> =>
    (await api.service.events.readAll({ workspaceId, after: 0, limit: 10_000 })).events;
  const page = (variables: object) => api.answer<Told>(EVENTS, { as, variables: { ...variables } });
  const idsOf = (events: readonly { readonly eventId: string }[]) => events.map(({ eventId }) => eventId);
  const refusal = async (variables: object, who = as) => {
    const { errors } = await api.run(EVENTS, { as: who, variables: { ...variables } });
    return { code: errors?.[0]?.extensions?.['code'], message: errors?.[0]?.message };
  };
  const why = (id: string, at?: string) => api.answer<Why | null>(WHY, { as, variables: { id, at } });

  it('come by pages, each once and in order, and nobody else’s', async () => {
    const all = await everything();
    const seen: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const { nodes, pageInfo, cursor, edges } = await page({ first: 7, after });
      expect(edges.map((edge) => edge.cursor)).toEqual(nodes.map(({ position }) => position));
      expect(pageInfo.hasPreviousPage).toBe(after !== undefined);
      expect(nodes.length === 7 || !pageInfo.hasNextPage).toBe(true);
      seen.push(...idsOf(nodes));
      [after, more] = [cursor, pageInfo.hasNextPage];
    }
    expect(seen).toEqual(idsOf(all));
    expect(seen).not.toContain(stranger.eventId);
    // The end is where the horizon is: also what others stored is behind it.
    expect(parsePosition(after).position).toBeGreaterThanOrEqual(stranger.position);
  });

  it('come backward as well', async () => {
    const all = idsOf(await everything());
    const last = await page({ last: 5 });
    expect(idsOf(last.nodes)).toEqual(all.slice(-5));
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(parsePosition(last.cursor).position).toBeGreaterThanOrEqual(stranger.position);
    const before = await page({ last: 5, before: last.pageInfo.startCursor });
    expect(idsOf(before.nodes)).toEqual(all.slice(-10, -5));
    expect(before.pageInfo.hasNextPage).toBe(true);
    const ofStream = await page({ last: 1, subject: stream });
    expect(idsOf(ofStream.nodes)).toEqual([due.eventId]);
    expect((await page({ last: 250, types: ['TeamCreated'] })).pageInfo.hasPreviousPage).toBe(false);
  });

  it('are picked by type and by stream', async () => {
    const all = await everything();
    const types = ['RequestHeld', 'TeamCreated'];
    expect(idsOf((await page({ types })).nodes)).toEqual(idsOf(all.filter(({ type }) => types.includes(type))));
    const ofStream = all.filter(({ streamId: id }) => id === stream);
    expect(idsOf((await page({ subject: stream })).nodes)).toEqual(idsOf(ofStream));
    expect(idsOf((await page({ subject: stream, types })).nodes)).toHaveLength(1);
    expect((await page({ subject: `request-${randomUUID()}` })).nodes).toEqual([]);
  });

  it('say who did what, when and why, and in a sentence', async () => {
    const { nodes } = await page({ subject: stream });
    const held = nodes.find(({ type }) => type === 'RequestHeld');
    expect(held).toMatchObject({
      schemaVersion: 1,
      subject: stream,
      version: 2,
      actorId: toGlobalId('Person', api.who(manager).person.personId),
      actorName: null,
      actorRole: 'MARKETING_MEMBER',
      causationId: null,
      data: { reason: 'Budget' },
      summary: expect.stringContaining('Budget'),
    });
    expect(nodes.at(-1)).toMatchObject({
      actorId: null,
      actorName: 'process:hold-review',
      causationId: due.meta.causationId,
    });
  });

  it('are found one by one, by uuid and by global id, in their own workspace alone', async () => {
    const [{ id, eventId }] = (await page({ subject: stream, first: 1 })).nodes as [Told['nodes'][number]];
    const one = (by: string) =>
      api.answer<{ eventId: string } | null>('query ($id: ID!) { event(id: $id) { eventId } }', {
        as,
        variables: { id: by },
      });
    const node = (by: string) =>
      api.answer<{ eventId: string } | null>('query ($id: ID!) { node(id: $id) { ... on LogEvent { eventId } } }', {
        as,
        variables: { id: by },
      });
    expect([await one(eventId), await one(id), await node(id)]).toEqual([{ eventId }, { eventId }, { eventId }]);
    const foreign = Buffer.from(`LogEvent:${stranger.position}.${stranger.eventId}`).toString('base64url');
    const elsewhereInLog = Buffer.from(`LogEvent:${stranger.position}.${eventId}`).toString('base64url');
    for (const nobody of [stranger.eventId, foreign, elsewhereInLog, 'junk', randomUUID()])
      expect([nobody, await one(nobody), await node(nobody)]).toEqual([nobody, null, null]);
    expect(await why(stranger.eventId)).toBeNull();
  });

  it('are refused where the question makes no sense, saying what would', async () => {
    expect(await refusal({ types: ['RequestHold'] })).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('RequestHold'),
    });
    expect(await refusal({ versions: [{ type: 'RequestHeld', version: 2 }] })).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('1 to 1'),
    });
    expect(await refusal({ versions: [{ type: 'RequestHeld', version: 0 }] })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await refusal({ first: 1, last: 1 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refusal({ first: -1 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refusal({ first: 251 })).toMatchObject({ code: 'LIMIT' });
    expect(await refusal({}, manager)).toMatchObject({ code: 'FORBIDDEN' });
    expect((await page({ first: 0 })).nodes).toEqual([]);
  });

  it('begin after no position that this log never gave out', async () => {
    const { epoch, safe } = api.service.horizon.current();
    const ahead = formatPosition({ epoch, position: safe + 1_000 });
    const other = formatPosition({ epoch: randomUUID(), position: 1 });
    for (const position of [ahead, other, 'forged'])
      for (const asked of [{ after: position }, { before: position, last: 3 }])
        expect([asked, await refusal(asked)]).toMatchObject([asked, { code: 'INVALID_POSITION' }]);
  });

  it('are the same wherever the writing down of places has come to', async () => {
    const { pool, events: log, horizon } = api.service;
    const pages = new EventPages(pool, log, horizon);
    const all = await everything();
    const wishes = [{ types: null }, { types: ['RoleGranted', 'RequestHeld'] }].map(({ types }) => ({
      workspaceId,
      selection: { types, subject: null },
      pins: {},
      limit: 5,
    }));
    const { rows } = await owner.query<{ position: string }>('select position from readers.event_place_head');
    const heads = [0, all[3]!.position, all.at(-4)!.position, Number(rows[0]!.position)];
    try {
      for (const head of heads) {
        await owner.query('update readers.event_place_head set position = $1', [head]);
        for (const wish of wishes) {
          const { types } = wish.selection;
          const wanted = idsOf(all.filter(({ type }) => types?.includes(type) ?? true));
          expect(idsOf(await allPages(pages, wish))).toEqual(wanted);
          expect(idsOf((await pages.readBack(wish, null)).events)).toEqual(wanted.slice(-5));
          expect((await pages.count({ ...wish, limit: 1_000 }, 0)).events).toBe(wanted.length);
        }
      }
    } finally {
      await owner.query('update readers.event_place_head set position = $1', [rows[0]!.position]);
    }
  });

  it('have places for what lies between, also of a program that this one does not know', async () => {
    const { rows } = await owner.query<{ missing: number }>(`
      select count(*)::int as missing from log.event e, readers.event_place_head h
      where e.position <= h.position and not exists (
        select from readers.event_place p where p.workspace_id = e.workspace_id and p.position = e.position and p.event_id = e.event_id)`);
    expect(rows).toEqual([{ missing: 0 }]);
  });

  it('tell why they happened, up to the command of a person, and what came of them', async () => {
    const [held] = (await page({ subject: stream, types: ['RequestHeld'] })).nodes;
    const told = (await why(due.eventId))!;
    const command = { operation: 'holdRequest', actorId: held!.actorId, actorRole: 'MARKETING_MEMBER' };
    expect(told).toMatchObject({ truncated: false, command, effects: [] });
    expect(told.sentence).toBe('It goes back to holdRequest by a marketing member, over 2 steps.');
    expect(told.causes).toEqual([
      {
        id: due.meta.causationId,
        causeId: held!.eventId,
        depth: 1,
        event: null,
        timer: { process: 'hold-review', key: stream },
        sentence: expect.stringMatching(/^A timer of hold-review was due at .*Z\.$/),
      },
      {
        id: held!.eventId,
        causeId: null,
        depth: 2,
        event: { type: 'RequestHeld' },
        timer: null,
        sentence: expect.stringMatching(/^By a marketing member: .*Budget/),
      },
    ]);
    const down = (await why(held!.id))!;
    expect(down).toMatchObject({ causes: [], command, sentence: 'It was done by holdRequest, by a marketing member.' });
    const steps = down.effects.map(({ id, causeId, depth }) => [id, causeId, depth]);
    expect(steps).toEqual([
      [due.meta.causationId, held!.eventId, 1],
      [due.eventId, due.meta.causationId, 2],
    ]);
    expect(down.effects[1]!.sentence).toMatch(/^By the process hold-review: /);
  });

  it('tell no more of a long story than a screen holds', async () => {
    const command = operatorCommand({ workspaceId, operation: 'createTeams', input: {} });
    const teams = Array.from({ length: 230 }, () => randomUUID());
    const streams = Object.fromEntries(teams.map((id) => [id, { aggregate: team, id, expect: 'latest' as const }]));
    const { position } = await api.service.events.decide({ ...command, causationId: due.eventId }, streams, () =>
      Object.fromEntries(teams.map((teamId) => [teamId, [created(teamId)]])),
    );
    const { epoch } = api.service.horizon.current();
    const told = (await why(due.eventId, formatPosition({ epoch, position: position! })))!;
    expect(told.truncated).toBe(true);
    expect(told.effects).toHaveLength(200);
    expect(new Set(told.effects.map(({ causeId }) => causeId))).toEqual(new Set([due.eventId]));
  });

  it('are exported as a table, page after page, from the position somebody has come to', async () => {
    const query = 'query ($after: LogPosition) { events(after: $after) { nodes { eventId } } }';
    const rowsAfter = async (after?: string) => {
      const response = await fetch(`${api.url}/graphql.csv`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${api.who(as).token}` },
        body: JSON.stringify({ query, variables: { after } }),
      });
      return (await response.text()).trim().split('\r\n').slice(1);
    };
    const all = idsOf(await everything());
    expect(all.length).toBeGreaterThan(250);
    expect(await rowsAfter()).toEqual(all);
    const { cursor } = await page({ first: 20 });
    expect(await rowsAfter(cursor)).toEqual(all.slice(20));
  });
});
