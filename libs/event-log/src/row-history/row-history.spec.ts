import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { commandOf, hallTable } from '../contract/harness.js';
import { hall, type HallEvent, hallModel, hallRow, type HallRow, hallTableSql } from '../contract/hall.js';
import { type ConsumerBench, consumerBench, hallId, until } from '../consumers/consumers.fixture.js';
import { Consumers } from '../consumers/consumers.js';
import { Housekeeping } from '../consumers/housekeeping.js';
import { EventLog } from '../event-log.js';
import type { Position, Recorded } from '../event.js';
import { PostgresLogStore } from '../postgres/postgres-store.js';
import { registerInlineViews } from '../rebuild-inline.js';
import { type HistoryFold, historyOfView } from '../row-history.js';
import { historyConsumer } from './history-consumer.js';
import { RowHistory } from './row-history.js';

/** Fails where a hall is named so, until it is mended. */
let broken = true;
const BAD = 'bad';

interface Seats {
  readonly seats: number;
  readonly last: string | null;
}

/** Counts seats alone, and knows nothing of names. */
const seats: HistoryFold<Seats, HallEvent> = {
  name: 'kernel.seats',
  streamType: hall.type,
  source: import.meta.url,
  types: ['SeatTaken'],
  evolve: (row, event) => ({ seats: (row?.seats ?? 0) + 1, last: event.recordedAt }),
};

const pastOfHalls: HistoryFold<HallRow, HallEvent> = {
  ...historyOfView(hallRow, 'detail'),
  evolve(row, event) {
    if (broken && event.type === 'HallNamed' && event.data.name === BAD) throw new Error('A bad name.');
    return hallRow.evolve(row, event);
  },
};

const events = hallModel.catalogue.types;
const halls = historyConsumer({ name: 'hall-history', folds: [pastOfHalls, seats], events });

