import pg, { type CustomTypesConfig, type Pool, type QueryArrayConfig } from 'pg';
import type { Position, Recorded } from '../event.js';
import { copiedEvents } from './copied-events.js';
import { type EventRow, eventOfRow } from './decode.js';
import { translate } from './failures.js';

/**
 * An event's columns for whoever reads many; see `eventOfRow`. Documents leave as the text they are and instants as milliseconds:
 * the server formats nothing and the reader parses each document by itself, which reads about twice as many events a second as
 * `EVENT_COLUMNS`. (300,000 events of 700 bytes, two busy cores, best of three: json_build_array 57,000/s, columns 99,000 to
 * 140,000/s, the same by FETCH or by a portal 82,000 to 85,000/s, by COPY 145,000/s. Batches of 2,000, 5,000 and 10,000 differ
 * by less than the noise. COPY would keep a snapshot open as long as the reader takes, for a few percent. Instants by date_part, which
 * calculates in floating point and is rounded, instead of by extract, which does in decimals: 2.8 instead of 3.3 microseconds of the
 * server's processor for an event of 600 bytes; all of an event as one text: 3.7, and no less for the reader.)
 */
export const EVENT_ROW = `e.position, e.event_id, e.workspace_id, e.stream_id, e.version, e.type, e.schema_version, e.data, e.meta,
  (date_part('epoch', e.recorded_at) * 1000)::bigint`;

const { builtins } = pg.types;

/** Documents as text, positions as numbers. */
const rowTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.JSONB) return (text: string) => text;
    return oid === builtins.INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text');
  },
};

/** A statement that selects `EVENT_ROW`. */
export const rowQuery = (query: {
  name?: string;
  text: string;
  values?: unknown[];
}): QueryArrayConfig & { types: CustomTypesConfig } => ({ ...query, rowMode: 'array', types: rowTypes });

/**
 * All events of a range, and those that are wanted picked out of them. The inner query keeps the planner on the primary key: with
 * types that are frequent, sorting what an index on types finds costs more than walking past the others.
 */
const WALK = `
select ${EVENT_ROW} from (select * from log.event x where x.position > $1 and x.position <= $2 order by x.position offset 0) e
where ($3::text[] is null or e.type = any($3)) and ($4::uuid is null or e.workspace_id = $4) order by e.position limit $5`;

/**
 * Types that are rare, each by the index on (type, position): what lies between is not read. Compared as rows, for the planner does not
 * know how rare they are and would otherwise walk the primary key past everything else.
 */
const PICK = `
select ${EVENT_ROW} from unnest($3::text[]) wanted(type) cross join lateral (
  select * from log.event x
  where (x.type, x.position) > (wanted.type, $1::bigint) and (x.type, x.position) <= (wanted.type, $2::bigint)
    and ($4::uuid is null or x.workspace_id = $4)
  order by x.type, x.position limit $5) e
order by e.position limit $5`;

/**
 * Below one event in so many positions, picking beats walking. (1,000,000 events in memory, read to the end: 100 of a type take
 * 6 ms, walking 300 ms; 10,000 of a type 93 to 143 ms, walking 456 ms; a fifteenth of all 510 to 541 ms, walking 930 to 1,760 ms.)
 */
const RARE = 12;
/** Positions one statement walks past at most, in pages. */
const MOST_WALKED = 50;

export interface PagesQuery {
  readonly pool: Pick<Pool, 'query'>;
  /** Where pages are copied from, which pays for whoever reads very many; by prepared statements unless told. */
  readonly copied?: Pick<Pool, 'connect'>;
  /** All unless told. */
  readonly types?: readonly string[] | undefined;
  readonly workspaceId?: string | undefined;
  /** Events of one page at most. */
  readonly pageSize: number;
}

export interface EventPage {
  /** As stored, in the order of positions; may be none though `full`. */
  readonly events: readonly Recorded[];
  /** Everything up to here that matches is in this page or was before it. */
  readonly to: Position;
  /** `to` is not the end that was asked for: go on after it. */
  readonly full: boolean;
}

/**
 * Reads the log forward by position, each page a statement of its own over a range that is as long as it takes to fill a page:
 * neither a rare type nor a frequent one makes a statement read much more than it gives.
 */
export class LogPages {
  private readonly types: readonly string[] | null;
  /** Positions of the next range; grows and shrinks with what the last one held. */
  private span: number;
  private rare = false;

  constructor(private readonly query: PagesQuery) {
    this.types = query.types ? [...new Set(query.types)] : null;
    this.span = query.pageSize * 2;
  }

  /** Events after one position, up to another that must be safe. @throws Unavailable */
  async read(after: Position, upTo: Position): Promise<EventPage> {
    const { pageSize } = this.query;
    const end = Math.min(upTo, after + this.span);
    const events = await this.range(after, end);
    const to = events.length === pageSize ? events.at(-1)!.position : end;
    this.adapt(to - after, events.length);
    return { events, to, full: to < upTo };
  }

  private async range(after: Position, end: Position): Promise<Recorded[]> {
    const { pool, copied, pageSize, workspaceId } = this.query;
    const pick = this.rare && this.types !== null;
    const [name, text] = pick ? ['log_pick', PICK] : ['log_walk', WALK];
    const values = [after, end, this.types, workspaceId ?? null, pageSize];
    if (copied) return copiedEvents(copied, text, values);
    const { rows } = await pool.query<EventRow>(rowQuery({ name, text, values })).catch(translate);
    return rows.map(eventOfRow);
  }

  private adapt(span: number, found: number): void {
    const { pageSize, workspaceId } = this.query;
    this.rare = found * RARE < span;
    // A little more than a page is likely to need; where nothing is found, eight times as far.
    const next = found === 0 ? span * 8 : Math.min(span * 8, (span / found) * pageSize * 1.2);
    const walks = workspaceId !== undefined || this.types === null || !this.rare;
    const most = walks ? pageSize * MOST_WALKED : Number.MAX_SAFE_INTEGER / 4;
    this.span = Math.ceil(Math.min(most, Math.max(pageSize, next)));
  }
}
