import type { Pool } from 'pg';
import type { Position, Recorded } from './event.js';
import { chainHash, contentHash } from './hashing.js';
import { decodeEvent, type EventTuple } from './postgres/decode.js';
import { translate } from './postgres/failures.js';
import { EVENT_COLUMNS } from './postgres/statements.js';

/**
 * content: type, data, meta or ids are not those that were hashed. chain: the hash does not follow from the one before. gap: a version
 * is missing or there twice. order: a later version has a lower position. head: the stream's row is not where its events end.
 */
export type BreakKind = 'content' | 'chain' | 'gap' | 'order' | 'head';

export interface Break {
  readonly kind: BreakKind;
  readonly workspaceId: string;
  readonly streamId: string;
  /** Version and position of the event at which it shows; of the last one that is there when some are missing at the end. */
  readonly version: number;
  /** Null when none of the stream's events is there. */
  readonly position: Position | null;
  /** What was found, and what would be right. */
  readonly message: string;
}

export interface VerifyResult {
  readonly events: number;
  readonly streams: number;
  /** Streams with a break. */
  readonly broken: number;
  /** Of the first breaks of all streams the one with the lowest position. */
  readonly first: Break | null;
}

export interface VerifyProgress extends VerifyResult {
  /** The log holds at most so many events. */
  readonly atMost: number;
}

export interface VerifyOptions {
  readonly workspaceId?: string;
  /** Events read at a time; 5,000 unless told. */
  readonly batch?: number;
  /** Ends it with the signal's reason. */
  readonly signal?: AbortSignal;
}

interface Row {
  readonly event: EventTuple;
  readonly content_hash: Buffer;
  readonly hash: Buffer;
  readonly head_version: number | null;
  readonly head_hash: Buffer | null;
}

type Key = readonly [workspaceId: string, streamId: string, version: number, position: Position];

/** Workspaces from and to these, so many rows at a time. */
interface Range {
  readonly from: string;
  readonly to: string;
  readonly batch: number;
}

const LOWEST = '00000000-0000-0000-0000-000000000000';
const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Stream by stream, so that memory does not grow with the log; the head comes with the events, as one snapshot sees both. */
const WALK = `
select ${EVENT_COLUMNS} as event, e.content_hash, e.hash, s.version as head_version, s.head_hash
from (select * from log.event
      where (workspace_id, stream_id, version, position) > ($1::uuid, $2::text, $3::int, $4::bigint) and workspace_id <= $5::uuid
      order by workspace_id, stream_id, version, position limit $6) e
left join log.stream s on s.workspace_id = e.workspace_id and s.stream_id = e.stream_id
order by e.workspace_id, e.stream_id, e.version, e.position`;

/** A batch of streams and which of them have no event left. */
const STREAMS = `
select s.workspace_id, s.stream_id, s.version,
  exists (select from log.event e where e.workspace_id = s.workspace_id and e.stream_id = s.stream_id) as kept
from (select * from log.stream where (workspace_id, stream_id) > ($1::uuid, $2::text) and workspace_id <= $3::uuid
      order by workspace_id, stream_id limit $4) s
order by s.workspace_id, s.stream_id`;

/**
 * Recomputes the hash of every stored event from what is stored, the chain of every stream, and compares its end with the stream's row;
 * appends may go on meanwhile. Finds any change of an event's content or place in its stream; the instant and the exact position are
 * outside the chain: they are covered by seals. Who may rewrite whole chains with their heads is found by seals alone, too.
 */
