import pg from 'pg';
import type { LogModel } from '../event-log.js';
import type { Position } from '../event.js';
import { rowsOf } from '../rows-of-view.js';
import { type Connection, type Generation, inSchema, qualified, schemaOf } from './generation.js';
import type { View } from './view-fold.js';

/** Rows written at a time. */
const ROWS = 500;
/** Differing keys that are listed; more are only counted. */
const LISTED = 100;

export interface ViewDifference {
  readonly workspaceId: string;
  readonly streamId: string;
  /** Which of the stream's rows, where the view keeps every. */
  readonly position?: Position;
  /** missing: the table lacks the row. superfluous: no event asks for it. different: the columns named differ. */
  readonly kind: 'missing' | 'superfluous' | 'different';
  readonly columns: readonly string[];
}

export interface ViewComparison {
  readonly rows: number;
  readonly differing: number;
  /** The first hundred. */
  readonly differences: readonly ViewDifference[];
}

/** One snapshot for log and rows: an append writes both at once, so neither is ahead of the other, and nobody is held. */
export async function onOneSnapshot<T>(client: Connection, work: () => Promise<T>): Promise<T> {
  await client.query(
    'begin isolation level repeatable read; set local enable_seqscan = on; set local enable_hashjoin = on',
  );
  await client.query('set local enable_mergejoin = on; set local plan_cache_mode = auto');
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/** Computes all rows anew and tells where the table differs; holds nobody and changes nothing. */
export const compareView = (client: Connection, model: LogModel, view: View): Promise<ViewComparison> =>
  onOneSnapshot(client, async () => {
    const { rows: columns } = await client.query<{ name: string }>(COLUMNS, [view.table]);
    const list = columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
    await client.query(
      `create temporary table computed on commit drop as select ${list} from ${qualified(view.table)} with no data`,
    );
    const rows = await writeComputed(client, model, view);
    const { rows: found } = await client.query<ViewDifference & { total: number }>(differing(view, list));
    const differences = found.map(({ total: _total, ...difference }) => difference);
    return { rows, differing: found[0]?.total ?? 0, differences };
  });

/** Neither the log nor the table is ever held whole. */
async function writeComputed(client: Connection, model: LogModel, view: View): Promise<number> {
  let batch: object[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await client.query(COMPUTED, [JSON.stringify(batch)]);
    count += batch.length;
    batch = [];
  };
  for await (const row of rowsOf(client, model, view)) {
    batch.push(row);
    if (batch.length === ROWS) await flush();
  }
  await flush();
  return count;
}

/** Rows of the same key beside each other, those computed and those of the table. */
const differing = ({ table, keeps }: View, columns: string): string => {
  const [key, told] =
    keeps === 'every'
      ? ['workspace_id, stream_id, position', 'position::float8 as position,']
      : ['workspace_id, stream_id', ''];
  return `with differing as (
    select workspace_id as "workspaceId", stream_id as "streamId", ${told}
      case when v.it is null then 'missing' when c.it is null then 'superfluous' else 'different' end as kind,
      array(select k from jsonb_object_keys(c.it) k where v.it is not null and c.it -> k is distinct from v.it -> k order by k) as columns
    from (select ${key}, to_jsonb(x) as it from computed x) c
    full join (select ${key}, to_jsonb(x) as it from (select ${columns} from ${qualified(table)}) x) v using (${key})
    where c.it is distinct from v.it)
  select *, count(*) over ()::int as total from differing order by 1, 2, 3 limit ${LISTED}`;
};

const COLUMNS = `
select attname as name from pg_attribute
where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`;
const COMPUTED = 'insert into computed select * from jsonb_populate_recordset(null::computed, $1)';

/**
 * Streams in which what was built of an inline view differs from what is live, streams that got events after the build's position left out;
 * holds nobody. Tables that follow from the rows are not looked at.
 */
export const compareBeside = (client: Connection, { name }: Generation, position: Position): Promise<number> =>
  onOneSnapshot(client, async () => {
    const beside = inSchema(schemaOf(name, 'building'), name);
    const sql = `
      with changed as (select distinct workspace_id, stream_id from log.event where position > $1),
      differing as (
        (select 1 as side, * from ${beside} except all select 1, * from ${qualified(name)})
        union all
        (select 2, * from ${qualified(name)} except all select 2, * from ${beside}))
      select count(distinct (d.workspace_id, d.stream_id))::int as streams from differing d
      where not exists (select from changed c where c.workspace_id = d.workspace_id and c.stream_id = d.stream_id)`;
    return (await client.query<{ streams: number }>(sql, [position])).rows[0]!.streams;
  });
