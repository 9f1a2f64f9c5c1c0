import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from '#libs/platform';

const APP = fileURLToPath(new URL('./embedded-app.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === 'linux' ? it : it.skip;
const asRoot = process.platform === 'linux' && isRoot ? it : it.skip;

const NOBODY = 65_534;
const NAMELESS = 54_321;
const canDo = (command: string, args: string[], uid?: number): boolean =>
  spawnSync(command, args, { cwd: '/', uid, gid: uid }).status === 0;
const hasNamespaces = (uid?: number) => canDo('unshare', ['--user', '--map-user=65534', 'true'], uid);
/** Somebody without a name has to be able to read this checkout at all, which is not so in root's home. */
const canBeNameless = () => hasNamespaces(NAMELESS) && canDo(process.execPath, ['--check', APP], NAMELESS);
const asRootWithNamespaces = isRoot && hasNamespaces() ? asRoot : it.skip;
const asRootForNameless = isRoot && canBeNameless() ? asRoot : it.skip;

let base: string;
let running: EmbeddedPostgres[] = [];
let apps: ChildProcess[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(base, 0o755);
});

afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  for (const app of apps) if (app.exitCode === null && app.signalCode === null) app.kill('SIGINT');
  await Promise.all(apps.map(ended));
  running = [];
  apps = [];
  rmSync(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const folder = () => join(base, 'data');

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder(), durable: false, ...options });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that goes away is what these tests are about.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

async function keep(url: string, word: string): Promise<void> {
  await query(url, 'create table if not exists kept (word text)');
  await query(url, `insert into kept values ('${word}')`);
}
const kept = (url: string) => query(url, 'select word from kept order by word');

interface Said {
  event: string;
  pid: number;
  url: string;
  code: string;
  message: string;
}

/** Starts the application of this test in a process group of its own; `hears` resolves at an event it reports. */
function startApp(dataDir: string, how: { env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {}) {
  const app = spawn(process.execPath, [APP, dataDir], {
    ...how,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  apps.push(app);
  const said: Said[] = [];
  const lines = createInterface({ input: app.stdout }).on('line', (line) => said.push(JSON.parse(line) as Said));
  const hears = async (event: string): Promise<Said> => {
    for (;;) {
      const found = said.find((one) => one.event === event);
      if (found) return found;
      if (app.exitCode !== null) throw new Error(`the application ended, saying ${JSON.stringify(said)}`);
      await Promise.race([new Promise((resolve) => lines.once('line', resolve)), ended(app)]);
    }
  };
  return { app, pid: app.pid ?? 0, hears };
}

/** An application whose initdb has begun and not ended; on a busy machine it may end unseen, then another one is started. */
async function appInsideInitdb(): Promise<ReturnType<typeof startApp>> {
  const started = startApp(folder());
  const isWhole = () => existsSync(join(folder(), 'cluster'));
  const isHalfWay = () =>
    readdirSync(folder()).some(
      (name) => name.startsWith('cluster.new-') && existsSync(join(folder(), name, 'PG_VERSION')),
    );
  await until(() => isWhole() || isHalfWay());
  if (!isWhole()) return started;
  await started.hears('ready');
  started.app.kill('SIGINT');
  await ended(started.app);
  rmSync(folder(), { recursive: true });
  return appInsideInitdb();
}

const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('close', resolve));

async function until<T>(look: () => T | Promise<T>): Promise<T> {
  for (;;) {
    const found = await Promise.resolve()
      .then(look)
      .catch(() => undefined);
    if (found) return found;
    await sleep(10);
  }
}

/** A process that has ended, reaped or not. */
function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

const parentOf = (pid: number) =>
  Number(
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[1],
  );
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
const log = () => readFileSync(join(folder(), 'postgres.log'), 'utf8');
const ownerOf = (pid: number) => statSync(`/proc/${pid}`).uid;

/** A PATH with nothing in it but what the launcher needs; without unshare there are no user namespaces. */
function pathWithout(missing: string): string {
  const bin = join(base, 'bin');
  mkdirSync(bin);
  const wanted = ['sh', 'test', 'true', 'unshare'].filter((name) => name !== missing);
  for (const name of wanted)
    symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), join(bin, name));
  return bin;
}

const RECOVERED = 'not properly shut down';

