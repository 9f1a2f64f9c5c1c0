import { type ApiContext, loaderOf, preparedRowsOf, type Reader, sql } from '#libs/api-kit';
import { fullViewer, PeopleLoaders } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { AgreementObject } from './agreement.type.js';
import { type StoredAgreement, toAgreement } from './to-agreement.js';

/** Agreements as they stand: one statement for all that an operation asks for. */
@Injectable()
export class AgreementReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
  ) {}

  /** Null when it is not there, or not in this workspace. */
  one(reader: Reader, context: ApiContext, agreementId: string): Promise<AgreementObject | null> {
    const batch = async (ids: readonly string[]) => this.many(reader, ids);
    const loader = loaderOf<string, AgreementObject | null>(context, 'hours.agreement', batch);
    // Loads after a command of the same operation must see it.
    return loader.clear(agreementId).load(agreementId);
  }

  /** In the order of the ids. */
  async many(reader: Reader, ids: readonly string[]): Promise<(AgreementObject | null)[]> {
    const rows = await this.rows(reader.viewer.workspaceId, ids);
    return rows.map((row) => row && this.show(row, reader));
  }

  /** Rows in the order of the ids. */
  async rows(workspaceId: string, ids: readonly string[]): Promise<(StoredAgreement | null)[]> {
    const found = await preparedRowsOf<StoredAgreement>(
      this.pool,
      sql`SELECT * FROM hours.agreement_row WHERE workspace_id = ${workspaceId}::uuid AND agreement_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(found.map((row) => [row.agreement_id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  show(row: StoredAgreement, { viewer }: Reader): AgreementObject {
    return toAgreement(row, this.people, fullViewer(viewer).now);
  }
}
