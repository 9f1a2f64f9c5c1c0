import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type ConsumerDefinition,
  ConsumerRunner,
  Consumers,
  Horizon,
  logMigrations,
  type LogObserver,
  PositionNotReached,
} from '#libs/event-log';
import { createDatabaseIfMissing, migrate, openPool, startEmbeddedPostgres, withDatabase } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import type { Pool } from 'pg';
import { appendTo, commandIn, happen, openLog, seenTable, witness } from './consumer-model.js';

const APP = fileURLToPath(new URL('./consumer-app.mjs', import.meta.url));
const workspace = randomUUID();

const until = async (what: string, condition: () => Promise<boolean> | boolean, deadlineMs = 40_000): Promise<void> => {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await sleep(20);
  }
};

let stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  stops = [];
});

/** A process of the service, as far as the log is concerned: a pool and a horizon of its own, and consumers. */
const service = async (
  pool: Pool,
  consumers: readonly ConsumerDefinition[],
  options: { leaseMs?: number; pageSize?: number } = {},
) => {
  const errors: string[] = [];
  const observer: LogObserver = { error: (error, where) => errors.push(`${where}: ${String(error)}`) };
  const horizon = new Horizon({ pool, pollMs: 50, observer });
  await horizon.start();
  const log = openLog(pool, horizon.signal);
  const runner = new ConsumerRunner({ pool, log, horizon, consumers, observer, pollMs: 50, ...options });
  runner.start();
  const stop = async () => {
    await runner.stop();
    await horizon.stop();
  };
  stops.push(stop);
  return { log, horizon, runner, errors, stop, state: new Consumers(pool, horizon) };
};

interface Seen {
  readonly position: number;
  readonly stream_id: string;
  readonly version: number;
}

const seenBy = async (owner: Pool, consumer = 'list'): Promise<Seen[]> =>
  (
    await owner.query<Seen>(
      'select position::float8 as position, stream_id, version from public.seen where consumer = $1 order by ordinal',
      [consumer],
    )
  ).rows;

const stored = async (owner: Pool): Promise<Seen[]> =>
  (await owner.query<Seen>('select position::float8 as position, stream_id, version from log.event order by position'))
    .rows;

const lastDrawn = async (owner: Pool): Promise<number> =>
  (await owner.query<{ last: number }>('select last_value::float8 as last from log.event_position')).rows[0]!.last;

/** How what was seen differs from what is stored. */
const faults = (truth: readonly Seen[], seen: readonly Seen[]) => {
  const positions = new Set(seen.map(({ position }) => position));
  const heads = new Map<string, number>();
  let inverted = 0;
  for (const { stream_id: stream, version } of seen) {
    if (version < (heads.get(stream) ?? 0)) inverted += 1;
    heads.set(stream, version);
  }
  return {
    missed: truth.filter(({ position }) => !positions.has(position)).length,
    repeated: seen.length - positions.size,
    invented: [...positions].filter((position) => !truth.some((event) => event.position === position)).length,
    inverted,
  };
};

const NONE = { missed: 0, repeated: 0, invented: 0, inverted: 0 };

