import pg, { type Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { EventMeta, Recorded } from '../event.js';
import { decodeEvent } from './decode.js';
import { translate } from './failures.js';

/** What a statement's parameters are when it is copied: COPY takes none, so they are written into it, each as a literal of its kind. */
export type CopyValue = number | string | readonly string[] | null;

const literalOf = (value: CopyValue | undefined): string => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (typeof value !== 'number') return `array[${value.map((one) => pg.escapeLiteral(one)).join(', ')}]::text[]`;
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no position.`);
  return String(value);
};

const withLiterals = (text: string, values: readonly CopyValue[]): string =>
  text.replace(/\$(\d+)/g, (_, number: string) => literalOf(values[Number(number) - 1]));

const NEWLINE = 10;
const MARKS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' };

/** Only where there is a backslash something stands for something else. */
const plain = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/gs, (_, mark: string) => MARKS[mark] ?? mark) : text;

/** A line of `EVENT_ROW`. */
function eventOfLine(line: string): Recorded {
  const [position, eventId, workspaceId, streamId, version, type, schemaVersion, data, meta, instant] = line.split(
    '\t',
  ) as [string, string, string, string, string, string, string, string, string, string];
  return decodeEvent([
    Number(position),
    eventId,
    workspaceId,
    plain(streamId),
    Number(version),
    plain(type),
    Number(schemaVersion),
    JSON.parse(plain(data)) as object,
    JSON.parse(plain(meta)) as EventMeta,
    new Date(Number(instant)).toISOString(),
  ]);
}

/**
 * Events of a statement that selects `EVENT_ROW`, by a COPY of its own: lines come without a parser for each column, which reads nearly
 * as fast as one COPY of everything, and yet no snapshot is older than a page. Takes a connection for as long as the statement runs.
 * @throws Unavailable
 */
export async function copiedEvents(
  pool: Pick<Pool, 'connect'>,
  text: string,
  values: readonly CopyValue[],
): Promise<Recorded[]> {
  const client = await pool.connect().catch(translate);
  let broken: unknown;
  try {
    return await eventsOf(client.query(copyTo(`copy (${withLiterals(text, values)}) to stdout`)));
  } catch (error) {
    broken = error;
    return translate(error);
  } finally {
    client.release(broken !== undefined);
  }
}

/** Whole lines are cut out of each chunk; what is left of the last one begins the next. */
async function eventsOf(chunks: AsyncIterable<Buffer>): Promise<Recorded[]> {
  const events: Recorded[] = [];
  let rest: Buffer | null = null;
  for await (const chunk of chunks) {
    const whole: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    const end = whole.lastIndexOf(NEWLINE);
    rest = end + 1 < whole.length ? whole.subarray(end + 1) : null;
    const lines = end > 0 ? whole.toString('utf8', 0, end).split('\n') : [];
    for (const line of lines) events.push(eventOfLine(line));
  }
  return events;
}
