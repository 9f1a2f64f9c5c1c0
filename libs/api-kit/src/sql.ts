import { createHash } from 'node:crypto';
import sqlTag, { Sql, empty, join, raw } from 'sql-template-tag';

export { Sql, empty, join };

/** Composes statements out of code and parameters: whatever stands in `${}` becomes a parameter, unless it is a fragment itself. */
export const sql = sqlTag;

const NAME = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*){0,2}$/;

/** A column or a table as a fragment: `submitted_at`, `requests.request_row`. Only for names written in code. */
export function named(name: string | Sql): Sql {
  if (name instanceof Sql) return name;
  if (!NAME.test(name)) throw new Error(`Not a name: ${name}`);
  return raw(name);
}

/** All of them; TRUE when there are none. */
export const allOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`TRUE` : sql`(${join(conditions, ' AND ')})`;

/** Any of them; FALSE when there are none. */
export const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`FALSE` : sql`(${join(conditions, ' OR ')})`;

/** What statements run on: a pool, a client or a transaction of `pg`. */
export interface Queryable {
  query(statement: { name?: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** Runs one statement; the caller names the shape of its rows. */
export async function rowsOf<Row extends object>(db: Queryable, { text, values }: Sql): Promise<Row[]> {
  const { rows } = await db.query({ text, values });
  return rows as Row[];
}

/** As `rowsOf`, for a text that comes again and again: every connection reads and plans it once. Not for what callers put together. */
export async function preparedRowsOf<Row extends object>(db: Queryable, { text, values }: Sql): Promise<Row[]> {
  const name = preparedName(text);
  const { rows } = await db.query({ ...(name !== undefined && { name }), text, values });
  return rows as Row[];
}

/** Connections keep what was prepared for as long as they live: what comes after so many texts is planned each time. */
const MOST_PREPARED = 200;
const prepared = new Map<string, string>();

function preparedName(text: string): string | undefined {
  const known = prepared.get(text);
  if (known !== undefined || prepared.size >= MOST_PREPARED) return known;
  const name = `kit_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  prepared.set(text, name);
  return name;
}
