import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabaseIfMissing, migrate, startEmbeddedPostgres, withDatabase } from '#libs/platform';
import { migrationsOfAllLibs } from './migrations.js';

/** What the specs of this run must know; handed to the workers through the environment. */
export interface TestServer {
  /** Administrator's address; specs take databases of their own and never work in this one. */
  readonly adminUrl: string;
  /** Prefix of all databases of this run. */
  readonly prefix: string;
  /** Why there is no template; specs that need none run all the same. */
  readonly templateFailure?: string;
}

const variable = 'TWOLANE_TEST_SERVER';
const anyRun = 'twolane_test_';

export const testServer = (): TestServer => {
  const written = process.env[variable];
  if (written === undefined) throw new Error('No test server: run this spec through test/jest.config.mjs.');
  return JSON.parse(written) as TestServer;
};

export const templateName = ({ prefix }: TestServer): string => `${prefix}_template`;

/**
 * Takes the server named by TEST_DATABASE_URL (an administrator's address), else starts one that need not survive a crash,
 * and makes the template there with all migrations.
 */
export const startRun = async (): Promise<{ stop(): Promise<void> }> => {
  const own = process.env.TEST_DATABASE_URL === undefined ? await startOwnServer() : null;
  const adminUrl = own?.url ?? process.env.TEST_DATABASE_URL ?? '';
  const server: TestServer = { adminUrl, prefix: `${anyRun}${process.pid}_${Date.now().toString(36)}` };
  const holder = await holdRun(server);
  const templateFailure = await makeTemplate(server).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  process.env[variable] = JSON.stringify({ ...server, templateFailure } satisfies TestServer);
  return {
    async stop() {
      if (own === null) await dropDatabases(holder, (name) => name.startsWith(server.prefix));
      await holder.end();
      await own?.stop();
    },
  };
};

const startOwnServer = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'twolane-test-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  return {
    url: server.url('postgres'),
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** A connection that lives as long as the run, so that the next one knows which databases nobody needs any more. */
const holdRun = async ({ adminUrl, prefix }: TestServer): Promise<pg.Client> => {
  const holder = new pg.Client({ connectionString: adminUrl, application_name: prefix });
  holder.on('error', () => undefined);
  await holder.connect();
  const { rows } = await holder.query<{ name: string }>('SELECT application_name AS name FROM pg_stat_activity');
  const living = rows.map(({ name }) => name).filter((name) => name.startsWith(anyRun));
  await dropDatabases(holder, (name) => !living.some((run) => name.startsWith(run)));
  return holder;
};

const dropDatabases = async (client: pg.Client, unwanted: (name: string) => boolean): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    [anyRun],
  );
  for (const { name } of rows.filter((row) => unwanted(row.name))) {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  }
};

const makeTemplate = async (server: TestServer): Promise<void> => {
  await createDatabaseIfMissing(server.adminUrl, templateName(server));
  await migrate({ url: withDatabase(server.adminUrl, templateName(server)), migrations: await migrationsOfAllLibs() });
};
