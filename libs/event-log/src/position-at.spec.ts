import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxClock } from './clock/sandbox-clock.js';
import { consumerBench, type ConsumerBench, gate } from './consumers/consumers.fixture.js';
import { commandOf, requestOf } from './contract/harness.js';
import type { Instant, Position } from './event.js';
import { PositionNotReached } from './invalid-position.js';
import { InstantNotPast, positionAt, presentPosition } from './position-at.js';
import { PostgresLogStore } from './postgres/postgres-store.js';

interface Known {
  readonly position: Position;
  readonly at: Instant;
}

describe('the position of a workspace at an instant', () => {
  let bench: ConsumerBench;
  beforeEach(async () => void (bench = await consumerBench()));
  afterEach(() => bench.end());

  const at = (workspaceId: string, instant: Instant, timeoutMs = 20_000) =>
    positionAt(bench, workspaceId, instant, { timeoutMs });
  const now = async (): Promise<Instant> =>
    (await bench.owner.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now.toISOString();
  const later = (instant: Instant, milliseconds: number): Instant =>
    new Date(Date.parse(instant) + milliseconds).toISOString();
  const eventsOf = async (workspaceId: string): Promise<Known[]> => {
    const sql =
      'select position::float8 as position, recorded_at as at from log.event where workspace_id = $1 order by position';
    const { rows } = await bench.owner.query<{ position: number; at: Date }>(sql, [workspaceId]);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  };
  /** Of the workspace's events the last one that was recorded by then. */
  const lastBy = (events: readonly Known[], instant: Instant): Position =>
    events.findLast((event) => event.at <= instant)?.position ?? 0;
  /** Reading at the position shows what was recorded by then. */
  const showsSame = (events: readonly Known[], found: Position, instant: Instant): boolean =>
    lastBy(events, instant) === (events.findLast(({ position }) => position <= found)?.position ?? 0);

  /** Takes seats in all workspaces at once until told to stop, each in transactions that are open for a moment; some are rolled back. */
  const writers = (workspaces: readonly string[], count: number) => {
    const stop = new AbortController();
    const store = new PostgresLogStore(bench.pool, bench.horizon.signal);
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; !stop.signal.aborted; turn += 1) {
        const request = requestOf(commandOf(workspaces[(writer + turn) % workspaces.length]!), {
          id: `hall-${writer}`,
          expected: 'any',
          facts: [1, 2, 3].map((n) => ({ type: 'SeatTaken', data: { by: String(n) } })),
        });
        const work = store.locked(request.command.workspaceId, [], async (inside) => {
          await inside.append(request);
          await sleep((writer * 7 + turn * 3) % 12);
          if (turn % 5 === 4) throw new Error('changed my mind');
        });
        await work.catch((error: Error) => expect(error.message).toBe('changed my mind'));
      }
    };
    const done = Promise.all(Array.from({ length: count }, (_, writer) => write(writer)));
    return async () => {
      stop.abort();
      await done;
    };
  };

  it('is answered once and for all while others write, and grows with the instant', async () => {
    const workspaces = [randomUUID(), randomUUID(), randomUUID()];
    const stop = writers(workspaces, 8);
    const answers: { workspaceId: string; instant: Instant; found: Position; naive: Position }[] = [];
    for (let question = 0; question < 120; question += 1) {
      const workspaceId = workspaces[question % 3]!;
      // The present, and instants that are over for a moment or longer.
      const instant = later(await now(), -[0, 0, 1, 3, 20, 150][question % 6]!);
      const naive = lastBy(await eventsOf(workspaceId), instant);
      answers.push({ workspaceId, instant, naive, found: await at(workspaceId, instant) });
    }
    await stop();
    const marks = await bench.owner.query('select from log.instant_mark');
    expect(marks.rowCount).toBeGreaterThan(2);
    let changed = 0;
    for (const workspaceId of workspaces) {
      const events = await eventsOf(workspaceId);
      const own = answers
        .filter((answer) => answer.workspaceId === workspaceId)
        .sort((a, b) => (a.instant < b.instant ? -1 : 1));
      for (const { instant, found, naive } of own) {
        if (!showsSame(events, naive, instant)) changed += 1;
        expect(await at(workspaceId, instant)).toBe(found);
        expect(showsSame(events, found, instant)).toBe(true);
      }
      expect(own.map(({ found }) => found)).toEqual(own.map(({ found }) => found).sort((a, b) => a - b));
    }
    // Whoever asks the events alone is told otherwise later; else this run proved nothing.
    expect(changed).toBeGreaterThan(0);
  });

  it('is that of what was recorded, at every instant of a history, marks or none', async () => {
    const workspaces = [randomUUID(), randomUUID()];
    const stop = writers(workspaces, 6);
    while ((await bench.owner.query('select from log.instant_mark')).rowCount! < 3) await sleep(20);
    await stop();
    const events = await eventsOf(workspaces[0]!);
    const instants = [
      ...new Set(events.flatMap((event) => [later(event.at, -1), event.at, later(event.at, 1)])),
    ].sort();
    const some = instants.filter((_, n) => n % Math.ceil(instants.length / 150) === 0);
    const sameEverywhere = async () => {
      for (const instant of some) expect(showsSame(events, await at(workspaces[0]!, instant), instant)).toBe(true);
    };
    await sameEverywhere();
    await bench.owner.query('delete from log.instant_mark');
    await sameEverywhere();
  });

  it('waits for an append that may be recorded then, and for no other', async () => {
    const workspaceId = randomUUID();
    const early = await bench.take(workspaceId, 'red');
    const before = await now();
    const passed = async () =>
      (await bench.owner.query('select from log.horizon where safe_instant > $1', [before])).rowCount === 1;
    while (!(await passed())) await bench.horizon.waitUntilSafe(await bench.take(randomUUID(), 'red'));
    const [opened, close] = [gate(), gate()];
    const store = new PostgresLogStore(bench.pool, bench.horizon.signal);
    const request = requestOf(commandOf(workspaceId), {
      id: 'hall-blue',
      expected: 'any',
      facts: [{ type: 'SeatTaken', data: { by: 'x' } }],
    });
    const open = store.locked(workspaceId, [], async (inside) => {
      await inside.append(request);
      opened.open();
      await close.passed;
    });
    await opened.passed;
    const during = await now();
    expect(await at(workspaceId, before)).toBe(early);
    await expect(at(workspaceId, during, 200)).rejects.toThrow(PositionNotReached);
    const asked = at(workspaceId, during);
    close.open();
    await open;
    expect(await asked).toBe((await eventsOf(workspaceId)).at(-1)!.position);
  });

  it('knows that an append may be held up between its position and its instant', async () => {
    const [slow, other] = [randomUUID(), randomUUID()];
    await bench.horizon.waitUntilSafe(await bench.take(slow, 'red'));
    const first = (await eventsOf(slow)).at(-1)!;
    const client = await bench.owner.connect();
    await client.query('begin');
    await client.query('lock table log.event in row exclusive mode');
    const { rows } = await client.query<{ drawn: number }>(`select nextval('log.event_position')::float8 as drawn`);
    const { drawn } = rows[0]!;
    const overtaken = await bench.take(other, 'red');
    await sleep(3);
    const between = await now();
    await sleep(3);
    await client.query(
      `insert into log.event select $1, workspace_id, 'hall-late', version, event_id, type, schema_version, data, meta,
         date_trunc('milliseconds', clock_timestamp()), content_hash, hash from log.event where position = $2`,
      [drawn, first.position],
    );
    await client.query('commit');
    client.release();
    // The other's event was recorded by then though its position is higher; this one's was not.
    expect(await at(other, between)).toBe(overtaken);
    const found = await at(slow, between);
    expect(found).toBeLessThan(drawn);
    expect(found).toBeGreaterThanOrEqual(first.position);
    // And when the horizon has gone on, from what it left as from what it knows.
    for (let turn = 0; turn < 3; turn += 1) await bench.horizon.waitUntilSafe(await bench.take(slow, 'blue'));
    expect([await at(other, between), await at(slow, between)]).toEqual([overtaken, found]);
    expect(await at(slow, (await eventsOf(slow))[1]!.at)).toBe(drawn);
  });

  it('is found on a log at rest, where no horizon advances any more, and before anything happened', async () => {
    const workspaceId = randomUUID();
    expect(await at(workspaceId, await now())).toBe(0);
    const position = await bench.take(workspaceId, 'red');
    await bench.horizon.waitUntilSafe(position);
    await sleep(5);
    const instant = await now();
    expect(await at(workspaceId, instant)).toBe(position);
    expect(await at(workspaceId, '2020-01-01T00:00:00.000Z')).toBe(0);
    await bench.take(randomUUID(), 'red');
    expect(await at(workspaceId, instant)).toBe(position);
  });

  it('holds everything stored before, when the present is asked for, and waits for what is open', async () => {
    const workspaceId = randomUUID();
    const position = await bench.take(workspaceId, 'red');
    expect(await presentPosition(bench)).toBeGreaterThanOrEqual(position);
    const client = await bench.owner.connect();
    await client.query('begin');
    await client.query('lock table log.event in row exclusive mode');
    await client.query(`select nextval('log.event_position')`);
    await expect(presentPosition(bench, { timeoutMs: 200 })).rejects.toThrow(PositionNotReached);
    await client.query('rollback');
    client.release();
    expect(await presentPosition(bench)).toBeGreaterThan(position);
  });

  it('is refused for the future', async () => {
    const ahead = later(await now(), 60_000);
    const refused = positionAt(bench, randomUUID(), ahead, { path: ['asOf', 'recordedAt'] });
    await expect(refused).rejects.toThrow(InstantNotPast);
    await expect(refused).rejects.toMatchObject({ code: 'INSTANT_NOT_PAST', path: ['asOf', 'recordedAt'] });
  });

  it('follows the clock of a sandbox, whatever others record meanwhile', async () => {
    const workspaceId = randomUUID();
    const start = '2031-01-05T08:00:00.000Z';
    const hour = (hours: number): Instant => later(start, hours * 3_600_000);
    const clock = new SandboxClock({ pool: bench.pool, horizon: bench.horizon, consumers: [] });
    await clock.create(workspaceId, start);
    const told: Position[] = [];
    for (const hours of [1, 2, 5]) {
      told.push(await bench.take(workspaceId, 'red'));
      await bench.take(randomUUID(), 'red');
      await bench.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [
        workspaceId,
        hour(hours),
      ]);
    }
    await bench.take(workspaceId, 'red');
    const events = await eventsOf(workspaceId);
    expect(events.slice(0, 3).map(({ position }) => position)).toEqual(told);
    const asked = [-1, 0, 0.5, 1, 1.999, 2, 4.9].map(hour);
    for (const instant of asked)
      expect([instant, showsSame(events, await at(workspaceId, instant), instant)]).toEqual([instant, true]);
    // Its present is not over before the clock leaves it.
    await expect(at(workspaceId, hour(5))).rejects.toMatchObject({ details: { now: hour(5) } });
    await expect(at(workspaceId, hour(6))).rejects.toThrow(InstantNotPast);
  });

  it('stays the same in a sandbox whose clock is moved among appends', async () => {
    const workspaceId = randomUUID();
    const start = '2031-01-05T08:00:00.000Z';
    const clock = new SandboxClock({ pool: bench.pool, horizon: bench.horizon, consumers: [] });
    await clock.create(workspaceId, start);
    const stop = writers([workspaceId, randomUUID()], 6);
    const answers: [Instant, Position][] = [];
    for (let move = 1; move <= 40; move += 1) {
      const left = later(start, (move - 1) * 1_000);
      await bench.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [
        workspaceId,
        later(start, move * 1_000),
      ]);
      answers.push([left, await at(workspaceId, left)]);
    }
    await stop();
    const events = await eventsOf(workspaceId);
    for (const [instant, found] of answers) {
      expect(await at(workspaceId, instant)).toBe(found);
      expect(showsSame(events, found, instant)).toBe(true);
    }
  });
});
