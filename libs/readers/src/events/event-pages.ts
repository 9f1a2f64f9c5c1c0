import { preparedRowsOf, type Sql, sql } from '#libs/api-kit';
import {
  EventLog,
  Horizon,
  type LogPage,
  type Position,
  PositionNotReached,
  type Recorded,
  type VersionPins,
} from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type EventSelection, queryOf } from '../feed/selection.js';
import { EVENT_PLACES } from './event-places.projection.js';

/** Which events of a workspace, in which versions, and how many at most. */
export interface PageWish {
  readonly workspaceId: string;
  readonly selection: EventSelection;
  readonly pins: VersionPins;
  readonly limit: number;
}

/** A page and the epoch that its positions belong to. */
export interface EventPage extends LogPage {
  readonly epoch: string;
}

/** Positions of everybody that one call walks past at most where places are not written down yet. */
export const LONGEST_WALK = 100_000;

interface Range {
  readonly workspaceId: string;
  readonly types: readonly string[] | null;
  /** Not included. */
  readonly after: Position;
  /** Included. */
  readonly upTo: Position;
  readonly limit: number;
}

/** A walk along the primary key, or along each type's own stretch of the index; compared as rows, so that the planner takes that index. */
const forward = ({ workspaceId, types, after, upTo, limit }: Range): Sql =>
  types === null
    ? sql`SELECT p.position::float8 AS position FROM readers.event_place p
        WHERE p.workspace_id = ${workspaceId}::uuid AND p.position > ${after}::bigint AND p.position <= ${upTo}::bigint
        ORDER BY p.position LIMIT ${limit}`
    : sql`SELECT x.position::float8 AS position FROM unnest(${types}::text[]) t(type) CROSS JOIN LATERAL (
          SELECT p.position FROM readers.event_place p
          WHERE (p.workspace_id, p.type, p.position) > (${workspaceId}::uuid, t.type, ${after}::bigint)
            AND (p.workspace_id, p.type, p.position) <= (${workspaceId}::uuid, t.type, ${upTo}::bigint)
          ORDER BY p.workspace_id, p.type, p.position LIMIT ${limit}) x
        ORDER BY x.position LIMIT ${limit}`;

const backward = ({ workspaceId, types, after, upTo, limit }: Range): Sql =>
  types === null
    ? sql`SELECT p.position::float8 AS position FROM readers.event_place p
        WHERE p.workspace_id = ${workspaceId}::uuid AND p.position > ${after}::bigint AND p.position <= ${upTo}::bigint
        ORDER BY p.position DESC LIMIT ${limit}`
    : sql`SELECT x.position::float8 AS position FROM unnest(${types}::text[]) t(type) CROSS JOIN LATERAL (
          SELECT p.position FROM readers.event_place p
          WHERE (p.workspace_id, p.type, p.position) > (${workspaceId}::uuid, t.type, ${after}::bigint)
            AND (p.workspace_id, p.type, p.position) <= (${workspaceId}::uuid, t.type, ${upTo}::bigint)
          ORDER BY p.workspace_id DESC, p.type DESC, p.position DESC LIMIT ${limit}) x
        ORDER BY x.position DESC LIMIT ${limit}`;

/**
 * The events of one workspace by pages, however many others share the log: read by their places as far as those are written down, and
 * beyond, which is seldom more than the last moment, by walking the log itself. So nothing waits for the places, and nothing is missed.
 */
@Injectable()
export class EventPages {
  constructor(
    private readonly pool: pg.Pool,
    private readonly log: EventLog,
    private readonly horizon: Horizon,
  ) {}

  /** Events after a position, up to the safe horizon. A page that is not filled may still be `full`: go on after its `next`. @throws Unavailable */
  async read(wish: PageWish, after: Position): Promise<EventPage> {
    const { selection, pins, limit } = wish;
    const query = { ...queryOf(wish.workspaceId, selection), pins };
    const { epoch, safe, placed } = await this.ends();
    if (selection.subject !== null) return { ...(await this.log.readAll({ ...query, after, limit })), epoch };
    const found = await this.places(wish, { after, upTo: placed }, forward);
    const events = await this.log.readAt(wish.workspaceId, found, pins);
    if (found.length === limit) return { events, epoch, safe, full: true, next: found.at(-1)! };
    const begin = Math.max(after, placed);
    if (begin >= safe) return { events, epoch, safe, full: false, next: begin };
    const rest = { after: begin, limit: limit - found.length, upTo: begin + LONGEST_WALK };
    const walked = await this.log.readAll({ ...query, ...rest });
    return { ...walked, epoch, events: [...events, ...walked.events] };
  }

