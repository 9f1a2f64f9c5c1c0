import { type ApiContext, type Reader, readerOf, sql, toGlobalId } from '#libs/api-kit';
import { fullViewer, PeopleLoaders } from '#libs/people';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type KnownFreeze, standingOf, yesesTo } from '../domain/index.js';
import type { FreezeRow } from './freeze-row.js';
import { FreezeObject, type FreezeOverrideType } from './freeze.type.js';
import { personOf, PropertyReader } from './property-reader.js';
import { RowLoader, type Stored } from './stored.js';

export type StoredFreeze = Stored<FreezeRow>;

/** Freezes as they stand. */
@Injectable()
export class FreezeReader {
  private readonly stored: RowLoader<StoredFreeze>;

  constructor(
    pool: pg.Pool,
    private readonly properties: PropertyReader,
    private readonly requests: RequestReader,
    private readonly people: PeopleLoaders,
  ) {
    this.stored = new RowLoader(pool, {
      name: 'risk.freeze',
      idOf: (row) => row.freeze_id,
      statement: (workspaceId, ids) =>
        sql`SELECT * FROM risk.freeze_row WHERE workspace_id = ${workspaceId}::uuid AND freeze_id = ANY(${[...ids]}::uuid[])`,
    });
  }

  /** Null when it is not there. */
  async one(reader: Reader, context: ApiContext, id: string): Promise<FreezeObject | null> {
    const row = await this.stored.row(context, reader.viewer.workspaceId, id);
    return row && this.show(row, reader);
  }

  /** In the order of the ids. */
  async many(reader: Reader, ids: readonly string[]): Promise<(FreezeObject | null)[]> {
    const rows = await this.stored.rows(reader.viewer.workspaceId, ids);
    return rows.map((row) => row && this.show(row, reader));
  }

  show(row: StoredFreeze, { viewer }: Reader): FreezeObject {
    const { document } = row;
    const { from, to, reason, ended } = document;
    const properties: FreezeObject['properties'] = async (_args, context, info) => {
      const found = document.properties.map((id) => this.properties.one(readerOf(info), context, id));
      return (await Promise.all(found)).filter((one) => one !== null);
    };
    return Object.assign(new FreezeObject(), {
      id: toGlobalId('Freeze', row.freeze_id),
      version: row.version,
      properties,
      from,
      to,
      reason,
      status: standingOf(document, fullViewer(viewer).today),
      endedOn: ended?.on ?? null,
      endReason: ended?.reason ?? null,
      overrides: Object.keys(document.given).map((requestId) => this.override(document, requestId)),
      updatedAt: row.updated_at,
      workspaceId: row.workspace_id,
      streamId: row.stream_id,
    });
  }

  private override(freeze: KnownFreeze, requestId: string): FreezeOverrideType {
    const signatures = yesesTo(freeze, requestId).map(({ side, by, reason }) => ({
      side,
      by: personOf(this.people, by.personId),
      onBehalfOf: personOf(this.people, by.onBehalfOf),
      reason,
    }));
    return {
      requestId: toGlobalId('Request', requestId),
      request: (_args, context, info) => this.requests.one(readerOf(info), context, requestId),
      granted: freeze.overridden.includes(requestId),
      signatures,
    };
  }
}
