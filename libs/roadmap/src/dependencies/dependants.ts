import { type ApiContext, loaderOf, preparedRowsOf, type Reader, sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';

/** More than that of one item are neither shown nor told. */
export const MOST_DEPENDANTS = 500;

interface Pair {
  readonly to_id: string;
  readonly from_id: string;
}

/** Who depends on an item, in whatever way; plain ids in the order of numbers. */
@Injectable()
export class Dependants {
  constructor(private readonly pool: pg.Pool) {}

  /** Of one item, as things stand: nothing is guarded by it. */
  async of(workspaceId: string, itemId: string): Promise<string[]> {
    const [found = []] = await this.each(workspaceId, [itemId]);
    return found;
  }

  /** Of all items an operation asks for, in one statement. */
  shown({ viewer }: Reader, context: ApiContext, itemId: string): Promise<string[]> {
    const batch = (ids: readonly string[]) => this.each(viewer.workspaceId, ids);
    return loaderOf<string, string[]>(context, 'roadmap.dependants', batch).load(itemId);
  }

  private async each(workspaceId: string, itemIds: readonly string[]): Promise<string[][]> {
    const pairs = await preparedRowsOf<Pair>(
      this.pool,
      sql`SELECT wanted.id AS to_id, dependant.item_id AS from_id
        FROM unnest(${[...itemIds]}::uuid[]) AS wanted(id)
        CROSS JOIN LATERAL (
          SELECT item_id, number FROM roadmap.item_row
          WHERE workspace_id = ${workspaceId}::uuid AND dependency_ids @> ARRAY[wanted.id]
          ORDER BY number LIMIT ${MOST_DEPENDANTS}
        ) AS dependant
        ORDER BY wanted.id, dependant.number`,
    );
    const found = new Map(itemIds.map((id): [string, string[]] => [id, []]));
    for (const { to_id: toId, from_id: fromId } of pairs) found.get(toId)?.push(fromId);
    return itemIds.map((id) => found.get(id) ?? []);
  }
}
