import { type ApiContext, type Reader, readerOf, sql, toGlobalId } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type Property, testedCapacityOf } from '../domain/index.js';
import type { PeakRow } from './peak-row.js';
import { PeakObject } from './peak.type.js';
import { PropertyReader } from './property-reader.js';
import { RowLoader, type Stored } from './stored.js';

export type StoredPeak = Stored<PeakRow>;

const unregistered: Property = { status: 'unknown' };

/** Peaks as they stand. */
@Injectable()
export class PeakReader {
  private readonly stored: RowLoader<StoredPeak>;

  constructor(
    pool: pg.Pool,
    private readonly properties: PropertyReader,
  ) {
    this.stored = new RowLoader(pool, {
      name: 'risk.peak',
      idOf: (row) => row.peak_id,
      statement: (workspaceId, ids) =>
        sql`SELECT * FROM risk.peak_row WHERE workspace_id = ${workspaceId}::uuid AND peak_id = ANY(${[...ids]}::uuid[])`,
    });
  }

  /** Null when it is not there. */
  async one({ viewer }: Reader, context: ApiContext, id: string): Promise<PeakObject | null> {
    const row = await this.stored.row(context, viewer.workspaceId, id);
    return row && this.show(row);
  }

  /** In the order of the ids. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(PeakObject | null)[]> {
    const rows = await this.stored.rows(viewer.workspaceId, ids);
    return rows.map((row) => row && this.show(row));
  }

  show(row: StoredPeak): PeakObject {
    const { document } = row;
    const { title, from, to, expectedPeakRpm, testedCapacityRpm, propertyId } = document;
    const capacity = async (context: ApiContext): Promise<number> => {
      const property = await this.properties.stored.row(context, row.workspace_id, propertyId);
      return testedCapacityOf(document, property?.document ?? unregistered);
    };
    const lookedUp: Pick<PeakObject, 'property' | 'capacityRpm' | 'capacityGap'> = {
      property: (_args, context, info) => this.properties.one(readerOf(info), context, propertyId),
      capacityRpm: (_args, context) => capacity(context),
      capacityGap: async (_args, context) => expectedPeakRpm - (await capacity(context)),
    };
    return Object.assign(new PeakObject(), {
      ...lookedUp,
      id: toGlobalId('Peak', row.peak_id),
      version: row.version,
      title,
      from,
      to,
      expectedPeakRpm,
      testedCapacityRpm,
      updatedAt: row.updated_at,
      workspaceId: row.workspace_id,
      streamId: row.stream_id,
    });
  }
}
