import { type Reader, rowsOf, sql, type Sql } from '#libs/api-kit';
import { type Instant, RowHistory } from '#libs/event-log';
import { PeopleLoaders } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { asRead, visibleTo } from '../request-reader.js';
import type { RequestObject } from '../types/request.type.js';
import { toRequest } from '../types/to-request.js';
import type { PastMoment } from './past-moments.js';
import { requestPast } from './request-past.js';

/** As `visibleTo`, for rows of the past: rights are those of today, so it is today's row that says whose request it is. */
export const visibleToday = (reader: Reader): Sql =>
  reader.grant === 'all'
    ? visibleTo(reader)
    : sql`request_id IN (SELECT request_id FROM requests.request_row WHERE ${visibleTo(reader)})`;

/** Requests as they stood. May have to wait a moment for what keeps them: POSITION_NOT_REACHED (retryable), HISTORY_INCOMPLETE. */
@Injectable()
export class PastRequests {
  constructor(
    private readonly pool: pg.Pool,
    private readonly history: RowHistory,
    private readonly people: PeopleLoaders,
  ) {}

  /**
   * Stands where `requests.request_row` does, with the rows of the reader's workspace as they were.
   * @param statement everything that is said of it: columns that are not named there are not unpacked
   */
  async table({ viewer }: Reader, { position }: PastMoment, statement: string): Promise<Sql> {
    const words = new Set(statement.match(/\w+/g));
    const table = await this.history.tableAt(requestPast, viewer.workspaceId, position, (name) => words.has(name));
    return sql`${table} AS request_row`;
  }

  /** When the last of them had changed; the beginning of time where there was none. */
  async lastChange(reader: Reader, then: PastMoment): Promise<Instant> {
    const [row] = await rowsOf<{ at: Date | null }>(
      this.pool,
      sql`SELECT max(updated_at) AS at FROM ${await this.table(reader, then, 'updated_at')}`,
    );
    return (row?.at ?? new Date(0)).toISOString();
  }

  /** Null where it is not there or not for this reader, or nobody had drafted it by then. */
  async one(reader: Reader, requestId: string, then: PastMoment): Promise<RequestObject | null> {
    const visible = sql`SELECT request_id FROM requests.request_row WHERE ${visibleTo(reader)} AND request_id = ${requestId}::uuid`;
    if ((await rowsOf(this.pool, visible)).length === 0) return null;
    const { workspaceId } = reader.viewer;
    const [found] = await this.history.streamsAt(requestPast, workspaceId, then.position, [requestId]);
    if (!found) return null;
    return toRequest(asRead({ ...found.row, workspace_id: workspaceId, version: found.version }), this.people, then);
  }
}
