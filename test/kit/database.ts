import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { appRole, createDatabaseIfMissing, dropDatabase, openPool, withDatabase } from '#libs/platform';
import { templateName, type TestServer, testServer } from './server.js';

/** A database of one spec file, cut from the migrated template. */
export interface TestDatabase {
  /** As the service: every connection works as the role that owns nothing. */
  readonly url: string;
  /** As the owner, who may do everything. */
  readonly ownerUrl: string;
  /** A pool as the service has it; closed by `drop`. */
  pool(size?: number): pg.Pool;
  /** A pool as the owner; closed by `drop`. */
  ownerPool(size?: number): pg.Pool;
  /** Closes the pools, ends whoever is still connected and removes the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** False for a database without any migration. */
  readonly migrated?: boolean;
  /** The server it is made on; that of the run by default. */
  readonly on?: TestServer;
}

/** Takes 25-70 ms. Call `drop` in `afterAll`; what is left behind goes with the server or with the next run. */
export const testDatabase = async (options: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const { migrated = true, on: server = testServer() } = options;
  if (migrated && server.templateFailure !== undefined) throw new Error(`Migrating failed: ${server.templateFailure}`);
  const name = `${server.prefix}_${randomBytes(6).toString('hex')}`;
  await createDatabaseIfMissing(server.adminUrl, name, migrated ? templateName(server) : 'template0');
  const ownerUrl = withDatabase(server.adminUrl, name);
  const url = asRole(ownerUrl, appRole);
  const pools: pg.Pool[] = [];
  const open =
    (address: string) =>
    (size = 4) => {
      const pool = openPool({ url: address, size, applicationName: 'twolane spec' });
      pools.push(pool);
      return pool;
    };
  return {
    url,
    ownerUrl,
    pool: open(url),
    ownerPool: open(ownerUrl),
    async drop() {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await dropDatabase(server.adminUrl, name);
    },
  };
};

/** The same address, working as this role from the first statement on. */
export const asRole = (address: string, role: string): string => {
  const url = new URL(address);
  url.search = `?options=${encodeURIComponent(`-c role=${role}`)}`; // libpq takes no + for a blank
  return url.toString();
};
