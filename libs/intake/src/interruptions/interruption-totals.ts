import { preparedRowsOf, sql } from '#libs/api-kit';
import type { LocalDate } from '#libs/vocabulary';
import type { Pool } from 'pg';

/** How often a team was interrupted, and how long it took. */
export interface InterruptionTotal {
  readonly count: number;
  readonly minutes: number;
}

/** The interruptions of one team from a week's Monday on: a total, like everything that is said of interruptions. */
export async function interruptionTotal(
  pool: Pool,
  workspaceId: string,
  { teamId, since }: { readonly teamId: string; readonly since: LocalDate },
): Promise<InterruptionTotal> {
  const [total] = await preparedRowsOf<InterruptionTotal>(
    pool,
    sql`SELECT count(*)::int AS count, coalesce(sum(minutes), 0)::int AS minutes FROM intake.interruption_row
      WHERE workspace_id = ${workspaceId}::uuid AND team_id = ${teamId}::uuid AND week_start >= ${since}::date`,
  );
  return total!;
}
