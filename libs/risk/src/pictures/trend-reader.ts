import { rowsOf, sql } from '#libs/api-kit';
import type { Position } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { figuresOf, type MatrixFigures, type PlaceCount, placedOf } from './matrix-reader.js';
import { type PictureScope, standing } from './picture-scope.js';
import type { PlaceCode } from './place-codes.js';

export type TrendPoint = Pick<MatrixFigures, 'byBand' | 'exposure' | 'rated' | 'notRated'>;

/** How many more risks stand at a place from one of the positions on. */
interface Change {
  /** Of the position, 0 for the first. */
  readonly nth: number;
  readonly place: PlaceCode | null;
  readonly change: number;
}

/** Exposure at many positions at once. */
@Injectable()
export class TrendReader {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * One point for each position. A version counts from the first position at or after its own to the last before its end, so each is
   * looked at once, however many positions there are; those that came and went between two of them are left out.
   * @param positions ascending; the same may stand there again
   */
  async points(scope: Omit<PictureScope, 'position'>, positions: readonly Position[]): Promise<TrendPoint[]> {
    const asked = sql`${[...positions]}::bigint[]`;
    const changes = await rowsOf<Change>(
      this.pool,
      sql`SELECT w.nth, x.place, sum(w.change)::int AS change FROM (
          SELECT v.current, width_bucket(v.position - 1, ${asked}) AS first, width_bucket(v.until_position - 1, ${asked}) AS gone
          FROM risk.review_version v WHERE ${standing(scope)} AND v.position <= ${positions.at(-1) ?? 0}::bigint) AS v,
        unnest(v.current) AS x (place), LATERAL (VALUES (v.first, 1), (v.gone, -1)) AS w (nth, change)
        WHERE v.first < v.gone GROUP BY w.nth, x.place`,
    );
    const standingNow = new Map<PlaceCode | null, number>();
    return positions.map((_position, index) => {
      for (const { nth, place, change } of changes)
        if (nth === index) standingNow.set(place, (standingNow.get(place) ?? 0) + change);
      const counts: PlaceCount[] = [...standingNow].map(([place, count]) => ({ place, count }));
      const { placed, notRated } = placedOf(counts);
      return { ...figuresOf(placed), notRated };
    });
  }
}
