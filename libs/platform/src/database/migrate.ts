import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DataSource, type Logger, type MigrationInterface, MigrationExecutor, type QueryRunner } from 'typeorm';
import { withoutPassword } from '../setting.js';
import { DatabaseUnavailable, isConnectionLoss } from './errors.js';
import { connect, connectionOptions } from './pool.js';
import { appRole, ensureRole, usableRole } from './role.js';

/**
 * A TypeORM migration with hand-written SQL. The class name must end with a 13-digit timestamp in milliseconds
 * (`CreateLog1767600000000`): TypeORM sorts by it and remembers what ran by the whole name, so a name never changes again.
 * It runs as the owner, in a transaction of its own. What the service may do is granted to the role `twolane_app` there, guarded by
 * `IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'twolane_app')`, because not every installation may create roles.
 */
export type MigrationClass = new () => MigrationInterface;

export interface MigrateOptions {
  /** The database as its owner. */
  readonly url: string;
  /** The database as the service connects to it; its user is let in the role as well. Default: the owner's address. */
  readonly serviceUrl?: string | null;
  readonly migrations: readonly MigrationClass[];
  readonly appRole?: string;
  readonly log?: MigrationLog;
}

export interface MigrationLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface MigrateResult {
  /** Names of the migrations this call ran, in order. */
  readonly executed: readonly string[];
  /** The role the service can work as; null where it has to work as the user of its address. */
  readonly role: string | null;
}

/** One number for all: who holds this advisory lock migrates the database. */
const migrationLock = 7_229_063_481;
const table = 'migration';

/**
 * Brings the database up to date. Processes that start together take turns: the first one migrates, the others wait and find nothing left.
 * @throws DatabaseUnavailable when the database cannot be reached
 */
export const migrate = async (options: MigrateOptions): Promise<MigrateResult> => {
  const role = options.appRole ?? appRole;
  const serviceUrl = options.serviceUrl ?? options.url;
  await prepareRole(options.url, role, serviceUrl);
  const executed = await runMigrations(options, role);
  const usable = await usableRole(serviceUrl, role);
  if (usable === null) {
    options.log?.warn(
      `The role ${role} cannot be used: the service works as the user of its address, so that triggers alone protect the log. ` +
        `Let somebody who may create roles make it before the first migration: CREATE ROLE ${role} NOLOGIN; GRANT ${role} TO <user>.`,
    );
  }
  return { executed, role: usable };
};

/** Names of the migrations that have not run yet, oldest first. Needs no more than the right to read. */
export const pendingMigrations = async (
  database: Pick<pg.ClientBase, 'query'>,
  migrations: readonly MigrationClass[],
): Promise<string[]> => {
  const known = await database.query<{ there: boolean }>(`SELECT to_regclass('public.${table}') IS NOT NULL AS there`);
  if (!known.rows[0]?.there) return migrations.map(({ name }) => name);
  const { rows } = await database.query<{ name: string }>(`SELECT name FROM public.${table}`);
  const done = new Set(rows.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
};

const prepareRole = async (url: string, role: string, serviceUrl: string): Promise<void> => {
  const client = await connect({ url, applicationName: 'twolane migrations' });
  try {
    const owner = await client.query<{ name: string }>('SELECT current_user AS name');
    const users = new Set([owner.rows[0]?.name ?? '', decodeURIComponent(new URL(serviceUrl).username)]);
    await ensureRole(client, role, [...users].filter(Boolean));
  } finally {
    await client.end();
  }
};

/** The lock and the migrations share one connection: a lost connection ends both together. */
const runMigrations = async ({ url, migrations, log }: MigrateOptions, role: string): Promise<string[]> => {
  const source = await openDataSource(url, migrations, log);
  const runner = source.createQueryRunner();
  try {
    await takeTurn(runner, log);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'each';
    const done = await executor.executePendingMigrations();
    await letRead(runner, role);
    for (const { name } of done) log?.info(`Migrated: ${name}`);
    return done.map(({ name }) => name);
  } finally {
    await runner.release();
    await source.destroy(); // ends the session, and the lock with it
  }
};

const quiet = () => undefined;
const noQueries = { logQuery: quiet, logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, log: quiet };

/** TypeORM's own would write to the console, whatever it is told. */
const loggerFor = (log?: MigrationLog): Logger => ({
  ...noQueries,
  logMigration: (message: string) => log?.warn(message),
});

const openDataSource = async (
  url: string,
  migrations: readonly MigrationClass[],
  log?: MigrationLog,
): Promise<DataSource> => {
  const { connectionString, ...extra } = connectionOptions({
    url,
    applicationName: 'twolane migrations',
    statementSeconds: 0,
    lockSeconds: 0,
    idleInTransactionSeconds: 0,
  });
  const source = new DataSource({
    type: 'postgres',
    url: connectionString ?? url,
    extra,
    poolSize: 1,
    schema: 'public',
    migrations: [...migrations],
    migrationsTableName: table,
    installExtensions: false,
    logger: loggerFor(log),
  });
  try {
    return await source.initialize();
  } catch (error) {
    throw isConnectionLoss(error) ? new DatabaseUnavailable(withoutPassword(url), error) : error;
  }
};

/** Asks again and again instead of waiting inside one statement: its snapshot would hold up CREATE INDEX CONCURRENTLY. */
const takeTurn = async (runner: QueryRunner, log?: MigrationLog): Promise<void> => {
  const tryLock = async () => {
    const rows = (await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [migrationLock])) as {
      taken: boolean;
    }[];
    return rows[0]?.taken ?? false;
  };
  if (await tryLock()) return;
  log?.info('Another process migrates this database; waiting for it.');
  do await sleep(100);
  while (!(await tryLock()));
};

/** The service asks which migrations ran before it says that it is ready. */
const letRead = async (runner: QueryRunner, role: string): Promise<void> => {
  const rows = (await runner.query(
    `SELECT FROM pg_roles WHERE rolname = $1 AND NOT has_table_privilege(oid, 'public.${table}', 'SELECT')`,
    [role],
  )) as unknown[];
  if (rows.length > 0) await runner.query(`GRANT SELECT ON public.${table} TO "${role.replaceAll('"', '""')}"`);
};