describe('embedded Postgres', () => {
  it('is a whole Postgres of its own: loopback only, with a password, the same locale everywhere', async () => {
    const postgres = await start({ durable: true, settings: { work_mem: '5MB' } });
    const settings = [
      'listen_addresses',
      'unix_socket_directories',
      'fsync',
      'work_mem',
      'max_connections',
      'timezone',
    ];
    const shown = await query(
      postgres.url('postgres'),
      `select ${settings.map((s) => `current_setting('${s}') as ${s}`).join()}`,
    );
    expect(shown).toEqual(['127.0.0.1', '', 'on', '5MB', '200', 'UTC']);
    const locale = `select datlocprovider::text, datlocale, pg_encoding_to_char(encoding) from pg_database where datname = 'postgres'`;
    expect(await query(postgres.url('postgres'), locale)).toEqual(['b', 'C.UTF-8', 'UTF8']);
    await expect(query(postgres.url('postgres').replace(postgres.password, 'guess'), 'select 1')).rejects.toMatchObject(
      {
        code: '28P01',
      },
    );
    expect(statSync(join(folder(), 'password')).mode & 0o777).toBe(0o600);
  });

  it('keeps its data from one start to the next, and stops twice without harm', async () => {
    const first = await start();
    await keep(first.url('postgres'), 'first');
    await first.stop();
    await first.stop();
    const second = await start();
    expect(await kept(second.url('postgres'))).toEqual(['first']);
    expect(log()).not.toContain(RECOVERED);
  });

  it('refuses a second instance on the same folder in one line, and the first goes on', async () => {
    const first = await start();
    const second = await start().catch((error: unknown) => error);
    expect(second).toMatchObject({ name: 'EmbeddedPostgresError', code: 'IN_USE' });
    expect((second as Error).message).toBe(
      `The data folder ${folder()} is in use by another running instance (process ${process.pid}).`,
    );
    expect(await query(first.url('postgres'), 'select 1')).toEqual([1]);
  });

  it('says in one line why it cannot start: a port in use, a lost password, a folder that is a file', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    await expect(start({ port })).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringMatching(/^Postgres could not be started.*TCP\/IP.*$/),
    });
    squatter.close();
    rmSync(join(folder(), 'password'));
    await expect(start()).rejects.toMatchObject({ code: 'FOLDER_UNUSABLE' });
    writeFileSync(join(base, 'file'), '');
    await expect(start({ dataDir: join(base, 'file') })).rejects.toMatchObject({ code: 'FOLDER_UNUSABLE' });
  });

  onLinux('outlasts Ctrl-C to the whole process group until the application has drained', async () => {
    const { app, pid, hears } = startApp(folder());
    const ready = await hears('ready');
    process.kill(-pid, 'SIGINT');
    await hears('stopped');
    await ended(app);
    expect(app.exitCode).toBe(0);
    expect(isGone(ready.pid)).toBe(true);
    const again = await start();
    expect(await kept(again.url('postgres'))).toEqual(['drained']);
    expect(log()).not.toContain(RECOVERED);
  });

  onLinux('shuts down cleanly when the application is killed, and the next start waits for that', async () => {
    const { app, hears } = startApp(folder());
    const ready = await hears('ready');
    await keep(ready.url, 'before the kill');
    process.kill(ready.pid, 'SIGSTOP');
    app.kill('SIGKILL');
    await ended(app);
    const connected = / 03 +\d+ @twolane-/g;
    const before = (readFileSync('/proc/net/unix', 'utf8').match(connected) ?? []).length;
    const next = start();
    // The new supervisor has reached the one that is still stopping: only now may that one finish.
    await until(() => (readFileSync('/proc/net/unix', 'utf8').match(connected) ?? []).length > before);
    process.kill(ready.pid, 'SIGCONT');
    expect(await kept((await next).url('postgres'))).toEqual(['before the kill']);
    expect(isGone(ready.pid)).toBe(true);
    expect(log()).not.toContain(RECOVERED);
  });

  onLinux('begins anew when killed half-way through initdb', async () => {
    const { app, pid } = await appInsideInitdb();
    const [supervisor = 0] = childrenOf(pid);
    process.kill(supervisor, 'SIGKILL');
    app.kill('SIGKILL');
    await ended(app);
    expect(existsSync(join(folder(), 'cluster'))).toBe(false);
    const postgres = await start();
    expect(await query(postgres.url('postgres'), 'select 1')).toEqual([1]);
    expect(readdirSync(folder()).toSorted()).toEqual(['cluster', 'password', 'postgres.log']);
  });

  onLinux('is started again on the same port and data when the postmaster is killed', async () => {
    const crashes: unknown[] = [];
    const postgres = await start({ onCrash: (crash) => crashes.push(crash) });
    await keep(postgres.url('postgres'), 'before the crash');
    const { pid } = postgres;
    process.kill(pid, 'SIGKILL');
    expect(await until(() => kept(postgres.url('postgres')))).toEqual(['before the crash']);
    await until(() => postgres.pid !== pid);
    expect(crashes).toEqual([{ reason: 'killed by SIGKILL', restarting: true }]);
    expect(log()).toContain(RECOVERED);
  });

  onLinux('gets a new supervisor when the old one is killed', async () => {
    const crashes: unknown[] = [];
    const postgres = await start({ onCrash: (crash) => crashes.push(crash) });
    await keep(postgres.url('postgres'), 'before');
    const { pid } = postgres;
    process.kill(parentOf(pid), 'SIGKILL');
    await until(() => postgres.pid !== pid);
    expect(await kept(postgres.url('postgres'))).toEqual(['before']);
    expect(crashes).toEqual([{ reason: 'the supervisor of Postgres was killed', restarting: true }]);
    expect(log()).not.toContain(RECOVERED);
  });

  onLinux('recovers when application, supervisor and postmaster are killed at once', async () => {
    const { app, hears } = startApp(folder());
    const ready = await hears('ready');
    await keep(ready.url, 'acknowledged');
    for (const pid of [parentOf(ready.pid), app.pid ?? 0, ready.pid]) process.kill(pid, 'SIGKILL');
    const postgres = await start();
    expect(await kept(postgres.url('postgres'))).toEqual(['acknowledged']);
    expect(log()).toContain(RECOVERED);
  });

  onLinux('ends an orphaned postmaster that still holds the folder', async () => {
    const { app, hears } = startApp(folder());
    const ready = await hears('ready');
    await keep(ready.url, 'acknowledged');
    for (const pid of [parentOf(ready.pid), app.pid ?? 0]) process.kill(pid, 'SIGKILL');
    const postgres = await start();
    expect(isGone(ready.pid)).toBe(true);
    expect(await kept(postgres.url('postgres'))).toEqual(['acknowledged']);
    expect(log()).not.toContain(RECOVERED);
  });

  onLinux.each([
    ['a pid that belongs to another process by now', () => process.pid],
    ['a pid that belongs to nobody', () => spawnSync(process.execPath, ['--version']).pid],
  ])('starts although postmaster.pid names %s', async (_, pidOf) => {
    const first = await start();
    await keep(first.url('postgres'), 'kept');
    const pidFile = readFileSync(join(folder(), 'cluster', 'postmaster.pid'), 'utf8');
    await first.stop();
    const stale = pidFile.replace(/^\d+/, String(pidOf()));
    writeFileSync(join(folder(), 'cluster', 'postmaster.pid'), stale, { mode: 0o600 });
    const second = await start();
    expect(await kept(second.url('postgres'))).toEqual(['kept']);
  });

  asRoot('runs as nobody where user namespaces are off, even in a folder that nobody may enter', async () => {
    const closed = join(base, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const dataDir = join(closed, 'data');
    const { hears } = startApp(dataDir, { env: { PATH: pathWithout('unshare') } });
    const ready = await hears('ready');
    expect(ownerOf(ready.pid)).toBe(NOBODY);
    await keep(ready.url, 'acknowledged');
    process.kill(ready.pid, 'SIGKILL');
    await hears('crashed');
    expect(await until(() => kept(ready.url))).toEqual(['acknowledged']);
  });

  asRootWithNamespaces('goes on with data made the other way, when namespaces are switched off', async () => {
    const inNamespace = await start();
    await keep(inNamespace.url('postgres'), 'kept');
    expect(ownerOf(inNamespace.pid)).toBe(0);
    await inNamespace.stop();
    const { hears } = startApp(folder(), { env: { PATH: pathWithout('unshare') } });
    const ready = await hears('ready');
    expect(ownerOf(ready.pid)).toBe(NOBODY);
    expect(await kept(ready.url)).toEqual(['kept']);
  });

  asRootForNameless('runs for a user without a name', async () => {
    const home = join(base, 'home');
    mkdirSync(home);
    chownSync(home, NAMELESS, NAMELESS);
    const { hears } = startApp(join(home, 'data'), { uid: NAMELESS, gid: NAMELESS });
    const ready = await hears('ready');
    expect(ownerOf(ready.pid)).toBe(NAMELESS);
    process.kill(ready.pid, 'SIGKILL');
    await hears('crashed');
    expect(await until(() => query(ready.url, 'select 1'))).toEqual([1]);
  });
});
