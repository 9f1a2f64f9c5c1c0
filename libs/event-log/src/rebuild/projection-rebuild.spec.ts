import { randomUUID } from 'node:crypto';
import { type ConsumerBench, consumerBench, hallId, until } from '../consumers/consumers.fixture.js';
import type { ProjectionConsumer } from '../consumers/definition.js';
import { generationOfConsumer, type Rebuildable } from '../consumers/generation.js';
import { hallModel } from '../contract/hall.js';
import { leadTo, ProjectionBuild } from './projection-build.js';
import { ReadModels } from './read-models.js';
import { nextSeatCounts } from './seat-counts-next.fixture.js';
import { POISON, SEAT_COUNTS_SQL, seatCounts } from './seat-counts.fixture.js';

describe('a projection that is rebuilt', () => {
  let bench: ConsumerBench;
  const workspaceId = randomUUID();
  let taken = 0;
  beforeAll(async () => {
    bench = await consumerBench();
    await bench.owner.query(SEAT_COUNTS_SQL);
  });
  afterAll(() => bench?.end());

  const models = (definition: ProjectionConsumer = seatCounts) =>
    new ReadModels(bench.owner, { ...hallModel, views: [] }, [definition]);
  const { name } = seatCounts;
  const take = async (hall: number, by?: string) => {
    const position = await bench.take(workspaceId, String(hall), by);
    taken += 1;
    return position;
  };
  const counted = async (): Promise<number> => {
    const sql =
      'select coalesce(sum(seats), 0)::int as seats, (select count(*) from public.seat_counted)::int as noted from public.seat_count';
    return (await bench.owner.query<{ seats: number }>(sql)).rows[0]!.seats;
  };
  const upToDate = async () => {
    const { rows } = await bench.owner.query<{ last: number }>('select max(position)::float8 as last from log.event');
    await bench.consumers.waitFor(seatCounts, rows[0]!.last);
  };
  /** Eight go on taking seats while the work is done. */
  const busy = async <T>(work: () => Promise<T>): Promise<T> => {
    const state = { isOver: false };
    const takers = Array.from({ length: 8 }, async (_, taker) => {
      for (let n = 0; !state.isOver; n += 1) await take((taker + n) % 20);
    });
    try {
      return await work();
    } finally {
      state.isOver = true;
      await Promise.all(takers);
    }
  };

  it('is of the program that ran it first, and the same afterwards while events come and are applied', async () => {
    await expect(models().register()).resolves.toEqual([]);
    bench.run([seatCounts], { pageSize: 20 });
    await busy(async () => {
      await until('some seats are counted', async () => (await counted()) > 300);
      await expect(models().compare(name)).resolves.toMatchObject({ name, differing: 0 });
      await expect(models().rebuild(name)).resolves.toMatchObject({ name, differing: 0 });
    });
    await upToDate();
    await expect(counted()).resolves.toBe(taken);
    const { rows } = await bench.owner.query(
      `select indexname from pg_indexes where tablename = 'seat_counted' and schemaname = 'public' order by 1`,
    );
    expect(rows.map(({ indexname }: { indexname: string }) => indexname)).toEqual([
      'seat_counted_pkey',
      'seat_counted_stream',
    ]);
    await expect(models().register()).resolves.toEqual([]);
  });

  it('is found to differ when a row was changed by somebody else, and is right after a rebuild', async () => {
    await bench.owner.query(`update public.seat_count set seats = seats + 1 where stream_id = $1`, [hallId('3')]);
    await expect(models().compare(name)).resolves.toMatchObject({ differing: 1 });
    await expect(models().rebuild(name)).resolves.toMatchObject({ differing: 1 });
    await expect(counted()).resolves.toBe(taken);
    const { rows } = await bench.owner.query(`select name from log.generation`);
    expect(rows).toEqual([{ name }]);
  });

  it('leaves the same streams behind as the live one, which are listed under its name', async () => {
    const position = await take(77, POISON);
    await take(78);
    taken -= 1;
    await bench.consumers.waitFor(seatCounts, position);
    const parked = async () => (await bench.consumers.parkedStreams(seatCounts)).map(({ streamId }) => streamId);
    expect(await parked()).toEqual([hallId('77')]);
    await bench.owner.query('delete from log.parked');
    await models().rebuild(name);
    expect(await parked()).toEqual([hallId('77')]);
    await upToDate();
    await expect(counted()).resolves.toBe(taken);
  });

  it('of changed code has new rows at the next start; a process of the old code cannot claim it any more', async () => {
    bench.errors.length = 0;
    const changed = await busy(() => models(nextSeatCounts).register());
    expect(changed).toEqual([name]);
    await until('the old process is told', () => bench.errors.some((error) => error.includes('has to be restarted')));
    const stopped = await counted();
    await take(1);
    await expect(bench.positionOf(name)).resolves.toBeLessThan(await take(1));
    await expect(counted()).resolves.toBe(stopped);
    bench.run([nextSeatCounts]);
    await upToDate();
    await expect(counted()).resolves.toBe(taken * 12);
    await expect(models(nextSeatCounts).register()).resolves.toEqual([]);
  });

  it('is brought back by the program whose rows were kept, with what happened meanwhile', async () => {
    const { rows } = await bench.owner.query<{ position: number }>(
      `select position::float8 as position from log.generation where state = 'kept'`,
    );
    expect(rows[0]!.position).toBeGreaterThan(0);
    await expect(models().register()).resolves.toEqual([name]);
    await upToDate();
    await expect(counted()).resolves.toBe(taken);
  });
});

describe('a rebuild', () => {
  const processConsumer = { ...seatCounts, kind: 'process' } as unknown as Rebuildable;

  it('is of projections alone: what a process does is done once', () => {
    const connection = { query: () => Promise.reject(new Error('asked')) } as never;
    const generation = { name: 'seat-counts', position: 0 } as never;
    expect(() => new ProjectionBuild(connection, processConsumer, hallModel.catalogue, generation)).toThrow('is none');
    expect(generationOfConsumer(processConsumer, hallModel.catalogue)).toBeNull();
  });

  it('leads statements to the other tables by their whole names', () => {
    const lead = leadTo('beside_x', ['a.row', 'a.row_more']);
    expect(
      lead(
        'insert into a.row as r select * from jsonb_populate_recordset(null::a.row, $1) where a.rows and b.a.row and a.row_more.x',
      ),
    ).toBe(
      'insert into "beside_x"."row" as r select * from jsonb_populate_recordset(null::"beside_x"."row", $1) where a.rows and b.a.row and "beside_x"."row_more".x',
    );
  });
});
