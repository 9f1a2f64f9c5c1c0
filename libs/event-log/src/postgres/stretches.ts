import type { Pool } from 'pg';
import type { Position, Recorded } from '../event.js';
import { type EventRow, eventOfRow } from './decode.js';
import { translate } from './failures.js';
import { stretchesStatement } from './past-statements.js';

/** Events one statement gives at most. */
const MOST = 5_000;

export interface StretchSource {
  readonly pool: Pick<Pool, 'query'>;
  readonly workspaceId: string;
  /** Nothing after it is read. */
  readonly position: Position;
  /** No others leave the database; all unless told. */
  readonly types?: readonly string[] | undefined;
}

/** What is wanted of a stream: the versions after one and up to another. */
export interface Stretch {
  readonly streamId: string;
  readonly after: number;
  readonly upTo: number;
}

/**
 * The events of many streams, stream by stream and each in its order, in pages: one statement for every 5,000 versions asked for,
 * however many streams they belong to. One page is held at a time.
 */
export async function* eventsOfStretches(
  source: StretchSource,
  wanted: readonly Stretch[],
): AsyncGenerator<readonly Recorded[], void, undefined> {
  const { pool, workspaceId, position, types = null } = source;
  let left = wanted.filter(({ after, upTo }) => after < upTo);
  while (left.length > 0) {
    const { page, rest } = cut(left);
    const columns = [page.map((one) => one.streamId), page.map((one) => one.after), page.map((one) => one.upTo)];
    const query = stretchesStatement([workspaceId, ...columns, position, types]);
    const { rows } = await pool.query<EventRow>(query).catch(translate);
    const events = rows.map(eventOfRow);
    yield events;
    left = types === null ? withoutEnded(rest, page, events) : rest;
  }
}

/** As many versions as one statement may give; a stream that is longer is gone on with by the next. */
function cut(stretches: readonly Stretch[]): { page: Stretch[]; rest: Stretch[] } {
  const page: Stretch[] = [];
  let room = MOST;
  for (const [index, stretch] of stretches.entries()) {
    const upTo = Math.min(stretch.upTo, stretch.after + room);
    page.push({ ...stretch, upTo });
    room -= upTo - stretch.after;
    if (upTo < stretch.upTo) return { page, rest: [{ ...stretch, after: upTo }, ...stretches.slice(index + 1)] };
    if (room === 0) return { page, rest: stretches.slice(index + 1) };
  }
  return { page, rest: [] };
}

/** A stream that reached the position within the page has no more to give, however long it is by now. */
function withoutEnded(rest: Stretch[], page: readonly Stretch[], events: readonly Recorded[]): Stretch[] {
  const [next, last] = [rest[0], page.at(-1)];
  const goesOn = next !== undefined && next.streamId === last?.streamId;
  return goesOn && events.at(-1)?.version !== next.after ? rest.slice(1) : rest;
}
