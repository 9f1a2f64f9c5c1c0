import type { Pool, PoolClient } from 'pg';
import type { LogModel } from './event-log.js';
import { compareView, type ViewComparison } from './rebuild/compare.js';
import { inTransaction } from './rebuild/generation.js';
import { rebuilding, type RebuildOptions } from './rebuild/session.js';
import type { View } from './rebuild/view-fold.js';
import { fingerprintOf, liveFingerprint, type Rebuilt, rebuildView } from './rebuild/view-rebuild.js';

/**
 * Makes the writer of every inline view anew, and builds the rows of those whose code has changed since theirs were written (or that are
 * new) beside the live ones, which others go on writing until they are switched. What was kept of this code is brought to the present
 * instead. To be called by whoever migrates, after the migrations and before the first append of the new program; several at once take turns.
 * @param owner a pool of the database's owner
 * @returns tables whose rows were rebuilt
 */
export async function registerInlineViews(
  owner: Pool,
  model: LogModel,
  options: RebuildOptions = {},
): Promise<string[]> {
  const changed = await renewWriters(owner, model);
  if (changed.length === 0) return [];
  const pending = await withoutHistory(owner, model, changed);
  const tables = new Set(changed.map(({ table }) => table));
  if (pending.length > 0)
    await rebuilding(owner, options, async (client) => {
      for (const view of pending) {
        // Another may have done it while this one waited for its turn.
        if ((await liveFingerprint(client, view.table)) === fingerprintOf(view, model)) tables.delete(view.table);
        else await rebuildView(client, model, view, options);
      }
    });
  return [...tables];
}

/**
 * Computes all rows of a registered inline view from the log beside those that are there, and switches, in whatever state they are. Others
 * append and read meanwhile.
 * @param owner a pool of the database's owner
 */
export const rebuildInlineView = (
  owner: Pool,
  model: LogModel,
  view: View,
  options: RebuildOptions = {},
): Promise<Rebuilt> => rebuilding(owner, options, (client) => rebuildView(client, model, view, options));

/** Computes all rows anew and tells where the table differs from them; holds nobody and changes nothing. */
export async function compareInlineView(owner: Pool, model: LogModel, view: View): Promise<ViewComparison> {
  const client = await owner.connect();
  try {
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0');
    return await compareView(client, model, view);
  } finally {
    client.release(true);
  }
}

const REGISTERED = `select table_name, stream_type, fingerprint from log.inline_view`;

/** Writers follow the columns of their tables, whoever's rows are live. @returns views whose rows are not those of this program */
async function renewWriters(owner: Pool, model: LogModel): Promise<View[]> {
  return onClient(owner, (client) =>
    inTransaction(client, async () => {
      await client.query(`select pg_advisory_xact_lock(hashtext('log.register_inline_view'))`);
      await retire(client, model);
      const { rows } = await client.query<{ table_name: string; fingerprint: string }>(REGISTERED);
      const live = new Map(rows.map(({ table_name: table, fingerprint }) => [table, fingerprint]));
      const known = model.views.filter(({ table }) => live.has(table));
      await register(client, known, (view) => live.get(view.table)!);
      return model.views.filter((view) => live.get(view.table) !== fingerprintOf(view, model));
    }),
  );
}

/** A view this program no longer has is not asked of whoever appends. */
async function retire(client: PoolClient, { aggregates, views }: LogModel): Promise<void> {
  await client.query('delete from log.inline_view where stream_type = any($1) and table_name <> all($2)', [
    aggregates.map(({ type }) => type),
    views.map(({ table }) => table),
  ]);
}

/** Registers at once those that are new to a log that holds nothing yet. @returns the others */
async function withoutHistory(owner: Pool, model: LogModel, changed: readonly View[]): Promise<readonly View[]> {
  return onClient(owner, (client) =>
    inTransaction(client, async () => {
      await client.query(`select pg_advisory_xact_lock(hashtext('log.register_inline_view'))`);
      await client.query('lock table log.event in share row exclusive mode');
      const { rows } = await client.query<{ begun: boolean }>('select exists (select from log.stream) as begun');
      if (rows[0]!.begun) return changed;
      await register(client, changed, (view) => fingerprintOf(view, model));
      return [];
    }),
  );
}

const REGISTER = `
select log.register_inline_view(x."table", x.type, x.fingerprint, x.keeps)
from jsonb_to_recordset($1::jsonb) as x("table" text, type text, fingerprint text, keeps text)`;

async function register(
  client: PoolClient,
  views: readonly View[],
  fingerprint: (view: View) => string,
): Promise<void> {
  const given = views.map((view) => ({
    table: view.table,
    type: view.streamType,
    fingerprint: fingerprint(view),
    keeps: view.keeps ?? 'latest',
  }));
  await client.query(REGISTER, [JSON.stringify(given)]);
}

async function onClient<T>(owner: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
