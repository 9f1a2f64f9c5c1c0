import { allOf, type ConnectionArgs, CursorCodec, join, keysetPage, type Page, type Sql, sql } from '#libs/api-kit';
import { Injectable, Optional } from '@nestjs/common';
import pg from 'pg';
import { type Subject } from '../domain/index.js';
import { Initiatives, type InitiativeSort } from '../ports/initiatives.js';
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

/** A review as a part of what a piece of work comes to. */
export interface ReviewShare {
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly review_id: string;
  readonly number: number;
  readonly status: string;
  readonly exposure: number;
}

export interface ExposedInitiative extends Exposed {
  readonly initiative_id: string;
  /** As people call it, e.g. `RM-1`. */
  readonly reference: string;
  readonly title: string;
  /** In any order. */
  readonly reviews: readonly ReviewShare[];
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

/** What several reviews come to: over rows `r` with the sums of one each. */
const totals: Sql = sql`sum(r.exposure)::int AS exposure, max(r.highest_rank) AS highest_rank, sum(r.low)::int AS low,
  sum(r.medium)::int AS medium, sum(r.high)::int AS high, sum(r.critical)::int AS critical, sum(r.not_rated)::int AS not_rated`;

/** What reviews are about: each of the kinds that are asked for; empty: anything. */
export type SubjectKinds = readonly Subject['kind'][];

/** Reviews that found risks, each with its sums. */
const reviewSums = (scope: PictureScope, kinds: SubjectKinds): Sql => sql`
  SELECT v.subject_kind, v.subject_id, v.review_id, v.number, v.status, ${sums}
  FROM risk.review_version v, unnest(v.current) AS x (place)
  WHERE ${allOf([standingAt(scope), ...kinds.map((kind) => sql`v.subject_kind = ${kind}`)])}
  GROUP BY v.subject_kind, v.subject_id, v.review_id, v.number, v.status`;

const share: Sql = sql`json_build_object('subject_kind', r.subject_kind, 'subject_id', r.subject_id, 'review_id', r.review_id,
  'number', r.number, 'status', r.status, 'exposure', r.exposure)`;

const noSubjects: Sql = sql`SELECT NULL::uuid AS initiative_id, NULL::text AS reference, NULL::text AS title, NULL::text AS subject_kind,
  NULL::uuid AS subject_id WHERE FALSE`;

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
    @Optional() private readonly initiatives?: Initiatives,
  ) {}

  /** A subject has one review, so its row is its sum. Reviews that found no risk are not exposed. */
  bySubject(scope: PictureScope, kinds: SubjectKinds, args: ConnectionArgs): Promise<Page<ExposedSubject>> {
    return keysetPage<ExposedSubject>({
      db: this.pool,
      table: sql`(${reviewSums(scope, kinds)}) AS exposed`,
      columns: ['subject_kind', 'subject_id', 'review_id', 'number', 'status', ...sumColumns],
      where: sql`TRUE`,
      order: greatestFirst,
      id: 'review_id',
      args,
      cursors: this.cursors,
      scope: scope.workspaceId,
    });
  }

  /** What belongs to several counts for each of them, in one of them once. Nothing where there is no roadmap. */
  byInitiative(
    scope: PictureScope,
    { sort, kinds }: { readonly sort: InitiativeSort; readonly kinds: SubjectKinds },
    args: ConnectionArgs,
  ): Promise<Page<ExposedInitiative>> {
    const belongs = this.initiatives?.subjectsAt(scope, sort) ?? noSubjects;
    const table = sql`(
      SELECT i.initiative_id, min(i.reference) AS reference, min(i.title) AS title, ${totals}, json_agg(${share}) AS reviews
      FROM (${reviewSums(scope, kinds)}) AS r JOIN (${belongs}) AS i ON i.subject_kind = r.subject_kind AND i.subject_id = r.subject_id
      GROUP BY i.initiative_id) AS exposed`;
    return keysetPage<ExposedInitiative>({
      db: this.pool,
      table,
      columns: ['initiative_id', 'reference', 'title', 'reviews', ...sumColumns],
      where: sql`TRUE`,
      order: greatestFirst,
      id: 'initiative_id',
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
