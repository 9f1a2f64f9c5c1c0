import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';

const STAGING = 'cluster.new-';

/** Spawns one of the plan's programs as Postgres's user, in `dir`, with `-D` naming that folder. */
export function spawnIn(plan, program, dir, options) {
  const data = plan.viaWorkingFolder ? '/proc/self/cwd' : dir;
  const { uid, gid, env } = plan;
  return spawn(program.command, [...program.args, '-D', data], {
    cwd: dir,
    env,
    uid,
    gid,
    windowsHide: true,
    ...options,
  });
}

/**
 * Creates the cluster unless it exists. initdb works in a staging folder that gets its name only when whole: whatever is
 * killed half-way leaves rubbish that the next start removes. Each attempt has a folder of its own, because an initdb
 * that outlived its supervisor cleans up behind itself.
 */
export async function ensureCluster(plan, log, signal) {
  removeStagings(plan.folder);
  if (existsSync(plan.cluster)) return;
  const staging = join(plan.folder, `${STAGING}${process.pid}-${Date.now()}`);
  mkdirSync(staging, { mode: 0o700 });
  if (plan.uid !== undefined) chownSync(staging, plan.uid, plan.gid);
  const failed = await runInitdb(plan, staging, log, signal);
  if (signal.aborted) return removeStagings(plan.folder);
  if (failed) {
    removeStagings(plan.folder);
    throw new Failure('START_FAILED', `The Postgres cluster could not be created: ${failed}`);
  }
  renameSync(staging, plan.cluster);
  syncFolder(plan.folder);
}

function removeStagings(folder) {
  const stagings = readdirSync(folder).filter((name) => name.startsWith(STAGING));
  for (const name of stagings) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
}

/** Resolves to what went wrong, or to undefined. */
function runInitdb(plan, staging, log, signal) {
  log.startAttempt();
  const password = openSync(plan.passwordFile, 'r');
  const initdb = spawnIn(plan, plan.initdb, staging, { stdio: [password, 'pipe', 'pipe'], detached: true });
  closeSync(password);
  const kill = () => killGroup(initdb);
  signal.addEventListener('abort', kill);
  for (const stream of [initdb.stdout, initdb.stderr]) stream.setEncoding('utf8').on('data', (text) => log.write(text));
  return new Promise((resolve) => {
    initdb.once('error', (error) => resolve(error.message));
    initdb.once('close', (code) => resolve(code === 0 ? undefined : log.lastWords()));
  }).finally(() => signal.removeEventListener('abort', kill));
}

/** initdb runs Postgres in a child of its own: both must go. */
function killGroup(child) {
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It had ended already.
  }
}

/** Makes the rename outlive a power cut; Windows cannot open folders and needs no such thing. */
function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
