import { type ApiContext, loaderOf, preparedRowsOf, type Reader, readerOf, sql } from '#libs/api-kit';
import { fullViewer, localDate, PeopleLoaders } from '#libs/people';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { RoadmapItemObject } from './item.type.js';
import { type ItemLookups, type StoredItem, toItem } from './to-item.js';

/** Items as they stand: one statement for all that an operation asks for. */
@Injectable()
export class ItemReader {
  private readonly lookups: ItemLookups;

  constructor(
    private readonly pool: pg.Pool,
    people: PeopleLoaders,
    requests: RequestReader,
  ) {
    this.lookups = { people, requests, item: (context, info, itemId) => this.one(readerOf(info), context, itemId) };
  }

  /** Null when it is not there, or not in this workspace. */
  one(reader: Reader, context: ApiContext, itemId: string): Promise<RoadmapItemObject | null> {
    const batch = async (ids: readonly string[]) => this.many(reader, ids);
    const loader = loaderOf<string, RoadmapItemObject | null>(context, 'roadmap.item', batch);
    // Loads after a command of the same operation must see it.
    return loader.clear(itemId).load(itemId);
  }

  /** In the order of the ids. */
  async many(reader: Reader, ids: readonly string[]): Promise<(RoadmapItemObject | null)[]> {
    const rows = await preparedRowsOf<StoredItem>(
      this.pool,
      sql`SELECT * FROM roadmap.item_row
        WHERE workspace_id = ${reader.viewer.workspaceId}::uuid AND item_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(rows.map((row) => [row.item_id, this.show(row, reader)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** A row of an item, or of one of its versions. */
  show(row: StoredItem, { viewer }: Reader): RoadmapItemObject {
    const { now, timeZone } = fullViewer(viewer);
    return toItem(row, this.lookups, localDate(now, timeZone));
  }
}
