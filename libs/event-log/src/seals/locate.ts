import type { Pool } from 'pg';
import type { Position } from '../event.js';
import { translate } from '../postgres/failures.js';
import { entriesOf, positionOf } from './entries.js';
import { leafHash } from './merkle.js';
import type { Seal } from './seal.js';
import { leafMarks } from './seal-rows.js';

export interface Located {
  /** Of the event that shows it; null when not one is there, or no mark tells. */
  readonly position: Position | null;
  readonly what: string;
}

interface Found {
  readonly position: Position;
  readonly mark: string;
}

const AT = 'select stream_id as "streamId", version from log.event where position = $1';

/** Which of the events of a broken seal it is: the first one whose leaf has not the first bytes that were noted when it was sealed. */
export async function locate(pool: Pick<Pool, 'query'>, seal: Seal, events: number): Promise<Located> {
  const noted = marksOf(await leafMarks(pool, seal.number));
  const found = await leavesFrom(pool, seal);
  const index = noted.findIndex((mark, place) => found[place]?.mark !== mark);
  const at = index === -1 ? noted.length : index;
  const here = found[at];
  if (index === -1 && here === undefined)
    return { position: null, what: `its ${events} events are not those that were sealed` };
  const before = at === 0 ? `position ${seal.firstPosition - 1}` : `position ${found[at - 1]!.position}`;
  if (here === undefined || here.mark === noted[at + 1])
    return { position: here?.position ?? null, what: `an event after ${before} is gone` };
  const place = await placeOf(pool, here.position);
  const isAdded = index === -1 || found[at + 1]?.mark === noted[at];
  const what = isAdded
    ? `${place} was not there when it was sealed`
    : `${place} is not what was sealed there: its instant, its position or its hash was changed`;
  return { position: here.position, what };
}

const marksOf = (marks: Buffer): string[] =>
  Array.from({ length: marks.length / 4 }, (_, place) => marks.toString('hex', place * 4, place * 4 + 4));

async function leavesFrom(pool: Pick<Pool, 'query'>, { firstPosition, lastPosition }: Seal): Promise<Found[]> {
  const found: Found[] = [];
  for await (const entry of entriesOf(pool, { after: firstPosition - 1, upTo: lastPosition })) {
    found.push({ position: positionOf(entry), mark: leafHash(entry).toString('hex', 0, 4) });
  }
  return found;
}

async function placeOf(pool: Pick<Pool, 'query'>, position: Position): Promise<string> {
  const { rows } = await pool.query<{ streamId: string; version: number }>(AT, [position]).catch(translate);
  const [row] = rows;
  return row ? `position ${position} (stream ${row.streamId}, version ${row.version})` : `position ${position}`;
}
