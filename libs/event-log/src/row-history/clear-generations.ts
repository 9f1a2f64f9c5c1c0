import type { Pool } from 'pg';
import type { HistoryConsumer } from './history-consumer.js';

/**
 * A generation that nobody has served for a day, while the one of this program has come as far as it did: a program put back within that day
 * goes on where it was, one that comes later begins anew.
 */
const RETIRE = `
with current as (
  select * from unnest($1::text[], $2::int[]) as x(name, version)
), retired as (
  delete from log.consumer o using current c, log.consumer n
  where o.name = c.name and o.version <> c.version and n.name = c.name and n.version = c.version and n.position >= o.position
    and coalesce(o.heartbeat_at, '-infinity') < clock_timestamp() - interval '1 day'
  returning o.name, o.version
)
delete from log.parked p using retired r where p.consumer = r.name and p.version = r.version`;

/** Rows of generations without a consumer; the few generations there are, are found by one step each. */
const CLEAR = `
with recursive generations as (
  (select generation from log.row_version order by generation limit 1)
  union all
  select (select v.generation from log.row_version v where v.generation > g.generation order by v.generation limit 1)
  from generations g where g.generation is not null
)
delete from log.row_version where ctid = any(array(
  select v.ctid from generations g join log.row_version v on v.generation = g.generation
  where not exists (select from log.consumer c where c.version = g.generation) limit $1))`;

/** Forgets old generations of these consumers; resolves to the number of rows that went, `most` at most. Rows of a generation in use stay. */
export async function clearGenerations(
  pool: Pick<Pool, 'query'>,
  consumers: readonly HistoryConsumer[],
  most: number,
): Promise<number> {
  await pool.query(RETIRE, [consumers.map(({ name }) => name), consumers.map(({ version }) => version)]);
  return (await pool.query(CLEAR, [most])).rowCount ?? 0;
}
