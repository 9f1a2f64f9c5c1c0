import { type ApiContext, loaderOf, preparedRowsOf, type Sql } from '#libs/api-kit';
import type pg from 'pg';

/** What Postgres adds to a row of an inline view. */
export type Stored<Row> = Omit<Row, 'updated_at'> & {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly updated_at: Date;
};

/** Rows of one table by id: one statement for all that an operation asks for. */
export class RowLoader<Row extends object> {
  constructor(
    private readonly pool: pg.Pool,
    private readonly of: {
      readonly name: string;
      readonly idOf: (row: Row) => string;
      readonly statement: (workspaceId: string, ids: readonly string[]) => Sql;
    },
  ) {}

  /** In the order of the ids; null for one that is not there. */
  async rows(workspaceId: string, ids: readonly string[]): Promise<(Row | null)[]> {
    const found = await preparedRowsOf<Row>(this.pool, this.of.statement(workspaceId, ids));
    const byId = new Map(found.map((row) => [this.of.idOf(row), row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** With all others of its operation; a command of the same operation is seen. */
  row(context: ApiContext, workspaceId: string, id: string): Promise<Row | null> {
    const loader = loaderOf<string, Row | null>(context, this.of.name, (ids) => this.rows(workspaceId, ids));
    return loader.clear(id).load(id);
  }
}