describe('the horizon under torture', () => {
  let database: TestDatabase;
  let owner: Pool;
  beforeEach(async () => {
    database = await testDatabase();
    owner = database.ownerPool(6);
    await owner.query(seenTable);
  });
  afterEach(async () => {
    const { rows } = await owner.query<{ gid: string }>(
      'select gid from pg_prepared_xacts where database = current_database()',
    );
    for (const { gid } of rows) await owner.query(`rollback prepared '${gid}'`);
    await database.drop();
  });

  /** Appends in transactions that stay open for a while and end in any of the ways there are. */
  const writer = async (pool: Pool, transactions: number): Promise<void> => {
    for (let turn = 0; turn < transactions; turn += 1) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin');
        const streams = Array.from(
          { length: 1 + Math.floor(Math.random() * 3) },
          () => `thing-${Math.floor(Math.random() * 60)}`,
        );
        await appendTo(client, workspace, [...new Set(streams)]);
        await sleep(Math.random() * (Math.random() < 0.15 ? 150 : 12));
        const end = Math.random();
        if (end < 0.05) await client.query('select pg_terminate_backend(pg_backend_pid())');
        await client.query(end < 0.25 ? 'rollback' : 'commit');
      } catch (error) {
        if (!/terminat|not queryable/i.test(String(error))) throw error;
        broken = true;
      } finally {
        client.release(broken);
      }
    }
  };

  /** What most would write: everything after the last position seen. */
  const naiveReader = async (stopped: () => boolean): Promise<Set<number>> => {
    const seen = new Set<number>();
    let checkpoint = 0;
    for (let rest = false; !rest;) {
      rest = stopped();
      const { rows } = await owner.query<Seen>(
        'select position::float8 as position from log.event where position > $1 order by position',
        [checkpoint],
      );
      for (const { position } of rows) seen.add(position);
      checkpoint = rows.at(-1)?.position ?? checkpoint;
    }
    return seen;
  };

  it('lets consumers miss nothing, repeat nothing, invert nothing, where a naive reader misses events', async () => {
    const unrelated = await owner.connect();
    await unrelated.query('begin');
    await unrelated.query('create table public.unrelated ()');
    const one = await service(database.pool(6), [witness('list'), witness('other')], { pageSize: 20 });
    const two = await service(database.pool(6), [witness('list'), witness('other')], { pageSize: 20 });

    let over = false;
    const naive = naiveReader(() => over);
    const writers = database.pool(16);
    const writing = Promise.all(Array.from({ length: 16 }, () => writer(writers, 30)));
    const mixed = Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        happen(n % 2 ? one.log : two.log, commandIn(workspace), `mixed ${n % 7}`, 'text'),
      ),
    );
    await Promise.all([writing, mixed]);
    over = true;
    const naiveSaw = await naive;

    const last = await lastDrawn(owner);
    await one.state.waitFor({ name: 'list' }, last, { timeoutMs: 40_000 });
    await two.state.waitFor({ name: 'other' }, last, { timeoutMs: 40_000 });
    const truth = await stored(owner);
    expect(truth.length).toBeGreaterThan(500);
    expect(last).toBeGreaterThan(truth.length);
    expect(faults(truth, await seenBy(owner, 'list'))).toEqual(NONE);
    expect(faults(truth, await seenBy(owner, 'other'))).toEqual(NONE);
    expect([...one.errors, ...two.errors]).toEqual([]);
    // Without this the run would prove nothing: positions did become visible in another order than they were drawn.
    expect(truth.filter(({ position }) => !naiveSaw.has(position)).length).toBeGreaterThan(0);
    await unrelated.query('rollback');
    unrelated.release();
  });

  it('would be found out if it did not wait for open appends', async () => {
    await owner.query(
      `create or replace function log.advance_horizon(out epoch uuid, out safe bigint, out advanced boolean) language sql security definer as
       $$ update log.horizon h set safe = (select last_value from log.event_position) returning h.epoch, h.safe, true $$`,
    );
    const { log, state } = await service(database.pool(6), [witness('list')]);
    const open = await owner.connect();
    await open.query('begin');
    await appendTo(open, workspace, ['thing-open']);
    await happen(log, commandIn(workspace), 'after', 'text');
    await state.waitFor({ name: 'list' }, await lastDrawn(owner));
    await open.query('commit');
    open.release();
    await happen(log, commandIn(workspace), 'after', 'text');
    await state.waitFor({ name: 'list' }, await lastDrawn(owner));
    expect(faults(await stored(owner), await seenBy(owner))).toEqual({ ...NONE, missed: 1 });
  });

  it('waits for a prepared append, however many others come and go', async () => {
    const { log, state, horizon } = await service(database.pool(6), [witness('list')]);
    await happen(log, commandIn(workspace), 'before', 'text');
    const gid = `append ${randomUUID()}`;
    const client = await owner.connect();
    await client.query('begin');
    await appendTo(client, workspace, ['thing-prepared']);
    await client.query(`prepare transaction '${gid}'`);
    client.release();
    for (let more = 0; more < 20; more += 1) await happen(log, commandIn(workspace), 'after', 'text');
    const last = await lastDrawn(owner);
    await expect(horizon.waitUntilSafe(last, { timeoutMs: 300 })).rejects.toThrow(PositionNotReached);
    await owner.query(`commit prepared '${gid}'`);
    await state.waitFor({ name: 'list' }, last);
    expect(faults(await stored(owner), await seenBy(owner))).toEqual(NONE);
  });
});

