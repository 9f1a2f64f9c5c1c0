import type { Pool } from 'pg';
import type { LogModel } from '../event-log.js';
import { PostgresLogStore } from '../postgres/postgres-store.js';
import { registerInlineViews } from '../rebuild-inline.js';
import { hallModel, hallTableSql } from './hall.js';
import { hallVersionTableSql } from './hall-versions.js';
import { hallTable, hallVersionTable, type LogStoreHarness } from './harness.js';

/** The tables and the writers of the example's views, as migrations and boot would make them: those of the model that will append. */
export async function prepareHall(owner: Pool, model: LogModel = hallModel): Promise<void> {
  await owner.query(hallTableSql);
  await owner.query(hallVersionTableSql);
  await registerInlineViews(owner, model);
}

/** @param app a pool as the service; @param owner a pool as the owner, for looks behind the store */
export function postgresHarness(app: Pool, owner: Pool): LogStoreHarness {
  return {
    store: new PostgresLogStore(app),
    async setClock(workspaceId, now) {
      const sql = `insert into log.sandbox_clock values ($1, $2) on conflict (workspace_id) do update set now = excluded.now`;
      await app.query(sql, [workspaceId, now]);
    },
    async chain(workspaceId, streamId) {
      const sql = `select content_hash as "contentHash", hash from log.event where workspace_id = $1 and stream_id = $2 order by version`;
      return (await owner.query<{ contentHash: Buffer; hash: Buffer }>(sql, [workspaceId, streamId])).rows;
    },
    async traces(workspaceId) {
      const commands = await owner.query<{ id: string }>(
        'select command_id as id from log.command where workspace_id = $1',
        [workspaceId],
      );
      const streams = await owner.query<{ id: string; version: number }>(
        'select stream_id as id, version from log.stream where workspace_id = $1',
        [workspaceId],
      );
      return {
        commands: commands.rows.map(({ id }) => id),
        streams: Object.fromEntries(streams.rows.map(({ id, version }) => [id, version])),
      };
    },
    async hallRow(workspaceId, streamId) {
      const sql = `select * from ${hallTable} where workspace_id = $1 and stream_id = $2`;
      const { rows } = await app.query<{ opened_at: Date | null }>(sql, [workspaceId, streamId]);
      return rows[0] ? { ...rows[0], opened_at: rows[0].opened_at?.toISOString() ?? null } : null;
    },
    hallVersions: (workspaceId, streamId) => hallVersions(app, workspaceId, streamId),
    async reveal() {
      const sql = `select h.safe = (select last_value from log.event_position) as done from log.advance_horizon() h`;
      while (!(await app.query<{ done: boolean }>(sql)).rows[0]!.done);
    },
  };
}

async function hallVersions(app: Pool, workspaceId: string, streamId: string): Promise<object[]> {
  const sql = `select workspace_id, stream_id, version, position, until_position::text, taken, name, opened_at, detail
    from ${hallVersionTable} where workspace_id = $1 and stream_id = $2 order by position`;
  const { rows } = await app.query<{ opened_at: Date }>(sql, [workspaceId, streamId]);
  return rows.map((row) => ({ ...row, opened_at: row.opened_at.toISOString() }));
}
