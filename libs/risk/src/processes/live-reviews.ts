import type { Pool } from 'pg';

const LIVE = `
select stream_id as "streamId" from risk.review_row
where workspace_id = $1 and stream_id > $2 and status <> 'CANCELLED' order by stream_id limit $3`;

/** Streams of the reviews of a workspace that are not cancelled, in the order of their ids. */
export async function liveReviews(
  pool: Pick<Pool, 'query'>,
  workspaceId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const values = [workspaceId, after, limit];
  const { rows } = await pool.query<{ streamId: string }>({ name: 'risk_live_reviews', text: LIVE, values });
  return rows.map(({ streamId }) => streamId);
}
