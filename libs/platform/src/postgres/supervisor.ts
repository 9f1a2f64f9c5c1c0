import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgresError } from './errors.js';
import type { SupervisorPlan, SupervisorReport } from './plan.js';

/** Postgres, or the process that watches it, ended without being asked to. */
export interface PostgresCrash {
  readonly reason: string;
  /** True while it is being started again on the same port and data; false when that has failed for good. */
  readonly restarting: boolean;
}

const PROGRAM = fileURLToPath(new URL('./supervisor/main.mjs', import.meta.url));

/** The application's end of the supervisor process; see supervisor/main.mjs. */
export class Supervisor {
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private stopping = false;
  private postmaster = 0;

  constructor(
    private readonly plan: SupervisorPlan,
    private readonly onCrash: (crash: PostgresCrash) => void,
  ) {}

  /** The postmaster's process id; another one after a restart. */
  get pid(): number {
    return this.postmaster;
  }

  /** Resolves when Postgres accepts connections, rejects with EmbeddedPostgresError when it will not. */
  start(): Promise<void> {
    const child = this.spawn();
    this.child = child;
    return new Promise((resolve, reject) => {
      let ready = false;
      let failure = new EmbeddedPostgresError('START_FAILED', 'The supervisor of Postgres ended before it was ready.');
      child.on('message', (report: SupervisorReport) => {
        if (report.type === 'failed') failure = new EmbeddedPostgresError(report.code, report.message);
        if (report.type === 'crashed') this.onCrash({ reason: report.reason, restarting: true });
        if (report.type !== 'ready') return;
        ready = true;
        this.postmaster = report.pid;
        // From here on the application decides how long the process lives, and Postgres ends with it.
        child.unref();
        child.channel?.unref();
        resolve();
      });
      child.once('error', (error) =>
        reject(new EmbeddedPostgresError('START_FAILED', error.message, { cause: error })),
      );
      this.ended = endOf(child).then((code) => {
        if (ready) this.lost(code === 1 ? failure : undefined);
        else reject(failure);
      });
    });
  }

  /** Stops Postgres by a fast shutdown; resolves when it has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child?.ref();
    if (this.child?.connected) this.child.disconnect();
    await this.ended;
  }

  private spawn(): ChildProcess {
    const { NODE_OPTIONS: _ours, ...env } = process.env;
    const log = openSync(join(this.plan.folder, 'postgres.log'), 'a', 0o600);
    const child = spawn(process.execPath, [PROGRAM], {
      cwd: this.plan.folder,
      env,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', log, 'ipc'],
    });
    closeSync(log);
    // A child that is gone already says so by its exit.
    child.send(this.plan, () => undefined);
    return child;
  }

  /** The supervisor is gone although nobody stopped it: killed (then a new one takes over), or at its wits' end. */
  private lost(failure: EmbeddedPostgresError | undefined): void {
    if (this.stopping) return;
    if (failure) return this.onCrash({ reason: failure.message, restarting: false });
    this.onCrash({ reason: 'the supervisor of Postgres was killed', restarting: true });
    this.start().catch((error: Error) => this.onCrash({ reason: error.message, restarting: false }));
  }
}

/** Resolves to the exit code once the child has ended and everything it reported has been heard. */
const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', (code) => {
      if (child.connected) child.once('disconnect', () => resolve(code));
      else resolve(code);
    });
  });
