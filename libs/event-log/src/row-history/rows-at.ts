import sql, { raw, type Sql } from 'sql-template-tag';
import type { Position } from '../event.js';

/** Which rows of the past: those of one fold in one workspace, as of a position. */
export interface RowsAt {
  readonly workspaceId: string;
  readonly fold: string;
  readonly generation: number;
  readonly position: Position;
}

/** A stream's row as of the position; `streams` gives the column stream_id. */
const rowOf = ({ workspaceId, fold, generation, position }: RowsAt): Sql => sql`(
  SELECT v.version, v.position, v.row FROM log.row_version v
  WHERE v.workspace_id = ${workspaceId}::uuid AND v.fold = ${fold} AND v.generation = ${generation}::int
    AND v.stream_id = s.stream_id AND v.position <= ${position}::bigint
  ORDER BY v.position DESC LIMIT 1)`;

/** Streams that had a row by then. */
const begun = ({ workspaceId, fold, generation, position }: RowsAt): Sql => sql`
  FROM log.row_version s
  WHERE s.workspace_id = ${workspaceId}::uuid AND s.fold = ${fold} AND s.generation = ${generation}::int
    AND s.is_first AND s.position <= ${position}::bigint`;

/** The rows that streams begun after `after` had, in the order in which the streams began: `most` of them. */
export const pageOfRows = (at: RowsAt, after: Position, most: number): Sql => sql`
  SELECT s.stream_id AS "streamId", s.position::float8 AS begun, r.version, r.position::float8 AS position, r.row
  FROM (SELECT s.stream_id, s.position ${begun(at)} AND s.position > ${after}::bigint ORDER BY s.position LIMIT ${most}) s
  CROSS JOIN LATERAL ${rowOf(at)} r ORDER BY s.position`;

/** The rows these streams had; nothing of one that had none. */
export const rowsOfStreams = (at: RowsAt, streamIds: readonly string[]): Sql => sql`
  SELECT s.stream_id AS "streamId", r.version, r.position::float8 AS position, r.row
  FROM unnest(${[...streamIds]}::text[]) s(stream_id) CROSS JOIN LATERAL ${rowOf(at)} r`;

const TABLE = /^[a-z_]+\.[a-z_]+$/;

/** All rows as those of the fold's own table: what is read from the one can be read from the other. */
export function tableAt(at: RowsAt): Sql {
  if (!TABLE.test(at.fold)) throw new Error(`${at.fold} is no table: its rows have no columns.`);
  return sql`(
    SELECT p.* FROM (SELECT s.stream_id ${begun(at)}) s
    CROSS JOIN LATERAL ${rowOf(at)} r
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${raw(at.fold)}, r.row || jsonb_build_object(
      'workspace_id', ${at.workspaceId}::uuid, 'stream_id', s.stream_id, 'version', r.version, 'position', r.position)) p)`;
}
