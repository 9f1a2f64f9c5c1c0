import type { Pool } from 'pg';
import type { Side } from './domain/team.js';

/** A team as those need it who count its working time. */
export interface TeamZone {
  readonly teamId: string;
  readonly side: Side;
  /** IANA zone of its working days. */
  readonly timeZone: string;
}

const TEAMS = `
select team_id as "teamId", side, time_zone as "timeZone" from people.team_row
where workspace_id = $1 order by created_at, team_id`;

/** Every team of a workspace, the oldest first, for those who act without a viewer. */
export const teamZones = async (pool: Pick<Pool, 'query'>, workspaceId: string): Promise<readonly TeamZone[]> =>
  (await pool.query<TeamZone>({ name: 'people_team_zones', text: TEAMS, values: [workspaceId] })).rows;
