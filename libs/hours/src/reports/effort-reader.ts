import { rowsOf, sql } from '#libs/api-kit';
import { requestEstimates } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Cell } from './effort.js';

/** Work under an agreement in some months, as every report of it begins. */
export interface Effort {
  readonly periods: readonly string[];
  /** Where the last fact counted stands in the log; null before the first. */
  readonly position: number | null;
  /** Consumed as overage, after settlement. */
  readonly overageMinutes: number;
  readonly overageCreditedMinutes: number;
  readonly cells: readonly Cell[];
}

export interface EffortQuestion {
  readonly workspaceId: string;
  readonly agreementId: string;
  readonly from: string;
  readonly to: string;
}

interface Row extends Omit<Effort, 'position'> {
  readonly known: boolean;
  readonly position: string | null;
}

/**
 * One statement for all months, however much was worked in them. Entries count in the month whose pool they drew from, late ones
 * included; credits in the month that shows them; what was taken back counts nowhere.
 */
@Injectable()
export class EffortReader {
  constructor(private readonly pool: pg.Pool) {}

  /** Null for an agreement that is not in this workspace. */
  async read({ workspaceId, agreementId, from, to }: EffortQuestion): Promise<Effort | null> {
    const here = sql`workspace_id = ${workspaceId}::uuid AND agreement_id = ${agreementId}::uuid`;
    const [row] = await rowsOf<Row>(
      this.pool,
      sql`WITH months AS MATERIALIZED (
          SELECT period, position, document FROM hours.allotment_row WHERE ${here} AND period BETWEEN ${from} AND ${to}),
        beyond AS (
          SELECT period, b.* FROM months, jsonb_to_recordset(document -> 'beyond')
            AS b ("entryId" text, uncovered int, "writtenOff" int)),
        lines AS (
          SELECT activity, request_id, billable, e.minutes, coalesce(b.uncovered, 0) AS undecided,
            coalesce(b."writtenOff", 0) AS written_off, 0 AS credited, 1 AS entries, position
          FROM hours.time_entry_row e LEFT JOIN beyond b ON b.period = e.period AND b."entryId" = e.entry_id
          WHERE ${here} AND e.period BETWEEN ${from} AND ${to} AND status = 'BOOKED'
          UNION ALL
          SELECT activity, request_id, billable, 0, 0, 0, c.minutes, 0, position
          FROM hours.time_entry_row, jsonb_to_recordset(credits) AS c (period text, minutes int)
          WHERE ${here} AND credited_minutes > 0 AND c.period BETWEEN ${from} AND ${to}),
        cells AS (
          SELECT activity, request_id AS "requestId", billable, sum(minutes)::int AS minutes, sum(undecided)::int AS undecided,
            sum(written_off)::int AS "writtenOff", sum(credited)::int AS credited, sum(entries)::int AS entries
          FROM lines GROUP BY activity, request_id, billable)
        SELECT EXISTS (SELECT FROM hours.agreement_row WHERE ${here}) AS known,
          ARRAY(SELECT period FROM months ORDER BY period) AS periods,
          greatest((SELECT max(position) FROM months), (SELECT max(position) FROM lines)) AS position,
          (SELECT coalesce(sum((document #>> '{sums,overage}')::int), 0)::int FROM months) AS "overageMinutes",
          (SELECT coalesce(sum((document #>> '{sums,overageCredits}')::int), 0)::int FROM months) AS "overageCreditedMinutes",
          (SELECT coalesce(jsonb_agg(to_jsonb(cells) || jsonb_build_object('approved', coalesce(approved, FALSE), 'estimate', signed_minutes)), '[]')
            FROM cells LEFT JOIN ${requestEstimates} estimates
              ON workspace_id = ${workspaceId}::uuid AND request_id = cells."requestId") AS cells`,
    );
    if (!row?.known) return null;
    const { known: _known, position, ...effort } = row;
    return { ...effort, position: position === null ? null : Number(position) };
  }
}