export async function verify(
  pool: Pick<Pool, 'query'>,
  { workspaceId, batch = 5_000, signal }: VerifyOptions = {},
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<VerifyResult> {
  const [from, to] = workspaceId === undefined ? [LOWEST, HIGHEST] : [workspaceId, workspaceId];
  const range = { from, to, batch };
  const findings = new Findings();
  const atMost = await lastPosition(pool);
  for await (const rows of batches(pool, range)) {
    signal?.throwIfAborted();
    for (const row of rows) findings.check(decodeEvent(row.event), row);
    onProgress({ ...findings.result, atMost });
  }
  findings.streamEnded();
  await findEmptyStreams(pool, range, findings);
  return findings.result;
}

class Findings {
  private events = 0;
  private streams = 0;
  private broken = 0;
  private first: Break | null = null;
  private walk: StreamWalk | null = null;

  check(event: Recorded, row: Row): void {
    if (!this.walk?.covers(event)) {
      this.streamEnded();
      this.walk = new StreamWalk();
      this.streams += 1;
    }
    this.walk.check(event, row);
    this.events += 1;
  }

  streamEnded(): void {
    const found = this.walk?.end() ?? null;
    if (found !== null) this.add(found);
  }

  add(found: Break): void {
    this.broken += 1;
    if (this.first === null || placeOf(found) < placeOf(this.first)) this.first = found;
  }

  get result(): VerifyResult {
    return { events: this.events, streams: this.streams, broken: this.broken, first: this.first };
  }
}

const placeOf = ({ position }: Break): number => position ?? Number.POSITIVE_INFINITY;

/** One stream on its way from its first event to its head; stops at the first break. */
class StreamWalk {
  private last: { readonly event: Recorded; readonly row: Row } | null = null;
  private found: Break | null = null;

  covers({ workspaceId, streamId }: Recorded): boolean {
    return this.last?.event.streamId === streamId && this.last.event.workspaceId === workspaceId;
  }

  check(event: Recorded, row: Row): void {
    const wrong = this.found === null ? this.wrongAt(event, row) : null;
    if (wrong !== null) this.found = breakAt(event, ...wrong);
    this.last = { event, row };
  }

  end(): Break | null {
    if (this.found !== null || this.last === null) return this.found;
    const { event, row } = this.last;
    if (row.head_version === null) return breakAt(event, 'head', 'the stream has no row');
    if (row.head_version !== event.version)
      return breakAt(event, 'head', `the stream's row is at version ${row.head_version}`);
    return row.head_hash!.equals(row.hash) ? null : breakAt(event, 'head', "the stream's row has another hash");
  }

  private wrongAt(event: Recorded, row: Row): [BreakKind, string] | null {
    return this.wrongPlace(event) ?? wrongHash(event, row, this.last?.row.hash ?? Buffer.alloc(0));
  }

  private wrongPlace({ version, position }: Recorded): [BreakKind, string] | null {
    const before = this.last?.event ?? { version: 0, position: 0 };
    if (version !== before.version + 1) return ['gap', `version ${before.version + 1} was due`];
    return position > before.position ? null : ['order', `version ${before.version} is at position ${before.position}`];
  }
}

function wrongHash(event: Recorded, row: Row, previous: Buffer): [BreakKind, string] | null {
  const content = contentHash(event);
  if (!content.equals(row.content_hash)) {
    return ['content', `its content hashes to ${content.toString('hex')}, not to what was stored`];
  }
  const chained = chainHash(previous, event.version, content);
  if (chained.equals(row.hash)) return null;
  return ['chain', `its hash does not follow from the version before: ${chained.toString('hex')} would`];
}

const breakAt = ({ workspaceId, streamId, version, position }: Recorded, kind: BreakKind, what: string): Break => ({
  kind,
  workspaceId,
  streamId,
  version,
  position,
  message: `Position ${position}, stream ${streamId}, version ${version}: ${what}.`,
});

/** The next batch is under way while the last one is handled. */
async function* batches(pool: Pick<Pool, 'query'>, { from, to, batch }: Range): AsyncGenerator<Row[]> {
  const fetch = (key: Key): Promise<Row[]> =>
    pool
      .query<Row>({ name: 'log_verify', text: WALK, values: [...key, to, batch] })
      .then(({ rows }) => rows, translate);
  let next: Promise<Row[]> | null = fetch([from, '', 0, 0]);
  while (next !== null) {
    const rows: Row[] = await next;
    const last = rows.length === batch ? decodeEvent(rows.at(-1)!.event) : null;
    next = last && fetch([last.workspaceId, last.streamId, last.version, last.position]);
    next?.catch(() => undefined); // the loop above reports it, unless the consumer left
    yield rows;
  }
}

async function findEmptyStreams(
  pool: Pick<Pool, 'query'>,
  { from, to, batch }: Range,
  findings: Findings,
): Promise<void> {
  type Stream = { workspace_id: string; stream_id: string; version: number; kept: boolean };
  let after: readonly [string, string] | null = [from, ''];
  while (after !== null) {
    const { rows }: { rows: Stream[] } = await pool.query<Stream>(STREAMS, [...after, to, batch]).catch(translate);
    for (const { workspace_id: workspaceId, stream_id: streamId, version } of rows.filter(({ kept }) => !kept)) {
      const message = `Stream ${streamId}: its row is at version ${version}, but none of its events is there.`;
      findings.add({ kind: 'head', workspaceId, streamId, version: 0, position: null, message });
    }
    const last = rows.at(-1);
    after = last && rows.length === batch ? [last.workspace_id, last.stream_id] : null;
  }
}

async function lastPosition(pool: Pick<Pool, 'query'>): Promise<number> {
  const { rows } = await pool
    .query<{ last: string }>('select last_value as last from log.event_position')
    .catch(translate);
  return Number(rows[0]!.last);
}
