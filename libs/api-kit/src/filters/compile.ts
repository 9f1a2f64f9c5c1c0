import { badUserInput, limitExceeded } from '../api-errors.js';
import { fromGlobalId } from '../global-id.js';
import { allOf, anyOf, sql } from '../sql.js';
import type { Sql } from '../sql.js';
import type { Operator } from './comparators.js';
import type { CollectionField, FilterField, FilterFields, ValueField } from './fields.js';

export const MAX_FILTER_DEPTH = 6;
export const MAX_CONDITIONS = 100;
export const MAX_IN = 250;

/** A filter as it came in: checked by its input type, of no further use than to be compiled. */
export type FilterValue = Readonly<Record<string, unknown>>;

const LIKE_SPECIAL = /[\\%_]/g;
const literally = (text: unknown): string => String(text).replace(LIKE_SPECIAL, '\\$&');

const compare: { readonly [Name in Operator]: (column: Sql, operand: unknown) => Sql } = {
  eq: (column, operand) => sql`${column} = ${operand}`,
  // An absent value is not equal to any: `<>` would leave its row out.
  ne: (column, operand) => sql`(${column} = ${operand}) IS NOT TRUE`,
  in: (column, operand) => sql`${column} = ANY(${operand})`,
  gt: (column, operand) => sql`${column} > ${operand}`,
  gte: (column, operand) => sql`${column} >= ${operand}`,
  lt: (column, operand) => sql`${column} < ${operand}`,
  lte: (column, operand) => sql`${column} <= ${operand}`,
  contains: (column, operand) => sql`${column} ILIKE ${`%${literally(operand)}%`}`,
  startsWith: (column, operand) => sql`${column} ILIKE ${`${literally(operand)}%`}`,
  isNull: (column, operand) => (operand === true ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`),
};

const isOperator = (name: string): name is Operator => Object.hasOwn(compare, name);

/**
 * A filter as a condition over the row. Two-valued: `not` gives exactly the rows that the filter does not.
 * LIMIT beyond 6 levels, 100 conditions or 250 values in a list; BAD_USER_INPUT for a null where a value must be.
 */
export function compileFilter(fields: FilterFields, filter: FilterValue): Sql {
  return new Compiler().condition(fields, filter, 1);
}

class Compiler {
  private conditions = 0;

  condition(fields: FilterFields, filter: FilterValue, depth: number): Sql {
    if (depth > MAX_FILTER_DEPTH)
      throw limitExceeded(`A filter has at most ${MAX_FILTER_DEPTH} levels.`, MAX_FILTER_DEPTH);
    return allOf(Object.entries(filter).map(([name, value]) => this.part(fields, name, value, depth)));
  }

  private part(fields: FilterFields, name: string, value: unknown, depth: number): Sql {
    this.count();
    const nested = (inner: unknown): Sql => this.condition(fields, objectOf(inner, name), depth + 1);
    if (name === 'and') return allOf(listOf(value, name).map(nested));
    if (name === 'or') return anyOf(listOf(value, name).map(nested));
    if (name === 'not') return sql`(${nested(value)}) IS NOT TRUE`;
    const field: FilterField | undefined = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw badUserInput(`There is nothing called ${name} to filter by.`);
    return field.kind === 'value'
      ? this.comparison(field, objectOf(value, name), name)
      : this.collection(field, objectOf(value, name), depth);
  }

  private comparison(field: ValueField, comparator: FilterValue, name: string): Sql {
    return allOf(
      Object.entries(comparator).map(([operator, operand]) => {
        this.count();
        if (!isOperator(operator) || operand === null)
          throw badUserInput(`${name}.${operator} needs a value; ask for absence with isNull.`);
        return compare[operator](field.column, operandOf(field, operand, [name, operator]));
      }),
    );
  }

  private collection({ from, fields }: CollectionField, filter: FilterValue, depth: number): Sql {
    return allOf(
      Object.entries(filter).map(([quantifier, element]) => {
        this.count();
        const condition = this.condition(fields, objectOf(element, quantifier), depth + 1);
        // A subselect, because the fragment may end in a WHERE of its own.
        const fitting = sql`EXISTS (SELECT FROM (SELECT ${condition} AS fits FROM ${from}) AS element WHERE fits)`;
        return quantifier === 'none' ? sql`NOT ${fitting}` : fitting;
      }),
    );
  }

  private count(): void {
    this.conditions += 1;
    if (this.conditions > MAX_CONDITIONS)
      throw limitExceeded(`A filter has at most ${MAX_CONDITIONS} conditions.`, MAX_CONDITIONS);
  }
}

function operandOf({ idOf }: ValueField, operand: unknown, path: readonly string[]): unknown {
  if (Array.isArray(operand) && operand.length > MAX_IN)
    throw limitExceeded(`A list to compare with has at most ${MAX_IN} values.`, MAX_IN);
  if (idOf === undefined || typeof operand === 'boolean') return operand;
  const read = (id: unknown): string => fromGlobalId(String(id), idOf, { path });
  return Array.isArray(operand) ? operand.map(read) : read(operand);
}

const objectOf = (value: unknown, name: string): FilterValue => {
  // A null that meant "no filter" would show everything: whoever means that leaves it out.
  if (typeof value !== 'object' || value === null)
    throw badUserInput(`${name} cannot be null in a filter; leave it out.`);
  return value as FilterValue;
};

const listOf = (value: unknown, name: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw badUserInput(`${name} cannot be null in a filter; leave it out.`);
  return value;
};