describe('row history', () => {
  let bench: ConsumerBench;
  let log: EventLog;
  let history: RowHistory;
  beforeAll(async () => {
    bench = await consumerBench();
    await bench.owner.query(hallTableSql);
    await registerInlineViews(bench.owner, hallModel);
    log = new EventLog(new PostgresLogStore(bench.pool, bench.horizon.signal), hallModel);
    history = new RowHistory({ pool: bench.pool, consumers: bench.consumers, definitions: [halls] });
    bench.run([halls], { pageSize: 7 });
  });
  afterAll(async () => {
    await log.settle();
    await bench.end();
  });

  /** Appends all the facts of one decision to a hall. */
  const append = async (workspaceId: string, id: string, facts: readonly HallEvent[]): Promise<Position> => {
    const { position } = await log.decideOne(commandOf(workspaceId), { aggregate: hall, id, expect: 'latest' }, () => [
      ...facts,
    ]);
    return position!;
  };
  const taken: HallEvent = { type: 'SeatTaken', data: { by: 'x' } };
  const named = (name: string): HallEvent => ({ type: 'HallNamed', data: { name } });

  /** The whole story of a workspace, from the log itself. */
  const storyOf = async (workspaceId: string, upTo: Position): Promise<readonly Recorded<HallEvent>[]> => {
    await bench.horizon.waitUntilSafe(upTo);
    const { events: all } = await bench.log.readAll({ after: 0, limit: 1_000, workspaceId });
    return all as readonly Recorded<HallEvent>[];
  };

  /** What a fold makes of the events up to a position, by stream, in the order in which its rows began. */
  const foldedAt = <Row extends object>(
    fold: HistoryFold<Row, HallEvent>,
    story: readonly Recorded<HallEvent>[],
    position: Position,
  ) => {
    const rows = new Map<string, { streamId: string; version: number; position: Position; row: Row }>();
    for (const event of story) {
      if (event.position > position || fold.types?.includes(event.type) === false) continue;
      const row = fold.evolve(rows.get(event.streamId)?.row ?? null, event);
      const { streamId, version } = event;
      rows.set(streamId, { streamId, version, position: event.position, row });
    }
    return [...rows.values()];
  };

  const appends = fc.array(
    fc.record({
      hall: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      facts: fc.array(fc.constantFrom(taken, taken, named('one'), named('two')), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('as of any position shows what the events up to there make, of all streams, of some and as a table', async () => {
    const property = fc.asyncProperty(appends, fc.array(fc.nat(), { maxLength: 4 }), async (given, places) => {
      const workspaceId = randomUUID();
      let last = 0;
      for (const { hall: id, facts } of given) last = await append(workspaceId, id, facts);
      const story = await storyOf(workspaceId, last);
      const [{ position: first }] = story as [Recorded<HallEvent>];
      for (const place of [0, last - first + 1, ...places]) {
        const position = first - 1 + (place % (last - first + 2));
        const expected = foldedAt(pastOfHalls, story, position);
        expect(await history.rowsAt(pastOfHalls, workspaceId, position)).toEqual(expected);
        expect(await history.rowsAt(seats, workspaceId, position)).toEqual(foldedAt(seats, story, position));
        const some = await history.streamsAt(pastOfHalls, workspaceId, position, ['c', 'none', 'a', 'c']);
        const byId = (id: string) => expected.find(({ streamId }) => streamId === hallId(id)) ?? null;
        expect(some).toEqual([byId('c'), null, byId('a'), byId('c')]);
        expect(await tableRows(workspaceId, position)).toEqual(expected.map(({ streamId }) => streamId).toSorted());
      }
      const inline = `select * from ${hallTable} t where workspace_id = $1 order by stream_id`;
      expect(await rowsFrom(inline, workspaceId)).toEqual(await everyColumnAt(workspaceId, last));
    });
    await fc.assert(property, { numRuns: 25 });
  });

  const rowsFrom = async (text: string, ...values: unknown[]): Promise<object[]> =>
    (await bench.owner.query<object>(text, values)).rows;

  const tableRows = async (workspaceId: string, position: Position): Promise<string[]> => {
    const table = await history.tableAt(pastOfHalls, workspaceId, position);
    const { rows } = await bench.pool.query<{ stream_id: string }>(
      `select stream_id from ${table.text} t order by stream_id collate "C"`,
      table.values,
    );
    return rows.map((row) => row.stream_id);
  };

  const everyColumnAt = async (workspaceId: string, position: Position): Promise<object[]> => {
    const { text, values } = await history.tableAt(pastOfHalls, workspaceId, position);
    return (await bench.pool.query<object>(`select * from ${text} t order by stream_id`, values)).rows;
  };

  const ALL = `select workspace_id, fold, stream_id, position, version, is_first, row from log.row_version
    where generation = $1 order by fold, workspace_id, stream_id, position`;

  it('rebuilt is as it was written live, row by row, beside the old rows or over them', async () => {
    const live = await rowsFrom(ALL, halls.version);
    expect(live.length).toBeGreaterThan(100);
    const again = historyConsumer({ name: 'hall-history-anew', folds: [pastOfHalls, seats], events });
    const runner = bench.run([again], { pageSize: 500 });
    const { safe } = bench.horizon.current();
    await bench.consumers.waitFor(again, safe);
    expect(await rowsFrom(ALL, again.version)).toEqual(live);
    await runner.stop();
    // Begun anew over what is left of its former rows, some of them lost and some of them wrong.
    await bench.owner.query(`delete from log.row_version where generation = $1 and position % 3 = 0`, [again.version]);
    await bench.owner.query(`update log.row_version set row = '{}' where generation = $1 and position % 3 = 1`, [
      again.version,
    ]);
    await bench.owner.query(`update log.consumer set position = 0 where name = $1`, [again.name]);
    bench.run([again], { pageSize: 3 });
    await bench.consumers.waitFor(again, safe);
    expect(await rowsFrom(ALL, again.version)).toEqual(live);
  });

  it('refuses a past in which a stream stands still, of its workspace alone, and tells it once it went on', async () => {
    const [workspaceId, elsewhere] = [randomUUID(), randomUUID()];
    const before = await append(workspaceId, 'a', [taken]);
    const at = await append(workspaceId, 'a', [named(BAD)]);
    await append(elsewhere, 'a', [taken]);
    await append(workspaceId, 'b', [taken]);
    const refusal = { code: 'HISTORY_INCOMPLETE', retryable: true, details: { parkedStreams: 1 } };
    await expect(history.rowsAt(pastOfHalls, workspaceId, at)).rejects.toMatchObject(refusal);
    await expect(history.tableAt(pastOfHalls, workspaceId, at)).rejects.toMatchObject(refusal);
    expect(await history.rowsAt(pastOfHalls, elsewhere, at + 1)).toHaveLength(1);
    // What was before the event it stands at was told whole, and always will be.
    expect(await history.rowsAt(pastOfHalls, workspaceId, before)).toMatchObject([{ row: { taken: 1, name: null } }]);
    broken = false;
    await bench.consumers.retryParked(halls, workspaceId, hallId('a'));
    await until('gone on', async () => (await bench.consumers.parkedStreams(halls)).length === 0);
    expect(await history.rowsAt(pastOfHalls, workspaceId, at)).toMatchObject([{ row: { taken: 1, name: BAD } }]);
  });

  it('tells the caller to try again when the consumer is too far behind', async () => {
    const position = await append(randomUUID(), 'a', [taken]);
    await bench.horizon.waitUntilSafe(position);
    const idle = historyConsumer({ name: 'nobody-runs-it', folds: [seats], events });
    const behind = new RowHistory({
      pool: bench.pool,
      consumers: new Consumers(bench.pool, bench.horizon),
      definitions: [idle],
    });
    const refusal = { code: 'POSITION_NOT_REACHED', retryable: true };
    await expect(behind.rowsAt(seats, randomUUID(), position, { timeoutMs: 20 })).rejects.toMatchObject(refusal);
  });

  it('forgets the rows of older programs, once nobody has served them for a day and the new ones are as far', async () => {
    const rows = async (generation: number): Promise<number> =>
      (await rowsFrom('select 1 as n from log.row_version where generation = $1', generation)).length;
    const old = async (generation: number, age: string, position: number): Promise<void> => {
      await bench.owner.query(
        `insert into log.consumer (name, version, kind, position, heartbeat_at)
         values ($1, $2, 'projection', $4, clock_timestamp() - $3::interval)`,
        [halls.name, generation, age, position],
      );
      await bench.owner.query(
        `insert into log.row_version select workspace_id, fold, $2, stream_id, position, version, is_first, row
         from log.row_version where generation = $1`,
        [halls.version, generation],
      );
    };
    await old(1, '25 hours', 1);
    await old(2, '23 hours', 1);
    await old(3, '25 hours', 1_000_000);
    const before = await rows(halls.version);
    await new Housekeeping({ pool: bench.pool, history }).round();
    expect(await Promise.all([1, 2, 3, halls.version].map(rows))).toEqual([0, before, before, before]);
    expect(await rowsFrom('select 1 as n from log.consumer where version = 1')).toEqual([]);
    expect(await history.clear(10)).toBe(0);
  });

  it('is a mistake of the program where folds share a name, follow facts nobody declared, or nobody folds them', async () => {
    const strange = { ...seats, streamType: 'garden' };
    expect(() => historyConsumer({ name: 'x', folds: [seats, seats], events })).toThrow('share a name');
    expect(() => historyConsumer({ name: 'x', folds: [strange], events })).toThrow('not declared');
    const options = { pool: bench.pool, consumers: bench.consumers };
    expect(() => new RowHistory({ ...options, definitions: [halls, { ...halls, name: 'y' }] })).toThrow(
      'Two consumers',
    );
    await expect(new RowHistory({ ...options, definitions: [] }).rowsAt(seats, randomUUID(), 0)).rejects.toThrow(
      'folds',
    );
    await expect(history.tableAt({ ...seats, name: 'kernel' }, randomUUID(), 0)).rejects.toThrow('folds');
  });

  it('tells streams apart whose types begin alike and share a fact', () => {
    const shared = [...events, { type: 'SeatTaken', streamType: 'hall-wing', version: 1 }];
    const wings = { ...seats, name: 'kernel.wings', streamType: 'hall-wing' };
    const consumer = historyConsumer({ name: 'x', folds: [seats, wings], events: shared });
    const written: unknown[] = [];
    const transaction = { query: (text: string, values: unknown[]) => (written.push([text, values]), { rows: [] }) };
    const event = { type: 'SeatTaken', streamId: 'hall-wing-a', workspaceId: randomUUID(), position: 1, version: 1 };
    void consumer.apply([event as Recorded], transaction as never);
    expect(JSON.stringify(written)).toContain('kernel.wings');
    expect(JSON.stringify(written)).not.toContain('kernel.seats');
  });
});
