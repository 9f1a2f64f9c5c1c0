import { allOf, preparedRowsOf, rowsOf, type Sql, sql } from '#libs/api-kit';
import { Past, type Position, type Recorded } from '#libs/event-log';
import { LimitReached } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  type ItemState,
  type Roadmap,
  roadmapDiff,
  type RoadmapDiff,
  type RoadmapEvent,
  roadmapItem,
} from '../domain/index.js';
import type { StoredItem } from '../items/to-item.js';
import { allHeldAt, shownColumns } from './held.js';
import { itemStream } from './roadmap-pictures.js';

/** Items that differ, and facts that are read to say why. */
const MOST = { items: 1_000, events: 20_000 } as const;

/** Two safe positions of one workspace. */
export interface Between {
  readonly workspaceId: string;
  readonly from: Position;
  /** Not before `from`. */
  readonly to: Position;
}

/** An item that something was stored about between the two: as it stood at both. */
interface ChangedItem extends StoredItem {
  readonly version_before: number | null;
  readonly document_before: ItemState | null;
}

/** A difference with what it is told by. */
export interface ToldDiff {
  readonly diff: RoadmapDiff;
  /** Items that differ, as they stood at the later position, by id. */
  readonly rows: ReadonlyMap<string, StoredItem>;
  /** Facts between the two, by id. */
  readonly events: ReadonlyMap<string, Recorded>;
}

/** What changed between two roadmaps: only items that something was stored about are read, and their facts between the two. */
@Injectable()
export class DiffReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly past: Past,
  ) {}

  /** @throws LimitReached for more than `MOST` */
  async between(between: Between): Promise<ToldDiff> {
    const changed = await this.changedItems(between);
    if (changed.length > MOST.items) throw new LimitReached('items that differ between the two', MOST.items);
    const events = await this.eventsOf(between.workspaceId, changed);
    const before = changed.flatMap(({ item_id: itemId, document_before: state }): [string, ItemState][] =>
      state === null ? [] : [[itemId, state]],
    );
    const from: Roadmap = { items: new Map(before) };
    const to: Roadmap = { items: new Map(changed.map(({ item_id: itemId, document }) => [itemId, document])) };
    return {
      diff: roadmapDiff(from, to, events),
      rows: new Map(changed.map((row) => [row.item_id, row])),
      events: new Map(events.map((event) => [event.eventId, event])),
    };
  }

  /** How many items keep their window and were not dropped. */
  async countUnchanged(between: Between, told: ToldDiff): Promise<number> {
    const [row] = await rowsOf<{ count: number }>(
      this.pool,
      sql`SELECT count(*)::int AS count FROM roadmap.item_version v WHERE ${unchanged(between, told)}`,
    );
    return row?.count ?? 0;
  }

  /** The first of them by number, as they stood at the later position. */
  firstUnchanged(between: Between, told: ToldDiff, first: number): Promise<StoredItem[]> {
    return rowsOf<StoredItem>(
      this.pool,
      sql`SELECT ${shownColumns} FROM roadmap.item_version v WHERE ${unchanged(between, told)} ORDER BY v.number LIMIT ${first}`,
    );
  }

  private changedItems({ workspaceId, from, to }: Between): Promise<ChangedItem[]> {
    const versionAt = (position: Position): Sql => sql`v.workspace_id = ${workspaceId}::uuid
      AND v.stream_id = changed.stream_id AND v.position <= ${position}::bigint ORDER BY v.position DESC LIMIT 1`;
    return preparedRowsOf<ChangedItem>(
      this.pool,
      sql`WITH changed AS MATERIALIZED (
          SELECT DISTINCT v.stream_id FROM roadmap.item_version v WHERE v.workspace_id = ${workspaceId}::uuid
          AND v.position > ${from}::bigint AND v.position <= ${to}::bigint LIMIT ${MOST.items + 1})
        SELECT after.*, before.version AS version_before, before.document AS document_before FROM changed
        JOIN LATERAL (SELECT ${shownColumns}, v.number FROM roadmap.item_version v WHERE ${versionAt(to)}) after ON TRUE
        LEFT JOIN LATERAL (SELECT v.version, v.document FROM roadmap.item_version v WHERE ${versionAt(from)}) before ON TRUE
        ORDER BY after.number`,
    );
  }

  private async eventsOf(workspaceId: string, changed: readonly ChangedItem[]): Promise<RoadmapEvent[]> {
    const stretches = changed.map(({ item_id: id, version_before: before, version }) => ({
      id,
      after: before ?? 0,
      upTo: version,
    }));
    const count = stretches.reduce((sum, { after, upTo }) => sum + upTo - after, 0);
    if (count > MOST.events) throw new LimitReached('facts between the two', MOST.events);
    const found = await this.past.eventsBetween(roadmapItem.type, { workspaceId, stretches });
    return found.flat() as RoadmapEvent[];
  }
}

/** At the later position: what nothing was stored about since the earlier one, and what changed in other respects. */
function unchanged({ workspaceId, to }: Between, { diff, rows }: ToldDiff): Sql {
  const changed = [...rows.keys()].map(itemStream);
  return allOf([
    allHeldAt({ workspaceId, position: to }),
    sql`v.status <> 'DROPPED'`,
    sql`(v.stream_id <> ALL(${changed}::text[]) OR v.item_id = ANY(${[...diff.unchanged]}::uuid[]))`,
  ]);
}
