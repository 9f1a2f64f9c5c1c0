import { preparedRowsOf, sql } from '#libs/api-kit';
import { type DecisionStream, NotFound } from '#libs/event-log';
import { PeopleReads } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  type Absence,
  type CalendarEvent,
  calendarOf,
  type TeamCalendar,
  workingCalendar,
  type WorkingCalendar,
} from './domain/index.js';

/** A team's calendar with what a caller needs to change it. */
export interface CalendarRecord {
  readonly teamId: string;
  /** 0 while the team has said nothing. */
  readonly version: number;
  readonly calendar: WorkingCalendar;
}

interface StoredCalendar {
  readonly team_id: string;
  readonly version: number;
  readonly document: Pick<TeamCalendar, 'weeks' | 'holidays'>;
}

/** The stream of a team's calendar, for decisions that must hold only as long as nobody changes it. Compute with `calendarOf(state, zone of the team)`. */
export const calendarStream = (teamId: string): DecisionStream<TeamCalendar, CalendarEvent> => ({
  aggregate: workingCalendar,
  id: teamId,
  expect: 'latest',
});

/** The working calendars of teams, as they stand. A team that never set one has the default calendar in its own zone. */
@Injectable()
export class Calendars {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleReads,
  ) {}

  /** @throws NotFound for a team that is not in the workspace */
  async of(workspaceId: string, teamId: string): Promise<WorkingCalendar> {
    const [found] = await this.ofMany(workspaceId, [teamId]);
    if (!found) throw new NotFound('team', ['teamId']);
    return found;
  }

  /** In the order of the ids, null for a team that is not there; two statements for any number of them. */
  async ofMany(workspaceId: string, teamIds: readonly string[]): Promise<(WorkingCalendar | null)[]> {
    return (await this.records(workspaceId, teamIds)).map((record) => record?.calendar ?? null);
  }

  /** As `ofMany`, with ids and versions. */
  async records(workspaceId: string, teamIds: readonly string[]): Promise<(CalendarRecord | null)[]> {
    const [teams, rows] = await Promise.all([
      this.people.teams(workspaceId, teamIds),
      preparedRowsOf<StoredCalendar>(
        this.pool,
        sql`SELECT team_id, version, document FROM calendar.calendar_row
          WHERE workspace_id = ${workspaceId}::uuid AND team_id = ANY(${[...teamIds]}::uuid[])`,
      ),
    ]);
    const known = new Map(rows.map((row) => [row.team_id, row]));
    return teams.map((team) => {
      if (team === null) return null;
      const { document = workingCalendar.initial, version = 0 } = known.get(team.id) ?? {};
      return { teamId: team.id, version, calendar: calendarOf(document, team.timeZone) };
    });
  }

  /** Who is away on one of these days, both included: lists in the order of the teams, each by first day. One statement. */
  async absences(
    workspaceId: string,
    teamIds: readonly string[],
    { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  ): Promise<Absence[][]> {
    const rows = await preparedRowsOf<{ team_id: string; absence: Absence }>(
      this.pool,
      sql`SELECT team_id, absence FROM calendar.calendar_row, jsonb_array_elements(absences) AS absence
        WHERE workspace_id = ${workspaceId}::uuid AND team_id = ANY(${[...teamIds]}::uuid[])
          AND absence->>'from' <= ${to}::text AND absence->>'to' >= ${from}::text
        ORDER BY absence->>'from', absence->>'to', absence->>'personId'`,
    );
    return teamIds.map((id) => rows.filter(({ team_id }) => team_id === id).map(({ absence }) => absence));
  }
}
