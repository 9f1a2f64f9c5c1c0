import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import type { ReturnTypeFunc } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { Instant, LocalDate } from '../scalars.js';

/** What a comparator may hold, and in which words it is described. `of`: the type of the operand. */
const described = {
  eq: 'Equal to it.',
  ne: 'Not equal to it; an absent value is not equal either.',
  in: 'Equal to one of them; of an empty list, to none.',
  gt: 'Greater, or later.',
  gte: 'Greater or equal, or not earlier.',
  lt: 'Less, or earlier.',
  lte: 'Less or equal, or not later.',
  contains: 'Contains this text; capitals do not matter, and `%` and `_` stand for themselves.',
  startsWith: 'Starts with this text; capitals do not matter, and `%` and `_` stand for themselves.',
  isNull: 'True: there is no value. False: there is one.',
} as const;

export type Operator = keyof typeof described;

const lists: ReadonlySet<Operator> = new Set(['in']);

function comparator(name: string, description: string, of: () => unknown, operators: readonly Operator[]): Type {
  const input = { [name]: class {} }[name] as Type;
  InputType(name, { description })(input);
  for (const operator of [...operators, 'isNull'] as const) {
    const type: ReturnTypeFunc = () => (operator === 'isNull' ? Boolean : lists.has(operator) ? [of()] : of()) as never;
    Field(type, { nullable: true, description: described[operator] })(input.prototype as object, operator);
  }
  return input;
}

const equality = ['eq', 'ne', 'in'] as const;
const ordered = [...equality, 'gt', 'gte', 'lt', 'lte'] as const;

export const StringFilter = comparator('StringFilter', 'Compares a text, e.g. `{ contains: "login" }`.', () => String, [
  ...equality,
  'contains',
  'startsWith',
]);
export const IdFilter = comparator(
  'IdFilter',
  'Compares a global id, e.g. `{ in: ["UmVxdWVzdDox"] }`.',
  () => ID,
  equality,
);
export const IntFilter = comparator('IntFilter', 'Compares a whole number, e.g. `{ gte: 30 }`.', () => Int, ordered);
export const FloatFilter = comparator('FloatFilter', 'Compares a number, e.g. `{ lt: 0.5 }`.', () => Float, ordered);
export const BooleanFilter = comparator('BooleanFilter', 'Compares yes and no, e.g. `{ eq: true }`.', () => Boolean, [
  'eq',
  'ne',
]);
export const InstantFilter = comparator(
  'InstantFilter',
  'Compares an instant, e.g. `{ gte: "2026-01-05T08:30:00.000Z" }`.',
  () => Instant,
  ordered,
);
export const LocalDateFilter = comparator(
  'LocalDateFilter',
  'Compares a calendar date, e.g. `{ lt: "2026-04-01" }`.',
  () => LocalDate,
  ordered,
);

const enums = new Map<string, { values: object; filter: Type }>();

/** The comparator of a registered enum; the same one however often it is asked for. */
export function EnumFilter(name: string, values: object): Type {
  const known = enums.get(name);
  if (known && known.values !== values) throw new Error(`Two enums are called ${name}.`);
  const filter =
    known?.filter ??
    comparator(
      `${name}Filter`,
      `Compares a ${name}, e.g. \`{ in: [${Object.keys(values).slice(0, 2).join(', ')}] }\`.`,
      () => values,
      equality,
    );
  enums.set(name, { values, filter });
  return filter;
}
