import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import { badUserInput, limitExceeded } from '../api-errors.js';
import type { SortKey } from '../connection/keyset.js';
import { sql } from '../sql.js';
import type { Sql } from '../sql.js';
import { compileFilter } from './compile.js';
import type { FilterValue } from './compile.js';
import { filterInput } from './fields.js';
import type { FilterFields } from './fields.js';

export interface FilterDefinition {
  /** The input type; for an argument by itself `@Args('filter', { type: () => thingFilter.Input, nullable: true })`. */
  readonly Input: Type;
  /** Makes a property of an `@ArgsType` class the filter: `@thingFilter.Arg() filter?: FilterValue | null`. */
  Arg(): PropertyDecorator;
  /** The condition; TRUE without a filter. AND visibility to it outside. */
  where(filter: FilterValue | null | undefined): Sql;
}

/** A filter in one place: its input type and what each field means in the table. */
export function defineFilter(name: string, fields: FilterFields): FilterDefinition {
  const Input = filterInput(
    name,
    fields,
    'What must fit: everything given must, and `and`, `or`, `not` combine further filters.',
  );
  const Arg = (): PropertyDecorator =>
    applyDecorators(
      Field(() => Input, { nullable: true, description: 'Only what fits; everything when left out.' }),
      Allow(),
    );
  return { Input, Arg, where: (filter) => (filter ? compileFilter(fields, filter) : sql`TRUE`) };
}

export const SortDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Which end comes first.',
  valuesMap: {
    ASC: { description: 'Smallest or earliest first.' },
    DESC: { description: 'Greatest or latest first.' },
  },
});

export const MAX_SORT_KEYS = 4;

export interface OrderField extends Omit<SortKey, 'direction'> {
  readonly description: string;
}

export type OrderValue = Readonly<Record<string, 'ASC' | 'DESC' | null | undefined>>;

export interface OrderDefinition {
  /** The input type of one key, a one-of: `[{ submittedAt: DESC }, { title: ASC }]`. */
  readonly Input: Type;
  /** Makes a property of an `@ArgsType` class the order: `@thingOrder.Arg() order?: OrderValue[] | null`. */
  Arg(): PropertyDecorator;
  /** The sort keys, most important first; the default order when none were asked for. */
  keys(order: readonly OrderValue[] | null | undefined): SortKey[];
}

/** The orders of a list in one place; `fallback` is the order when the caller names none. */
export function defineOrder<Fields extends Readonly<Record<string, OrderField>>>(
  name: string,
  fields: Fields,
  fallback: readonly { readonly [Key in keyof Fields]?: 'ASC' | 'DESC' }[],
): OrderDefinition {
  const Input = { [name]: class {} }[name] as Type;
  InputType(name, { isOneOf: true, description: 'One key to sort by, e.g. the first of several.' })(Input);
  for (const [field, { description }] of Object.entries(fields)) {
    Field(() => SortDirection, { nullable: true, description })(Input.prototype as object, field);
  }
  const said = `Sorted by these, the first weighs most; by ${sentenceOf(fallback)} when left out.`;
  const keys = (order: readonly OrderValue[]): SortKey[] => {
    if (order.length > MAX_SORT_KEYS) throw limitExceeded(`At most ${MAX_SORT_KEYS} keys to sort by.`, MAX_SORT_KEYS);
    return order.map((one) => sortKey(fields, one));
  };
  const Arg = (): PropertyDecorator =>
    applyDecorators(
      Field(() => [Input], { nullable: true, description: `${said} At most ${MAX_SORT_KEYS} keys.` }),
      Allow(),
    );
  return { Input, Arg, keys: (order) => keys(order && order.length > 0 ? order : fallback) };
}

const sentenceOf = (order: readonly object[]): string =>
  order
    .flatMap((one) => Object.entries(one).map(([key, direction]) => `\`${key}: ${String(direction)}\``))
    .join(', ') || 'id';

function sortKey(fields: Readonly<Record<string, OrderField>>, order: OrderValue): SortKey {
  const [entry, second] = Object.entries(order);
  const field = entry && Object.hasOwn(fields, entry[0]) ? fields[entry[0]] : undefined;
  if (!field || !entry?.[1] || second) throw badUserInput('Each entry of an order names one key.');
  const { column, nulls } = field;
  return { column, direction: entry[1], ...(nulls && { nulls }) };
}
