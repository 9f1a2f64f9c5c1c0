import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
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
  SELECT v.version, v.position, v.row, v.detail FROM log.row_version v
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
  SELECT s.stream_id AS "streamId", s.position::float8 AS begun, r.version, r.position::float8 AS position, r.row, r.detail
  FROM (SELECT s.stream_id, s.position ${begun(at)} AND s.position > ${after}::bigint ORDER BY s.position LIMIT ${most}) s
  CROSS JOIN LATERAL ${rowOf(at)} r ORDER BY s.position`;

/** The rows these streams had; nothing of one that had none. */
export const rowsOfStreams = (at: RowsAt, streamIds: readonly string[]): Sql => sql`
  SELECT s.stream_id AS "streamId", r.version, r.position::float8 AS position, r.row, r.detail
  FROM unnest(${[...streamIds]}::text[]) s(stream_id) CROSS JOIN LATERAL ${rowOf(at)} r`;

/** A column of a table, with its type as SQL spells it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** What the log adds to each row. */
const added = ({ workspaceId }: RowsAt): ReadonlyMap<string, Sql> =>
  new Map([
    ['workspace_id', sql`${workspaceId}::uuid AS workspace_id`],
    ['stream_id', sql`s.stream_id`],
    ['version', sql`r.version`],
    ['position', sql`r.position`],
  ]);

/**
 * All rows as those of the fold's own table: what is read from the one can be read from the other.
 * @param columns those of the table that anybody looks at
 * @param detail the one that is kept beside the row
 */
export function tableAt(at: RowsAt, columns: readonly Column[], detail: string | undefined): Sql {
  const byLog = added(at);
  const ofRow = columns.filter(({ name }) => name !== detail && !byLog.has(name));
  const shown = columns.map(({ name }) => {
    const own = name === detail ? raw(`r.detail AS "${name}"`) : raw(`p."${name}"`);
    return byLog.get(name) ?? own;
  });
  const parts = ofRow.map(({ name, type }) => raw(`"${name}" ${type}`));
  return sql`(
    SELECT ${join(shown)} FROM (SELECT s.stream_id ${begun(at)}) s
    CROSS JOIN LATERAL ${rowOf(at)} r
    ${parts.length === 0 ? empty : sql`CROSS JOIN LATERAL jsonb_to_record(r.row) AS p(${join(parts)})`})`;
}
