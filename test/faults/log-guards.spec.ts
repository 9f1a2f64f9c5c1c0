import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { PostgresLogStore, verify } from '#libs/event-log';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { commandOf, happened, requestOf } from '../../libs/event-log/src/contract/harness.js';

let database: TestDatabase;
let app: Pool;
let owner: Pool;
beforeAll(async () => {
  database = await testDatabase();
  app = database.pool(6);
  owner = database.ownerPool(2);
});
afterAll(() => database?.drop());

const failure = (pool: Pool, sql: string): Promise<unknown> =>
  pool.query(sql).then(
    () => null,
    (error: unknown) => error,
  );

const partitions = async (): Promise<string[]> => {
  const { rows } = await owner.query<{ name: string }>(
    `select 'log.' || c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'log.event'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
};

const append = (workspaceId: string, id: string, count = 1) =>
  new PostgresLogStore(app).append(
    requestOf(commandOf(workspaceId), {
      id,
      expected: 'any',
      facts: happened(...Array.from({ length: count }, (_, n) => `${n}`)),
    }),
  );

describe('stored events', () => {
  const changes = [
    (table: string) => `update ${table} set data = '{}'`,
    (table: string) => `update ${table} set data = '{}' where false`,
    (table: string) => `delete from ${table}`,
    (table: string) => `truncate ${table}`,
  ];

  it('are changed by nobody, on no partition, filled or empty, by the service or the owner', async () => {
    await append(randomUUID(), 'thing-1');
    const tables = ['log.event', ...(await partitions())];
    expect(tables.length).toBeGreaterThanOrEqual(4);
    for (const change of changes) {
      for (const table of tables) {
        for (const pool of [app, owner]) expect(await failure(pool, change(table))).toMatchObject({ code: '42501' });
      }
    }
  });

  it('are written by the service through the append alone, and their guards are out of its reach', async () => {
    const forbidden = [
      'insert into log.event select * from log.event',
      'insert into log.event_p0 select * from log.event_p0',
      'update log.stream set version = 0',
      `insert into log.command select * from log.command`,
      'drop table log.event_p0',
      'alter table log.event detach partition log.event_p0',
      'alter table log.event disable trigger refuse_change',
      'alter table log.event_p0 disable trigger all',
      'drop trigger refuse_change on log.event',
      'set session_replication_role = replica',
      `select setval('log.event_position', 1)`,
      `select nextval('log.event_position')`,
      'select log.add_partition(7)',
      `select log.register_inline_view('log.stream', 'x', 'y')`,
      `update log.horizon set safe = 0`,
      `create table log.mine ()`,
      `create or replace function log.refuse_change() returns trigger language plpgsql as 'begin return null; end'`,
    ];
    for (const sql of forbidden) expect([sql, await failure(app, sql)]).toMatchObject([sql, { code: '42501' }]);
  });
});

describe('partitions of the log', () => {
  it('are attached while an append is open, without waiting for it', async () => {
    const workspaceId = randomUUID();
    const store = new PostgresLogStore(app);
    await store.locked(workspaceId, ['thing-1'], async (inside) => {
      await inside.append(requestOf(commandOf(workspaceId), { id: 'thing-1', expected: 'any', facts: happened('x') }));
      const others = Array.from({ length: 20 }, (_, n) => append(workspaceId, `thing-${n + 2}`));
      await owner.query(`select log.add_partition(50)`);
      await Promise.all(others);
    });
    await expect(partitions()).resolves.toContain('log.event_p50');
    await owner.query(`select log.add_partition(50)`);
    for (const sql of ['delete from log.event_p50', 'truncate log.event_p50', 'update log.event_p50 set version = 1']) {
      expect(await failure(owner, sql)).toMatchObject({ code: '42501' });
    }
  });

  it('are crossed by a stream and by a single append, and made ahead by the service itself', async () => {
    const workspaceId = randomUUID();
    await append(workspaceId, 'thing-1', 3);
    await owner.query(`select setval('log.event_position', 10000000 - 3)`);
    await append(workspaceId, 'thing-1', 5);
    await append(workspaceId, 'thing-1', 1);
    const { rows } = await owner.query(
      `select tableoid::regclass::text as partition, array_agg(version order by version) as versions from log.event
       where workspace_id = $1 group by 1 order by 1`,
      [workspaceId],
    );
    expect(rows).toEqual([
      { partition: 'log.event_p0', versions: [1, 2, 3, 4, 5] },
      { partition: 'log.event_p1', versions: [6, 7, 8, 9] },
    ]);
    await expect(verify(app, { workspaceId, batch: 2 })).resolves.toMatchObject({ events: 9, first: null });
    await expect(partitions()).resolves.not.toContain('log.event_p3');
    await Promise.all([app.query('select log.ensure_partitions()'), app.query('select log.ensure_partitions()')]);
    await expect(partitions()).resolves.toContain('log.event_p3');
  });

  it('refuse an event for which none is there, and nothing of it stays', async () => {
    const workspaceId = randomUUID();
    await owner.query(`select setval('log.event_position', 700000000)`);
    await expect(append(workspaceId, 'thing-1')).rejects.toMatchObject({ code: '23514' });
    const { rows } = await owner.query('select 1 from log.stream where workspace_id = $1', [workspaceId]);
    expect(rows).toEqual([]);
    await app.query('select log.ensure_partitions()');
    await expect(append(workspaceId, 'thing-1')).resolves.toMatchObject({ kind: 'appended' });
  });
});
