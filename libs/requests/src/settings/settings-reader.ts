import { type ApiContext, loaderOf, preparedRowsOf, sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { StoredSettings } from './to-settings.js';

/** Reads the settings of a workspace: one statement for an operation, however many requests it shows. */
@Injectable()
export class SettingsReader {
  constructor(private readonly pool: pg.Pool) {}

  of(workspaceId: string, context: ApiContext): Promise<StoredSettings> {
    return this.loader(context).load(workspaceId);
  }

  /** As a command of the same operation has left them. */
  after(workspaceId: string, context: ApiContext): Promise<StoredSettings> {
    return this.loader(context).clear(workspaceId).load(workspaceId);
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
