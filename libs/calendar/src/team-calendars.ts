import { teamZones, type TeamZone } from '#libs/people';
import type { Pool } from 'pg';
import { calendarOf, type TeamCalendar, workingCalendar, type WorkingCalendar } from './domain/index.js';

const DOCUMENTS = `select team_id as "teamId", document from calendar.calendar_row where workspace_id = $1`;

/** A team and when it works. */
export interface TeamCalendarEntry extends TeamZone {
  readonly calendar: WorkingCalendar;
}

/** Every team of a workspace with its calendar, the oldest team first; two statements. For those who act without a viewer. */
export async function teamCalendars(
  pool: Pick<Pool, 'query'>,
  workspaceId: string,
): Promise<readonly TeamCalendarEntry[]> {
  const documents = { name: 'calendar_documents', text: DOCUMENTS, values: [workspaceId] };
  const [teams, { rows }] = await Promise.all([
    teamZones(pool, workspaceId),
    pool.query<{ teamId: string; document: Pick<TeamCalendar, 'weeks' | 'holidays'> }>(documents),
  ]);
  const known = new Map(rows.map(({ teamId, document }) => [teamId, document]));
  return teams.map((team) => ({
    ...team,
    calendar: calendarOf(known.get(team.teamId) ?? workingCalendar.initial, team.timeZone),
  }));
}
