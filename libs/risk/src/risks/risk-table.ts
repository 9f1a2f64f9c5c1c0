import { type Sql, sql } from '#libs/api-kit';
import type { LocalDate } from '#libs/vocabulary';
import type { RiskPolicy } from '../domain/index.js';

/** A row of `riskTable`: where a risk is found. */
export interface FoundRisk {
  readonly review_id: string;
  readonly risk_id: string;
}

/** The band the matrix in force gives the place of the current rating. */
const bandNow = ({ matrix }: RiskPolicy): Sql =>
  sql`(${JSON.stringify(matrix.value)}::jsonb -> ((k.current->>'likelihood')::int - 1) ->> ((k.current->>'impact')::int - 1))`;

/** `dueOf` of the rules in SQL: by cadence, or with a newer matrix that sees another band, whichever is earlier; null where it rests. */
const dueOn = (policy: RiskPolicy): Sql => {
  const { matrix, review } = policy;
  return sql`CASE WHEN v.status <> 'CANCELLED' THEN LEAST(
    (k.current->>'ratedOn')::date + (${JSON.stringify(review.value.reviewDays)}::jsonb ->> (k.current->>'band'))::int,
    CASE WHEN ${matrix.version}::int > (k.current->>'matrixVersion')::int AND ${bandNow(policy)} <> k.current->>'band'
      THEN ${matrix.effectiveFrom}::date END) END`;
};

/** As `openRiskPoints` has it: HIGH or worse, or MEDIUM and meant to be accepted, and nobody accepts it on that day. */
const unaccepted = (today: LocalDate): Sql => sql`(v.status <> 'CANCELLED'
  AND (k.current->>'band' IN ('HIGH', 'CRITICAL') OR (k.current->>'band' = 'MEDIUM' AND k.treatment = 'ACCEPT'))
  AND (k."acceptedUntil" >= ${today}::date) IS NOT TRUE) IS TRUE`;

const unacknowledged = sql`(v.status <> 'CANCELLED' AND k.current->>'band' <> 'LOW' AND NOT k.acknowledged) IS TRUE`;

/**
 * All risks of a workspace as they stand, a row each, as `FROM` takes it: out of the present rows of reviews, with what they are found by.
 * Of a risk that is not rated, band and score are null. The bound is written out, so that the index of the present serves it.
 */
export const riskTable = (workspaceId: string, policy: RiskPolicy, today: LocalDate): Sql => sql`(
  SELECT v.review_id, k."riskId" AS risk_id, substr(k."riskId", 2)::int AS number, k.lens, k.title, k.treatment,
    v.status AS review_status, v.team_ids, v.property_ids, k.current->>'band' AS band, (k.current->>'score')::int AS score,
    (k.current->>'ratedOn')::date AS rated_on, k.inherent->>'band' AS inherent_band,
    (k.owner->>'personId')::uuid AS owner_id, k.owner->>'side' AS owner_side, k."acceptedUntil" AS accepted_until,
    ${dueOn(policy)} AS due_on,
    ${unaccepted(today)} AS unaccepted,
    ${unacknowledged} AS unacknowledged,
    k.occurrences > 0 AS materialised
  FROM risk.review_version AS v CROSS JOIN LATERAL jsonb_to_recordset(v.risks) AS k(
    "riskId" text, lens text, title text, treatment text, owner jsonb, inherent jsonb, current jsonb,
    "acceptedUntil" date, acknowledged boolean, occurrences int)
  WHERE v.workspace_id = ${workspaceId}::uuid AND v.until_position = 9223372036854775807
) AS found`;
