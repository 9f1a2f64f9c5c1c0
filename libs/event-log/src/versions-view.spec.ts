import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import type { InlineView } from './aggregate.js';
import { consumerBench, type ConsumerBench } from './consumers/consumers.fixture.js';
import { type Hall, hall, type HallEvent, hallModel, hallRow } from './contract/hall.js';
import { hallVersion, hallVersionModel } from './contract/hall-versions.js';
import { commandOf, hallTable, hallVersionTable } from './contract/harness.js';
import { prepareHall } from './contract/postgres-harness.js';
import { EventLog, type LogModel } from './event-log.js';
import type { Instant, Position } from './event.js';
import { EventLogVersions1764000000007 } from './migrations/7-versions.js';
import { Past } from './past.js';
import { PostgresLogStore } from './postgres/postgres-store.js';
import { compareInlineView, rebuildInlineView, registerInlineViews } from './rebuild-inline.js';

interface PlainRow {
  readonly taken: number;
  readonly name: string | null;
  readonly changed_at: Instant;
}

/** A row that says what the state says; nothing but the key serves its past. */
const plainRow: InlineView<PlainRow, HallEvent> = {
  table: 'contract.hall_plain',
  streamType: hall.type,
  source: import.meta.url,
  keeps: 'every',
  evolve: (row, event) => ({
    ...hall.evolve({ taken: row?.taken ?? 0, name: row?.name ?? null }, event),
    changed_at: event.recordedAt,
  }),
  fromState: (state, event) => ({ ...(state as Hall), changed_at: event.recordedAt }),
};
const plainTableSql = `
create table ${plainRow.table} (
  workspace_id uuid not null, stream_id text not null, version int not null, position bigint not null, until_position bigint not null,
  taken int not null, name text, changed_at timestamptz(3) not null, primary key (workspace_id, stream_id, position)
)`;
const model: LogModel = { ...hallVersionModel, views: [hallRow, hallVersion, plainRow] };

/** A hall as it stood, and the present by the same SQL. */
const AS_OF = `select stream_id, version, position, taken, name from ${hallVersionTable}
  where workspace_id = $1 and position <= $2 and until_position > $2 order by stream_id`;
const PRESENT = `select stream_id, version, position, taken, name from ${hallVersionTable}
  where workspace_id = $1 and until_position = 9223372036854775807 order by stream_id`;

