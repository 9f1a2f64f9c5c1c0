import type { Pool } from 'pg';
import type { LogObserver } from '../observer.js';
import type { Past } from '../past.js';
import type { RowHistory } from '../row-history/row-history.js';
import type { Sealer } from '../seals/sealer.js';
import { jittered, Wake } from '../wake.js';

export interface HousekeepingOptions {
  readonly pool: Pool;
  /** How long a command id is remembered: a repetition after that is carried out again. 30 days unless told. */
  readonly keepCommandsDays?: number;
  /** Milliseconds between two rounds; 600,000 unless told, jittered. */
  readonly everyMs?: number;
  /** Whose states of old reducers are cleared away. */
  readonly past?: Pick<Past, 'clear'>;
  /** Whose rows of older programs are cleared away. */
  readonly history?: Pick<RowHistory, 'clear'>;
  /** Seals what has happened; nothing is sealed without one. */
  readonly sealer?: Pick<Sealer, 'round'>;
  readonly observer?: LogObserver;
}

/** Commands, states or rows forgotten by one statement, so that none of them holds locks for long. */
const BATCH = 1_000;

const FORGET = `
delete from log.command where ctid = any(array(
  select ctid from log.command where recorded_at < clock_timestamp() - $1 * interval '1 day' limit ${BATCH}))`;

/** Keeps the log's partitions ahead of it, its memory of commands short and its caches clear of what no program reads. Harmless in several processes at once. */
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
    const { pool, past, sealer, history, keepCommandsDays = 30 } = this.options;
    await pool.query('select log.ensure_partitions()');
    await sealer?.round();
    if (past) await this.inBatches(() => past.clear(BATCH));
    if (history) await this.inBatches(() => history.clear(BATCH));
    return this.inBatches(async () => (await pool.query(FORGET, [keepCommandsDays])).rowCount ?? 0);
  }

  /** Until a batch is not full any more; resolves to the sum. */
  private async inBatches(forget: () => Promise<number>): Promise<number> {
    let forgotten = 0;
    for (let batch = BATCH; batch === BATCH && !this.stopped; forgotten += batch) batch = await forget();
    return forgotten;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.round().catch((error: unknown) => this.options.observer?.error?.(error, 'housekeeping'));
      if (!this.stopped) await this.wake.sleep(jittered(this.options.everyMs ?? 600_000));
    }
  }
}
