import { allOf, named, type Sql, sql } from '#libs/api-kit';
import type { Position } from '#libs/event-log';
import type { Stage } from '../domain/index.js';

/** Whose risks a picture shows, and as of when. Ids are plain uuids; null: of all. */
export interface PictureScope {
  readonly workspaceId: string;
  /** A safe one: see `TimeTravel`. */
  readonly position: Position;
  readonly teamId: string | null;
  readonly propertyId: string | null;
}

/** The versions `v` of standing reviews: those whose subject has not ended, as far as the scope names a team or a property. */
export const standing = ({ workspaceId, teamId, propertyId }: Omit<PictureScope, 'position'>): Sql =>
  allOf([
    sql`v.workspace_id = ${workspaceId}::uuid`,
    sql`v.status <> 'CANCELLED'`,
    ...(teamId === null ? [] : [sql`v.team_ids @> ARRAY[${teamId}]::uuid[]`]),
    ...(propertyId === null ? [] : [sql`v.property_ids @> ARRAY[${propertyId}]::uuid[]`]),
  ]);

/** Those of them that held at the position. The past and the present are asked for alike; see the index of `risk.review_version`. */
export const standingAt = (scope: PictureScope): Sql =>
  allOf([
    standing(scope),
    sql`int8range(v.position, v.until_position) @> ${scope.position}::bigint`,
    // For the ordered index, where there is no other.
    sql`v.until_position > ${scope.position}::bigint`,
  ]);

const columns = {
  INHERENT: 'v.inherent',
  CURRENT: 'v.current',
  RESIDUAL_TARGET: 'v.residual_target',
} as const satisfies Record<Stage, string>;

/** The places of a review's risks at a stage, as codes. */
export const placesAt = (stage: Stage): Sql => named(columns[stage]);

/** The score of a place's code. */
export const scoreOfCode: Sql = sql`(place / 10 % 10 * (place % 10))`;
