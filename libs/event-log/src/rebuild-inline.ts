import pg, { type Pool, type PoolClient } from 'pg';
import type { InlineView } from './aggregate.js';
import type { LogModel } from './event-log.js';
import type { Fact, Position } from './event.js';
import { codeFingerprint } from './fingerprint.js';
import { rowsOf } from './rows-of-view.js';

type View = InlineView<object, Fact>;

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

/**
 * Makes the writer of every inline view anew and rebuilds those whose code has changed since their rows were written (or that are new).
 * To be called by whoever migrates, after the migrations and before the first append of the new program; several at once take turns.
 * @param owner a pool of the database's owner
 * @returns tables that were rebuilt
 */
export async function registerInlineViews(owner: Pool, model: LogModel): Promise<string[]> {
  const rebuilt: string[] = [];
  for (const view of model.views) {
    await inTransaction(owner, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtext('log.register_inline_view'))`);
      const fingerprint = codeFingerprint(view.source, model.catalogue.schemaOf(view.streamType));
      const values = [view.table, view.streamType, fingerprint, view.keeps ?? 'latest'];
      const { rows } = await client.query<{ changed: boolean }>(
        'select log.register_inline_view($1, $2, $3, $4) as changed',
        values,
      );
      if (!rows[0]!.changed) return;
      await rebuild(client, model, view);
      rebuilt.push(view.table);
    });
  }
  return rebuilt;
}

/**
 * Computes all rows of a registered inline view from the log and puts them in the place of those that are there, in one transaction
 * that holds appends back meanwhile; readers go on and see the old rows until it commits.
 * @param owner a pool of the database's owner
 * @returns how many rows there are now
 */
export const rebuildInlineView = (owner: Pool, model: LogModel, view: View): Promise<number> =>
  inTransaction(owner, (client) => rebuild(client, model, view));

/** Computes all rows anew beside the table and tells where the two differ; holds appends back meanwhile and changes nothing. */
export const compareInlineView = (owner: Pool, model: LogModel, view: View): Promise<ViewComparison> =>
  inTransaction(owner, async (client) => {
    await lockOutAppends(client);
    const { rows: columns } = await client.query<{ name: string }>(COLUMNS, [view.table]);
    const list = columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
    const table = qualified(view.table);
    await client.query(`create temporary table computed on commit drop as select ${list} from ${table} with no data`);
    const rows = await writeRows(client, model, view, COMPUTED);
    const { rows: found } = await client.query<ViewDifference & { total: number }>(differing(view, list));
    const differences = found.map(({ total: _total, ...difference }) => difference);
    return { rows, differing: found[0]?.total ?? 0, differences };
  });

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

const qualified = (table: string): string => table.split('.').map(pg.escapeIdentifier).join('.');

/** Waits for the appends under way and holds new ones; what is read from here on is all there is. */
const lockOutAppends = (client: PoolClient) => client.query('lock table log.event in share row exclusive mode');

async function rebuild(client: PoolClient, model: LogModel, view: View): Promise<number> {
  await lockOutAppends(client);
  const { rows } = await client.query<{ writer: string }>('select writer from log.inline_view where table_name = $1', [
    view.table,
  ]);
  if (!rows[0]) throw new Error(`The view ${view.table} is not registered.`);
  await client.query(`delete from ${qualified(view.table)}`);
  return writeRows(client, model, view, `select log.${pg.escapeIdentifier(rows[0].writer)}($1)`);
}

/** Folds stream after stream and hands the rows over in batches; neither the log nor the table is ever held whole. */
async function writeRows(client: PoolClient, model: LogModel, view: View, write: string): Promise<number> {
  let batch: object[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await client.query(write, [JSON.stringify(batch)]);
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

/** Without the limits of a service's connection: a rebuild takes as long as it takes. */
async function inTransaction<T>(owner: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  let broken: unknown;
  try {
    await client.query(
      'begin; set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0',
    );
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => (broken = lost));
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}
