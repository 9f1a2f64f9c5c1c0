import { type ApiContext, loaderOf, type Reader, rowsOf, sql } from '#libs/api-kit';
import { type Position, RowHistory } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { conversationPast } from '../past/request-past.js';
import type { RequestWatchers } from './comment.type.js';

interface Row extends RequestWatchers {
  readonly request_id: string;
}

/** Who watches which request: one statement for all that an operation asks for. */
@Injectable()
export class WatcherReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly history: RowHistory,
  ) {}

  one(reader: Reader, context: ApiContext, requestId: string): Promise<RequestWatchers> {
    const batch = (ids: readonly string[]) => this.many(reader, ids);
    return loaderOf(context, 'requests.watchers', batch).load(requestId);
  }

  /** Those of a request of the past. */
  oneAt(reader: Reader, context: ApiContext, requestId: string, position: Position): Promise<RequestWatchers> {
    const { workspaceId, personId } = reader.viewer;
    const batch = async (ids: readonly string[]) => {
      const rows = await this.history.streamsAt(conversationPast, workspaceId, position, ids);
      return rows.map((found) => {
        const watchers = found?.row.watcher_ids ?? [];
        return { count: watchers.length, watching: watchers.includes(personId) };
      });
    };
    return loaderOf<string, RequestWatchers>(context, `requests.watchers ${position}`, batch).load(requestId);
  }

  /** In the order of the ids, which the reader may see. */
  async many({ viewer }: Reader, requestIds: readonly string[]): Promise<RequestWatchers[]> {
    const rows = await rowsOf<Row>(
      this.pool,
      sql`SELECT request_id, cardinality(watcher_ids) AS count, ${viewer.personId}::uuid = ANY(watcher_ids) AS watching
        FROM requests.conversation_row
        WHERE workspace_id = ${viewer.workspaceId}::uuid AND request_id = ANY(${[...requestIds]}::uuid[])`,
    );
    const byId = new Map(rows.map(({ request_id, count, watching }) => [request_id, { count, watching }]));
    return requestIds.map((id) => byId.get(id) ?? { count: 0, watching: false });
  }
}
