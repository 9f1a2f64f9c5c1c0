import { preparedRowsOf, sql } from '#libs/api-kit';
import type { Position, VersionPins } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { ConsumerDefinition } from './definition.js';

/** A consumer as it is kept. */
export interface StoredConsumer extends ConsumerDefinition {
  readonly name: string;
  readonly position: Position;
  /** Of the log, when the position was set. */
  readonly epoch: string;
  /** Counts the changes of what it reads from 1. */
  readonly version: number;
  readonly registeredAt: string;
  readonly acknowledgedAt: string | null;
  /** The last position that was in the log when an epoch began after this one; null while there was none. */
  readonly restoredAt: Position | null;
}

interface Row {
  readonly name: string;
  readonly types: string[] | null;
  readonly subject: string | null;
  readonly pins: VersionPins;
  readonly position: Position;
  readonly epoch: string;
  readonly version: number;
  readonly registered_at: Date;
  readonly acknowledged_at: Date | null;
  readonly restored_at: Position | null;
}

/** Of later epochs the one that went back furthest counts. */
const COLUMNS = sql`c.name, c.types, c.subject, c.pins, c.position::float8 AS position, c.epoch, c.version, c.registered_at, c.acknowledged_at,
  (SELECT min(b.after_position)::float8 FROM log.epoch_begin b
    WHERE b.number > coalesce((SELECT o.number FROM log.epoch_begin o WHERE o.epoch = c.epoch), 0)) AS restored_at`;

export interface NewConsumer extends ConsumerDefinition {
  readonly workspaceId: string;
  readonly name: string;
  readonly at: { readonly epoch: string; readonly position: Position };
  readonly personId: string;
}

/** Consumers and their checkpoints, each change one statement. */
@Injectable()
export class ConsumerStore {
  constructor(private readonly pool: pg.Pool) {}

  async one(workspaceId: string, name: string): Promise<StoredConsumer | null> {
    const [found = null] = await this.named(workspaceId, [name]);
    return found;
  }

  /** In the order of the names asked for; null where there is none. */
  async named(workspaceId: string, names: readonly string[]): Promise<(StoredConsumer | null)[]> {
    const rows = await preparedRowsOf<Row>(
      this.pool,
      sql`SELECT ${COLUMNS} FROM readers.named_consumer c WHERE c.workspace_id = ${workspaceId}::uuid AND c.name = ANY(${names}::text[])`,
    );
    const found = new Map(rows.map((row) => [row.name, toConsumer(row)]));
    return names.map((name) => found.get(name) ?? null);
  }

  async all(workspaceId: string): Promise<StoredConsumer[]> {
    const rows = await preparedRowsOf<Row>(
      this.pool,
      sql`SELECT ${COLUMNS} FROM readers.named_consumer c WHERE c.workspace_id = ${workspaceId}::uuid ORDER BY c.name`,
    );
    return rows.map(toConsumer);
  }

  /** False where the name is taken, or `most` are there; callers of one workspace take turns. */
  async add({ workspaceId, name, selection, pins, at, personId }: NewConsumer, most: number): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('readers.named_consumer' || $1, 0))`, [
        workspaceId,
      ]);
      const { rowCount } = await client.query(
        `insert into readers.named_consumer (workspace_id, name, types, subject, pins, position, epoch, registered_by)
        select $1, $2, $3, $4, $5, $6, $7, $8
        where (select count(*) from readers.named_consumer c where c.workspace_id = $1) < $9 on conflict do nothing`,
        [
          workspaceId,
          name,
          selection.types,
          selection.subject,
          JSON.stringify(pins),
          at.position,
          at.epoch,
          personId,
          most,
        ],
      );
      await client.query('commit');
      return rowCount === 1;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Changes what it reads. @param expected version, or null for whatever it is by now; false where it is another one */
  async change(
    workspaceId: string,
    name: string,
    definition: ConsumerDefinition,
    expected: number | null,
  ): Promise<boolean> {
    const { types, subject } = definition.selection;
    const changed = await preparedRowsOf(
      this.pool,
      sql`UPDATE readers.named_consumer c SET types = ${types}::text[], subject = ${subject}::text,
          pins = ${JSON.stringify(definition.pins)}::jsonb, version = c.version + 1
        WHERE c.workspace_id = ${workspaceId}::uuid AND c.name = ${name} AND (${expected}::int IS NULL OR c.version = ${expected}::int)
        RETURNING c.name`,
    );
    return changed.length === 1;
  }

  /**
   * Moves the checkpoint; without `rewind` never back, whoever else moves it in the same moment. One that a restored log does not reach is
   * no checkpoint of this epoch: only rewinding moves it.
   */
  async move(
    workspaceId: string,
    name: string,
    { epoch, position }: { readonly epoch: string; readonly position: Position },
    rewind: boolean,
  ): Promise<boolean> {
    const moved = await preparedRowsOf(
      this.pool,
      sql`UPDATE readers.named_consumer c SET position = ${position}::bigint, epoch = ${epoch}::uuid, acknowledged_at = clock_timestamp()
        WHERE c.workspace_id = ${workspaceId}::uuid AND c.name = ${name} AND (${rewind} OR c.position <= ${position}::bigint)
          AND (${rewind} OR c.position <= coalesce((SELECT min(b.after_position) FROM log.epoch_begin b
            WHERE b.number > coalesce((SELECT o.number FROM log.epoch_begin o WHERE o.epoch = c.epoch), 0)), c.position))
        RETURNING c.name`,
    );
    return moved.length === 1;
  }

  /** False where there was none. */
  async remove(workspaceId: string, name: string): Promise<boolean> {
    const gone = await preparedRowsOf(
      this.pool,
      sql`DELETE FROM readers.named_consumer c WHERE c.workspace_id = ${workspaceId}::uuid AND c.name = ${name} RETURNING c.name`,
    );
    return gone.length === 1;
  }

  /**
   * Seconds since the event there was stored, by the real clock: events of a sandbox carry its own time, so it is that of their command, and
   * null once that is forgotten.
   */
  async ageOf(workspaceId: string, position: Position): Promise<number | null> {
    const [row] = await preparedRowsOf<{ seconds: number | null }>(
      this.pool,
      sql`SELECT greatest(floor(extract(epoch FROM clock_timestamp() - coalesce(m.recorded_at,
            CASE WHEN NOT EXISTS (SELECT FROM log.sandbox_clock s WHERE s.workspace_id = e.workspace_id) THEN e.recorded_at END))), 0)::float8
          AS seconds
        FROM log.event e LEFT JOIN log.command m ON m.workspace_id = e.workspace_id AND m.command_id = (e.meta ->> 'commandId')::uuid
        WHERE e.position = ${position}::bigint AND e.workspace_id = ${workspaceId}::uuid`,
    );
    return row?.seconds ?? null;
  }
}

const toConsumer = (row: Row): StoredConsumer => ({
  name: row.name,
  selection: { types: row.types, subject: row.subject },
  pins: row.pins,
  position: row.position,
  epoch: row.epoch,
  version: row.version,
  registeredAt: row.registered_at.toISOString(),
  acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
  restoredAt: row.restored_at,
});
