import { type ConnectionArgs, CursorCodec, join, keysetPage, type Page, type Sql, sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type Subject } from '../domain/index.js';
import { type PictureScope, scoreOfCode, standingAt } from './picture-scope.js';

/** What is exposed, and how much: sums over current ratings. */
export interface Exposed {
  readonly exposure: number;
  /** Of the most serious rating, 0 for LOW; null while none is rated. */
  readonly highest_rank: number | null;
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly critical: number;
  readonly not_rated: number;
}

export interface ExposedSubject extends Exposed {
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly review_id: string;
  readonly number: number;
  readonly status: string;
}

export interface ExposedProperty extends Exposed {
  readonly property_id: string;
  /** Null for one that nobody registered. */
  readonly name: string | null;
  readonly reviews: number;
}

const byRank = (rank: number): Sql => sql`count(*) FILTER (WHERE place / 100 = ${rank})::int`;

/** Over rows with the `place` of each risk's current rating. */
const sums: Sql = sql`coalesce(sum(${scoreOfCode}), 0)::int AS exposure, max(place / 100)::int AS highest_rank,
  ${join([
    sql`${byRank(0)} AS low`,
    sql`${byRank(1)} AS medium`,
    sql`${byRank(2)} AS high`,
    sql`${byRank(3)} AS critical`,
  ])}, count(*) FILTER (WHERE place IS NULL)::int AS not_rated`;

const sumColumns = ['exposure', 'highest_rank', 'low', 'medium', 'high', 'critical', 'not_rated'] as const;

const greatestFirst = [
  { column: 'exposure', direction: 'DESC', nulls: 'never' },
  { column: 'highest_rank', direction: 'DESC', nulls: 'last' },
] as const;

/** Exposure by what is reviewed and by where it shows, the greatest first (P48). */
@Injectable()
export class ExposureReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  /** A subject has one review, so its row is its sum. Reviews that found no risk are not exposed. */
  bySubject(scope: PictureScope, kind: Subject['kind'] | null, args: ConnectionArgs): Promise<Page<ExposedSubject>> {
    const table = sql`(
      SELECT v.subject_kind, v.subject_id, v.review_id, v.number, v.status, ${sums}
      FROM risk.review_version v, unnest(v.current) AS x (place)
      WHERE ${standingAt(scope)} AND ${kind === null ? sql`TRUE` : sql`v.subject_kind = ${kind}`}
      GROUP BY v.subject_kind, v.subject_id, v.review_id, v.number, v.status) AS exposed`;
    return keysetPage<ExposedSubject>({
      db: this.pool,
      table,
      columns: ['subject_kind', 'subject_id', 'review_id', 'number', 'status', ...sumColumns],
      where: sql`TRUE`,
      order: greatestFirst,
      id: 'review_id',
      args,
      cursors: this.cursors,
      scope: scope.workspaceId,
    });
  }

  /** What shows on several properties counts on each of them. */
  byProperty(scope: PictureScope, args: ConnectionArgs): Promise<Page<ExposedProperty>> {
    const table = sql`(
      SELECT found.*, p.name FROM (
        SELECT property_id, count(DISTINCT v.review_id)::int AS reviews, ${sums}
        FROM risk.review_version v, unnest(v.property_ids) AS y (property_id), unnest(v.current) AS x (place)
        WHERE ${standingAt(scope)} GROUP BY property_id) AS found
      LEFT JOIN risk.property_row p ON p.workspace_id = ${scope.workspaceId}::uuid AND p.property_id = found.property_id) AS exposed`;
    return keysetPage<ExposedProperty>({
      db: this.pool,
      table,
      columns: ['property_id', 'name', 'reviews', ...sumColumns],
      where: sql`TRUE`,
      order: greatestFirst,
      id: 'property_id',
      args,
      cursors: this.cursors,
      scope: scope.workspaceId,
    });
  }
}
