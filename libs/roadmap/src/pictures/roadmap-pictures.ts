import {
  allOf,
  type ConnectionArgs,
  CursorCodec,
  keysetPage,
  type Page,
  preparedRowsOf,
  rowsOf,
  type Sql,
  sql,
} from '#libs/api-kit';
import { type Position, streamId } from '#libs/event-log';
import { LimitReached } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  isMovedLater,
  type ItemMoved,
  type ItemState,
  type Lane,
  lanes,
  type PlannedItem,
  type Roadmap,
  roadmapItem,
  shiftDays,
} from '../domain/index.js';
import type { StoredItem } from '../items/to-item.js';
import {
  allHeldAt,
  heldAt,
  inScope,
  type RoadmapAt,
  type RoadmapScope,
  shownColumns,
  startOrInfinity,
} from './held.js';

/** Items that are held in memory at once. */
export const MOST_ITEMS = 2_000;
/** Items of a plan that are compared with a later one. */
const MOST_PLANNED = 20_000;

/** An item as a plan knew it, and as it stood later: none ever goes away. */
export interface PlanPair {
  readonly itemId: string;
  readonly was: PlannedItem;
  readonly is: PlannedItem;
}

/** A window that is another one than in the baseline. */
export type Moved = Pick<ItemMoved, 'from' | 'to' | 'shiftDays' | 'later'>;

/** The stream of an item. */
export const itemStream = (itemId: string): string => streamId({ type: roadmapItem.type, id: itemId });

/** The roadmap at any position, the present like any past: each picture is one statement over the versions of its items. */
@Injectable()
export class RoadmapPictures {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  /**
   * A page in the order of the time axis. Its text is planned for its position each time: among few versions of long ago they are sorted,
   * among many the page is found in order.
   */
  page(at: RoadmapAt, scope: Sql, args: ConnectionArgs): Promise<Page<StoredItem>> {
    return keysetPage<StoredItem>({
      db: this.pool,
      table: sql`roadmap.item_version v`,
      columns: [shownColumns],
      where: allOf([heldAt(at), scope]),
      order: [{ column: startOrInfinity, direction: 'ASC', nulls: 'never' }],
      id: sql`v.number`,
      args,
      cursors: this.cursors,
      scope: at.workspaceId,
    });
  }

  /** How many items there are in every lane. */
  async laneCounts(at: RoadmapAt, scope: Sql): Promise<{ readonly lane: Lane; readonly count: number }[]> {
    const rows = await rowsOf<{ lane: Lane; count: number }>(
      this.pool,
      sql`SELECT v.lane, count(*)::int AS count FROM roadmap.item_version v WHERE ${allHeldAt(at)} AND ${scope} GROUP BY v.lane`,
    );
    return lanes.map((lane) => ({ lane, count: rows.find((row) => row.lane === lane)?.count ?? 0 }));
  }

  /** Items by their ids, in the order of their numbers; those that were not there yet are left out. */
  items(at: RoadmapAt, ids: readonly string[]): Promise<StoredItem[]> {
    return preparedRowsOf<StoredItem>(
      this.pool,
      sql`SELECT ${shownColumns} FROM roadmap.item_version v
        WHERE ${heldAt(at)} AND v.stream_id = ANY(${ids.map(itemStream)}::text[]) ORDER BY v.number`,
    );
  }

  /**
   * All items somebody looks at, for the rules to work on.
   * @throws LimitReached for more than `MOST_ITEMS`
   */
  async at(workspaceId: string, position: Position | null, scope: RoadmapScope = {}): Promise<Roadmap> {
    const rows = await rowsOf<{ item_id: string; document: ItemState }>(
      this.pool,
      sql`SELECT v.item_id, v.document FROM roadmap.item_version v WHERE ${allHeldAt({ workspaceId, position })}
        AND ${inScope(scope)} ORDER BY v.number LIMIT ${MOST_ITEMS + 1}`,
    );
    if (rows.length > MOST_ITEMS) throw new LimitReached('items at once', MOST_ITEMS);
    return { items: new Map(rows.map(({ item_id: itemId, document }) => [itemId, document])) };
  }

  /**
   * What was on the roadmap at the baseline beside what became of it by a position, by numbers.
   * @param which of the versions `v` of the baseline and `later` ones
   * @throws LimitReached
   */
  async pairs(workspaceId: string, baseline: Position, position: Position | null, which: Sql): Promise<PlanPair[]> {
    const rows = await rowsOf<PlanPair>(
      this.pool,
      sql`WITH later AS MATERIALIZED (
          SELECT v.stream_id, v.number, v.status, v.start_on, v.end_on, v.document->'window' AS shown FROM roadmap.item_version v
          WHERE ${allHeldAt({ workspaceId, position })})
        SELECT v.item_id AS "itemId",
          jsonb_build_object('number', v.number, 'status', v.status, 'window', v.document->'window') AS was,
          jsonb_build_object('number', later.number, 'status', later.status, 'window', later.shown) AS is
        FROM roadmap.item_version v JOIN later ON later.stream_id = v.stream_id
        WHERE ${allHeldAt({ workspaceId, position: baseline })} AND ${which} ORDER BY v.number LIMIT ${MOST_PLANNED + 1}`,
    );
    if (rows.length > MOST_PLANNED) throw new LimitReached('items of a plan', MOST_PLANNED);
    return rows;
  }

  /** By item ids, every window that is another one at a position than it was at the baseline; null: as it stands. */
  async movedSince(
    workspaceId: string,
    baseline: Position,
    position: Position | null,
  ): Promise<ReadonlyMap<string, Moved>> {
    const moved = sql`(v.start_on, v.end_on) IS DISTINCT FROM (later.start_on, later.end_on)`;
    const pairs = await this.pairs(workspaceId, baseline, position, moved);
    return new Map(
      pairs.flatMap(({ itemId, was: { window: from }, is: { window: to } }): [string, Moved][] => {
        if (from === null || to === null) return [];
        return [[itemId, { from, to, shiftDays: shiftDays(from, to), later: isMovedLater(from, to) }]];
      }),
    );
  }
}
