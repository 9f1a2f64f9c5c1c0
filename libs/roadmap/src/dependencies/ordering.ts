import { preparedRowsOf, sql } from '#libs/api-kit';
import { streamId } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { dependencyOrder, dependencyOrderId } from '../domain/index.js';

/** What was found out about two items, and when. */
export interface OrderingSeen {
  /** From the one to the other, both included; null where none leads there. */
  readonly path: readonly string[] | null;
  /** Of the stream every further edge goes through: what was seen holds as long as it does. */
  readonly version: number;
}

const guard = streamId({ type: dependencyOrder.type, id: dependencyOrderId });

/** How items lead to each other along what they need and follow. */
@Injectable()
export class Ordering {
  constructor(private readonly pool: pg.Pool) {}

  /** One statement, so that way and version are of one moment. */
  async between(workspaceId: string, fromId: string, toId: string): Promise<OrderingSeen> {
    const [seen] = await preparedRowsOf<OrderingSeen>(
      this.pool,
      sql`SELECT roadmap.ordering_path(${workspaceId}::uuid, ${fromId}::uuid, ${toId}::uuid) AS path,
        coalesce((SELECT version FROM log.stream WHERE workspace_id = ${workspaceId}::uuid AND stream_id = ${guard}), 0) AS version`,
    );
    return seen ?? { path: null, version: 0 };
  }
}
