import { allOf, anyOf, join, named, preparedRowsOf, rowsOf, sql } from '../sql.js';
import type { Queryable, Sql } from '../sql.js';
import { pageRequest } from './connection.js';
import type { ConnectionArgs, Edge, Page, PageInfo, PageRequest } from './connection.js';
import { cursorTag, invalidCursor } from './cursor.js';
import type { CursorCodec, CursorKeys } from './cursor.js';

export interface SortKey {
  /** A column, or an expression in code, of a type whose text form Postgres reads back exactly. */
  readonly column: string | Sql;
  readonly direction: 'ASC' | 'DESC';
  /** Where nulls stand (default `last`); `never` for a NOT NULL column, which lets an index serve the page. */
  readonly nulls?: 'first' | 'last' | 'never';
}

export interface KeysetQuery {
  readonly db: Queryable;
  /** Table, view or fragment with an alias. */
  readonly table: string | Sql;
  readonly columns: readonly (string | Sql)[];
  /** Visibility AND-ed with the caller's filter. */
  readonly where: Sql;
  readonly order: readonly SortKey[];
  /** The unique column that breaks ties; `id` unless told. */
  readonly id?: string | Sql;
  readonly args: ConnectionArgs;
  readonly cursors: CursorCodec;
  /** The workspace: a cursor of another one is foreign. */
  readonly scope: string;
  /** What cursors know the list by, where the text of `table` is not always the same; that text unless told. */
  readonly called?: string;
  /** True when no filter of the caller's stands in `where`: the few texts there are then get prepared. */
  readonly repeats?: boolean;
  /** True when nobody will ask for a cursor (see `asksForCursor`): what they are made of is not read. */
  readonly withoutCursors?: boolean;
}

interface Key {
  readonly column: Sql;
  /** What its text is called in the rows that Postgres answers. */
  readonly name: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | 'never';
}

/**
 * One page by key set: no row that is there all the time is missed or repeated, whatever is inserted between two pages.
 * Errors: INVALID_CURSOR, LIMIT, BAD_USER_INPUT.
 */
export async function keysetPage<Row extends object>(query: KeysetQuery): Promise<Page<Row>> {
  const request = pageRequest(query.args);
  const keys = keysOf(query);
  const statement = pageStatement(query, keys, request, boundsOf(query, keys, request));
  const read = query.repeats ? preparedRowsOf : rowsOf;
  const found = await read<Record<string, unknown>>(query.db, statement);
  const page = found.slice(0, request.size);
  if (request.backward) page.reverse();
  const edges = page.map(edgeMaker<Row>(query, keys));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: pageInfoOf(edges, request, found.length > request.size),
    get totalCount() {
      return countOf(query);
    },
  };
}

function pageInfoOf(
  edges: readonly Edge<unknown>[],
  { backward, after, before }: PageRequest,
  more: boolean,
): PageInfo {
  return {
    hasNextPage: backward ? before !== null : more,
    hasPreviousPage: backward ? more : after !== null,
    get startCursor() {
      return edges[0]?.cursor ?? null;
    },
    get endCursor() {
      return edges.at(-1)?.cursor ?? null;
    },
  };
}

function boundsOf(query: KeysetQuery, keys: readonly Key[], { after, before }: PageRequest): Sql[] {
  const read = (cursor: string): CursorKeys => {
    const values = query.cursors.decode(tagOf(query, keys), cursor);
    if (values.length !== keys.length) throw invalidCursor();
    return values;
  };
  return [
    ...(after === null ? [] : [beyond(keys, read(after))]),
    ...(before === null ? [] : [beyond(keys.map(flipped), read(before))]),
  ];
}

function keysOf({ order, id = 'id' }: KeysetQuery): Key[] {
  const keys = order.map(({ column, direction, nulls = 'last' }, index): Key => {
    return { column: named(column), name: `_key_${index}`, descending: direction === 'DESC', nulls };
  });
  // In the direction of the last key, so that one index over all of them serves both ways.
  const descending = keys.at(-1)?.descending ?? false;
  return [...keys, { column: named(id), name: '_key_id', descending, nulls: 'never' }];
}

