import { type ConnectionArgs, CursorCodec, keysetPage, type Page, preparedRowsOf, type Sql, sql } from '#libs/api-kit';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type Calibration, type DueRisk, levels, type RiskPolicy } from '../domain/index.js';
import { type PictureScope, standingAt } from './picture-scope.js';
import type { ShownRisk } from './shown-risk.js';

export interface ShownDueRisk extends ShownRisk {
  readonly due_on: LocalDate;
  readonly cause: DueRisk['cause'];
}

/** A list of risks: what is looked through, and the order of what is found. */
interface Listing {
  readonly table: Sql;
  readonly where: Sql;
  readonly by: string;
  readonly more?: readonly string[];
}

const columns = ['review_id', 'number', 'subject_kind', 'subject_id', 'risk'] as const;

/** Every risk of standing reviews, each with an id of its own. */
const everyRisk = (scope: PictureScope, more: Sql): Sql => sql`(
  SELECT v.review_id, v.number, v.subject_kind, v.subject_id, x.risk, v.review_id::text || '-' || (x.risk ->> 'riskId') AS risk_key, ${more}
  FROM risk.review_version v, jsonb_array_elements(v.risks) AS x (risk) WHERE ${standingAt(scope)}) AS listed`;

/** As `dueOf`, in the database: by its band since it was rated last, at once where a newer matrix sees another band (K5, P51). */
function dueColumns({ matrix, review }: RiskPolicy): Sql {
  const rating = sql`(x.risk -> 'current')`;
  const cell = sql`(${JSON.stringify(matrix.value)}::jsonb -> ((${rating} ->> 'likelihood')::int - 1) ->> ((${rating} ->> 'impact')::int - 1))`;
  const moved = sql`(${matrix.version}::int > (${rating} ->> 'matrixVersion')::int AND ${cell} <> ${rating} ->> 'band')`;
  const cadence = sql`((${rating} ->> 'ratedOn')::date + (${JSON.stringify(review.value.reviewDays)}::jsonb ->> (${rating} ->> 'band'))::int)`;
  const atOnce = sql`(${moved} AND ${matrix.effectiveFrom}::date < ${cadence})`;
  return sql`CASE WHEN ${atOnce} THEN ${matrix.effectiveFrom}::date ELSE ${cadence} END AS due_on,
    CASE WHEN ${atOnce} THEN 'MATRIX_CHANGED' ELSE 'CADENCE' END AS cause`;
}

/** Lists of risks of standing reviews. */
@Injectable()
export class RiskListReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  /** What is to be looked at again by a day, first what is due first. */
  due(scope: PictureScope, policy: RiskPolicy, until: LocalDate, args: ConnectionArgs): Promise<Page<ShownDueRisk>> {
    return this.page<ShownDueRisk>(scope, args, {
      table: everyRisk(scope, dueColumns(policy)),
      where: sql`due_on <= ${until}::date`,
      by: 'due_on',
      more: ['due_on', 'cause'],
    });
  }

  /** What is accepted to a day of a span, first what ends first. */
  acceptedUntil(
    scope: PictureScope,
    { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
    args: ConnectionArgs,
  ): Promise<Page<ShownRisk>> {
    return this.page<ShownRisk>(scope, args, {
      table: everyRisk(scope, sql`(x.risk ->> 'acceptedUntil')::date AS accepted_until`),
      where: sql`accepted_until BETWEEN ${from}::date AND ${until}::date`,
      by: 'accepted_until',
    });
  }

  /** What became fact, by the numbers of the reviews that foresaw it. */
  materialised(scope: PictureScope, args: ConnectionArgs): Promise<Page<ShownRisk>> {
    return this.page<ShownRisk>(scope, args, {
      table: everyRisk(scope, sql`(x.risk ->> 'occurrences')::int AS occurrences`),
      where: sql`occurrences > 0`,
      by: 'number',
    });
  }

  /** As `calibrationOf`. */
  async calibration(scope: PictureScope): Promise<Calibration[]> {
    const rows = await preparedRowsOf<Calibration>(
      this.pool,
      sql`SELECT x.place / 10 % 10 AS likelihood, count(*)::int AS predicted, count(*) FILTER (WHERE x.times > 0)::int AS materialised
        FROM risk.review_version v, unnest(v.inherent, v.occurrences) AS x (place, times)
        WHERE ${standingAt(scope)} AND x.place IS NOT NULL GROUP BY 1`,
    );
    const found = new Map(rows.map((row) => [row.likelihood, row]));
    return levels.map((likelihood) => found.get(likelihood) ?? { likelihood, predicted: 0, materialised: 0 });
  }

  private page<Row extends ShownRisk>(
    { workspaceId }: PictureScope,
    args: ConnectionArgs,
    { table, where, by, more = [] }: Listing,
  ): Promise<Page<Row>> {
    return keysetPage<Row>({
      db: this.pool,
      table,
      columns: [...columns, ...more],
      where,
      order: [{ column: by, direction: 'ASC', nulls: 'never' }],
      id: 'risk_key',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
  }
}
