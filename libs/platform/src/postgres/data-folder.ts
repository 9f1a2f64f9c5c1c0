import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lchown, link, mkdir, open, readdir, readFile, realpath, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './errors.js';

/** The data folder of one embedded Postgres: `cluster/` (PGDATA), `password` and `postgres.log`. */
export interface DataFolder {
  readonly path: string;
  readonly cluster: string;
  /** Owner of the cluster, once there is one. */
  readonly owner: { uid: number; gid: number } | undefined;
  readonly passwordFile: string;
  /** The superuser's password. */
  readonly password: string;
  /** Address of the socket by which one supervisor holds this folder. */
  readonly lockAddress: string;
}

/** Opens the data folder, creating it with a fresh password when it is new. */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  try {
    await mkdir(resolve(dataDir), { recursive: true, mode: 0o700 });
    const path = await realpath(resolve(dataDir));
    const cluster = join(path, 'cluster');
    const passwordFile = join(path, 'password');
    const owner = existsSync(cluster) ? await stat(cluster) : undefined;
    if (!owner) await createPassword(passwordFile);
    const password = await readPassword(passwordFile);
    return { path, cluster, owner, passwordFile, password, lockAddress: await lockAddressOf(path, password) };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError('FOLDER_UNUSABLE', `The data folder cannot be used: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** Gives the folder and all in it to the user Postgres has to run as. */
export async function giveFolder(path: string, uid: number, gid: number): Promise<void> {
  const entries = await readdir(path, { recursive: true });
  for (const entry of ['.', ...entries]) {
    // Files come and go while an earlier Postgres is still stopping.
    await lchown(join(path, entry), uid, gid).catch(ignoreMissing);
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Written whole and to the disk before the cluster exists; when two starts race, the first one's password stands. */
async function createPassword(passwordFile: string): Promise<void> {
  if (existsSync(passwordFile)) return;
  const draft = `${passwordFile}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  await file.writeFile(randomBytes(24).toString('base64url'));
  await file.sync();
  await file.close();
  await link(draft, passwordFile).catch(ignoreExisting);
  await unlink(draft);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function readPassword(passwordFile: string): Promise<string> {
  const password = await readFile(passwordFile, 'utf8').catch(() => '');
  if (password !== '') return password;
  throw new EmbeddedPostgresError(
    'FOLDER_UNUSABLE',
    `${passwordFile} is missing: put it back, or move the data folder away to begin with an empty one.`,
  );
}

/**
 * Linux gives names that are no files and vanish with their holder, Windows pipes; elsewhere it is a file in the folder.
 * The name cannot be guessed by others (password) and differs for a copied folder (inode).
 */
async function lockAddressOf(path: string, password: string): Promise<string> {
  const { dev, ino } = await stat(path);
  const name = `twolane-${createHash('sha256').update(`${dev}:${ino}:${password}`).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : 'supervisor.sock';
}
