import { type ApiContext, loaderOf, preparedRowsOf, type Reader, rowsOf, sql, type Sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { PeopleLoaders } from '#libs/people';
import type { DecidedRow, RequestChange } from './decisions.js';
import type { RequestObject } from './types/request.type.js';
import { type StoredRequest, toRequest } from './types/to-request.js';

/** AND-ed outside of whatever a client filters by: the caller's workspace, and with an `own` grant the caller's requests alone. */
export const visibleTo = ({ viewer, grant }: Reader): Sql => {
  const here = sql`workspace_id = ${viewer.workspaceId}::uuid`;
  if (grant === 'all') return here;
  const me = viewer.personId;
  return sql`(${here} AND (requester_id = ${me}::uuid OR owner_id = ${me}::uuid OR ${me}::uuid = ANY(co_author_ids)))`;
};

/** Requests by id: one statement for all that an operation asks for. */
@Injectable()
export class RequestReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
  ) {}

  /** Null when it is not there, or not for this reader. */
  async one(reader: Reader, context: ApiContext, requestId: string): Promise<RequestObject | null> {
    const batch = async (ids: readonly string[]) => this.many(reader, ids);
    // Loads after a command of the same operation must see it.
    const loader = loaderOf<string, RequestObject | null>(context, `requests.request.${reader.grant}`, batch);
    return loader.clear(requestId).load(requestId);
  }

  /** After a command that has just stored the row there is nothing to read, for whoever may see every request. */
  async after({ requestId, row }: RequestChange, reader: Reader, context: ApiContext): Promise<RequestObject | null> {
    const stored = reader.grant === 'all' ? row() : null;
    return stored ? toRequest(asRead(stored), this.people) : this.one(reader, context, requestId);
  }

  /** In the order of the ids; null for one that is not there or not for this reader. */
  async many(reader: Reader, ids: readonly string[]): Promise<(RequestObject | null)[]> {
    const { text, values } =
      sql`SELECT * FROM requests.request_row WHERE ${visibleTo(reader)} AND request_id = ANY(${[...ids]}::uuid[])`;
    // Every mutation ends with it: prepared once on each connection. The text depends on the grant alone.
    const { rows: found } = await this.pool.query<StoredRequest>({
      name: `requests_by_id_${reader.grant}`,
      text,
      values,
    });
    const byId = new Map(found.map((row) => [row.request_id, toRequest(row, this.people)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Plain ids by numbers, of those that are there; one statement, for decisions that read the requests themselves. */
  async idsByNumber(workspaceId: string, numbers: readonly number[]): Promise<Map<number, string>> {
    const rows = await preparedRowsOf<{ number: number; request_id: string }>(
      this.pool,
      sql`SELECT number, request_id FROM requests.request_row
        WHERE workspace_id = ${workspaceId}::uuid AND number = ANY(${[...numbers]}::int[])`,
    );
    return new Map(rows.map((row) => [row.number, row.request_id]));
  }

  /** By its number in the reader's workspace. */
  async byNumber(reader: Reader, number: number): Promise<RequestObject | null> {
    const [row] = await rowsOf<StoredRequest>(
      this.pool,
      sql`SELECT * FROM requests.request_row WHERE ${visibleTo(reader)} AND number = ${number}`,
    );
    return row ? toRequest(row, this.people) : null;
  }
}

const dateOrNull = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

/** As Postgres would hand it out. */
export const asRead = (row: DecidedRow): StoredRequest => ({
  ...row,
  drafted_at: new Date(row.drafted_at),
  submitted_at: dateOrNull(row.submitted_at),
  triaged_at: dateOrNull(row.triaged_at),
  approved_at: dateOrNull(row.approved_at),
  updated_at: new Date(row.updated_at),
});
