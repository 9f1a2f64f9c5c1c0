import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '#libs/event-log';
import type { Pool } from 'pg';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { appendTo } from './consumer-model.js';
import { byLines, type FeedAccess, Follower, TRANSPORTS } from './feed-clients.js';
import { ServerSockets, SILENT } from './feed-silent.js';

const WRITERS = 32;
const TRANSACTIONS = 12;
/** Of the events that nobody reads; more than the system keeps between two ends by itself. */
const HEAVY = { events: 2500, bytes: 8000, stream: 'thing-heavy-' };
const TYPES = ['RequestWithdrawn', 'RequestRevived'] as const;

const fact = (type: string, data = '{"reason":"NO_BUDGET"}') => ({
  // None that rows of a read model follow.
  streamType: 'thing',
  type,
  data,
  meta: '{"commandId":"raw","correlationId":"raw","actorId":"somebody","actorRole":"tester"}',
});

describe('the feed of the log', () => {
  let database: TestDatabase;
  let owner: Pool;
  let api: RunningApi;
  let workspaceId: string;
  let access: FeedAccess;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= api.stop());
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    owner = database.ownerPool(3);
    const limits = { maxSubscriptions: 50, operationsPerMinute: 100_000 };
    // A stop that waited for clients would take longer than a test may.
    api = await startApi({ databaseUrl: database.url, limits, settings: { SHUTDOWN_SECONDS: '120' } });
    access = accessTo(api);
    workspaceId = (await owner.query<{ id: string }>('select workspace_id as id from people.workspace')).rows[0]!.id;
  });
  afterAll(async () => {
    await stop();
    await database.drop();
  });

  const accessTo = (one: RunningApi): FeedAccess => ({ url: one.url, token: one.who('Auditor').token });

  /** Appends in transactions that stay open for a while and end in any of the ways there are. */
  const writer = async (pool: Pool): Promise<void> => {
    for (let turn = 0; turn < TRANSACTIONS; turn += 1) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin');
        const streams = Array.from({ length: 3 }, () => `thing-${Math.floor(Math.random() * 60)}`);
        await appendTo(client, workspaceId, [...new Set(streams)], fact(TYPES[turn % 2]!));
        await sleep(Math.random() * (Math.random() < 0.15 ? 150 : 12));
        const end = Math.random();
        if (end < 0.05) await client.query('select pg_terminate_backend(pg_backend_pid())');
        await client.query(end < 0.25 ? 'rollback' : 'commit');
        api.service.horizon.signal();
      } catch (error) {
        if (!/terminat|not queryable|deadlock/i.test(String(error))) throw error;
        broken = true;
      } finally {
        client.release(broken);
      }
    }
  };

  /** What most would write: everything after the last position seen. */
  const naiveReader = async (stopped: () => boolean): Promise<Set<string>> => {
    const seen = new Set<string>();
    let checkpoint = 0;
    for (let rest = false; !rest;) {
      rest = stopped();
      const { rows } = await owner.query<{ position: number; id: string }>(
        'select position::float8 as position, event_id as id from log.event where position > $1 order by position',
        [checkpoint],
      );
      for (const { id } of rows) seen.add(id);
      checkpoint = rows.at(-1)?.position ?? checkpoint;
    }
    return seen;
  };

  const stored = async (types?: readonly string[]): Promise<string[]> => {
    const sql = `select event_id as id from log.event where workspace_id = $1 and ($2::text[] is null or type = any($2)) order by position`;
    return (await owner.query<{ id: string }>(sql, [workspaceId, types ?? null])).rows.map(({ id }) => id);
  };

  it('brings every event once and in order to whoever comes back after every cut, over each transport, where a naive reader misses some', async () => {
    const asked = [{}, { types: [TYPES[0]] }];
    const followers = asked.flatMap((one) =>
      Object.values(TRANSPORTS).map((client) => ({ ...one, follower: new Follower(client, access, one) })),
    );
    let last: readonly (string | null)[] = [null, null];
    const following = followers.map(({ types, follower }) => follower.until(() => last[types ? 1 : 0] ?? null));
    let over = false;
    const naive = naiveReader(() => over);
    const pool = database.pool(WRITERS);
    await Promise.all(Array.from({ length: WRITERS }, () => writer(pool)));
    over = true;
    const naiveSaw = await naive;
    const truth = { all: await stored(), some: await stored([TYPES[0]]) };
    last = [truth.all.at(-1)!, truth.some.at(-1)!];
    await Promise.all(following);
    for (const { types, follower } of followers) {
      expect(follower.told).toEqual(types ? truth.some : truth.all);
      expect(follower.cuts).toBeGreaterThan(1);
    }
    expect(truth.all.length).toBeGreaterThan(400);
    // Without this the run would prove nothing: positions did become visible in another order than they were drawn.
    expect(truth.all.filter((id) => !naiveSaw.has(id)).length).toBeGreaterThan(0);
  });

  /** Many and large. */
  const fill = async (): Promise<void> => {
    const client = await owner.connect();
    const each = 250;
    for (let done = 0; done < HEAVY.events; done += each) {
      const streams = Array.from({ length: each }, (_, number) => `${HEAVY.stream}${number}`);
      await appendTo(client, workspaceId, streams, fact(TYPES[0], JSON.stringify({ reason: 'x'.repeat(HEAVY.bytes) })));
    }
    client.release();
    api.service.horizon.signal();
  };

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await turn();
  };

  /** How many of the large events have been read of the log from here on. */
  const counted = ({ service: { events } }: RunningApi): (() => number) => {
    let count = 0;
    const readAll = events.readAll.bind(events);
    const counting: EventLog['readAll'] = async (query) => {
      const page = await readAll(query);
      count += page.events.filter(({ streamId }) => streamId.startsWith(HEAVY.stream)).length;
      return page;
    };
    Object.assign(events, { readAll: counting });
    return () => count;
  };

  /** Clients of every transport that read nothing, and the service's ends of their connections, once these are full. */
  const silent = async (to: FeedAccess) => {
    const sockets = new ServerSockets();
    const clients: { end(): void }[] = [];
    const full: Socket[] = [];
    for (const client of Object.values(SILENT))
      full.push(await sockets.of(async () => void clients.push(await client(to))));
    sockets.end();
    await until(() => full.every(({ writableLength, destroyed }) => writableLength > 0 || destroyed));
    return { full, end: () => clients.forEach((client) => client.end()) };
  };

  /** All that one connection is told, which is held until the end. */
  const whole = async (from: FeedAccess, count: number, end = () => true): Promise<string[]> => {
    const told: string[] = [];
    for await (const { id } of byLines('identity')(from, { from: 'BEGINNING' }, new AbortController().signal)) {
      if (id !== null) told.push(id);
      if (told.length < count) continue;
      await until(end);
      return told;
    }
    throw new Error('The line was cut.');
  };

  it('reads nothing ahead for those who take nothing, and brings everything to the others', async () => {
    await fill();
    const all = await stored();
    const read = counted(api);
    const { full, end } = await silent(access);
    expect(await whole(access, all.length)).toEqual(all);
    const ahead = read() - HEAVY.events;
    expect(ahead).toBeGreaterThan(0);
    expect(ahead).toBeLessThan((full.length * HEAVY.events) / 2);
    for (const { writableLength } of full) {
      expect(writableLength).toBeGreaterThan(0);
      expect(writableLength).toBeLessThan(300 * HEAVY.bytes);
    }
    end();
    await until(() => api.service.horizon.followers === 0);
  });

  it('lets go of those who take nothing for too long, and of nobody else', async () => {
    const limits = { beatMs: 250, stallMs: 500 };
    const other = await startApi({ databaseUrl: database.url, limits });
    const all = await stored();
    const { full, end } = await silent(accessTo(other));
    const reading = whole(accessTo(other), all.length, () => full.every(({ destroyed }) => destroyed));
    await Promise.all(full.map(async (socket) => socket.destroyed || once(socket, 'close')));
    expect(await reading).toEqual(all);
    await until(() => other.service.horizon.followers === 0);
    end();
    await other.stop();
  });

  it('is not kept from stopping by those who take nothing', async () => {
    const { full, end } = await silent(access);
    await stop();
    expect(full.map(({ destroyed }) => destroyed)).toEqual(full.map(() => true));
    end();
  });
});
