import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrateAll } from '../../apps/api/src/service/database.js';
import { appRole, createDatabaseIfMissing, dropDatabase, openLog, openPool, withDatabase } from '#libs/platform';
import { ownCluster, type OwnCluster } from '../kit/cluster.js';
import { asRole } from '../kit/database.js';

/** What one call costs the database, on average. */
export interface Cost {
  /** Statements sent to Postgres, BEGIN and COMMIT among them; those inside functions are part of their call. */
  readonly statements: number;
  /** Times a client waited for an answer of Postgres. */
  readonly roundTrips: number;
  readonly walBytes: number;
  /** Pages of tables and indexes looked at, in memory or not. */
  readonly buffers: number;
}

/** A migrated database on the bench's cluster. */
export interface BenchDatabase {
  /** As the service connects. */
  readonly url: string;
  readonly ownerUrl: string;
  readonly owner: pg.Pool;
  /** A pool of the service's role. */
  pool(size: number): pg.Pool;
  ownerPool(size: number): pg.Pool;
  close(): Promise<void>;
}

/**
 * No checkpoint by time in the middle of a round, and room in memory for what is measured; durable in every other respect:
 * fsync, full_page_writes and synchronous_commit are as Postgres ships them.
 */
const SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  synchronous_commit: 'on',
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
};

/** Everything sent since the reset but for the bench's own questions. */
const SENT = `
select coalesce(sum(calls), 0)::float8 as statements, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 as buffers
from pg_stat_statements where query not like '%pg_current_wal%' and query not like '%pg_stat_statements%'`;

/** A durable Postgres of the bench's own, with the means to count what is sent to it. */
export class BenchCluster {
  private constructor(
    private readonly cluster: Pick<OwnCluster, 'adminUrl' | 'url' | 'remove'>,
    private readonly admin: pg.Pool,
  ) {}

  /** `BENCH_DATABASE_URL`: a durable server of one's own, as its administrator, with pg_stat_statements preloaded. */
  static async start(): Promise<BenchCluster> {
    const address = process.env.BENCH_DATABASE_URL;
    const cluster = address ? external(address) : await ownCluster({ durable: true, settings: SETTINGS });
    const admin = openPool({ url: cluster.adminUrl, size: 1, applicationName: 'twolane bench' });
    await admin.query('create extension if not exists pg_stat_statements');
    const bench = new BenchCluster(cluster, admin);
    await bench.track('none');
    return bench;
  }

  async stop(): Promise<void> {
    await this.admin.end();
    await this.cluster.remove();
  }

  async version(): Promise<string> {
    return (await this.admin.query<{ server_version: string }>('show server_version')).rows[0]!.server_version;
  }

  async database(name: string): Promise<BenchDatabase> {
    const own = `twolane_bench_${process.pid}_${name}`;
    await createDatabaseIfMissing(this.cluster.adminUrl, own);
    const ownerUrl = this.cluster.url(own);
    await migrateAll({ url: ownerUrl, ownerUrl }, openLog({ name: 'bench', level: 'silent' }));
    const url = asRole(ownerUrl, appRole);
    const pools: pg.Pool[] = [];
    const open = (address: string, size: number): pg.Pool => {
      const pool = openPool({ url: address, size, applicationName: 'twolane bench', statementSeconds: 300 });
      pools.push(pool);
      return pool;
    };
    return {
      url,
      ownerUrl,
      owner: open(ownerUrl, 2),
      pool: (size) => open(url, size),
      ownerPool: (size) => open(ownerUrl, size),
      async close() {
        await Promise.all(pools.map((pool) => pool.end()));
      },
    };
  }

  /** Average cost of the calls that `work` makes from this process; it answers how many they were. */
  async costOf(work: () => Promise<number>): Promise<Cost> {
    await this.track('top');
    await this.admin.query('select pg_stat_statements_reset()');
    const before = await this.walPosition();
    const trips = countQueries();
    const calls = await work().finally(() => trips.stop());
    const walBytes = (await this.walBytesSince(before)) / calls;
    const { statements, buffers } = await this.statements();
    await this.track('none');
    return { statements: statements / calls, roundTrips: trips.count / calls, walBytes, buffers: buffers / calls };
  }

  private async statements(): Promise<{ statements: number; buffers: number }> {
    const { rows } = await this.admin.query<{ statements: number; buffers: number }>(SENT);
    return rows[0]!;
  }

  private async walPosition(): Promise<string> {
    return (await this.admin.query<{ at: string }>('select pg_current_wal_insert_lsn()::text as at')).rows[0]!.at;
  }

  private async walBytesSince(position: string): Promise<number> {
    const sql = 'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1)::float8 as bytes';
    return (await this.admin.query<{ bytes: number }>(sql, [position])).rows[0]!.bytes;
  }

  /** Counting costs a little: it is on only where it is asked for. */
  private async track(what: 'top' | 'none'): Promise<void> {
    await this.admin.query(`alter system set pg_stat_statements.track = '${what}'`);
    await this.admin.query('select pg_reload_conf()');
    await sleep(200);
  }
}

/** A server that was there before; its databases of this run are dropped at the end. */
function external(adminUrl: string): Pick<OwnCluster, 'adminUrl' | 'url' | 'remove'> {
  const made = new Set<string>();
  return {
    adminUrl,
    url: (name) => {
      made.add(name);
      return withDatabase(adminUrl, name);
    },
    async remove() {
      for (const name of made) await dropDatabase(adminUrl, name);
    },
  };
}

/** Counts what any client of this process sends: pg waits for the answer of one query before it sends the next. */
function countQueries(): { readonly count: number; stop(): void } {
  const prototype = pg.Client.prototype as { query: (...args: never[]) => unknown };
  const original = prototype.query;
  const counted = { count: 0, stop: () => void (prototype.query = original) };
  prototype.query = function (...args) {
    counted.count += 1;
    return original.apply(this, args);
  };
  return counted;
}
