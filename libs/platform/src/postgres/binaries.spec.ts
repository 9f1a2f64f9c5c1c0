import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BinaryPackage, findPackage, locateBinaries } from './binaries.js';

const OURSELVES = { wrapper: [] };
const NOBODY = { wrapper: [], uid: 65_534, gid: 65_534 };
const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? it : it.skip;

let base: string;
let bare: BinaryPackage;

/** The package as it lies there when install scripts are switched off and an archive lost its executable bits. */
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'binaries-'));
  chmodSync(base, 0o755);
  const { root, version } = findPackage();
  bare = { root: join(base, 'closed', 'package'), version };
  mkdirSync(join(base, 'closed'), { mode: 0o700 });
  const isNoLink = (path: string) => !lstatSync(path).isSymbolicLink();
  cpSync(join(root, 'native'), join(bare.root, 'native'), { recursive: true, filter: isNoLink });
  for (const name of readdirSync(join(bare.root, 'native', 'bin')))
    chmodSync(join(bare.root, 'native', 'bin', name), 0o644);
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('the Postgres binaries', () => {
  it('are completed where they lie: links to libraries and executable bits', async () => {
    const { postgres, initdb } = await locateBinaries(OURSELVES, join(base, 'copies'), bare);
    expect(postgres.startsWith(bare.root)).toBe(true);
    for (const program of [postgres, initdb]) {
      expect(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout).toContain('(PostgreSQL) 18');
    }
    expect(existsSync(join(base, 'copies'))).toBe(false);
  });

  asRoot('are copied, once, to where a user can reach them', async () => {
    const first = await locateBinaries(NOBODY, join(base, 'copies'), bare);
    expect(first.postgres).toBe(join(base, 'copies', `postgres-${bare.version}`, 'native', 'bin', 'postgres'));
    const made = lstatSync(first.postgres).ino;
    const second = await locateBinaries(NOBODY, join(base, 'copies'), bare);
    expect(lstatSync(second.postgres).ino).toBe(made);
    expect(readdirSync(join(base, 'copies'))).toEqual([`postgres-${bare.version}`]);
  });

  it('that cannot be run are refused in one line', async () => {
    rmSync(join(bare.root, 'native', 'share'), { recursive: true });
    for (const name of readdirSync(join(bare.root, 'native', 'lib')))
      rmSync(join(bare.root, 'native', 'lib', name), { recursive: true });
    await expect(locateBinaries(OURSELVES, join(base, 'copies'), bare)).rejects.toMatchObject({
      name: 'EmbeddedPostgresError',
      code: 'BINARIES_UNUSABLE',
    });
  });
});
