import { NotFound } from '#libs/event-log';
import type { Pool } from 'pg';

const ZONE = 'select time_zone as zone from people.workspace where workspace_id = $1';

/** IANA zone of a workspace's days, for those who act without a viewer. @throws NotFound */
export const workspaceZone = async (pool: Pick<Pool, 'query'>, workspaceId: string): Promise<string> => {
  const { rows } = await pool.query<{ zone: string }>(ZONE, [workspaceId]);
  if (!rows[0]) throw new NotFound('workspace');
  return rows[0].zone;
};
