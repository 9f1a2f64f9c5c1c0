import { preparedRowsOf, sql } from '#libs/api-kit';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { activeStatuses } from '../domain/index.js';

/** What lies on a team's table, out of its requests that are on their way: counts, never persons. */
export interface TeamFigures {
  /** Requests the team builds: signed, in progress or delivered. */
  readonly inWork: number;
  readonly wipLimit: number | null;
  /** True when the limit refuses; false when it warns. */
  readonly wipLimitIsHard: boolean;
  /** Requests of the team, whichever side it is on, whose agreed date is over. */
  readonly overdue: number;
  /** Requests whose next step is the team's. */
  readonly waitingForTeam: number;
  readonly questionsToAnswer: number;
  readonly toEstimate: number;
  /** Estimates that wait for the team's own signature. */
  readonly approvalsWaiting: number;
  /** Deliveries that wait for the team to look at their criteria. */
  readonly acceptancesWaiting: number;
  /** Requests with a hard date up to the last day asked for. */
  readonly hardDatesAhead: number;
}

/** The figures of one team, in one statement over the requests that are on their way. */
@Injectable()
export class TeamFiguresReader {
  constructor(private readonly pool: pg.Pool) {}

  /** `until` is the last day that counts as ahead. */
  async of(
    workspaceId: string,
    teamId: string,
    { today, until }: { readonly today: LocalDate; readonly until: LocalDate },
  ): Promise<TeamFigures> {
    const [figures] = await preparedRowsOf<TeamFigures>(
      this.pool,
      sql`WITH ours AS (
          SELECT *, consumer_team_id = ${teamId}::uuid AS asks, coalesce(provider_team_id = ${teamId}::uuid, false) AS builds
          FROM requests.request_row
          WHERE workspace_id = ${workspaceId}::uuid AND status = ANY(${[...activeStatuses]}::text[])
            AND (consumer_team_id = ${teamId}::uuid OR provider_team_id = ${teamId}::uuid)
        )
        SELECT
          count(*) FILTER (WHERE builds AND status IN ('APPROVED', 'IN_PROGRESS', 'DELIVERED'))::int AS "inWork",
          count(*) FILTER (WHERE agreed_date < ${today}::date)::int AS overdue,
          count(*) FILTER (WHERE status <> 'DRAFT'
            AND (asks AND waiting_on = 'REQUESTER' OR builds AND waiting_on = 'PROVIDER'))::int AS "waitingForTeam",
          coalesce(sum(CASE WHEN asks THEN asked_of_consumer ELSE 0 END + CASE WHEN builds THEN asked_of_provider ELSE 0 END), 0)::int
            AS "questionsToAnswer",
          count(*) FILTER (WHERE builds AND status = 'TRIAGED' AND NOT held)::int AS "toEstimate",
          count(*) FILTER (WHERE status = 'ESTIMATED' AND (asks AND waiting_on = 'REQUESTER' OR builds AND waiting_on = 'PROVIDER')
            AND blocking_questions = 0)::int AS "approvalsWaiting",
          count(*) FILTER (WHERE asks AND status = 'DELIVERED')::int AS "acceptancesWaiting",
          count(*) FILTER (WHERE hard_date AND agreed_date BETWEEN ${today}::date AND ${until}::date)::int AS "hardDatesAhead",
          (SELECT wip_limit FROM requests.workload_row WHERE workspace_id = ${workspaceId}::uuid AND team_id = ${teamId}::uuid) AS "wipLimit",
          coalesce((SELECT hard FROM requests.workload_row
            WHERE workspace_id = ${workspaceId}::uuid AND team_id = ${teamId}::uuid), false) AS "wipLimitIsHard"
        FROM ours`,
    );
    return figures!;
  }
}
