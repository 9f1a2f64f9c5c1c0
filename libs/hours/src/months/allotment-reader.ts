import { type ApiContext, loaderOf, preparedRowsOf, type Reader, sql } from '#libs/api-kit';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type AllotmentKey, allotmentKeyOf, allotmentKeyText } from '../allotment-key.js';
import { allotment } from '../domain/index.js';
import type { AllotmentRow } from './allotment-row.js';
import type { AllotmentObject } from './allotment.type.js';
import { type AllotmentVersion, toAllotment } from './to-allotment.js';

export type StoredAllotment = Omit<AllotmentRow, 'updated_at'> & {
  readonly workspace_id: string;
  readonly version: number;
  readonly position: string;
  readonly updated_at: Date;
};

/** Months as they stand: one statement for all that an operation asks for. */
@Injectable()
export class AllotmentReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly requests: RequestReader,
  ) {}

  /** Null when nobody opened it, or it is not in this workspace. */
  one(reader: Reader, context: ApiContext, key: AllotmentKey): Promise<AllotmentObject | null> {
    const batch = async (ids: readonly string[]) => this.many(reader, ids);
    const loader = loaderOf<string, AllotmentObject | null>(context, 'hours.allotment', batch);
    const id = allotmentKeyText(key);
    // Loads after a command of the same operation must see it.
    return loader.clear(id).load(id);
  }

  /** In the order of the own ids. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(AllotmentObject | null)[]> {
    const rows = await this.rows(viewer.workspaceId, ids.map(allotmentKeyOf));
    return rows.map((row) => row && this.show(row));
  }

  /** Rows in the order of the keys. */
  async rows(workspaceId: string, keys: readonly AllotmentKey[]): Promise<(StoredAllotment | null)[]> {
    const streams = keys.map((key) => `${allotment.type}-${allotmentKeyText(key)}`);
    const found = await preparedRowsOf<StoredAllotment & { stream_id: string }>(
      this.pool,
      sql`SELECT * FROM hours.allotment_row WHERE workspace_id = ${workspaceId}::uuid AND stream_id = ANY(${streams}::text[])`,
    );
    const byStream = new Map(found.map((row) => [row.stream_id, row]));
    return streams.map((stream) => byStream.get(stream) ?? null);
  }

  /** Every month of an agreement from one to another, both included, in order; all of them unless told. */
  months(
    workspaceId: string,
    agreementId: string,
    { from = '0000-00', to = '9999-99' }: { readonly from?: string; readonly to?: string } = {},
  ): Promise<StoredAllotment[]> {
    return preparedRowsOf<StoredAllotment>(
      this.pool,
      sql`SELECT * FROM hours.allotment_row WHERE workspace_id = ${workspaceId}::uuid AND agreement_id = ${agreementId}::uuid
        AND period BETWEEN ${from} AND ${to} ORDER BY period`,
    );
  }

  show({
    workspace_id: workspaceId,
    version,
    updated_at: updatedAt,
    position,
    document: state,
  }: StoredAllotment): AllotmentObject {
    return this.showVersion({ workspaceId, version, updatedAt, position: Number(position), state });
  }

  /** A month as it stood. */
  showVersion(month: AllotmentVersion): AllotmentObject {
    return toAllotment(month, this.requests);
  }
}
