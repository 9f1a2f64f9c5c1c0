import type { Pool } from 'pg';
import type { LogObserver } from '../observer.js';
import { jittered, Wake } from '../wake.js';

export interface HousekeepingOptions {
  readonly pool: Pool;
  /** How long a command id is remembered: a repetition after that is carried out again. 30 days unless told. */
  readonly keepCommandsDays?: number;
  /** Milliseconds between two rounds; 600,000 unless told, jittered. */
  readonly everyMs?: number;
  readonly observer?: LogObserver;
}

/** Commands forgotten by one statement, so that none of them holds locks for long. */
const BATCH = 1_000;

const FORGET = `
delete from log.command where ctid = any(array(
  select ctid from log.command where recorded_at < clock_timestamp() - $1 * interval '1 day' limit ${BATCH}))`;

/** Keeps the log's partitions ahead of it and its memory of commands short. Harmless in several processes at once. */
export class Housekeeping {
  private readonly wake = new Wake();
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(private readonly options: HousekeepingOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.ring();
    await this.running;
  }

  /** One round; resolves to the number of commands forgotten. */
  async round(): Promise<number> {
    const { pool, keepCommandsDays = 30 } = this.options;
    await pool.query('select log.ensure_partitions()');
    let forgotten = 0;
    for (let batch = BATCH; batch === BATCH && !this.stopped; forgotten += batch) {
      batch = (await pool.query(FORGET, [keepCommandsDays])).rowCount ?? 0;
    }
    return forgotten;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.round().catch((error: unknown) => this.options.observer?.error?.(error, 'housekeeping'));
      if (!this.stopped) await this.wake.sleep(jittered(this.options.everyMs ?? 600_000));
    }
  }
}
