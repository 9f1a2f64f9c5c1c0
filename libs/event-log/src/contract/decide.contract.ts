import { randomUUID } from 'node:crypto';
import type { EventLog } from '../event-log.js';
import { eventIdOf } from '../hashing.js';
import { IdempotencyKeyReused, StaleVersion } from '../refusal.js';
import { Unavailable } from '../unavailable.js';
import { hall, HallFull, takeSeat } from './hall.js';
import { hallVersionLog } from './hall-versions.js';
import { commandOf, hallTable, type HarnessOf } from './harness.js';

/** Decide and retry over a store: what callers of a rule are promised when many of them come at once. */
export function describeDecide(harness: HarnessOf): void {
  describe('decide', () => {
    const make = () => {
      const log = hallVersionLog(harness().store);
      const workspaceId = randomUUID();
      return { log, workspaceId, take: (id: string, seats?: number) => take(log, workspaceId, id, seats) };
    };
    describeContention(make);
    describePromises(make, harness);
    describeSnapshotsInUse(make, harness);
  });
}

type Make = () => { log: EventLog; workspaceId: string; take: (id: string, seats?: number) => Promise<unknown> };

const latest = (id: string) => ({ aggregate: hall, id, expect: 'latest' }) as const;

const take = (log: EventLog, workspaceId: string, id: string, seats?: number) =>
  log.decideOne(commandOf(workspaceId), latest(id), (state) => takeSeat(state, 'somebody', seats));

const describeContention = (make: Make): void => {
  it('lets exactly ten of fifty callers have the last ten seats and gives the others the refusal of the rule', async () => {
    const { log, workspaceId, take } = make();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => take('1', 10)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(results.length - refused.length).toBe(10);
    expect(refused.filter((reason) => !(reason instanceof HallFull))).toEqual([]);
    await expect(log.readStream({ workspaceId, streamId: 'hall-1' })).resolves.toHaveLength(10);
  });

  it('lets decisions on two streams in opposite order through, all of them', async () => {
    const { log, workspaceId } = make();
    const both = (a: string, b: string) =>
      log.decide(commandOf(workspaceId), { a: latest(a), b: latest(b) }, (states) => ({
        a: takeSeat(states.a, 'x'),
        b: takeSeat(states.b, 'y'),
      }));
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? both('1', '2') : both('2', '1'))));
    for (const streamId of ['hall-1', 'hall-2']) {
      await expect(log.readStream({ workspaceId, streamId })).resolves.toHaveLength(20);
    }
  });

  it('holds a guard on a stream it only reads', async () => {
    const { log, workspaceId } = make();
    const secondOnlyAfterFirst = (mine: string, other: string) =>
      log.decide(
        commandOf(workspaceId),
        { mine: latest(mine), other: latest(other) },
        ({ mine: state, other: read }) => ({
          mine: read.taken === 0 ? takeSeat(state, 'x', 1) : [],
        }),
      );
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => secondOnlyAfterFirst(`${n % 2}`, `${(n + 1) % 2}`).catch(onlyFull)),
    );
    const [one, two] = await Promise.all(
      ['hall-0', 'hall-1'].map((streamId) => log.readStream({ workspaceId, streamId })),
    );
    expect(one!.length + two!.length).toBe(1);
  });
};

const onlyFull = (error: unknown): void => {
  if (!(error instanceof HallFull)) throw error;
};

