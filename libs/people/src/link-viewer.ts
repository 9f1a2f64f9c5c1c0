import type { Pool } from 'pg';
import type { Right } from './domain/rights.js';
import { localDate, type Viewer } from './domain/viewer.js';

const WORKSPACE = `
select w.sandbox, w.time_zone, coalesce(c.now, clock_timestamp()) as now
from people.workspace w left join log.sandbox_clock c on c.workspace_id = w.workspace_id where w.workspace_id = $1`;

interface WorkspaceRow {
  readonly sandbox: boolean;
  readonly time_zone: string;
  readonly now: Date;
}

/** Nobody's. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Whoever holds a link that the service signed: nobody in particular, who reads with the rights that what the link shows needs, and with
 * none besides. Null for a workspace that is not there.
 */
export async function linkViewer(
  pool: Pick<Pool, 'query'>,
  workspaceId: string,
  scopes: readonly Right[],
): Promise<Viewer | null> {
  const { rows } = await pool.query<WorkspaceRow>({ name: 'people_link', text: WORKSPACE, values: [workspaceId] });
  const [row] = rows;
  if (!row) return null;
  const now = row.now.toISOString();
  return {
    workspaceId,
    sandbox: row.sandbox,
    timeZone: row.time_zone,
    personId: NOBODY,
    tokenId: NOBODY,
    roles: [{ role: 'AUDITOR', teamId: null }],
    scopes,
    now,
    today: localDate(now, row.time_zone),
    token: { roles: ['AUDITOR'], scopes, expiresAt: null, ancestors: [] },
  };
}
