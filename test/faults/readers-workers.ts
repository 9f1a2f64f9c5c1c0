import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';

const APP = fileURLToPath(new URL('./readers-app.mjs', import.meta.url));

/** Asks again and again; a database that is away for a moment is no answer. @throws when it never came */
export const until = async (
  what: string,
  condition: () => Promise<boolean>,
  { pauseMs = 20, deadlineMs = 60_000 } = {},
): Promise<void> => {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`It never came: ${what}`);
    await sleep(pauseMs);
  }
};

/** A worker of the service in a process of its own; see `readers-app.mjs`. */
class Worker {
  private works = false;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(url: string) {
    this.child = spawn(process.execPath, [APP, url], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    createInterface({ input: this.child.stdout! }).on('line', (line) => (this.works ||= line === 'works'));
  }

  get pid(): number {
    return this.child.pid!;
  }

  ready(): Promise<void> {
    return until('the worker works', () => Promise.resolve(this.works), { deadlineMs: 120_000 });
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.child.kill(name);
  }

  async end(name: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.signal(name);
    await this.ended;
  }
}

/** Two workers at most times, and what may befall them. */
export class Workers {
  private workers: Worker[];

  constructor(
    private readonly url: string,
    private readonly owner: Pool,
  ) {
    this.workers = [new Worker(url), new Worker(url)];
  }

  async ready(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.ready()));
  }

  /** One that holds consumers is killed, and another one begins. */
  async kill(): Promise<void> {
    const worker = await this.busy();
    await worker.end('SIGKILL');
    this.workers = this.workers.filter((other) => other !== worker);
    this.workers.push(new Worker(this.url));
  }

  /** One that holds consumers stands still until others have all of them, and then goes on as if nothing had been. */
  async freeze(): Promise<void> {
    const worker = await this.busy();
    worker.signal('SIGSTOP');
    try {
      await until('others have taken over', async () => (await this.heldBy(worker)) === 0);
    } finally {
      worker.signal('SIGCONT');
    }
  }

  /** All stop in good order. */
  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end('SIGTERM')));
  }

  /** The one that holds most. All of them work by then, so that there is somebody to take over. */
  private async busy(): Promise<Worker> {
    await this.ready();
    await until('somebody has consumers', async () => (await this.held()).some((count) => count > 0));
    const held = await this.held();
    return this.workers[held.indexOf(Math.max(...held))]!;
  }

  private held(): Promise<number[]> {
    return Promise.all(this.workers.map((worker) => this.heldBy(worker)));
  }

  private async heldBy({ pid }: Worker): Promise<number> {
    const { rows } = await this.owner.query<{ held: number }>(
      `select count(*)::int as held from log.consumer where split_part(owner, '/', 2) = $1`,
      [String(pid)],
    );
    return rows[0]!.held;
  }
}
