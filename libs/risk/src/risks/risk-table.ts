import { type Sql, sql } from '#libs/api-kit';
import { OPEN_END } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { RiskPolicy } from '../domain/index.js';

/** A row of `riskTable`: where a risk is found. */
export interface FoundRisk {
  readonly review_id: string;
  readonly risk_id: string;
}

/** The band the matrix in force gives the place of `current`. */
const bandNow = ({ matrix }: RiskPolicy): Sql =>
  sql`(${JSON.stringify(matrix.value)}::jsonb -> ((current->>'likelihood')::int - 1) ->> ((current->>'impact')::int - 1))`;

/** `dueOf` of the rules in SQL: by cadence, or with a newer matrix that sees another band, whichever is earlier; null where it rests. */
const dueOn = (policy: RiskPolicy): Sql => {
  const { matrix, review } = policy;
  return sql`CASE WHEN status <> 'CANCELLED' THEN LEAST(
    (current->>'ratedOn')::date + (${JSON.stringify(review.value.reviewDays)}::jsonb ->> (current->>'band'))::int,
    CASE WHEN ${matrix.version}::int > (current->>'matrixVersion')::int AND ${bandNow(policy)} <> current->>'band'
      THEN ${matrix.effectiveFrom}::date END) END`;
};

/** As `openRiskPoints` has it: HIGH or worse, or meant to be accepted, and nobody accepts it on that day. */
const unaccepted = (today: LocalDate): Sql => sql`(status <> 'CANCELLED'
  AND (current->>'band' IN ('HIGH', 'CRITICAL') OR (current->>'band' = 'MEDIUM' AND treatment = 'ACCEPT'))
  AND (accepted_until >= ${today}::date) IS NOT TRUE)`;

/**
 * All risks of a workspace as they stand, a row each, as `FROM` takes it: out of the present rows of reviews, with what they are found by.
 * Of a risk that is not rated, band and score are null.
 */
export const riskTable = (workspaceId: string, policy: RiskPolicy, today: LocalDate): Sql => sql`(
  SELECT review_id, risk_id, substr(risk_id, 2)::int AS number, lens, title, treatment, status AS review_status,
    team_ids, property_ids, current->>'band' AS band, (current->>'score')::int AS score,
    (current->>'ratedOn')::date AS rated_on, inherent->>'band' AS inherent_band,
    (owner->>'personId')::uuid AS owner_id, owner->>'side' AS owner_side, accepted_until,
    ${dueOn(policy)} AS due_on,
    ${unaccepted(today)} AS unaccepted,
    (status <> 'CANCELLED' AND current->>'band' <> 'LOW' AND NOT acknowledged) IS TRUE AS unacknowledged,
    occurrences > 0 AS materialised
  FROM risk.review_version CROSS JOIN LATERAL jsonb_to_recordset(risks) AS risk(
    "riskId" text, lens text, title text, treatment text, owner jsonb, inherent jsonb, current jsonb,
    "acceptedUntil" date, acknowledged boolean, occurrences int)
  CROSS JOIN LATERAL (SELECT "riskId" AS risk_id, "acceptedUntil" AS accepted_until) AS spelled
  WHERE workspace_id = ${workspaceId}::uuid AND until_position = ${OPEN_END}::bigint
) AS found`;
