import { randomUUID } from 'node:crypto';
import { EventCatalogue } from '../catalogue.js';
import { EventLog } from '../event-log.js';
import { PositionNotReached } from '../invalid-position.js';
import { PostgresLogStore } from '../postgres/postgres-store.js';
import { NotFound } from '../refusal.js';
import { consumerBench, type ConsumerBench, gate, hallId, until, witness } from './consumers.fixture.js';
import type { ConsumerDefinition } from './definition.js';
import { ConsumerRunner } from './runner.js';

describe('a projection', () => {
  const workspace = randomUUID();
  let bench: ConsumerBench;
  beforeEach(async () => void (bench = await consumerBench()));
  afterEach(() => bench.end());

  const take = (hall: string) => bench.take(workspace, hall);

  it('begins on an empty log, and sees every event once and in order from the first one on', async () => {
    bench.run([witness('list')], { pageSize: 3 });
    await until('claimed', async () => (await bench.positionOf('list')) === 0);
    const positions: number[] = [];
    for (let seat = 0; seat < 10; seat += 1) positions.push(await take('red'));
    await bench.consumers.waitFor({ name: 'list' }, positions.at(-1)!);
    expect((await bench.seen('list')).map(({ position }) => position)).toEqual(positions);
  });

  it('reads a log that was there before it, page by page', async () => {
    const positions = await Promise.all(Array.from({ length: 25 }, (_, hall) => take(`hall ${hall}`)));
    bench.run([witness('list')], { pageSize: 4 });
    await bench.consumers.waitFor({ name: 'list' }, Math.max(...positions));
    expect((await bench.seen('list')).map(({ position }) => position)).toEqual(positions.sort((a, b) => a - b));
  });

  it('reaches the horizon also when none of the events are of its types', async () => {
    bench.run([{ ...witness('list'), types: ['HallNamed'] }]);
    const position = await take('red');
    await bench.consumers.waitFor({ name: 'list' }, position);
    expect(await bench.seen('list')).toEqual([]);
    expect(await bench.consumers.status()).toMatchObject([
      { name: 'list', position, lag: 0, state: 'running', parkedStreams: 0 },
    ]);
  });

  it('is not waited for longer than asked, and not beyond what is safe', async () => {
    const position = await take('red');
    const waiting = bench.consumers.waitFor({ name: 'list' }, position, { timeoutMs: 50 });
    await expect(waiting).rejects.toThrow(PositionNotReached);
    await expect(bench.consumers.waitFor({ name: 'list' }, position + 1, { timeoutMs: 50 })).rejects.toThrow(
      PositionNotReached,
    );
  });

  it('has one owner among several processes, which hands over when it stops', async () => {
    const [first, second] = [bench.run([witness('list')]), bench.run([witness('list')])];
    await bench.consumers.waitFor({ name: 'list' }, await take('red'));
    const [status] = await bench.consumers.status();
    const [owner, other] = status!.owner === first.owner ? [first, second] : [second, first];
    await owner.stop();
    await bench.consumers.waitFor({ name: 'list' }, await take('red'));
    expect(await bench.consumers.status()).toMatchObject([{ owner: other.owner }]);
    await other.stop();
    expect(await bench.consumers.status()).toMatchObject([{ owner: null, leaseUntil: null, state: 'idle' }]);
    expect((await bench.seen('list')).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('writes nothing after its lease was taken over in the middle of a batch', async () => {
    const [frozen, thaw] = [gate(), gate()];
    const zombie = bench.run([
      witness('list', async () => {
        frozen.open();
        await thaw.passed;
      }),
    ]);
    // The batch holds the consumer's row, so its backend is ended as a frozen process's would be by the server's timeouts.
    const position = await take('red');
    await frozen.passed;
    await bench.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
    );
    await bench.owner.query(`update log.consumer set lease_until = clock_timestamp() - interval '1 second'`);
    const healthy = bench.run([witness('list')]);
    await bench.consumers.waitFor({ name: 'list' }, position);
    thaw.open();
    await until('the zombie noticed', () => bench.errors.length > 0);
    await zombie.stop();
    expect(await bench.consumers.status()).toMatchObject([{ owner: healthy.owner, position }]);
    expect(await bench.seen('list')).toHaveLength(1);
  });

  it('stops before its work when its epoch is no longer the newest', async () => {
    const zombie = bench.run([witness('list')], { leaseMs: 600_000 });
    await bench.consumers.waitFor({ name: 'list' }, await take('red'));
    await bench.owner.query(
      `update log.consumer set epoch = epoch + 1, owner = 'another', lease_until = clock_timestamp() + interval '1 hour'`,
    );
    const position = await take('red');
    await bench.horizon.waitUntilSafe(position);
    await expect(bench.consumers.waitFor({ name: 'list' }, position, { timeoutMs: 300 })).rejects.toThrow(
      PositionNotReached,
    );
    expect(await bench.seen('list')).toHaveLength(1);
    await zombie.stop();
    expect(await bench.consumers.status()).toMatchObject([{ owner: 'another' }]);
  });

  it('refuses two consumers of one name, and types that nobody declared', () => {
    const { pool, log, horizon } = bench;
    const runner = (...consumers: ConsumerDefinition[]) => new ConsumerRunner({ pool, log, horizon, consumers });
    expect(() => runner(witness('a'), witness('a'))).toThrow('same name');
    expect(() => runner({ ...witness('a'), types: ['SeatTkaen'] })).toThrow('SeatTkaen');
  });
});

describe('an event that cannot be handled', () => {
  const workspace = randomUUID();
  let bench: ConsumerBench;
  let broken: boolean;
  beforeEach(async () => {
    bench = await consumerBench();
    broken = true;
  });
  afterEach(() => bench.end());

  const take = (hall: string) => bench.take(workspace, hall);
  const list = { name: 'list' };
  const failing = witness('list', async (events, transaction) => {
    if (!broken || !events.some(({ streamId, version }) => streamId === hallId('bad') && version >= 2)) return;
    await transaction.query(
      `insert into public.seen (consumer, position, workspace_id, stream_id, version) values ('half', 0, $1, '', 0)`,
      [workspace],
    );
    throw new Error('cannot apply, token=abc');
  });

  it('parks its stream alone, and a retry brings that stream up to date in order', async () => {
    for (const hall of ['good', 'bad', 'bad', 'good', 'bad', 'good']) await take(hall);
    bench.run([failing], { pageSize: 4 });
    await bench.consumers.waitFor(list, await take('good'));
    const of = async (hall: string) =>
      (await bench.seen('list')).filter((event) => event.streamId === hallId(hall)).map(({ version }) => version);
    expect(await of('good')).toEqual([1, 2, 3, 4]);
    expect(await of('bad')).toEqual([1]);
    // Nothing of the failed attempts is left.
    expect(await bench.seen('half')).toEqual([]);
    expect(await bench.consumers.parkedStreams(list, workspace)).toMatchObject([
      { streamId: hallId('bad'), error: 'Error: cannot apply, token=[left out]', attempts: 1, retryRequested: false },
    ]);
    expect(await bench.consumers.parkedStreams(list, randomUUID())).toEqual([]);
    expect(await bench.consumers.status()).toMatchObject([{ parkedStreams: 1, state: 'running' }]);

    await bench.consumers.retryParked(list, workspace, hallId('bad'));
    await until('tried again in vain', async () => (await bench.consumers.parkedStreams(list))[0]?.attempts === 2);
    broken = false;
    for (let seat = 0; seat < 6; seat += 1) await take('bad');
    await bench.consumers.waitFor(list, await take('good'));
    expect(await of('bad')).toEqual([1]);
    await bench.consumers.retryParked(list, workspace, hallId('bad'));
    await until('unparked', async () => (await bench.consumers.parkedStreams(list)).length === 0);
    await bench.consumers.waitFor(list, await take('bad'));
    expect(await of('bad')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await of('good')).toEqual([1, 2, 3, 4, 5]);
    expect(bench.errors).toEqual([]);
  });

  it('stays parked at the event a retry fails on, and keeps what came before', async () => {
    await take('bad');
    bench.run([failing]);
    await bench.consumers.waitFor(list, await take('bad'));
    await bench.owner.query(`update log.parked set position = (select min(position) from log.event)`);
    await bench.owner.query(`delete from public.seen`);
    await bench.consumers.retryParked(list, workspace, hallId('bad'));
    await until('tried', async () => (await bench.consumers.parkedStreams(list))[0]?.attempts === 2);
    expect((await bench.seen('list')).map(({ version }) => version)).toEqual([1]);
    const [parked] = await bench.consumers.parkedStreams(list);
    expect(parked!.position).toBe((await bench.positionOf('list'))!);
  });

  it('cannot be retried where nothing is parked', async () => {
    await expect(bench.consumers.retryParked(list, workspace, hallId('good'))).rejects.toThrow(NotFound);
  });

  it('is skipped when its type is unknown, and waits for a newer program when its version is', async () => {
    const newer = async (type: string, version: number) => {
      const { rows } = await bench.owner.query<{ position: number }>(
        `insert into log.event (workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
         values ($1, $2, $3, gen_random_uuid(), $4, $5, '{}', '{}', now(), '', '') returning position::float8 as position`,
        [workspace, `hall-${type}`, 1, type, version],
      );
      return rows[0]!.position;
    };
    await newer('HallPainted', 1);
    await newer('SeatTaken', 2);
    broken = false;
    const old = bench.run([failing]);
    await bench.consumers.waitFor(list, await take('good'));
    expect((await bench.seen('list')).map(({ streamId }) => streamId)).toEqual([hallId('good')]);
    expect(await bench.consumers.parkedStreams(list)).toMatchObject([
      { streamId: 'hall-SeatTaken', error: 'NewerEvent: SeatTaken version 2 is of a newer program.' },
    ]);
    // The newer program takes over and does what waited for it.
    await old.stop();
    const catalogue = new EventCatalogue([
      {
        type: 'SeatTaken',
        streamType: 'hall',
        version: 2,
        upcasts: { 1: (data: object) => data },
        downcasts: { 2: (data: object) => data },
      },
    ]);
    bench.run([failing], { log: new EventLog(new PostgresLogStore(bench.pool), { ...bench.log.model, catalogue }) });
    await until('unparked', async () => (await bench.consumers.parkedStreams(list)).length === 0);
    expect((await bench.seen('list')).map(({ streamId }) => streamId).sort()).toEqual([
      'hall-SeatTaken',
      hallId('good'),
    ]);
  });
});
