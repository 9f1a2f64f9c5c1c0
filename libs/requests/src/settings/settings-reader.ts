import { type ApiContext, loaderOf, preparedRowsOf, sql } from '#libs/api-kit';
import { type Position, RowHistory } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { settingsPast } from '../past/request-past.js';
import type { StoredSettings } from './to-settings.js';

/** Reads the settings of a workspace: one statement for an operation, however many requests it shows. */
@Injectable()
export class SettingsReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly history: RowHistory,
  ) {}

  of(workspaceId: string, context: ApiContext): Promise<StoredSettings> {
    return this.loader(context).load(workspaceId);
  }

  /** As a command of the same operation has left them. */
  after(workspaceId: string, context: ApiContext): Promise<StoredSettings> {
    return this.loader(context).clear(workspaceId).load(workspaceId);
  }

  /** As they stood at a position, read once for an operation. */
  at(workspaceId: string, position: Position, context: ApiContext): Promise<StoredSettings> {
    const batch = (ids: readonly string[]) => Promise.all(ids.map((id) => this.past(id, position)));
    return loaderOf<string, StoredSettings>(context, `requests.settings ${position}`, batch).load(workspaceId);
  }

  private async past(workspaceId: string, position: Position): Promise<StoredSettings> {
    const [found] = await this.history.streamsAt(settingsPast, workspaceId, position, [workspaceId]);
    if (!found) return nothingIn(workspaceId);
    const { version, row } = found;
    return { ...row, workspace_id: workspaceId, version, updated_at: new Date(row.updated_at) };
  }

  private loader(context: ApiContext) {
    return loaderOf(context, SettingsReader, async (ids: readonly string[]) => {
      const found = await preparedRowsOf<StoredSettings>(
        this.pool,
        sql`SELECT workspace_id, version, labels, custom_fields, templates, updated_at
          FROM requests.request_settings_row WHERE workspace_id = ANY(${[...ids]}::uuid[])`,
      );
      return ids.map((id) => found.find(({ workspace_id }) => workspace_id === id) ?? nothingIn(id));
    });
  }
}

const nothingIn = (workspaceId: string): StoredSettings => ({
  workspace_id: workspaceId,
  version: 0,
  labels: [],
  custom_fields: [],
  templates: [],
  updated_at: null,
});