const describePromises = (make: Make, harness: HarnessOf): void => {
  it('tells a caller with an old version what is there now, and stores nothing', async () => {
    const { log, workspaceId, take } = make();
    await take('1');
    await take('1');
    const stale = (expect: { version: number } | 'new') =>
      log.decideOne(commandOf(workspaceId), { aggregate: hall, id: '1', expect }, (state) => takeSeat(state, 'late'));
    await expect(stale({ version: 1 })).rejects.toThrow(StaleVersion);
    await expect(stale({ version: 1 })).rejects.toMatchObject({
      details: { streamId: 'hall-1', expected: 1, actual: 2 },
    });
    await expect(stale('new')).rejects.toMatchObject({ details: { expected: 0, actual: 2 } });
    await expect(stale({ version: 2 })).resolves.toMatchObject({ versions: { it: 3 }, replayed: false });
  });

  it('answers a repeated command with its first versions and position, and gives its events lasting ids', async () => {
    const { log, workspaceId, take } = make();
    const command = commandOf(workspaceId);
    const once = () => log.decideOne(command, latest('1'), (state) => takeSeat(state, 'x', 1));
    const first = await once();
    expect(first).toMatchObject({ replayed: false, versions: { it: 1 } });
    expect(first.rowOf('it', hallTable)).toMatchObject({ taken: 1 });
    await take('1');
    const again = await once();
    expect(again).toMatchObject({ position: first.position, versions: first.versions, replayed: true });
    expect(again.rowOf('it', hallTable)).toBeNull();
    const [event] = await log.readStream({ workspaceId, streamId: 'hall-1' });
    expect(event).toMatchObject({ eventId: eventIdOf(workspaceId, command.commandId, 1), position: first.position });
    const other = { ...command, requestHash: 'ee'.repeat(32) };
    await expect(log.decideOne(other, latest('1'), () => [])).rejects.toThrow(IdempotencyKeyReused);
  });

  it('names the policy a decision went by in each of its events, the command’s own where the rule names none', async () => {
    const { log, workspaceId } = make();
    const command = { ...commandOf(workspaceId), policyVersion: 1 };
    const next = { ...commandOf(workspaceId), policyVersion: 1 };
    await log.decide(command, { a: latest('1'), b: latest('2') }, (states, { goBy }) => {
      goBy(3);
      return { a: takeSeat(states.a, 'x'), b: takeSeat(states.b, 'x') };
    });
    await log.decideOne(next, latest('1'), (state) => takeSeat(state, 'y'));
    const [one, two] = await Promise.all(
      ['hall-1', 'hall-2'].map((streamId) => log.readStream({ workspaceId, streamId })),
    );
    expect([...one!, ...two!].map(({ meta }) => meta.policyVersion)).toEqual([3, 1, 3]);
  });

  it('judges many streams one by one, and tells what it remembered of each again when it is repeated', async () => {
    const { log, workspaceId, take } = make();
    await take('2');
    const command = commandOf(workspaceId);
    const once = () =>
      log.decide(command, { a: latest('1'), b: latest('2'), c: latest('3') }, (states, { versions, remember }) => {
        remember({ versions, refused: ['b'] });
        return { a: takeSeat(states.a, 'x', 1), b: [], c: takeSeat(states.c, 'x', 1) };
      });
    const first = await once();
    const remembered = { versions: { a: 0, b: 1, c: 0 }, refused: ['b'] };
    expect(first).toMatchObject({ replayed: false, versions: { a: 1, b: 1, c: 1 }, remembered });
    await take('2');
    await expect(once()).resolves.toMatchObject({ replayed: true, versions: first.versions, remembered });
    for (const id of ['1', '3'])
      await expect(harness().hallRow(workspaceId, `hall-${id}`)).resolves.toMatchObject({ version: 1, taken: 1 });
  });

  it('remembers nothing of a decision that decides nothing', async () => {
    const { log, workspaceId } = make();
    const command = commandOf(workspaceId);
    const once = (what: string) =>
      log.decideOne(command, latest('1'), (_state, { remember }) => {
        remember({ what });
        return [];
      });
    await expect(once('first')).resolves.toMatchObject({ replayed: false, remembered: { what: 'first' } });
    await expect(once('second')).resolves.toMatchObject({ replayed: false, remembered: { what: 'second' } });
  });

  it('stores nothing of a decision that decides nothing or refuses', async () => {
    const { log, workspaceId } = make();
    await expect(log.decideOne(commandOf(workspaceId), latest('1'), () => [])).resolves.toMatchObject({
      position: null,
    });
    const refused = log.decideOne(commandOf(workspaceId), latest('1'), (state) => takeSeat(state, 'x', 0));
    await expect(refused).rejects.toThrow(HallFull);
    await expect(harness().traces(workspaceId)).resolves.toEqual({ commands: [], streams: {} });
  });

  it("passes the workspace's time to the rule and keeps its view", async () => {
    const { log, workspaceId } = make();
    const now = '2030-06-01T12:00:00.000Z';
    await harness().setClock(workspaceId, now);
    const told: string[] = [];
    const name = (text: string) =>
      log.decideOne(commandOf(workspaceId), latest('1'), (_state, context) => {
        told.push(context.now);
        return [{ type: 'HallNamed' as const, data: { name: text } }];
      });
    await name('@at1@');
    await name("O'Hara's \\ hall");
    expect(told).toEqual([now, now]);
    await expect(harness().hallRow(workspaceId, 'hall-1')).resolves.toMatchObject({
      version: 2,
      taken: 0,
      name: "O'Hara's \\ hall",
      opened_at: now,
      detail: { lastAt: now },
    });
  });

  it('tries again when the store could not answer, and gives up as Unavailable', async () => {
    const { workspaceId } = make();
    let failures = 2;
    const { store } = harness();
    const moody: typeof store = Object.create(store, {
      load: {
        value: (query: Parameters<typeof store.load>[0]) =>
          (failures -= 1) >= 0 ? Promise.reject(new Unavailable('moody', null)) : store.load(query),
      },
    });
    await expect(take(hallVersionLog(moody), workspaceId, '1')).resolves.toMatchObject({ versions: { it: 1 } });
  });
};

const describeSnapshotsInUse = (make: Make, harness: HarnessOf): void => {
  it('decides the same with a snapshot, without one, and with a useless one', async () => {
    const { log, workspaceId, take } = make();
    const folding = log.foldingOf('hall');
    for (let n = 0; n < 7; n += 1) {
      await log.decideOne(commandOf(workspaceId), latest('1'), () =>
        Array.from({ length: 20 }, () => ({ type: 'SeatTaken', data: { by: 'x' } }) as const),
      );
      await log.settle();
    }
    const query = {
      command: commandOf(workspaceId),
      streams: [{ streamId: 'hall-1', fingerprint: folding.fingerprint }],
    };
    const { streams } = await harness().store.load(query);
    expect(streams[0]!.snapshot).toMatchObject({
      version: 120,
      state: { taken: 120 },
      rows: { [hallTable]: { taken: 120 } },
    });
    await expect(take('1', 140)).rejects.toThrow(HallFull);
    await take('1', 141);
    await expect(harness().hallRow(workspaceId, 'hall-1')).resolves.toMatchObject({ taken: 141, version: 141 });
    const nonsense = {
      workspaceId,
      streamId: 'hall-1',
      fingerprint: folding.fingerprint,
      version: 900,
      state: { taken: 0 },
      rows: {},
    };
    await harness().store.saveSnapshot(nonsense);
    await expect(take('1', 141)).rejects.toThrow(HallFull);
  });
};
