import pg from 'pg';
import { ownCluster } from './cluster.js';
import { announceTestServer, makeTemplate, type TestServer } from './server.js';

const anyRun = 'twolane_test_';

/**
 * Takes the server named by TEST_DATABASE_URL (an administrator's address), else starts one that need not survive a crash,
 * and makes the template there with all migrations.
 */
export const startRun = async (): Promise<{ stop(): Promise<void> }> => {
  const external = process.env.TEST_DATABASE_URL;
  const own = external ? null : await ownCluster();
  const server = {
    adminUrl: own?.adminUrl ?? external ?? '',
    prefix: `${anyRun}${process.pid}_${Date.now().toString(36)}`,
  };
  const holder = await holdRun(server);
  const templateFailure = await makeTemplate(server).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  announceTestServer({ ...server, templateFailure });
  return {
    async stop() {
      if (own === null) await dropDatabases(holder, (name) => name.startsWith(server.prefix));
      await holder.end();
      await own?.remove();
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
