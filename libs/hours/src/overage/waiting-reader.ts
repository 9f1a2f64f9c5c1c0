import { type HeldRole, preparedRowsOf, sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { AgreementState, AllotmentState } from '../domain/index.js';
import { sidesOf, waitingFor, type WaitingItem } from './waiting-items.js';
import type { AutomaticOverage, Moments } from './waiting-row.js';

interface AgreementStored {
  readonly agreement_id: string;
  readonly drafted_at: Date;
  readonly consents_since: Moments;
  readonly document: AgreementState;
}

interface MonthStored {
  readonly moments: Moments;
  readonly automatic: AutomaticOverage | null;
  readonly updated_at: Date;
  readonly document: AllotmentState;
}

/** Agreements, and months of them with something to look for, that are looked through at most. */
const MOST = 500;

/** What waits for a lead: two statements, however much there is. */
@Injectable()
export class WaitingReader {
  constructor(private readonly pool: pg.Pool) {}

  /** The oldest first. */
  async of(workspaceId: string, roles: readonly HeldRole[]): Promise<WaitingItem[]> {
    const agreements = (await this.agreements(workspaceId)).filter(({ state }) => sidesOf(state, roles).length > 0);
    if (agreements.length === 0) return [];
    const ids = agreements.map(({ agreementId }) => agreementId);
    return waitingFor(roles, agreements, await this.months(workspaceId, ids));
  }

  private async agreements(workspaceId: string) {
    const rows = await preparedRowsOf<AgreementStored>(
      this.pool,
      sql`SELECT agreement_id, drafted_at, consents_since, document FROM hours.agreement_row
        WHERE workspace_id = ${workspaceId}::uuid ORDER BY number DESC LIMIT ${MOST}`,
    );
    return rows.map(({ agreement_id: agreementId, drafted_at, consents_since: consentsSince, document: state }) => ({
      agreementId,
      draftedAt: drafted_at.toISOString(),
      consentsSince,
      state,
    }));
  }

  private async months(workspaceId: string, agreementIds: readonly string[]) {
    const rows = await preparedRowsOf<MonthStored>(
      this.pool,
      sql`SELECT w.moments, w.automatic, m.updated_at, m.document
        FROM hours.waiting_row w JOIN hours.allotment_row m USING (workspace_id, stream_id)
        WHERE w.workspace_id = ${workspaceId}::uuid AND w.waits AND w.agreement_id = ANY(${[...agreementIds]}::uuid[])
        ORDER BY w.period LIMIT ${MOST}`,
    );
    return rows.map(({ moments, automatic, updated_at: updatedAt, document: state }) => ({
      moments,
      automatic,
      updatedAt: updatedAt.toISOString(),
      state,
    }));
  }
}
