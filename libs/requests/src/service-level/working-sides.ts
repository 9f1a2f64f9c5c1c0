import { defaultCalendar, teamCalendars, type TeamCalendarEntry, type WorkingCalendar } from '#libs/calendar';
import { NotFound } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import type { Pool } from 'pg';
import type { SidesOf, WorkingSides } from './service-level.process.js';

/** The teams of a request; no provider before triage. */
export interface TeamsOfRequest {
  readonly consumerTeamId: string;
  readonly providerTeamId: string | null;
}

/**
 * Before triage the only engineering team of the workspace is the one to answer; where there are several, none of them is, and
 * the ordinary week counts.
 */
function providerOf(providerTeamId: string | null, teams: readonly TeamCalendarEntry[]): WorkingCalendar | undefined {
  if (providerTeamId !== null) return teams.find(({ teamId }) => teamId === providerTeamId)?.calendar;
  const providers = teams.filter(({ side }) => side === 'PROVIDER');
  return providers.length === 1 ? providers[0]?.calendar : undefined;
}

/** By which calendar each side of a request works. */
export function sidesOfTeams(
  { consumerTeamId, providerTeamId }: TeamsOfRequest,
  { teams, timeZone }: { readonly teams: readonly TeamCalendarEntry[]; readonly timeZone: string },
): WorkingSides {
  const ordinary = defaultCalendar(timeZone);
  return {
    timeZone,
    calendars: {
      CONSUMER: teams.find(({ teamId }) => teamId === consumerTeamId)?.calendar ?? ordinary,
      PROVIDER: providerOf(providerTeamId, teams) ?? ordinary,
    },
  };
}

const TEAMS = `
select consumer_team_id as "consumerTeamId", provider_team_id as "providerTeamId" from requests.request_row
where workspace_id = $1 and request_id = $2`;

/** The working sides of one request, as its row stands: the row is written with its facts. @throws NotFound */
export const sidesOf =
  (pool: Pick<Pool, 'query'>): SidesOf =>
  async (workspaceId, requestId) => {
    const [{ rows }, teams, timeZone] = await Promise.all([
      pool.query<TeamsOfRequest>(TEAMS, [workspaceId, requestId]),
      teamCalendars(pool, workspaceId),
      workspaceZone(pool, workspaceId),
    ]);
    if (!rows[0]) throw new NotFound('request');
    return sidesOfTeams(rows[0], { teams, timeZone });
  };
