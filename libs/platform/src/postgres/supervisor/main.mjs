/**
 * The supervisor: a small process between the application and its embedded Postgres, in a session of its own so that
 * Ctrl-C in a terminal reaches neither of them. It starts Postgres, starts it again after a crash, and stops it when
 * its channel to the application closes: on purpose, or because the application was killed. Both take the same path.
 * Plain JavaScript, because Node runs this file as it stands, from the sources in tests and from dist otherwise.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCluster, spawnIn } from './cluster.mjs';
import { Failure } from './failure.mjs';
import { takeFolderLock } from './folder-lock.mjs';
import { LogFile } from './log-file.mjs';
import { disownRecycledPid, isReady, livingPostmaster } from './pid-file.mjs';

const POLL_MS = 20;
const RETRY_MS = 250;
const LAST_WORDS_MS = 100;
/** Restarts in a row that never got ready; backends of a killed postmaster may take seconds to let go. */
const MAX_FAILED_STARTS = 60;
/** After this a fast shutdown is made an immediate one; Postgres recovers at the next start. */
const FAST_SHUTDOWN_MS = 60_000;

const applicationGone = new AbortController();
const { signal } = applicationGone;
const gone = once(signal, 'abort');
process.once('disconnect', () => applicationGone.abort());
// A service manager signals every process at once; Postgres has to outlast the application's last queries.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);

const tell = (report) =>
  new Promise((resolve) => {
    if (process.connected) process.send(report, resolve);
    else resolve();
  });

/** Stops a postmaster that outlived its supervisor; it serves nobody we know. */
async function endOrphan(plan) {
  const pid = livingPostmaster(plan.cluster);
  if (pid === undefined) return;
  const impatient = setTimeout(() => stopPostmaster(plan, pid, 'immediate'), FAST_SHUTDOWN_MS);
  stopPostmaster(plan, pid, 'fast');
  while (livingPostmaster(plan.cluster) === pid) await sleep(POLL_MS);
  clearTimeout(impatient);
}

/** Windows has no signals: there pg_ctl speaks to the postmaster. */
function stopPostmaster(plan, pid, mode) {
  if (process.platform === 'win32') {
    const { command, args } = plan.pgCtl;
    spawnIn(plan, { command, args: [...args, 'stop', '-W', '-m', mode] }, plan.cluster, { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  } catch {
    // It had ended already.
  }
}

/** One life of a postmaster: `exited` resolves to how it ended. */
function startPostmaster(plan, log) {
  disownRecycledPid(plan.cluster);
  log.startAttempt();
  const child = spawnIn(plan, plan.postgres, plan.cluster, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.setEncoding('utf8').on('data', (text) => log.write(text));
  const postmaster = { pid: child.pid, ended: false, exited: undefined };
  postmaster.exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, killedBy) => resolve(killedBy ? `killed by ${killedBy}` : `exit code ${code}`));
  }).then(async (reason) => {
    // Its last words may still be in the pipe; backends of a killed postmaster keep that pipe open for a while.
    if (!child.stderr.closed) await Promise.race([once(child.stderr, 'close'), sleep(LAST_WORDS_MS)]);
    postmaster.ended = true;
    return reason;
  });
  return postmaster;
}

async function becomesReady(plan, postmaster) {
  while (!postmaster.ended && !signal.aborted) {
    if (isReady(plan.cluster, postmaster.pid)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

async function stop(plan, postmaster) {
  stopPostmaster(plan, postmaster.pid, 'fast');
  const impatient = setTimeout(() => stopPostmaster(plan, postmaster.pid, 'immediate'), FAST_SHUTDOWN_MS);
  await postmaster.exited;
  clearTimeout(impatient);
}

/** Keeps Postgres running until the application is gone. */
async function serve(plan, log) {
  const history = { served: false, failedStarts: 0 };
  while (!signal.aborted) {
    const postmaster = startPostmaster(plan, log);
    const ready = await becomesReady(plan, postmaster);
    if (ready) await tell({ type: 'ready', pid: postmaster.pid });
    await Promise.race([postmaster.exited, gone]);
    if (signal.aborted) return stop(plan, postmaster);
    if (ready) await tell({ type: 'crashed', pid: postmaster.pid, reason: await postmaster.exited });
    history.served ||= ready;
    history.failedStarts = ready ? 0 : history.failedStarts + 1;
    if (history.failedStarts > 0) await beforeRetry(history, log);
  }
}

/** A first start that fails is reported at once; after that Postgres has shown that it can run here. */
async function beforeRetry({ served, failedStarts }, log) {
  if (failedStarts > MAX_FAILED_STARTS || !(served || isWorthRetrying(log))) {
    throw new Failure('START_FAILED', `Postgres could not be started: ${log.lastWords()}`);
  }
  await Promise.race([sleep(RETRY_MS), gone]);
}

/** Backends of a killed postmaster hold its shared memory until they notice. */
const isWorthRetrying = (log) => log.lastWords().includes('shared memory block');

async function supervise(plan) {
  const log = new LogFile(join(plan.folder, 'postgres.log'));
  const lock = await takeFolderLock(plan, process.ppid);
  if (signal.aborted) lock.announceStopping();
  signal.addEventListener('abort', () => lock.announceStopping());
  await endOrphan(plan);
  await ensureCluster(plan, log, signal);
  await serve(plan, log);
}

process.once('message', async (plan) => {
  try {
    await supervise(plan);
    process.exit(0);
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'START_FAILED';
    await tell({ type: 'failed', code, message: error.message });
    process.exit(1);
  }
});
