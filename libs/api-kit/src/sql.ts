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
  query(statement: { text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** Runs one statement; the caller names the shape of its rows. */
export async function rowsOf<Row extends object>(db: Queryable, statement: Sql): Promise<Row[]> {
  const { rows } = await db.query({ text: statement.text, values: statement.values });
  return rows as Row[];
}
