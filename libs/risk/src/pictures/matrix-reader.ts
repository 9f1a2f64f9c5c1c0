import { preparedRowsOf, rowsOf, sql } from '#libs/api-kit';
import { Policies } from '#libs/policies';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type Band, bands, type Place, riskMatrixPolicy, type Stage } from '../domain/index.js';
import { type PictureScope, placesAt, standingAt } from './picture-scope.js';
import { type CodedPlace, type PlaceCode, placeOf, placesOf } from './place-codes.js';
import { type ShownRisk, shownRiskColumns } from './shown-risk.js';

/** What a matrix is asked for. */
export interface MatrixQuery extends PictureScope {
  readonly stage: Stage;
  /** The local day whose matrix colours the cells. */
  readonly day: LocalDate;
}

/** One of the 25 cells; its band is that of the matrix in force, whatever the ratings in it were read from. */
export interface CellCount extends CodedPlace {
  readonly count: number;
}

/** A matrix as counts. */
export interface MatrixFigures {
  /** All 25, likelihood 1 first, impact 1 first. */
  readonly cells: readonly CellCount[];
  /** By the bands of the ratings themselves (K5). */
  readonly byBand: Readonly<Record<Band, number>>;
  /** Σ of the scores. */
  readonly exposure: number;
  readonly rated: number;
  readonly notRated: number;
  /** Of the matrix in force. */
  readonly matrixVersion: number;
}

/** How many risks stand at a place; null: not rated. */
export interface PlaceCount {
  readonly place: PlaceCode | null;
  readonly count: number;
}

/** Risks on the matrix, counted in the database: at most 101 rows come back, whatever the number of reviews. */
@Injectable()
export class MatrixReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly policies: Policies,
  ) {}

  async figures(query: MatrixQuery): Promise<MatrixFigures> {
    const [counts, matrix] = await Promise.all([
      this.counts(query),
      this.policies.on(query.workspaceId, riskMatrixPolicy, query.day),
    ]);
    const { placed, notRated } = placedOf(counts);
    const countAt = (place: Place) =>
      sum(placed, (one) => (one.likelihood === place.likelihood && one.impact === place.impact ? one.count : 0));
    return {
      cells: placesOf(matrix.value).map((place) => ({ ...place, count: countAt(place) })),
      ...figuresOf(placed),
      notRated,
      matrixVersion: matrix.version,
    };
  }

  /** The first risks of some cells, by their reviews' numbers; in the order of the cells. */
  async risks(
    query: PictureScope & { readonly stage: Stage },
    cells: readonly { readonly likelihood: number; readonly impact: number }[],
    first: number,
  ): Promise<ShownRisk[][]> {
    const codes = cells.map(({ likelihood, impact }) => likelihood * 10 + impact);
    const rows = await rowsOf<ShownRisk & { readonly cell: number }>(
      this.pool,
      sql`SELECT ranked.cell, ${shownRiskColumns} FROM (
          SELECT v.stream_id, v.position, x.place % 100 AS cell, x.nth,
            row_number() OVER (PARTITION BY x.place % 100 ORDER BY v.number, x.nth) AS rank
          FROM risk.review_version v, unnest(${placesAt(query.stage)}) WITH ORDINALITY AS x (place, nth)
          WHERE ${standingAt(query)} AND x.place % 100 = ANY(${codes}::int[])) AS ranked
        -- By the key, one by one: they are few, however many the planner expects.
        CROSS JOIN LATERAL (SELECT one.review_id, one.number, one.subject_kind, one.subject_id, one.risks
          FROM risk.review_version one WHERE one.workspace_id = ${query.workspaceId}::uuid
            AND one.stream_id = ranked.stream_id AND one.position = ranked.position OFFSET 0) AS v
        WHERE ranked.rank <= ${first} ORDER BY ranked.cell, ranked.rank`,
    );
    return codes.map((code): ShownRisk[] => rows.filter(({ cell }) => cell === code));
  }

  private counts(query: MatrixQuery): Promise<PlaceCount[]> {
    return preparedRowsOf<PlaceCount>(
      this.pool,
      sql`SELECT x.place, count(*)::int AS count FROM risk.review_version v, unnest(${placesAt(query.stage)}) AS x (place)
        WHERE ${standingAt(query)} GROUP BY x.place`,
    );
  }
}

const sum = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0);

type PlacedCount = CodedPlace & { readonly count: number };

/** Counts of codes as places; those of no place apart. */
export const placedOf = (counts: readonly PlaceCount[]) => ({
  placed: counts.flatMap(({ place, count }) => (place === null ? [] : [{ ...placeOf(place), count }])),
  notRated: sum(counts, ({ place, count }) => (place === null ? count : 0)),
});

/** What places come to. */
export function figuresOf(placed: readonly PlacedCount[]): Pick<MatrixFigures, 'byBand' | 'exposure' | 'rated'> {
  const countOf = (band: Band) => sum(placed, (one) => (one.band === band ? one.count : 0));
  return {
    byBand: Object.fromEntries(bands.map((band) => [band, countOf(band)])) as Record<Band, number>,
    exposure: sum(placed, ({ score, count }) => score * count),
    rated: sum(placed, ({ count }) => count),
  };
}
