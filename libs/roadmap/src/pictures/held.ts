import { allOf, type Sql, sql } from '#libs/api-kit';
import type { Position } from '#libs/event-log';
import type { Horizon, Lane } from '../domain/index.js';

/** The roadmap of a workspace at a safe position (see `TimeTravel`); null: as it stands. */
export interface RoadmapAt {
  readonly workspaceId: string;
  readonly position: Position | null;
}

/** What of a roadmap somebody looks at; what is left out or null does not narrow. Ids are plain uuids. */
export interface RoadmapScope {
  readonly lanes?: readonly Lane[] | null;
  readonly horizon?: Horizon | null;
  /** A team one of the owners belongs to. */
  readonly teamId?: string | null;
  /** Windows that meet these days, both included: items without a window meet none. */
  readonly from?: string | null;
  readonly to?: string | null;
  /** Dropped items as well. */
  readonly withDropped?: boolean;
}

/** No position is as high: what holds here holds now. */
const positionOf = ({ position }: RoadmapAt): Position => position ?? Number.MAX_SAFE_INTEGER;

/** The versions `v` that held, for a page of them: the index in the order of the time axis knows from when to when each did. */
export function heldAt(at: RoadmapAt): Sql {
  const position = positionOf(at);
  return sql`(v.workspace_id = ${at.workspaceId}::uuid AND v.position <= ${position}::bigint AND v.until_position > ${position}::bigint)`;
}

/** The same versions where all of them are read: the index over ranges finds those of any time alike. */
export function allHeldAt(at: RoadmapAt): Sql {
  const position = positionOf(at);
  return allOf([
    sql`v.workspace_id = ${at.workspaceId}::uuid`,
    sql`int8range(v.position, v.until_position) @> ${position}::bigint`,
    // For the ordered index, where there is no other.
    sql`v.until_position > ${position}::bigint`,
  ]);
}

/** Those of the versions `v` that are looked at. */
export function inScope({ lanes, horizon, teamId, from, to, withDropped }: RoadmapScope): Sql {
  return allOf([
    ...(withDropped ? [] : [sql`v.status <> 'DROPPED'`]),
    ...(lanes ? [sql`v.lane = ANY(${[...lanes]}::text[])`] : []),
    ...(horizon ? [sql`v.horizon = ${horizon}`] : []),
    ...(teamId ? [sql`v.team_ids @> ARRAY[${teamId}]::uuid[]`] : []),
    ...(from ? [sql`v.end_on >= ${from}::date`] : []),
    ...(to ? [sql`coalesce(v.start_on, 'infinity'::date) <= ${to}::date`] : []),
  ]);
}

/** Items on one time axis: by start, those without a window last, then by number. */
export const startOrInfinity = sql`coalesce(v.start_on, 'infinity'::date)`;

/** What a version is shown from. */
export const shownColumns = sql`v.workspace_id, v.item_id, v.version, v.updated_at, v.document`;
