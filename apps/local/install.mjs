/**
 * What has to be true before anything else runs: a Node that is new enough, and packages that are the lock file's.
 * Plain JavaScript without packages, and no syntax that an old Node would stumble over before it could say so.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const root = fileURLToPath(new URL('../../', import.meta.url));
const stamp = join(root, 'node_modules', '.twolane-lock');

/** Ends the process with one line when Node is too old or the packages cannot be installed. */
export function install() {
  checkNode();
  const lock = fingerprint();
  if (read(stamp) === lock) return;
  if (isInSync()) return writeFileSync(stamp, lock);
  process.stderr.write('Installing packages …\n');
  const { status, error, stdout, stderr } = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
    giveUp(`The packages could not be installed${error ? `: ${error.message}` : '; npm says why above'}.`);
  }
  writeFileSync(stamp, lock);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  giveUp(`Twolane needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.version}.`);
}

/** Of the lock file and of what decides which binaries belong to it. */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** Whether npm itself has recorded exactly the lock file's packages, leaving out those of other systems. */
function isInSync() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  const isThere = ([path, { version, optional }]) =>
    path === '' || (present[path] ? present[path].version === version : optional === true);
  return Object.entries(wanted).every(isThere) && Object.keys(present).every((path) => path in wanted);
}

/** None when the file is missing or broken: then npm has to look at it. */
function packagesOf(path) {
  try {
    return JSON.parse(read(join(root, path)) ?? '{}').packages ?? {};
  } catch {
    return {};
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The npm that runs this script when there is one: another one in PATH may belong to another Node. */
function npm(args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000 };
  const running = process.env.npm_execpath;
  if (running?.endsWith('npm-cli.js')) return spawnSync(process.execPath, [running, ...args], options);
  const beside = join(dirname(process.execPath), process.platform === 'win32' ? 'npm.cmd' : 'npm');
  const found = spawnSync(beside, args, { ...options, shell: process.platform === 'win32' });
  return found.error ? spawnSync('npm', args, { ...options, shell: process.platform === 'win32' }) : found;
}

function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
