import { randomUUID } from 'node:crypto';
import { consumerBench, type ConsumerBench, until } from './consumers.fixture.js';
import { Housekeeping } from './housekeeping.js';

describe('housekeeping', () => {
  let bench: ConsumerBench;
  beforeEach(async () => void (bench = await consumerBench()));
  afterEach(() => bench.end());

  it('forgets commands that are older than promised, in several batches, and no others', async () => {
    await bench.take(randomUUID(), 'red');
    await bench.owner.query(
      `insert into log.command (workspace_id, command_id, actor_id, operation, request_hash, result, recorded_at)
       select gen_random_uuid(), gen_random_uuid(), 'a', 'o', '', '{}', clock_timestamp() - interval '1 day' * (case when n <= 2500 then 8 else 6 end)
       from generate_series(1, 2510) n`,
    );
    const keeping = new Housekeeping({ pool: bench.pool, keepCommandsDays: 7 });
    expect(await keeping.round()).toBe(2_500);
    expect(await keeping.round()).toBe(0);
    expect((await bench.owner.query('select from log.command')).rowCount).toBe(11);
  });

  it('makes the partitions that are missing ahead of the log', async () => {
    const partitions = async () =>
      (await bench.owner.query(`select from pg_inherits where inhparent = 'log.event'::regclass`)).rowCount!;
    const before = await partitions();
    await bench.owner.query(`select setval('log.event_position', 10000000)`);
    const keeping = new Housekeeping({ pool: bench.pool, everyMs: 3_600_000 });
    keeping.start();
    await until('made', async () => (await partitions()) === before + 1);
    await keeping.stop();
  });
});
