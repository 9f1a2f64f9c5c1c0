import { createDatabaseIfMissing, migrate, withDatabase } from '#libs/platform';
import { migrationsOfAllLibs } from './migrations.js';

/** A Postgres for specs; that of the run is handed to the workers through the environment. */
export interface TestServer {
  /** Administrator's address; specs take databases of their own and never work in this one. */
  readonly adminUrl: string;
  /** Prefix of all databases of this run. */
  readonly prefix: string;
  /** Why there is no template; specs that need none run all the same. */
  readonly templateFailure?: string | undefined;
}

const variable = 'TWOLANE_TEST_SERVER';

/** The server of this run. */
export const testServer = (): TestServer => {
  const written = process.env[variable];
  if (written === undefined) throw new Error('No test server: run this spec through test/jest.config.mjs.');
  return JSON.parse(written) as TestServer;
};

export const announceTestServer = (server: TestServer): void => {
  process.env[variable] = JSON.stringify(server);
};

export const templateName = ({ prefix }: TestServer): string => `${prefix}_template`;

/** Makes the database with all migrations that the others of this server are copies of. */
export const makeTemplate = async (server: TestServer): Promise<void> => {
  await createDatabaseIfMissing(server.adminUrl, templateName(server));
  await migrate({
    url: withDatabase(server.adminUrl, templateName(server)),
    migrations: await migrationsOfAllLibs(),
  });
};