const tagOf = ({ table, scope, called = named(table).text }: KeysetQuery, keys: readonly Key[]): string =>
  cursorTag(
    scope,
    called,
    ...keys.map(({ column, descending, nulls }) => `${column.text} ${descending ? 'desc' : 'asc'} ${nulls}`),
  );

const flipped = ({ descending, nulls, ...key }: Key): Key => ({
  ...key,
  descending: !descending,
  nulls: nulls === 'never' ? 'never' : nulls === 'first' ? 'last' : 'first',
});

function orderBy({ column, descending, nulls }: Key): Sql {
  const direction = descending ? sql`${column} DESC` : sql`${column} ASC`;
  if (nulls === 'never') return direction;
  return nulls === 'first' ? sql`${direction} NULLS FIRST` : sql`${direction} NULLS LAST`;
}

/** Rows that stand behind the given keys in this order. */
function beyond(keys: readonly Key[], values: CursorKeys): Sql {
  const [first] = keys;
  const uniform = keys.every(({ nulls, descending }) => nulls === 'never' && descending === first?.descending);
  if (uniform && first) {
    const left = join(keys.map(({ column }) => column));
    return first.descending ? sql`(${left}) < (${join(values)})` : sql`(${left}) > (${join(values)})`;
  }
  return anyOf(
    keys.map((key, index) => {
      const equal = keys.slice(0, index).map(({ column }, place) => same(column, values[place] ?? null));
      return allOf([...equal, further(key, values[index] ?? null)]);
    }),
  );
}

const same = (column: Sql, value: string | null): Sql =>
  value === null ? sql`${column} IS NULL` : sql`${column} = ${value}`;

function further({ column, descending, nulls }: Key, value: string | null): Sql {
  if (value === null) return nulls === 'first' ? sql`${column} IS NOT NULL` : sql`FALSE`;
  const compared = descending ? sql`${column} < ${value}` : sql`${column} > ${value}`;
  return nulls === 'last' ? sql`(${compared} OR ${column} IS NULL)` : compared;
}

function pageStatement(query: KeysetQuery, keys: readonly Key[], request: PageRequest, bounds: readonly Sql[]): Sql {
  const columns = query.columns.map(named);
  // As text: a Date in JavaScript would lose the microseconds, and with them rows.
  const texts = (query.withoutCursors ? [] : keys).map(({ column, name }) => sql`(${column})::text AS ${named(name)}`);
  const order = request.backward ? keys.map(flipped) : keys;
  return sql`SELECT ${join([...columns, ...texts])} FROM ${named(query.table)}
    WHERE ${allOf([query.where, ...bounds])}
    ORDER BY ${join(order.map(orderBy))} LIMIT ${request.size + 1}`;
}

/** Signing a cursor takes longer than reading the row: only those that are asked for. */
class KeysetEdge<Row> implements Edge<Row> {
  constructor(
    readonly node: Row,
    private readonly keys: CursorKeys,
    private readonly encode: (keys: CursorKeys) => string,
  ) {}

  get cursor(): string {
    return this.encode(this.keys);
  }
}

function edgeMaker<Row extends object>(
  query: KeysetQuery,
  keys: readonly Key[],
): (row: Record<string, unknown>) => Edge<Row> {
  if (query.withoutCursors) return (row) => new KeysetEdge(row as Row, [], unread);
  let tag: string | undefined;
  const encode = (values: CursorKeys): string => query.cursors.encode((tag ??= tagOf(query, keys)), values);
  return (row) => {
    const values = keys.map((key) => keyIn(row, key));
    // Backwards: taking away what came last leaves an object as quick to read as it was.
    for (let index = keys.length - 1; index >= 0; index -= 1) delete row[keys[index]!.name];
    return new KeysetEdge(row as Row, values, encode);
  };
}

const unread = (): never => {
  throw new Error('A cursor is asked for, though it was said that nobody would.');
};

function keyIn(row: Record<string, unknown>, { column, name, nulls }: Key): string | null {
  const value = row[name];
  if (typeof value === 'string') return value;
  // Going on from here would lose rows without a word: the order was declared wrongly.
  if (nulls === 'never') throw new Error(`${column.text} is null, though it was said never to be.`);
  return null;
}

async function countOf({ db, table, where }: KeysetQuery): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(db, sql`SELECT count(*) AS count FROM ${named(table)} WHERE ${where}`);
  return Number(row?.count ?? 0);
}
