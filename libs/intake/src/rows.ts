import { type ApiContext, loaderOf, named, preparedRowsOf, sql } from '#libs/api-kit';
import type pg from 'pg';

/** What the log adds to every row of an inline view. */
export interface StoredRow {
  readonly workspace_id: string;
  readonly version: number;
  readonly position: string;
}

/** In the order of the ids, one statement for all of them; null for one that is not there, or not in this workspace. */
export async function rowsById<Row extends StoredRow>(
  pool: pg.Pool,
  { table, id, workspaceId }: { table: string; id: string; workspaceId: string },
  ids: readonly string[],
): Promise<(Row | null)[]> {
  const statement = sql`SELECT * FROM ${named(table)} WHERE workspace_id = ${workspaceId}::uuid AND ${named(id)} = ANY(${[...ids]}::uuid[])`;
  const found = await preparedRowsOf<Row>(pool, statement);
  const byId = new Map(found.map((row) => [(row as unknown as Record<string, unknown>)[id], row]));
  return ids.map((one) => byId.get(one) ?? null);
}

/** One object of a batch of this operation. */
export const oneOf = <T>(
  context: ApiContext,
  owner: string,
  { id, batch }: { id: string; batch: (ids: readonly string[]) => Promise<readonly (T | null)[]> },
): Promise<T | null> => loaderOf<string, T | null>(context, owner, batch).load(id);
