import { type Queryable, rowsOf, sql } from '#libs/api-kit';
import { launchCandidateOf, type LaunchCandidate } from './ports/launch-gate.js';
import { type RequestRow, wholeRequest } from './request-row.js';

/** Where a launch is near: what is built, waits to be accepted, or is accepted. */
const near = ['IN_PROGRESS', 'DELIVERED', 'ACCEPTED'] as const;

/**
 * Requests near their launch, as the gate is asked about them: ACCEPTED ones first, then by number. Of a whole workspace: whoever shows
 * them asks for the right to read each.
 * @param most how many at most
 */
export async function nearLaunches(db: Queryable, workspaceId: string, most: number): Promise<LaunchCandidate[]> {
  const rows = await rowsOf<Pick<RequestRow, 'request_id' | 'document'>>(
    db,
    sql`SELECT request_id, document FROM requests.request_row
      WHERE workspace_id = ${workspaceId}::uuid AND status = ANY(${[...near]}::text[])
      ORDER BY array_position(${[...near]}::text[], status) DESC, number LIMIT ${most}`,
  );
  return rows.map(({ request_id: requestId, document }) => launchCandidateOf(requestId, wholeRequest(document)));
}
