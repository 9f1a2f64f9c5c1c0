import type { PoolClient } from 'pg';
import type { Position, Recorded } from '../event.js';
import { versionOf, type ConsumerDefinition } from './definition.js';
import { type Failure, type Item, streamKey } from './items.js';
import type { Lease } from './lease.js';
import { statement } from './statements.js';

/** Which items are tried, and what is written at the end, in the same transaction as their effects. */
export interface Batch {
  readonly items: readonly Item[];
  /** True while a parked stream is tried again: then being parked is no reason to leave its events out. */
  readonly retry: boolean;
  /** Where the consumer stands afterwards; where it stood, when a parked stream is tried again. */
  readonly to: Position;
  finish(client: PoolClient, failures: readonly Failure[]): Promise<void>;
}

/**
 * Brings events to a projection or a process. A failing event is handed to `finish`, and no later event of its stream is tried.
 * Errors that may pass are thrown as `Unavailable`; then nothing was written.
 */
export interface Handler {
  handle(lease: Lease, batch: Batch): Promise<void>;
}

type Queryable = Pick<PoolClient, 'query'>;

/** The items of streams that are not parked; all of them when parked ones are tried again. */
export async function unparked(
  connection: Queryable,
  definition: ConsumerDefinition,
  { items, retry }: Batch,
): Promise<readonly Item[]> {
  if (retry || items.length === 0) return items;
  const streams = [...new Map(items.map(({ event }) => [streamKey(event), event])).values()];
  const { rows } = await connection.query<{ workspace_id: string; stream_id: string }>(
    statement('PARKED_AMONG', [
      definition.name,
      versionOf(definition),
      streams.map(({ workspaceId }) => workspaceId),
      streams.map(({ streamId }) => streamId),
    ]),
  );
  if (rows.length === 0) return items;
  const parked = new Set(rows.map((row) => `${row.workspace_id}/${row.stream_id}`));
  return items.filter(({ event }) => !parked.has(streamKey(event)));
}

/** Tries the items one after the other; a stream that failed is left out from there on. */
export async function tryEach(items: readonly Item[], attempt: (event: Recorded) => Promise<void>): Promise<Failure[]> {
  const failed = new Map<string, Failure>();
  for (const { event, problem } of items) {
    if (failed.has(streamKey(event))) continue;
    const error = problem ?? (await attempt(event).then(() => null, reasonOf));
    if (error !== null) failed.set(streamKey(event), { event, error });
  }
  return [...failed.values()];
}

/** What a failing attempt rejects with when the event itself is to blame; anything else ends the whole batch. */
export class Poison extends Error {
  constructor(override readonly cause: unknown) {
    super('The event could not be handled.');
  }
}

const reasonOf = (error: unknown): unknown => {
  if (error instanceof Poison) return error.cause;
  throw error;
};
