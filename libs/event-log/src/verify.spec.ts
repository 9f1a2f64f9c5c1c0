import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { commandOf, happened, requestOf } from './contract/harness.js';
import { PostgresLogStore } from './postgres/postgres-store.js';
import { type Break, verify, type VerifyProgress } from './verify.js';

describe('verify', () => {
  let database: TestDatabase;
  let app: Pool;
  let owner: Pool;
  beforeAll(async () => {
    database = await testDatabase();
    app = database.pool();
    owner = database.ownerPool(1);
  });
  afterAll(() => database?.drop());

  /** Streams a (2 events), b (5) and c (3) of a new workspace, written in turns. */
  const workspace = async () => {
    const workspaceId = randomUUID();
    const store = new PostgresLogStore(app);
    const sizes = { 'thing-a': 2, 'thing-b': 5, 'thing-c': 3 };
    for (let round = 1; round <= 5; round += 1) {
      const parts = Object.entries(sizes).filter(([, size]) => size >= round);
      const streams = parts.map(([id]) => ({ id, expected: round - 1, facts: happened(`${id} ${round}`) }));
      await store.append(requestOf(commandOf(workspaceId), ...streams));
    }
    return workspaceId;
  };

  /** What somebody with every right and a bad intention does: $1 is the workspace. */
  const tamper = async (workspaceId: string, ...statements: readonly string[]) => {
    await owner.query('set session_replication_role = replica'); // no triggers
    for (const statement of statements)
      expect((await owner.query(statement, [workspaceId])).rowCount).toBeGreaterThan(0);
    await owner.query('set session_replication_role = default');
  };

  const event = (streamId: string, version: number) =>
    `workspace_id = $1 and stream_id = '${streamId}' and version = ${version}`;
  const edited = `'{"text": "edited"}'`;
  const rehash = `hash = sha256((select p.hash from log.event p where p.workspace_id = $1 and p.stream_id = e.stream_id and p.version = e.version - 1)
    || int4send(e.version) || sha256('forged')), content_hash = sha256('forged')`;

  it.each([1, 2, 3, 5_000])('finds nothing in a sound log, read %p at a time', async (batch) => {
    const workspaceId = await workspace();
    const seen: VerifyProgress[] = [];
    const result = await verify(app, { workspaceId, batch }, (progress) => seen.push(progress));
    expect(result).toEqual({ events: 10, streams: 3, broken: 0, first: null });
    expect(seen.at(-1)).toMatchObject({ events: 10 });
    expect(seen.at(-1)!.atMost).toBeGreaterThanOrEqual(10);
  });

  it('hashes any plain data to the same, before it is stored and after', async () => {
    const workspaceId = randomUUID();
    const store = new PostgresLogStore(app);
    const data = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }));
    const sent = fc
      .sample(data, 200)
      .map((one) => JSON.parse(JSON.stringify(one).replaceAll('\\u0000', '.')) as object);
    await store.append(
      requestOf(commandOf(workspaceId), {
        id: 'thing-a',
        expected: 0,
        facts: sent.map((one) => ({ type: 'Any', data: one })),
      }),
    );
    await expect(verify(app, { workspaceId })).resolves.toMatchObject({ events: 200, first: null });
  });

  type Case = [string, Pick<Break, 'kind' | 'streamId' | 'version'>, string[]];
  const cases: Case[] = [
    [
      'data that was changed',
      { kind: 'content', streamId: 'thing-b', version: 3 },
      [`update log.event set data = ${edited} where ${event('thing-b', 3)}`],
    ],
    [
      'another actor',
      { kind: 'content', streamId: 'thing-a', version: 1 },
      [`update log.event set meta = meta || '{"actorId": "x"}' where ${event('thing-a', 1)}`],
    ],
    [
      'another type',
      { kind: 'content', streamId: 'thing-c', version: 3 },
      [`update log.event set type = 'Undone' where ${event('thing-c', 3)}`],
    ],
    [
      'another event id',
      { kind: 'content', streamId: 'thing-c', version: 2 },
      [`update log.event set event_id = gen_random_uuid() where ${event('thing-c', 2)}`],
    ],
    [
      'an event moved to another stream',
      { kind: 'head', streamId: 'thing-c', version: 2 },
      [`update log.event set stream_id = 'thing-a', version = 3 where ${event('thing-c', 3)}`],
    ],
    [
      'a forged content hash',
      { kind: 'content', streamId: 'thing-b', version: 2 },
      [`update log.event set content_hash = sha256('x') where ${event('thing-b', 2)}`],
    ],
    [
      'a forged hash',
      { kind: 'chain', streamId: 'thing-b', version: 2 },
      [`update log.event set hash = sha256('x') where ${event('thing-b', 2)}`],
    ],
    [
      'content, content hash and hash forged together',
      { kind: 'content', streamId: 'thing-b', version: 4 },
      [`update log.event e set data = ${edited}, ${rehash} where ${event('thing-b', 4)}`],
    ],
    [
      'swapped versions',
      { kind: 'chain', streamId: 'thing-b', version: 2 },
      [
        [2, 9],
        [3, 2],
        [9, 3],
      ].map(([from, to]) => `update log.event set version = ${to} where ${event('thing-b', from!)}`),
    ],
    [
      'an event that was given a later place in the log',
      { kind: 'order', streamId: 'thing-b', version: 5 },
      [`update log.event set position = position + 1000000 where ${event('thing-b', 4)}`],
    ],
    [
      'a removed event',
      { kind: 'gap', streamId: 'thing-b', version: 4 },
      [`delete from log.event where ${event('thing-b', 3)}`],
    ],
    [
      'a removed first event',
      { kind: 'gap', streamId: 'thing-c', version: 2 },
      [`delete from log.event where ${event('thing-c', 1)}`],
    ],
    [
      'a removed last event',
      { kind: 'head', streamId: 'thing-b', version: 4 },
      [`delete from log.event where ${event('thing-b', 5)}`],
    ],
    [
      'a last event removed with its trace in the head',
      { kind: 'head', streamId: 'thing-b', version: 4 },
      [
        `delete from log.event where ${event('thing-b', 5)}`,
        `update log.stream set version = 4 where workspace_id = $1 and stream_id = 'thing-b'`,
      ],
    ],
    [
      'a stream of which nothing is left',
      { kind: 'head', streamId: 'thing-a', version: 0 },
      [`delete from log.event where workspace_id = $1 and stream_id = 'thing-a'`],
    ],
    [
      'a forged head',
      { kind: 'head', streamId: 'thing-b', version: 5 },
      [`update log.stream set head_hash = sha256('x') where workspace_id = $1 and stream_id = 'thing-b'`],
    ],
    [
      'a stream without its row',
      { kind: 'head', streamId: 'thing-a', version: 2 },
      [`delete from log.stream where workspace_id = $1 and stream_id = 'thing-a'`],
    ],
  ];
  it.each(cases)('finds %s', async (_name, expected, statements) => {
    const workspaceId = await workspace();
    await tamper(workspaceId, ...statements);
    for (const batch of [1, 2, 5_000]) {
      const { first, broken } = await verify(app, { workspaceId, batch });
      expect(first).toMatchObject({ workspaceId, ...expected, message: expect.stringContaining(expected.streamId) });
      expect(broken).toBeGreaterThanOrEqual(1);
      const { rows } = await owner.query<{ position: number }>(
        `select position from log.event where ${event(expected.streamId, expected.version)}`,
        [workspaceId],
      );
      expect(first!.position).toBe(rows[0]?.position ?? null);
    }
  });

  it('names the lowest position of several breaks, and goes through all workspaces', async () => {
    const [one, two] = [await workspace(), await workspace()];
    for (const [workspaceId, version] of [
      [two, 1],
      [one, 4],
    ] as const) {
      await tamper(workspaceId, `update log.event set data = ${edited} where ${event('thing-b', version)}`);
    }
    const fresh = await testDatabase();
    await expect(verify(fresh.pool())).resolves.toEqual({ events: 0, streams: 0, broken: 0, first: null });
    await fresh.drop();
    const { broken, first } = await verify(app);
    expect(broken).toBeGreaterThanOrEqual(2);
    expect(first!.position).toBeLessThanOrEqual((await verify(app, { workspaceId: one })).first!.position!);
    await expect(verify(app, { workspaceId: two })).resolves.toMatchObject({
      broken: 1,
      first: { workspaceId: two, version: 1 },
    });
  });

  it('may run while others append', async () => {
    const workspaceId = await workspace();
    const store = new PostgresLogStore(app);
    const writing = Array.from({ length: 60 }, (_, n) => {
      const facts = happened('x', 'y');
      return store.append(requestOf(commandOf(workspaceId), { id: `thing-${n % 3}`, expected: 'any', facts }));
    });
    for (let round = 0; round < 10; round += 1) {
      await expect(verify(app, { workspaceId, batch: 7 })).resolves.toMatchObject({ broken: 0 });
    }
    await Promise.all(writing);
    await expect(verify(app, { workspaceId })).resolves.toMatchObject({ broken: 0, events: 130 });
  });
});
