import { preparedRowsOf, sql } from '#libs/api-kit';
import type { Pool } from 'pg';

/** A month in which a request holds minutes. */
export interface HeldMonth {
  readonly agreementId: string;
  readonly period: string;
  /** The team whose people do the work. */
  readonly providerTeamId: string;
}

/** Months that are not closed and in which a request has a reservation, one worked to its last minute included; one statement. */
export const monthsHeldBy = (pool: Pool, workspaceId: string, requestId: string): Promise<HeldMonth[]> =>
  preparedRowsOf<HeldMonth>(
    pool,
    sql`SELECT m.agreement_id AS "agreementId", m.period, a.provider_team_id AS "providerTeamId"
      FROM hours.allotment_row m JOIN hours.agreement_row a USING (workspace_id, agreement_id)
      WHERE m.workspace_id = ${workspaceId}::uuid AND m.request_ids @> ARRAY[${requestId}::uuid] AND m.status <> 'CLOSED'
        AND (m.document #>> ARRAY['accounts', ${requestId}::text, 'reserved'])::int > 0
      ORDER BY m.agreement_id, m.period`,
  );
