import fc from 'fast-check';
import { commandOf, requestOf } from './contract/harness.js';
import { EventLog } from './event-log.js';
import type { Recorded } from './event.js';
import { PositionNotReached } from './invalid-position.js';
import { replay, type ReplayOptions, type ReplaySource } from './replay.js';
import { asked, optionsOf, questions, type ReplayBench, replayBench, watched } from './replay.fixture.js';

describe('a replay', () => {
  let bench: ReplayBench;
  beforeAll(async () => void (bench = await replayBench()));
  afterAll(() => bench?.drop());

  const batchesOf = async (source: ReplaySource, options: ReplayOptions): Promise<(readonly Recorded[])[]> => {
    const batches: (readonly Recorded[])[] = [];
    for await (const events of replay(source, options)) batches.push(events);
    return batches;
  };

  it('gives what is asked for, all of it, once, in order and lifted, in batches that are full enough and never too long', async () => {
    const names = new Set<string>();
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        const options = optionsOf(bench, question);
        const { source, seen } = watched(bench.source);
        const batches = await batchesOf(source, options);
        expect(batches.flat()).toEqual(asked(bench, options));
        const lengths = batches.map(({ length }) => length);
        expect(lengths.every((length) => length > 0 && length <= (options.batch ?? 1_000))).toBe(true);
        expect(seen).toMatchObject({ underWay: 0, most: 1 });
        seen.names.forEach((name) => names.add(name));
      }),
      { numRuns: 150 },
    );
    expect([...names].sort()).toEqual(['log_pick', 'log_safe', 'log_walk']);
  });

  it('gives a type in the version it is pinned to, as the log itself does', async () => {
    const query = { types: ['Lifted'], pins: { Lifted: 1 } };
    const pinned = (await batchesOf(bench.source, query)).flat();
    expect(pinned.length).toBeGreaterThan(0);
    expect(pinned.every(({ schemaVersion, data }) => schemaVersion === 1 && !('lifted' in data))).toBe(true);
    const log = new EventLog(bench.harness.store, { catalogue: bench.source.catalogue, aggregates: [], views: [] });
    expect((await log.readAll({ ...query, after: 0, limit: 1_000 })).events).toEqual(pinned);
  });

  it('does not read all there is between two events of a rare type', async () => {
    const { source, seen } = watched(bench.source);
    const rare = (await batchesOf(source, { types: ['Rare'], batch: 2 })).flat();
    expect(rare).toHaveLength(4);
    expect(seen.names.filter((name) => name === 'log_pick').length).toBeGreaterThan(0);
    expect(seen.names.length).toBeLessThan(15);
  });

  it('has the next batch on its way while one is handled, and no more than that', async () => {
    const { source, seen } = watched(bench.source);
    const batches = replay(source, { batch: 10 });
    await batches.next();
    expect(seen.underWay).toBe(1);
    await batches.return();
    expect(seen).toMatchObject({ names: ['log_safe', 'log_walk', 'log_walk'], underWay: 0 });
  });

  it('leaves no statement behind when its reader leaves', async () => {
    const { source, seen } = watched(bench.source);
    for await (const events of replay(source, { batch: 10 })) if (events.length > 0) break;
    expect(seen).toMatchObject({ underWay: 0 });
    expect(seen.names).toHaveLength(3);
  });

  it('ends with the reason of the signal, before it begins and between two batches', async () => {
    const { source, seen } = watched(bench.source);
    await expect(replay(source, { signal: AbortSignal.abort(new Error('gone')) }).next()).rejects.toThrow('gone');
    expect(seen.names).toEqual([]);
    const leave = new AbortController();
    const batches = replay(source, { batch: 10, signal: leave.signal });
    await batches.next();
    leave.abort(new Error('gone'));
    await expect(batches.next()).rejects.toThrow('gone');
    expect(seen.underWay).toBe(0);
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  it('hands on what a statement threw, when its turn comes', async () => {
    let pages = 0;
    const { pool } = bench.source;
    const query = pool.query.bind(pool) as unknown;
    const connect = (): Promise<unknown> => {
      pages += 1;
      return pages === 2 ? Promise.reject(new Error('torn')) : pool.connect();
    };
    const batches = replay({ ...bench.source, pool: { query, connect } as never }, { batch: 5 });
    expect((await batches.next()).value).toHaveLength(5);
    await expect(batches.next()).rejects.toThrow('torn');
  });

  it('gives whatever text was stored as it was stored', async () => {
    const after = bench.everything.at(-1)!.position;
    const note = 'tab\t, line\n, return\r, \\n, \\\\, \b\f\v, "quoted", {a,b}, \u2028, é, 😀, \\N';
    const part = { id: 'thing-\\N', expected: 0, facts: [{ type: 'Frequent', data: { n: 0, note } }] };
    await bench.harness.store.append(requestOf(commandOf(bench.workspaces[0]!), part));
    await bench.harness.reveal();
    const [event] = (await batchesOf(bench.source, { after })).flat();
    expect(event).toMatchObject({ streamId: 'thing-\\N', data: { n: 0, note } });
  });

  it('ends at the horizon, and refuses a place beyond it', async () => {
    const last = (await batchesOf(bench.source, {})).flat().at(-1)!.position;
    await expect(replay(bench.source, { upTo: last + 1_000 }).next()).rejects.toThrow(PositionNotReached);
    const part = { id: 'thing-late', expected: 0, facts: [{ type: 'Frequent', data: { n: 0 } }] };
    await bench.harness.store.append(requestOf(commandOf(bench.workspaces[0]!), part));
    expect((await batchesOf(bench.source, { after: last })).flat()).toEqual([]);
    await bench.harness.reveal();
    expect((await batchesOf(bench.source, { after: last })).flat()).toHaveLength(1);
  });
});
