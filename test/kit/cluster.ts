import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#libs/platform';
import { makeTemplate, type TestServer } from './server.js';

export interface OwnClusterOptions {
  /** True for a cluster that survives a crash of Postgres and of the machine; false (faster) by default. */
  readonly durable?: boolean;
  /** True to make the template with all migrations, so that `testDatabase({ on: cluster })` works. */
  readonly template?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A Postgres of one's own, for specs that stop it or break it. Its port stays the same. */
export interface OwnCluster extends TestServer {
  url(database: string): string;
  /** Fast shutdown; `start` brings it back on the same data and port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** SIGKILL to the postmaster: nothing is flushed, nobody is told. Resolves when Postgres has recovered by itself. */
  kill(): Promise<void>;
  /** Stops it and removes its data; call it in `afterAll`. */
  remove(): Promise<void>;
}

const folderName = /^twolane-test-(\d+)-/;

/** Takes about two seconds. */
export const ownCluster = async (options: OwnClusterOptions = {}): Promise<OwnCluster> => {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `twolane-test-${process.pid}-`));
  const { durable = false, settings = {} } = options;
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, durable, settings });
  const { port } = postgres;
  const cluster: OwnCluster = {
    adminUrl: postgres.url('postgres'),
    prefix: 'own',
    url: (database) => postgres.url(database),
    stop: () => postgres.stop(),
    async start() {
      postgres = await startEmbeddedPostgres({ dataDir, durable, settings, port });
    },
    async kill() {
      const { pid } = postgres;
      process.kill(pid, 'SIGKILL');
      while (postgres.pid === pid) await sleep(10);
    },
    async remove() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  if (options.template) await makeTemplate(cluster);
  return cluster;
};

/** Folders of runs that were killed. */
const removeLeftovers = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(folderName.exec(name)?.[1] ?? process.pid);
    if (!isRunning(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
