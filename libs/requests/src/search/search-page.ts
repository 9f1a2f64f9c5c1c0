import { allOf, type Reader, rowsOf, sql, type Sql } from '#libs/api-kit';
import type { Pool } from 'pg';
import { visibleTo } from '../request-reader.js';

/**
 * Documents that are ranked: those changed last of all that match. However many match, so many rows are looked at; measured over
 * 100,000 requests, a word in every tenth of them costs most: some 3,000 of the newest are then looked at.
 */
export const MOST_RANKED = 300;
/** Places of one request that are shown. */
const MOST_PLACES = 3;
/** Characters of a part in which words are marked. */
const MARKED = 20_000;

/** Around a word that was found; private characters that nobody types, and taken out of what is written. */
export const MARK = { start: '\uE000', end: '\uE001' } as const;

export interface SearchPage<Column> {
  readonly db: Pick<Pool, 'query'>;
  readonly reader: Reader;
  /** Text form of a `tsquery`. */
  readonly query: string;
  /** Fits requests; null: all of them. */
  readonly filter: Sql | null;
  readonly columns: readonly Column[];
  readonly size: number;
  /** Rank and request id of the last match before the page. */
  readonly after: readonly [rank: string, requestId: string] | null;
}

/** A document with marks in its parts. */
export interface MarkedDocument {
  readonly id: string;
  readonly title: string | null;
  readonly brief: string | null;
  readonly dialogue: string | null;
  readonly comment: string | null;
}

export interface FoundRow {
  /** Requests among the ranked documents. */
  readonly total: number;
  readonly capped: boolean;
  /** Null: the page is empty. */
  readonly found_id: string | null;
  readonly rank: string;
  readonly places: readonly MarkedDocument[] | null;
}

const OPTIONS = `StartSel=${MARK.start}, StopSel=${MARK.end}, MaxFragments=2, MinWords=5, MaxWords=20, FragmentDelimiter=" … "`;

const marked = (column: Sql, query: string): Sql =>
  sql`ts_headline('requests.words', translate(left(${column}, ${MARKED}), ${MARK.start + MARK.end}, ''), ${query}::tsquery, ${OPTIONS})`;

/** With the request's own columns, if it is there; one row at least. */
export function searchPage<Row extends object>(page: SearchPage<Sql>): Promise<(FoundRow & Row)[]> {
  const { db, reader, query, columns, size, after } = page;
  const here = reader.viewer.workspaceId;
  const shown =
    after === null
      ? sql`TRUE`
      : sql`(rank < ${after[0]}::float4 OR (rank = ${after[0]}::float4 AND request_id > ${after[1]}::uuid))`;
  return rowsOf(
    db,
    sql`WITH found AS MATERIALIZED (
      SELECT document_id, request_id, ts_rank(words, ${query}::tsquery) AS rank FROM (
        SELECT document_id, request_id, words FROM requests.search_row
        WHERE ${allOf([sql`workspace_id = ${here}::uuid`, sql`words @@ ${query}::tsquery`, ...visible(page)])}
        ORDER BY place DESC LIMIT ${MOST_RANKED}
      ) AS newest
    ), best AS MATERIALIZED (
      SELECT request_id, max(rank) AS rank FROM found GROUP BY request_id
    ), page AS MATERIALIZED (
      SELECT request_id, rank FROM best WHERE ${shown} ORDER BY rank DESC, request_id LIMIT ${size + 1}
    )
    SELECT figures.total, figures.capped, page.request_id AS found_id, page.rank::text AS rank, places.places, ${columnsOf(columns)}
    FROM (
      SELECT (SELECT count(*)::int FROM best) AS total, (SELECT count(*) FROM found) >= ${MOST_RANKED} AS capped
    ) AS figures
    LEFT JOIN page ON TRUE
    LEFT JOIN requests.request_row r ON r.workspace_id = ${here}::uuid AND r.request_id = page.request_id
    LEFT JOIN LATERAL (${placesOf(here, query)}) AS places ON page.request_id IS NOT NULL
    ORDER BY page.rank DESC, page.request_id`,
  );
}

/** Requests the reader may not see, or did not ask for, are no candidates: they take nobody's place. */
const visible = ({ reader, filter }: SearchPage<Sql>): Sql[] => {
  if (reader.grant === 'all' && filter === null) return [];
  const where = allOf([visibleTo(reader), ...(filter === null ? [] : [filter])]);
  return [sql`request_id IN (SELECT r.request_id FROM requests.request_row r WHERE ${where})`];
};

const placesOf = (here: string, query: string): Sql => sql`
  SELECT jsonb_agg(jsonb_build_object('id', t.document_id, 'title', ${marked(sql`t.title`, query)},
    'brief', ${marked(sql`t.brief`, query)}, 'dialogue', ${marked(sql`t.dialogue`, query)},
    'comment', ${marked(sql`t.comment`, query)}) ORDER BY top.rank DESC, t.document_id) AS places
  FROM (
    SELECT document_id, rank FROM found WHERE found.request_id = page.request_id ORDER BY rank DESC, document_id LIMIT ${MOST_PLACES}
  ) AS top
  JOIN requests.search_text t ON t.workspace_id = ${here}::uuid AND t.document_id = top.document_id`;

const columnsOf = (columns: readonly Sql[]): Sql => columns.reduce((all, column) => sql`${all}, ${column}`);
