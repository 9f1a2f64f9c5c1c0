import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lines of postmaster.pid: pid, folder, start time, port, …, and as eighth the status; none when there is no file. */
function lines(cluster) {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** True once this postmaster accepts connections. */
export function isReady(cluster, pid) {
  const [owner, , , , , , , status] = lines(cluster);
  return Number(owner) === pid && status?.trim() === 'ready';
}

/** The pid of a living postmaster of this cluster, whoever started it. */
export function livingPostmaster(cluster) {
  const pid = Number(lines(cluster)[0]);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && worksOn(pid, cluster) ? pid : undefined;
}

/**
 * Postgres refuses to start while postmaster.pid names a living process, even when the pid now belongs to something
 * else. It makes an exception for its own parent, so the parent's pid (ours) is written there. The file itself stays:
 * it also names the shared memory by which Postgres notices backends that outlived their postmaster.
 */
export function disownRecycledPid(cluster) {
  const [owner, ...rest] = lines(cluster);
  const pid = Number(owner);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || worksOn(pid, cluster)) return;
  writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A postmaster's working folder is its cluster; where that cannot be asked, its command line names the cluster. */
function worksOn(pid, cluster) {
  if (process.platform === 'win32') return true;
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === cluster;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false;
  }
}
