import { ReadModels } from '#libs/event-log';
import {
  appRole,
  connect,
  type Log,
  migrate,
  openPool,
  pendingMigrations,
  type Settings,
  startEmbeddedPostgres,
  usableRole,
} from '#libs/platform';
import { consumersOver, logModel } from '../contexts.js';
import { migrations } from '../migrations.js';

/** A database that is reachable; `stop` ends what was started for it. */
export interface Database {
  /** As the service connects. */
  readonly url: string;
  /** As its owner: migrations, rebuilding. */
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** The database is older than the program, and the program was told not to change that. */
export class NotMigrated extends Error {
  constructor(pending: number) {
    super(
      `The database lacks ${pending} of the migrations: run them with "npm run twolane -- migrate", or start without MIGRATE=off.`,
    );
  }
}

const EMBEDDED = 'postgres';

/** The Postgres of DATABASE_URL, or an embedded one in DATA_DIR. @throws EmbeddedPostgresError */
export async function openDatabase(settings: Settings, log: Log): Promise<Database> {
  const { databaseUrl, migrationDatabaseUrl, dataDir } = settings;
  if (databaseUrl)
    return { url: databaseUrl, ownerUrl: migrationDatabaseUrl || databaseUrl, stop: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({
    dataDir,
    onCrash: (crash) => log.error({ crash }, 'the embedded Postgres ended and is started again'),
  });
  const url = postgres.url(EMBEDDED);
  return { url, ownerUrl: url, stop: () => postgres.stop() };
}

/**
 * Brings the database up to date, unless MIGRATE=off leaves that to a deployment step, which then has to have happened.
 * @returns the role the service works as, or null where it can only work as the user of its address
 * @throws DatabaseUnavailable, NotMigrated
 */
export async function prepareDatabase(
  { url, ownerUrl }: Database,
  settings: Settings,
  log: Log,
): Promise<string | null> {
  if (settings.migrate === 'off') return migratedRole(url);
  return migrateAll({ url, ownerUrl }, log);
}

async function migratedRole(url: string): Promise<string | null> {
  const role = await usableRole(url, appRole);
  const client = await connect({ url, role, applicationName: 'twolane migrations' });
  try {
    await requireMigrated(client);
    return role;
  } finally {
    await client.end();
  }
}

/** @throws NotMigrated */
export async function requireMigrated(database: Parameters<typeof pendingMigrations>[0]): Promise<void> {
  const pending = await pendingMigrations(database, migrations);
  if (pending.length > 0) throw new NotMigrated(pending.length);
}

/** Migrations, then the writers of inline views and the rows of all read models whose code changed. */
export async function migrateAll(
  { url, ownerUrl }: Pick<Database, 'url' | 'ownerUrl'>,
  log: Log,
): Promise<string | null> {
  const { role } = await migrate({ url: ownerUrl, serviceUrl: url, migrations, log });
  const owner = openPool({
    url: ownerUrl,
    size: 1,
    applicationName: 'twolane migrations',
    statementSeconds: 3600,
    lockSeconds: 60,
  });
  try {
    const rebuilt = await new ReadModels(owner, logModel(), consumersOver(owner)).register();
    if (rebuilt.length > 0) log.info({ readModels: rebuilt }, 'rebuilt read models');
  } finally {
    await owner.end();
  }
  return role;
}
