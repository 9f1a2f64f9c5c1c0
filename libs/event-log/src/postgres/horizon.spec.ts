import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { consumerBench, type ConsumerBench, until } from '../consumers/consumers.fixture.js';
import { InvalidPosition, PositionNotReached } from '../invalid-position.js';
import { Horizon } from './horizon.js';

const NEVER = 3_600_000;

/** An append as the service makes it, kept open by its transaction. */
const openAppend = async (pool: Pool, stream = 'hall-open'): Promise<PoolClient> => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(
    `select log.append_group(array[$1::uuid], array[$2::uuid], array['\\x00'::bytea], array['a'], array['o'], array['{}'::jsonb],
       array[1], array[$3], array['hall'], array[-1], array[1], array[$4::uuid], array['SeatTaken'], array[1],
       array['{"by":"b"}'::jsonb], array['{}'::jsonb], array['\\x00'::bytea], '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    [randomUUID(), randomUUID(), stream, randomUUID()],
  );
  return client;
};

const finish = async (client: PoolClient, how: 'commit' | 'rollback'): Promise<void> => {
  await client.query(how);
  client.release();
};

describe('the horizon', () => {
  let bench: ConsumerBench;
  beforeEach(async () => void (bench = await consumerBench()));
  afterEach(() => bench.end());

  const last = async (): Promise<number> =>
    (await bench.owner.query<{ last: number }>('select last_value::float8 as last from log.event_position')).rows[0]!
      .last;

  it('stands at 0 on an empty log and at the first event after it', async () => {
    expect(bench.horizon.current()).toEqual({ epoch: expect.any(String), safe: 0 });
    const position = await bench.take(randomUUID(), 'red');
    expect((await bench.horizon.waitUntilSafe(position)).safe).toBe(position);
  });

  it('does not write while nothing happens', async () => {
    await bench.horizon.waitUntilSafe(await bench.take(randomUUID(), 'red'));
    const row = async () => (await bench.owner.query('select xmin, xmax, ctid from log.horizon')).rows;
    await until('at rest', async () => (await bench.horizon.refresh()).safe === (await last()));
    const before = await row();
    let told = 0;
    bench.horizon.follow(() => (told += 1));
    for (let look = 0; look < 5; look += 1) bench.horizon.nudge();
    await bench.horizon.refresh();
    expect(told).toBe(5);
    expect(await row()).toEqual(before);
  });

  it('waits for an append that is open, and for nothing else', async () => {
    const unrelated = await bench.owner.connect();
    await unrelated.query('begin');
    await unrelated.query('create table public.unrelated ()');
    const open = await openAppend(bench.pool);
    const position = await bench.take(randomUUID(), 'red');
    await expect(bench.horizon.waitUntilSafe(position, { timeoutMs: 200 })).rejects.toThrow(PositionNotReached);
    await finish(open, 'commit');
    await bench.horizon.waitUntilSafe(position);
    await finish(unrelated, 'rollback');
  });

  it('passes positions that were rolled back', async () => {
    const open = await openAppend(bench.pool);
    await finish(open, 'rollback');
    await bench.horizon.waitUntilSafe(await last());
  });

  it('has one advance at a time, however often it is signalled', async () => {
    let under = 0;
    let most = 0;
    let calls = 0;
    const counting = {
      query: async (config: { name: string }) => {
        under += 1;
        calls += 1;
        most = Math.max(most, under);
        return (bench.pool.query as (c: object) => Promise<unknown>)(config).finally(() => (under -= 1));
      },
    };
    const horizon = new Horizon({ pool: counting as unknown as Pool, pollMs: NEVER });
    await horizon.start();
    for (let append = 0; append < 20; append += 1) {
      const position = await bench.take(randomUUID(), 'red');
      for (let signal = 0; signal < 50; signal += 1) horizon.signal();
      await horizon.waitUntilSafe(position);
    }
    await horizon.stop();
    expect(most).toBe(1);
    expect(calls).toBeLessThan(200);
  });

  it('tells each change once, growing, until it is aborted', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const reading = (async () => {
      for await (const safe of bench.horizon.changes(stop.signal)) told.push(safe);
    })();
    for (let append = 0; append < 5; append += 1)
      await bench.horizon.waitUntilSafe(await bench.take(randomUUID(), 'red'));
    await until('the last change', () => told.at(-1) === bench.horizon.current().safe);
    stop.abort();
    await reading;
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    expect(told[0]).toBe(0);
  });

  it('ends what it tells when a new epoch begins', async () => {
    const changes = bench.horizon.changes(new AbortController().signal);
    expect((await changes.next()).value).toBe(0);
    const next = changes.next();
    await Promise.all([
      expect(next).rejects.toThrow(new InvalidPosition('OTHER_EPOCH')),
      bench.owner.query('select log.new_epoch()'),
    ]);
    expect(bench.horizon.followers).toBe(0);
  });

  it('ends a wait with the signal', async () => {
    const stop = new AbortController();
    const waiting = bench.horizon.waitUntilSafe(1_000_000, { signal: stop.signal });
    stop.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
  });

  it('hears by notification what another process did, and again after its connection was lost', async () => {
    const heard = bench.newHorizon({ pollMs: NEVER });
    await heard.start();
    const listeners = async () =>
      (
        await bench.owner.query<{ pid: number }>(
          `select pid from pg_stat_activity where query = 'listen log_horizon' and datname = current_database()`,
        )
      ).rows;
    await until('both listen', async () => (await listeners()).length === 2);
    const moved = async () => {
      const safe = await bench.take(randomUUID(), 'red');
      await until('heard', () => heard.current().safe >= safe);
    };
    await moved();
    const before = await listeners();
    for (const { pid } of before) await bench.owner.query('select pg_terminate_backend($1)', [pid]);
    await until('listening anew', async () => {
      const now = await listeners();
      return now.length === 2 && now.every(({ pid }) => !before.some((old) => old.pid === pid));
    });
    await moved();
  });

  it('finds by polling alone what another process did', async () => {
    const deaf = bench.newHorizon({ listen: false, pollMs: 20 });
    await deaf.start();
    const position = await bench.take(randomUUID(), 'red');
    await until('found', () => deaf.current().safe >= position);
  });

  it('refuses positions of another epoch and ahead of the log', async () => {
    const position = await bench.take(randomUUID(), 'red');
    const { epoch } = bench.horizon.current();
    await bench.horizon.check({ epoch, position });
    await bench.horizon.check({ epoch, position: 0 });
    await expect(bench.horizon.check({ epoch, position: position + 1 })).rejects.toThrow(
      new InvalidPosition('AHEAD_OF_LOG'),
    );
    await expect(bench.pool.query('select log.new_epoch()')).rejects.toThrow('permission denied');
    const { rows } = await bench.owner.query<{ begun: string }>('select log.new_epoch() as begun');
    await expect(bench.horizon.check({ epoch, position: position + 1 })).rejects.toThrow(
      new InvalidPosition('OTHER_EPOCH'),
    );
    await bench.horizon.check({ epoch: rows[0]!.begun, position });
    expect(bench.horizon.current().epoch).toBe(rows[0]!.begun);
    // From now on what was given out before the epoch is refused without a question to the database.
    await expect(bench.horizon.check({ epoch, position })).rejects.toThrow(new InvalidPosition('OTHER_EPOCH'));
  });
});
