import type { Pool } from 'pg';
import type { LogObserver } from '../observer.js';
import { jittered, Wake } from '../wake.js';
import { statement } from './statements.js';

export interface DueWatchOptions {
  readonly pool: Pick<Pool, 'query'>;
  /** Milliseconds between two looks. */
  readonly pollMs: number;
  readonly observer?: LogObserver;
  /** Processes that would fire what is due now, by name. */
  readonly names: () => readonly string[];
  /** Told of a process for which a timer is due. */
  readonly onDue: (name: string) => void;
}

/** Looks for timers that came due by the clock alone: one statement for all the processes that this program runs. */
export class DueWatch {
  private readonly wake = new Wake();
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(private readonly options: DueWatchOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.look().catch((error: unknown) => this.options.observer?.error?.(error, 'timers'));
      if (!this.stopped) await this.wake.sleep(jittered(this.options.pollMs));
    }
  }

  private async look(): Promise<void> {
    const { pool, names, onDue } = this.options;
    const asked = names();
    if (asked.length === 0) return;
    const { rows } = await pool.query<{ name: string }>(statement('ANY_DUE', [asked]));
    for (const { name } of rows) onDue(name);
  }
}
