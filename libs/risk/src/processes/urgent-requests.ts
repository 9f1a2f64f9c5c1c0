import type { Pool } from 'pg';

/** More are never urgent at once: a month has a quota. */
const MOST = 200;

const URGENT = `
select request_id as "requestId" from requests.request_row
where workspace_id = $1 and properties <> '{}' and risk.property_keys(properties) @> array[lower(btrim($2::text))]
  and expedite = 'GRANTED' and status not in ('DRAFT', 'CLOSED', 'DECLINED', 'WITHDRAWN', 'MERGED')
order by request_id limit $3`;

/** Ids of urgent requests under way that link a property by its name. */
export async function urgentRequestsOn(
  pool: Pick<Pool, 'query'>,
  workspaceId: string,
  property: string,
): Promise<string[]> {
  const values = [workspaceId, property, MOST];
  const { rows } = await pool.query<{ requestId: string }>({ name: 'risk_urgent_requests', text: URGENT, values });
  return rows.map(({ requestId }) => requestId);
}