describe('a view that keeps every row', () => {
  let bench: ConsumerBench;
  let log: EventLog;
  beforeAll(async () => {
    bench = await consumerBench();
    await prepareHall(bench.owner, hallVersionModel);
    await bench.owner.query(plainTableSql);
    await registerInlineViews(bench.owner, model);
    log = new EventLog(new PostgresLogStore(bench.pool, bench.horizon.signal), model);
  });
  afterAll(async () => {
    await log?.settle();
    await bench?.end();
  });

  type Wanted = Readonly<Record<string, readonly HallEvent[]>>;
  const decide = (workspaceId: string, facts: Wanted, part: object = {}) => {
    const streams = Object.keys(facts).map((id) => [id, { aggregate: hall, id, expect: 'latest' as const }] as const);
    return log.decide(commandOf(workspaceId, part), Object.fromEntries(streams), () => facts);
  };
  const seats = (count: number): HallEvent[] =>
    Array.from({ length: count }, (_, index) => ({ type: 'SeatTaken', data: { by: `${index}` } }));
  const read = async (sql: string, ...values: unknown[]) => (await bench.pool.query<object>(sql, values)).rows;
  const rowsOf = (table: string) =>
    read(`select to_jsonb(v) - 'until_position' as row, until_position::text as until from ${table} v
          order by workspace_id, stream_id, position`);
  const compare = (view = hallVersion as InlineView<object, HallEvent>) => compareInlineView(bench.owner, model, view);
  const rebuild = () => rebuildInlineView(bench.owner, model, hallVersion);

  const ids = ['blue', 'green', 'red'];
  const fact = fc.oneof(
    fc.constant<HallEvent>({ type: 'SeatTaken', data: { by: 'x' } }),
    fc
      .string({ maxLength: 3, unit: 'grapheme-ascii' })
      .map((name): HallEvent => ({ type: 'HallNamed', data: { name } })),
  );
  const facts = fc.dictionary(fc.constantFrom(...ids), fc.array(fact, { maxLength: 3 }), { minKeys: 1 });

  it('tells of the present and of every append before it what the log tells', async () => {
    const past = new Past({ pool: bench.pool, model });
    const told = async (workspaceId: string, position: Position) => {
      const states = await past.statesAt(hall, { workspaceId, ids, position });
      return states.flatMap((one, index) =>
        one ? [{ stream_id: `hall-${ids[index]}`, version: one.version, position: one.position, ...one.state }] : [],
      );
    };
    const runs = fc.asyncProperty(fc.array(facts, { minLength: 3, maxLength: 15 }), async (walk) => {
      const workspaceId = randomUUID();
      const positions: Position[] = [];
      for (const wanted of walk) {
        const { position } = await decide(workspaceId, wanted);
        if (position !== null) positions.push(position);
      }
      const last = positions.at(-1) ?? 0;
      await bench.horizon.waitUntilSafe(last);
      for (const position of positions) {
        expect(await read(AS_OF, workspaceId, position)).toEqual(await told(workspaceId, position));
      }
      expect(await read(PRESENT, workspaceId)).toEqual(await told(workspaceId, last));
      const [{ first }] = (await read(
        'select min(position) as first from log.event where workspace_id = $1',
        workspaceId,
      )) as [{ first: Position | null }];
      expect(await read(AS_OF, workspaceId, (first ?? 1) - 1)).toEqual([]);
    });
    await fc.assert(runs, { numRuns: 12, endOnFailure: true });
    await past.settle();
  });

  it('is the same rebuilt as written live, from `evolve` and from the state, whatever was sent at once', async () => {
    const groups = fc.array(fc.array(facts, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    const runs = fc.asyncProperty(groups, fc.boolean(), async (walk, timeStandsStill) => {
      const workspaceId = randomUUID();
      if (timeStandsStill) await bench.pool.query('insert into log.sandbox_clock values ($1, now())', [workspaceId]);
      for (const group of walk) await Promise.all(group.map((wanted) => decide(workspaceId, wanted)));
      await expect(compare()).resolves.toMatchObject({ differing: 0 });
      await expect(compare(plainRow)).resolves.toMatchObject({ differing: 0 });
    });
    await fc.assert(runs, { numRuns: 10, endOnFailure: true });
    const live = await rowsOf(hallVersionTable);
    expect(live.length).toBeGreaterThan(20);
    await bench.owner.query(`truncate ${hallVersionTable}`);
    await expect(rebuild()).resolves.toMatchObject({ rows: live.length });
    await expect(rowsOf(hallVersionTable)).resolves.toEqual(live);
  });

  it('is rebuilt batch after batch, also where a batch ends between two rows of a stream', async () => {
    const workspaceId = randomUUID();
    const all = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`h${index}`, seats(1 + (index % 2))]));
    for (let append = 0; append < 90; append += 1) await decide(workspaceId, all);
    const live = await rowsOf(hallVersionTable);
    await expect(rebuild()).resolves.toMatchObject({ rows: live.length });
    await expect(rowsOf(hallVersionTable)).resolves.toEqual(live);
    const sql = `select count(*)::int as rows, count(*) filter (where until_position = 9223372036854775807)::int as open
      from ${hallVersionTable} where workspace_id = $1`;
    expect(await read(sql, workspaceId)).toEqual([{ rows: 630, open: 7 }]);
  });

  it('has a row for each of the commands that went to the database together', async () => {
    const workspaceId = randomUUID();
    const names = Array.from({ length: 12 }, (_, index) => `together${index}`);
    await Promise.all(names.map((id) => decide(workspaceId, { [id]: seats(2), [`${id}-too`]: seats(3) })));
    const sql = `select count(distinct xmin::text)::int as transactions, count(distinct meta ->> 'commandId')::int as commands
      from log.event where workspace_id = $1`;
    const [{ transactions, commands }] = (await read(sql, workspaceId)) as [Record<string, number>];
    expect(commands).toBe(12);
    // Else none of them were together, and this proved nothing.
    expect(transactions).toBeLessThan(12);
    const rows = (await read(PRESENT, workspaceId)) as { version: number }[];
    expect(rows.map(({ version }) => version)).toEqual(names.flatMap(() => [2, 3]));
    await expect(compare()).resolves.toMatchObject({ differing: 0 });
  });

  it('has two rows of a command id that came again after the log had forgotten it', async () => {
    const workspaceId = randomUUID();
    const commandId = randomUUID();
    await decide(workspaceId, { red: seats(2) }, { commandId });
    await bench.owner.query('delete from log.command where workspace_id = $1', [workspaceId]);
    const [{ at }] = (await read('select max(recorded_at) as at from log.event')) as [{ at: Date }];
    const isLater = () => read('select clock_timestamp() > $1::timestamptz + interval $$1 ms$$ as later', at);
    while (!((await isLater()) as [{ later: boolean }])[0].later);
    await decide(workspaceId, { red: seats(1) }, { commandId });
    const sql = `select version from ${hallVersionTable} where workspace_id = $1 order by position`;
    expect(await read(sql, workspaceId)).toEqual([{ version: 2 }, { version: 3 }]);
    await expect(compare()).resolves.toMatchObject({ differing: 0 });
  });

  it('is told apart from computed rows, row by row: different, missing, superfluous', async () => {
    const workspaceId = randomUUID();
    for (const id of ['a', 'a', 'a', 'b', 'c']) await decide(workspaceId, { [id]: seats(1) });
    const sql = `select position from ${hallVersionTable} where workspace_id = $1 order by position`;
    const [a1, a2, , b, c] = ((await read(sql, workspaceId)) as { position: number }[]).map(({ position }) => position);
    const spoil = (change: string, position?: Position) =>
      bench.owner.query(`${change} where workspace_id = $1 and position = $2`, [workspaceId, position]);
    await spoil(`update ${hallVersionTable} set taken = 77`, a1);
    await spoil(`update ${hallVersionTable} set until_position = until_position + 1`, a2);
    await spoil(`delete from ${hallVersionTable}`, b);
    await spoil(`update ${hallVersionTable} set position = position + 1`, c);
    const { differing, differences } = await compare();
    expect(differing).toBe(5);
    const difference = (id: string, position: Position | undefined, kind: string, columns: string[] = []) => ({
      workspaceId,
      streamId: `hall-${id}`,
      position,
      kind,
      columns,
    });
    expect(differences).toEqual([
      difference('a', a1, 'different', ['taken']),
      difference('a', a2, 'different', ['until_position']),
      difference('b', b, 'missing'),
      difference('c', c, 'missing'),
      difference('c', c! + 1, 'superfluous'),
    ]);
    await rebuild();
    await expect(compare()).resolves.toMatchObject({ differing: 0 });
  });

  it('finds the row to be ended by its key, whatever indexes there are on a table nothing is known of', async () => {
    const table = 'contract.hall_indexed';
    const client = await bench.owner.connect();
    try {
      await client.query('begin');
      await client.query(plainTableSql.replace(plainRow.table, table));
      for (const columns of ['until_position', 'until_position, position', 'stream_id, until_position'])
        await client.query(`create index on ${table} (workspace_id, ${columns})`);
      await client.query(`select log.register_inline_view($1, 'hall', 'x', 'every')`, [table]);
      await client.query(
        `select log.write_contract_hall_indexed((select jsonb_agg(jsonb_build_object('workspace_id', $1::uuid, 'stream_id', n::text,
           'version', v, 'position', v * 100 + n, 'taken', 1, 'changed_at', now())) from generate_series(1, 50) n)) from generate_series(1, 10) v`,
        [randomUUID()],
      );
      const sql = `select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relid = $1::regclass`;
      const { rows } = await client.query<{ read: number }>(sql, [table]);
      // Of 500 rows, 450 follow another; by another index each would be searched among all of its workspace.
      expect(rows[0]!.read).toBeLessThan(1_000);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('stays right when it is rebuilt while others append', async () => {
    const workspaceId = randomUUID();
    const appends = Array.from({ length: 60 }, (_, n) => decide(workspaceId, { [`h${n % 5}`]: seats(1 + (n % 3)) }));
    for (let round = 0; round < 3; round += 1) await rebuild();
    await Promise.all(appends);
    await expect(compare()).resolves.toMatchObject({ differing: 0 });
  });

  it('is refused a table whose key is that of another kind, and a kind there is none of', async () => {
    const register = (table: string, keeps: string) =>
      bench.owner.query('select log.register_inline_view($1, $2, $3, $4)', [table, 'hall', 'x', keeps]);
    await expect(register(hallTable, 'every')).rejects.toThrow('has another');
    await expect(register(hallVersionTable, 'some')).rejects.toThrow('not some');
    const kept = { ...hallRow, keeps: 'every' } as InlineView<object, HallEvent>;
    const wrong: LogModel = { ...hallModel, views: [kept] };
    await expect(registerInlineViews(bench.owner, wrong)).rejects.toThrow('(workspace_id, stream_id, position)');
    await expect(registerInlineViews(bench.owner, model)).resolves.toEqual([]);
  });

  it('comes to a database that was made before there were such views', async () => {
    const migration = new EventLogVersions1764000000007();
    const runner = { query: (sql: string) => bench.owner.query(sql) } as unknown as QueryRunner;
    const workspaceId = randomUUID();
    await decide(workspaceId, { red: seats(1) });
    await migration.down(runner);
    await bench.owner.query('select log.register_inline_view($1, $2, $3)', [hallTable, 'hall', 'before']);
    await migration.up(runner);
    await expect(registerInlineViews(bench.owner, model)).resolves.toEqual([hallTable]);
    await decide(workspaceId, { red: seats(1) });
    expect(await read(PRESENT, workspaceId)).toMatchObject([{ version: 2, taken: 2 }]);
    expect(await read(`select version from ${hallTable} where workspace_id = $1`, workspaceId)).toEqual([
      { version: 2 },
    ]);
    for (const name of ['register_inline_view', 'latest_writer', 'every_writer', 'write_contract_hall_version']) {
      const sql = `select has_function_privilege('public', oid, 'execute') as open from pg_proc where proname = $1`;
      expect([name, (await bench.owner.query(sql, [name])).rows]).toEqual([name, [{ open: false }]]);
    }
  });
});
