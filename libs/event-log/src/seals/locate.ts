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
  const found = await leavesFrom(pool, seal);
  const noted = marksOf(await leafMarks(pool, seal.number));
  const { kind, at } = difference(
    noted,
    found.map(({ mark }) => mark),
  );
  const position = found.at(at)?.position ?? null;
  const before = at === 0 ? seal.firstPosition - 1 : found[at - 1]!.position;
  const words: Readonly<Record<Difference['kind'], () => Promise<string> | string>> = {
    none: () => `its ${events} events are not those that were sealed`,
    gone: () => `an event after position ${before} is gone`,
    added: async () => `${await placeOf(pool, position)} was not there when it was sealed`,
    changed: async () =>
      `${await placeOf(pool, position)} is not what was sealed there: its instant, its position or its hash was changed`,
  };
  return { position: kind === 'none' ? null : position, what: await words[kind]() };
}

interface Difference {
  readonly kind: 'none' | 'gone' | 'added' | 'changed';
  /** Which of those that were found shows it, from 0. */
  readonly at: number;
}

/** The first difference between what was noted and what was found, judged by what follows it. */
function difference(noted: readonly string[], found: readonly string[]): Difference {
  let at = 0;
  while (at < noted.length && noted[at] === found[at]) at += 1;
  if (at === noted.length) return { kind: found.length > at ? 'added' : 'none', at };
  if (at >= found.length || noted[at + 1] === found[at]) return { kind: 'gone', at };
  return { kind: found[at + 1] === noted[at] ? 'added' : 'changed', at };
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

async function placeOf(pool: Pick<Pool, 'query'>, position: Position | null): Promise<string> {
  const { rows } = await pool.query<{ streamId: string; version: number }>(AT, [position]).catch(translate);
  const [row] = rows;
  return row ? `position ${position} (stream ${row.streamId}, version ${row.version})` : `position ${position}`;
}
