import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg, { type Pool, type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { keptLogTables, type KeptTable } from './kept-log-tables.js';
import { type BackupFile, BackupRefused, KIND, MANIFEST, type Manifest } from './manifest.js';
import { inFillingOrder } from './order.js';
import { RowCounter } from './row-counter.js';

export interface BackupOptions {
  /** Made by the backup; it may be there when it is empty. */
  readonly folder: string;
  /** Tables beside those of the log, with their schemas. */
  readonly tables: readonly string[];
  /** Version of the program. */
  readonly program: string;
  /** Ends the backup; nothing of it is left then. */
  readonly signal?: AbortSignal;
}

export interface BackupProgress {
  readonly rows: number;
  readonly total: number;
}

export interface BackupResult extends Manifest {
  /** Of all rows as COPY writes them, before they are packed. */
  readonly bytes: number;
}

const STANDING = `
select h.epoch, h.safe::float8 as safe, clock_timestamp() as now,
  (case when s.is_called then s.last_value else s.last_value - 1 end)::float8 as last,
  array(select name::text from public.migration order by timestamp, name) as migrations
from log.horizon h, log.event_position s`;

const COLUMNS = `
select attname as name from pg_attribute
where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`;

export const quoted = (table: string): string => table.split('.').map(pg.escapeIdentifier).join('.');

/**
 * Copies what cannot be computed anew to a folder, as it is at one moment; everybody may go on writing meanwhile. The folder is there under
 * its name when all of it is written, and not before.
 * @param owner a pool of the database's owner
 * @throws BackupRefused when the folder is in use; the signal's reason
 */
export async function backup(
  owner: Pool,
  options: BackupOptions,
  onProgress: (progress: BackupProgress) => void = () => undefined,
): Promise<BackupResult> {
  const { folder } = options;
  const there = await readdir(folder).catch(() => null);
  if (there !== null && there.length > 0) throw new BackupRefused(`${folder} is not empty.`);
  const draft = `${folder}.unfinished-${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const result = await onSnapshot(owner, (client) => new Writer(client, draft, options, onProgress).write());
    options.signal?.throwIfAborted();
    if (there !== null) await rmdir(folder);
    await rename(draft, folder);
    return result;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** What is read is of one moment, and the statements of a service's connection may be shorter than a COPY. */
async function onSnapshot<T>(owner: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  let sound = false;
  try {
    await client.query(`begin isolation level repeatable read read only;
      set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`);
    const result = await work(client);
    await client.query('commit');
    sound = true;
    return result;
  } finally {
    client.release(!sound); // in the middle of a COPY nothing else can be said on it
  }
}

class Writer {
  private rows = 0;
  private bytes = 0;
  private total = 0;

  // oxlint-disable-next-line max-params -- four that belong together for the time of one backup
  constructor(
    private readonly client: PoolClient,
    private readonly folder: string,
    private readonly options: BackupOptions,
    private readonly onProgress: (progress: BackupProgress) => void,
  ) {}

  async write(): Promise<BackupResult> {
    const kept: KeptTable[] = [...keptLogTables, ...this.options.tables.map((table) => ({ table }))];
    const tables = await inFillingOrder(this.client, kept);
    const { epoch, safe, last, now, migrations } = await this.standing();
    this.total = await this.count(tables);
    const files: BackupFile[] = [];
    for (const table of tables) files.push(await this.copy(table));
    const { program } = this.options;
    const about = { kind: KIND, program, takenAt: now.toISOString(), epoch, safePosition: safe, lastPosition: last };
    const manifest: Manifest = { ...about, kind: KIND, migrations, files };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(this.folder, MANIFEST), text, { mode: 0o600, flush: true });
    return { ...manifest, bytes: this.bytes };
  }

  private async standing() {
    type Row = { epoch: string; safe: number; last: number; now: Date; migrations: string[] };
    return (await this.client.query<Row>(STANDING)).rows[0]!;
  }

  private async count(tables: readonly KeptTable[]): Promise<number> {
    const each = tables.map((table) => `select count(*) as rows from ${rowsOfTable(table)}`);
    const text = `select sum(x.rows)::float8 as total from (${each.join(' union all ')}) x`;
    return (await this.client.query<{ total: number }>(text)).rows[0]!.total;
  }

  private async copy(kept: KeptTable): Promise<BackupFile> {
    const { table } = kept;
    const columns = (await this.client.query<{ name: string }>(COLUMNS, [table])).rows.map(({ name }) => name);
    const list = columns.map(pg.escapeIdentifier).join(', ');
    const counter = new RowCounter((more) => {
      this.rows += more;
      this.onProgress({ rows: this.rows, total: this.total });
    });
    const file = `${table}.copy.gz`;
    const hash = createHash('sha256');
    await pipeline(
      this.client.query(copyTo(`copy (select ${list} from ${rowsOfTable(kept)}) to stdout`)),
      counter,
      createGzip({ level: 1 }),
      hashed(hash),
      createWriteStream(join(this.folder, file), { mode: 0o600, flush: true }),
      { signal: this.options.signal ?? new AbortController().signal },
    );
    this.bytes += counter.bytes;
    return { table, file, columns, rows: counter.rows, sha256: hash.digest('hex') };
  }
}

const rowsOfTable = ({ table, where }: KeptTable): string =>
  `${quoted(table)}${where === undefined ? '' : ` where ${where}`}`;

const hashed = (hash: Hash): PassThrough =>
  new PassThrough({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
