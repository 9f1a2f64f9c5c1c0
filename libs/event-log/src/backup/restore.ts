import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg, { type Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PARTITION_SIZE } from '../migrations/1-log.js';
import { type BackupProgress, quoted } from './backup.js';
import { keptLogTables } from './kept-log-tables.js';
import { type BackupFile, BackupRefused, type Manifest, rowsOf } from './manifest.js';
import { RowCounter } from './row-counter.js';

export interface RestoreOptions {
  readonly folder: string;
  /** As `readManifest` gave it, its files checked. */
  readonly manifest: Manifest;
  /** Tables beside those of the log, as the program knows them. */
  readonly tables: readonly string[];
  /** Names of the migrations of the program; they have run on this database. */
  readonly migrations: readonly string[];
  /** Ends it; the database stays empty then. */
  readonly signal?: AbortSignal;
}

/** @throws BackupRefused when the backup is of a program with other tables */
export function requireSameProgram(
  { manifest, migrations, tables }: Pick<RestoreOptions, 'manifest' | 'migrations' | 'tables'>,
  program: string,
): void {
  const known = new Set(manifest.migrations);
  const missing = migrations.filter((name) => !known.has(name));
  const strange = manifest.migrations.filter((name) => !migrations.includes(name));
  const all = [...keptLogTables.map(({ table }) => table), ...tables].toSorted();
  const held = manifest.files.map(({ table }) => table).toSorted();
  if (missing.length + strange.length === 0 && held.join() === all.join()) return;
  const what = [...missing.map((name) => `it lacks ${name}`), ...strange.map((name) => `it has ${name}`)];
  throw new BackupRefused(
    `The backup was written by version ${manifest.program} of the program, this is ${program}, and their tables differ` +
      `${what.length > 0 ? ` (${what.slice(0, 3).join(', ')}${what.length > 3 ? ', …' : ''})` : ''}: restore it with that version.`,
  );
}

const THERE = `select to_regclass('log.event') is not null as there`;
const EMPTY = `
select not exists (select from log.event) and not exists (select from log.stream)
  and not exists (select from log.command) as empty`;
const SEALED = `select to_regclass('log.seal') is not null and exists (select from log.seal) as sealed`;
const OTHERS = `
select string_agg(distinct application_name, ', ') as names from pg_stat_activity
where datname = current_database() and backend_type = 'client backend' and application_name <> current_setting('application_name')`;

/**
 * To be asked before the first migration: what is there must not be changed by somebody who took one database for another.
 * @throws BackupRefused when something has happened in this log, or a service works on it
 */
export async function requireEmpty(owner: Pick<PoolClient, 'query'>): Promise<void> {
  const { rows: others } = await owner.query<{ names: string | null }>(OTHERS);
  if (others[0]!.names !== null)
    throw new BackupRefused(`Others work on this database (${others[0]!.names}): stop them first.`);
  await requireNothingHappened(owner);
}

async function requireNothingHappened(owner: Pick<PoolClient, 'query'>): Promise<void> {
  const { rows: log } = await owner.query<{ there: boolean }>(THERE);
  if (!log[0]!.there) return;
  const { rows: empty } = await owner.query<{ empty: boolean }>(EMPTY);
  const { rows: seals } = await owner.query<{ sealed: boolean }>(SEALED).catch(() => ({ rows: [{ sealed: false }] }));
  if (!empty[0]!.empty || seals[0]!.sealed)
    throw new BackupRefused('The database is not empty: a backup is restored into one in which nothing has happened.');
}

/**
 * Fills an empty database of the same migrations with a backup, in one transaction, and begins a new epoch of the log. Rows of read models
 * are not in it: they are computed afterwards.
 * @param owner a pool of the database's owner
 * @throws BackupRefused; the signal's reason
 */
export async function restore(
  owner: Pool,
  options: RestoreOptions,
  onProgress: (progress: BackupProgress) => void = () => undefined,
): Promise<void> {
  const { manifest, signal } = options;
  const client = await owner.connect();
  let sound = false;
  try {
    await client.query(`begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
      lock table log.event in share row exclusive mode`);
    await requireNothingHappened(client);
    await makeRoom(client, manifest);
    let rows = 0;
    const total = rowsOf(manifest);
    for (const file of manifest.files) {
      await load(client, { ...options, file }, (more) => onProgress({ rows: (rows += more), total }));
    }
    await client.query('update log.consumer set owner = null, lease_until = null, heartbeat_at = null');
    // Rows of inline views have still to be computed: by whoever restores, or else by the next start.
    await client.query('delete from log.inline_view');
    await client.query('select log.new_epoch()');
    signal?.throwIfAborted();
    await client.query('commit');
    sound = true;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    client.release(!sound); // the end of the connection is the end of what it had begun
  }
  await owner.query('select log.advance_horizon()');
  for (const { table } of manifest.files) await owner.query(`analyze ${quoted(table)}`);
}

/** Columns that number their rows by themselves. */
const COUNTED = `select attname as name from pg_attribute where attrelid = $1::regclass and attidentity <> '' and not attisdropped`;

/** Partitions for every position, and nothing in the way that migrations put into tables. */
async function makeRoom(client: PoolClient, { files, lastPosition }: Manifest): Promise<void> {
  if (lastPosition > 0) await client.query(`select setval('log.event_position', $1)`, [lastPosition]);
  await client.query('select log.ensure_partitions()');
  await client.query('select log.add_partition(n) from generate_series(0, $1::bigint) n', [
    Math.floor(lastPosition / PARTITION_SIZE),
  ]);
  for (const { table } of files.toReversed()) {
    const { rows } = await client.query<{ any: boolean }>(`select exists (select from ${quoted(table)}) as any`);
    if (rows[0]!.any) await client.query(`delete from ${quoted(table)}`);
  }
}

interface Load extends RestoreOptions {
  readonly file: BackupFile;
}

async function load(client: PoolClient, { folder, file, signal }: Load, onRows: (more: number) => void): Promise<void> {
  const columns = file.columns.map(pg.escapeIdentifier).join(', ');
  const into = client.query(copyFrom(`copy ${quoted(file.table)} (${columns}) from stdin`));
  await pipeline(createReadStream(join(folder, file.file)), createGunzip(), new RowCounter(onRows), into, {
    signal: signal ?? new AbortController().signal,
  });
  if (into.rowCount !== file.rows)
    throw new BackupRefused(`${file.file} holds ${into.rowCount} rows, but ${file.rows} were backed up.`);
  const { rows } = await client.query<{ name: string }>(COUNTED, [file.table]);
  for (const { name } of rows) {
    const next = `setval(pg_get_serial_sequence($1, $2), max(${pg.escapeIdentifier(name)}))`;
    await client.query(`select ${next} from ${quoted(file.table)}`, [file.table, name]);
  }
}