  /**
   * The last events before a position (null: of all), in the order of positions; `full` when there are more before them.
   * @throws PositionNotReached while the places of the last moment are not written down, Unavailable
   */
  async readBack(wish: PageWish, before: Position | null): Promise<EventPage> {
    const { workspaceId, selection, pins, limit } = wish;
    const { epoch, safe, placed } = await this.ends();
    const end = Math.min(safe, (before ?? Number.MAX_SAFE_INTEGER) - 1);
    const newest = end > placed ? await this.newest(wish, { after: placed, upTo: end }) : [];
    const wanted = { ...wish, limit: Math.max(0, limit - newest.length) };
    const upTo = Math.min(end, placed);
    const found = await (selection.subject === null
      ? this.places(wanted, { after: 0, upTo }, backward)
      : this.placesOfStream(workspaceId, selection, { upTo, limit: wanted.limit }));
    const events = await this.log.readAt(workspaceId, found, pins);
    const all = [...events, ...newest].slice(-limit);
    return { events: limit === 0 ? [] : all, epoch, safe, full: found.length + newest.length >= limit, next: safe };
  }

  /** How many there are after a position up to the safe horizon, counted to `limit`, and where the first of them stands. */
  async count(wish: Omit<PageWish, 'pins'>, after: Position): Promise<{ events: number; first: Position | null }> {
    const { selection, limit, workspaceId } = wish;
    const query = queryOf(workspaceId, selection);
    const { safe, placed } = await this.ends();
    const upTo = selection.subject === null ? placed : 0;
    const found = await this.places(wish, { after, upTo }, forward);
    const begin = Math.max(after, upTo);
    if (found.length === limit || begin >= safe) return { events: found.length, first: found[0] ?? null };
    const { events } = await this.log.readAll({
      ...query,
      after: begin,
      limit: limit - found.length,
      upTo: begin + LONGEST_WALK,
    });
    return { events: found.length + events.length, first: found[0] ?? events[0]?.position ?? null };
  }

  /** The horizon, which is known before anything is read, and up to where places are written down. */
  private async ends(): Promise<{ epoch: string; safe: Position; placed: Position }> {
    // First, so that it is never beyond the horizon.
    const [head] = await preparedRowsOf<{ position: Position }>(
      this.pool,
      sql`SELECT position::float8 AS position FROM readers.event_place_head`,
    );
    const { epoch, safe } = await this.horizon.refresh();
    return { epoch, safe, placed: Math.min(safe, head?.position ?? 0) };
  }

  private async places(
    { workspaceId, selection, limit }: Omit<PageWish, 'pins'>,
    { after, upTo }: Pick<Range, 'after' | 'upTo'>,
    direction: (range: Range) => Sql,
  ): Promise<Position[]> {
    if (after >= upTo || limit === 0) return [];
    const types = selection.types === null ? null : [...new Set(selection.types)];
    const range = { workspaceId, types, after, upTo, limit };
    return (await preparedRowsOf<{ position: Position }>(this.pool, direction(range))).map(({ position }) => position);
  }

  /** By the stream's own key, from its end. */
  private async placesOfStream(
    workspaceId: string,
    { types, subject }: EventSelection,
    { upTo, limit }: Pick<Range, 'upTo' | 'limit'>,
  ): Promise<Position[]> {
    const rows = await preparedRowsOf<{ position: Position }>(
      this.pool,
      sql`SELECT e.position::float8 AS position FROM log.event e
        WHERE e.workspace_id = ${workspaceId}::uuid AND e.stream_id = ${subject} AND e.position <= ${upTo}::bigint
          AND (${types}::text[] IS NULL OR e.type = ANY(${types}::text[]))
        ORDER BY e.version DESC LIMIT ${limit}`,
    );
    return rows.map(({ position }) => position);
  }

  private async newest(
    { workspaceId, selection, pins }: PageWish,
    range: Pick<Range, 'after' | 'upTo'>,
  ): Promise<readonly Recorded[]> {
    const most = 1_000;
    const upTo = Math.min(range.upTo, range.after + LONGEST_WALK);
    const query = { ...queryOf(workspaceId, selection), pins, after: range.after, upTo, limit: most };
    const { events } = await this.log.readAll(query);
    if (events.length === most || upTo < range.upTo) throw new PositionNotReached(EVENT_PLACES, range.upTo);
    return events;
  }
}
