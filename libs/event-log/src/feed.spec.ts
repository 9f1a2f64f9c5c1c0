import { randomUUID } from 'node:crypto';
import { hall, hallModel, takeSeat } from './contract/hall.js';
import { commandOf } from './contract/harness.js';
import { consumerBench, type ConsumerBench, hallId } from './consumers/consumers.fixture.js';
import { EventLog } from './event-log.js';
import type { Recorded } from './event.js';
import { followLog } from './feed.js';
import { InvalidPosition } from './invalid-position.js';
import { PostgresLogStore } from './postgres/postgres-store.js';

describe('following a stream', () => {
  const workspaceId = randomUUID();
  let bench: ConsumerBench;
  beforeEach(async () => {
    bench = await consumerBench();
  });
  afterEach(() => bench.end());

  const feed = (after = 0, pageSize = 3) =>
    followLog({
      log: bench.log,
      horizon: bench.horizon,
      query: { after, workspaceId, streamId: hallId('red') },
      pageSize,
    });

  /** Counts who follows the horizon from here on. */
  const followers = (): (() => number) => {
    let count = 0;
    const follow = bench.horizon.follow.bind(bench.horizon);
    const counted: typeof follow = (listener) => {
      const unfollow = follow(listener);
      count += 1;
      return () => {
        count -= 1;
        unfollow();
      };
    };
    Object.assign(bench.horizon, { follow: counted });
    return () => count;
  };

  /** A take whose transaction stays open while others commit at higher positions. */
  const slowTake = async (meanwhile: () => Promise<unknown>): Promise<void> => {
    const store = new PostgresLogStore(bench.pool, bench.horizon.signal);
    await store.locked(workspaceId, [hallId('red')], async (inside) => {
      const log = new EventLog(Object.assign(Object.create(store) as PostgresLogStore, inside), {
        ...hallModel,
        views: [],
      });
      await log.decideOne(commandOf(workspaceId), { aggregate: hall, id: 'red', expect: 'latest' }, (state) =>
        takeSeat(state, 'slow'),
      );
      await meanwhile();
    });
  };

  const take = async (events: AsyncIterator<Recorded>, count: number): Promise<Recorded[]> => {
    const taken: Recorded[] = [];
    while (taken.length < count) taken.push((await events.next()).value as Recorded);
    return taken;
  };

  /** Reads on after the highest position it can see, as one would without a horizon; tells how many events it came by. */
  const naiveReader = () => {
    let [at, seen] = [0, 0];
    let looking = Promise.resolve();
    const look = async (): Promise<void> => {
      const head = await bench.owner.query<{ at: number }>('select max(position)::float8 as at from log.event');
      const sql = `select from log.event where workspace_id = $1 and stream_id = $2 and position > $3 and position <= $4`;
      const { rowCount } = await bench.owner.query(sql, [workspaceId, hallId('red'), at, head.rows[0]!.at]);
      [at, seen] = [head.rows[0]!.at, seen + rowCount!];
    };
    return { look: () => (looking = looking.then(look)), seen: () => seen };
  };

  it('gives every event once and in order, whoever writes, however slowly they commit, and wherever it is begun again', async () => {
    // A stream that is there can be locked from the start of a transaction.
    await bench.take(workspaceId, 'red');
    const naive = naiveReader();
    const [one, other] = [feed(), feed(0, 100)];
    // Another process: its appends do not queue behind those that wait for the slow ones.
    const others = new EventLog(new PostgresLogStore(bench.pool), { ...hallModel, views: [] });
    const blue = () => {
      const stream = { aggregate: hall, id: `blue ${randomUUID()}`, expect: 'new' as const };
      return others.decideOne(commandOf(workspaceId), stream, (state) => takeSeat(state, 'blue'));
    };
    const fast = Array.from({ length: 3 }, async () => {
      for (let turn = 0; turn < 8; turn += 1) await Promise.all([bench.take(workspaceId, 'red'), blue()]);
    });
    const slow = Array.from({ length: 2 }, async () => {
      for (let turn = 0; turn < 4; turn += 1)
        await slowTake(() => Promise.all([blue(), blue(), blue()]).then(naive.look));
    });
    const writers = [...fast, ...slow];
    const begun = take(one, 10);
    await Promise.all(writers);
    const first = await begun;
    await one.return?.();
    const again = feed(first.at(-1)!.position);
    const rest = await take(again, 23);
    const versions = [...first, ...rest].map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
    expect((await take(other, 33)).map(({ version }) => version)).toEqual(versions);
    await Promise.all([again.return?.(), other.return?.()]);
    await naive.look();
    expect(naive.seen()).toBeLessThan(33);
  });

  it('holds nothing before it is asked, nor after it was left: while waiting, between two events, and before it began', async () => {
    const count = followers();
    const [waiting, between, unused] = [feed(), feed(), feed()];
    expect(count()).toBe(0);
    await bench.take(workspaceId, 'red');
    await Promise.all([take(waiting, 1), take(between, 1)]);
    const pending = waiting.next();
    expect(count()).toBe(2);
    await Promise.all([waiting, between, unused].map(async (events) => events.return?.()));
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(count()).toBe(0);
    await unused.next();
    expect(count()).toBe(0);
  });

  it('reads no page before the one before it was taken', async () => {
    let last = 0;
    for (let turn = 0; turn < 12; turn += 1) last = await bench.take(workspaceId, 'red');
    // All of it can be read: with a part alone the first page would rightly be a short one.
    await bench.horizon.waitUntilSafe(last);
    let pages = 0;
    const readAll: EventLog['readAll'] = (query) => {
      pages += 1;
      return bench.log.readAll(query);
    };
    const query = { after: 0, workspaceId, streamId: hallId('red') };
    const events = followLog({ log: { readAll }, horizon: bench.horizon, query, pageSize: 3 });
    await take(events, 3);
    expect(pages).toBe(1);
    await take(events, 1);
    expect(pages).toBe(2);
    await events.return?.();
  });

  it('ends with the service', async () => {
    const events = feed();
    const pending = events.next();
    await bench.horizon.stop();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it('ends with a typed error when a new epoch begins', async () => {
    const events = feed();
    const pending = events.next();
    pending.catch(() => undefined);
    await bench.owner.query('select log.new_epoch()');
    await expect(pending).rejects.toThrow(InvalidPosition);
  });
});