describe('a prepared append across a restart of Postgres', () => {
  it('is waited for under its new name, and then read in its place', async () => {
    const base = await mkdtemp(join(tmpdir(), 'twolane-prepared-'));
    await chmod(base, 0o755);
    stops.push(() => rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
    const dataDir = join(base, 'data');
    const first = await startEmbeddedPostgres({ dataDir, durable: false });
    stops.push(() => first.stop());
    await createDatabaseIfMissing(first.url('postgres'), 'restarted');
    const url = withDatabase(first.url('postgres'), 'restarted');
    await migrate({ url, migrations: logMigrations });
    const owner = openPool({ url, size: 4, applicationName: 'owner' });
    const pool = openPool({ url, size: 8, applicationName: 'service' });
    stops.push(() => Promise.all([owner.end(), pool.end()]));
    await owner.query(seenTable);

    const { log, state, horizon, errors } = await service(pool, [witness('list')]);
    // Open while the candidate is chosen: it is waited for by the name it has now.
    const client = await owner.connect();
    await client.query('begin');
    await appendTo(client, workspace, ['thing-prepared']);
    await happen(log, commandIn(workspace), 'before', 'text');
    const waiting = async () =>
      (await owner.query<{ names: number }>('select cardinality(waiting) as names from log.horizon')).rows[0]!.names;
    await until('the candidate waits', async () => (await waiting()) > 0);
    await client.query(`prepare transaction 'across'`);
    client.release();

    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir, durable: false, port: first.port });
    stops.push(() => second.stop());
    await until('the service is back', () =>
      happen(log, commandIn(workspace), 'after', 'text').then(
        () => true,
        () => false,
      ),
    );
    const last = await lastDrawn(owner);
    await expect(horizon.waitUntilSafe(last, { timeoutMs: 1_000 })).rejects.toThrow(PositionNotReached);
    expect((await horizon.refresh()).safe).toBe(0);
    expect(await seenBy(owner)).toEqual([]);
    await owner.query(`commit prepared 'across'`);
    await state.waitFor({ name: 'list' }, last, { timeoutMs: 40_000 });
    const truth = await stored(owner);
    expect(faults(truth, await seenBy(owner))).toEqual(NONE);
    expect((await seenBy(owner)).map(({ stream_id: stream }) => stream)).toEqual([
      'thing-prepared',
      'thing-before',
      'thing-after',
    ]);
    expect(errors.length).toBeGreaterThan(0);
  });
});

describe('a worker that dies or freezes', () => {
  let database: TestDatabase;
  let owner: Pool;
  let pool: Pool;
  let apps: ChildProcess[] = [];
  beforeEach(async () => {
    database = await testDatabase();
    owner = database.ownerPool(4);
    pool = database.pool(8);
    await owner.query(seenTable);
  });
  afterEach(async () => {
    for (const app of apps) app.kill('SIGKILL');
    apps = [];
    await database.drop();
  });

  const start = (kind: 'projection' | 'process') => {
    const app = spawn(process.execPath, [APP, database.url, kind], { stdio: ['pipe', 'pipe', 'inherit'] });
    apps.push(app);
    const said: string[] = [];
    createInterface({ input: app.stdout }).on('line', (line) => said.push(line));
    const says = (word: string) =>
      until(`the worker says "${word}", it said ${said.join(', ')}`, () => said.some((line) => line.startsWith(word)));
    return { app, said, says };
  };

  const events = async (...texts: string[]): Promise<number> => {
    const log = openLog(pool);
    for (const text of texts) await happen(log, commandIn(workspace), 'it', text);
    return lastDrawn(owner);
  };

  it('killed between apply and commit, leaves nothing behind, and another one goes on', async () => {
    const last = await events('first', 'second');
    const { app, says } = start('projection');
    await says('applied');
    app.kill('SIGKILL');
    const { state } = await service(pool, [witness('list')]);
    await state.waitFor({ name: 'list' }, last, { timeoutMs: 40_000 });
    expect(faults(await stored(owner), await seenBy(owner))).toEqual(NONE);
  });

  it('frozen past its lease between apply and commit, writes nothing when it thaws', async () => {
    const last = await events('first', 'second');
    const { app, says } = start('projection');
    await says('applied');
    app.kill('SIGSTOP');
    const { state, runner } = await service(pool, [witness('list')]);
    await state.waitFor({ name: 'list' }, last, { timeoutMs: 40_000 });
    app.kill('SIGCONT');
    app.stdin.write('go on\n');
    await says('error');
    expect(faults(await stored(owner), await seenBy(owner))).toEqual(NONE);
    expect(await state.status()).toMatchObject([{ owner: runner.owner, position: last }]);
  });

  it('frozen past its lease before a command, issues none when it thaws', async () => {
    const last = await events('first');
    const { app, says, said } = start('process');
    await says('reacting');
    app.kill('SIGSTOP');
    // The new owner sees nothing to do; a command of the zombie would be its first, so that nothing but the lease is in its way.
    const { state, runner } = await service(pool, [
      { kind: 'process', name: 'list', types: ['Happened'], react: () => Promise.resolve() },
    ]);
    await state.waitFor({ name: 'list' }, last, { timeoutMs: 40_000 });
    app.stdin.write('go on\n');
    app.kill('SIGCONT');
    await says('refused LeaseLost');
    expect(said).not.toContain('commanded');
    expect((await stored(owner)).map(({ stream_id: stream }) => stream)).toEqual(['thing-it']);
    expect(await state.status()).toMatchObject([{ owner: runner.owner, position: last }]);
  });
});
