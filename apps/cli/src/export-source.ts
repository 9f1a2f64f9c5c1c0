import { type Position, type Recorded, replay } from '#libs/event-log';
import { queryOf } from '#libs/readers';
import type { Service } from '../../api/src/service/service.js';
import type { Selected } from './export-selection.js';

export interface Batch {
  readonly events: readonly Recorded[];
  /** Everything up to here is in this batch or was before it. */
  readonly to: Position;
}

export interface Reading {
  readonly after: Position;
  /** Events of one batch at most. */
  readonly batch?: number;
  readonly signal: AbortSignal;
}

/** What was selected, in the order of positions, after a position; the end of the selection is the last batch's. */
export function batchesOf(service: Service, selected: Selected, reading: Reading): AsyncGenerator<Batch> {
  return selected.subject === null ? ofLog(service, selected, reading) : ofSubject(service, selected, reading);
}

async function* ofLog(
  { pool, events }: Service,
  { workspaceId, types, pins, upTo }: Selected,
  { after, batch, signal }: Reading,
): AsyncGenerator<Batch> {
  const only = { ...(workspaceId !== null && { workspaceId }), ...(types !== null && { types }) };
  const how = { pins, after, upTo, signal, ...(batch !== undefined && { batch }) };
  for await (const found of replay({ pool, catalogue: events.model.catalogue }, { ...only, ...how }))
    yield { events: found, to: found.at(-1)!.position };
}

/** One stream is found by its index, not by walking past all others. */
async function* ofSubject(
  { events: log }: Service,
  { workspaceId, pins, upTo, ...selection }: Selected,
  { after, batch = 1_000, signal }: Reading,
): AsyncGenerator<Batch> {
  const query = { ...queryOf(workspaceId!, selection), pins, limit: batch };
  for (let from = after, more = from < upTo; more;) {
    signal.throwIfAborted();
    const { events, full, next } = await log.readAll({ ...query, after: from });
    const found = events.filter(({ position }) => position <= upTo);
    if (found.length > 0) yield { events: found, to: found.at(-1)!.position };
    from = next;
    more = full && from < upTo;
  }
}
