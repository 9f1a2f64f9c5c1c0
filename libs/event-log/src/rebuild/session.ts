import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Position } from '../event.js';

export interface RebuildProgress {
  /** The table of an inline view; the name of a projection. */
  readonly name: string;
  /** Events folded so far, and how many there were when it began; of a projection positions of the log. */
  readonly done: number;
  readonly total: number;
}

export interface RebuildOptions {
  /** Told after each batch. */
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Ends the rebuild between two batches with the signal's reason; what is live stays as it was, and the next run goes on. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds a reader's transaction may have run for the switch to be tried at all: for one that runs longer it waits without a lock,
   * so that nobody queues behind it. 100 unless told.
   */
  readonly longReaderMs?: number;
}

/**
 * Runs the work on a connection of its own that has no limits but those it sets, while nobody else rebuilds anything. The lock goes with the
 * connection, however that ends.
 */
export async function rebuilding<T>(
  owner: Pool,
  { signal }: RebuildOptions,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await owner.connect();
  try {
    await client.query(SETTINGS);
    while (!(await hasLock(client))) await sleep(100, undefined, signal ? { signal } : {});
    return await work(client);
  } finally {
    // Settings and lock end with it.
    client.release(true);
  }
}

/**
 * A rebuild takes as long as it takes. Plans are made once, keep to the keys and fit however many streams have changed: the last batch is
 * read while appends wait.
 */
const SETTINGS = `
set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set plan_cache_mode = force_generic_plan;
set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off`;

const hasLock = async (client: PoolClient): Promise<boolean> =>
  (await client.query<{ had: boolean }>(`select pg_try_advisory_lock(hashtext('log.rebuild')) as had`)).rows[0]!.had;

/** A position up to which a statement that begins later sees every event. */
export async function safePosition(client: Pick<PoolClient, 'query'>): Promise<Position> {
  // Twice: the first may only have named a candidate.
  await client.query('select from log.advance_horizon()');
  const { rows } = await client.query<{ safe: number }>('select safe::float8 as safe from log.advance_horizon()');
  return rows[0]!.safe;
}
