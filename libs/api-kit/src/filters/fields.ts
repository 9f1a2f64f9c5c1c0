import type { Type } from '@nestjs/common';
import { Field, InputType } from '@nestjs/graphql';
import { named } from '../sql.js';
import type { Sql } from '../sql.js';
import {
  BooleanFilter,
  EnumFilter,
  FloatFilter,
  IdFilter,
  InstantFilter,
  IntFilter,
  LocalDateFilter,
  StringFilter,
} from './comparators.js';

/** One comparable field: its comparator, and where its value stands. */
export interface ValueField {
  readonly kind: 'value';
  readonly description: string;
  readonly input: Type;
  readonly column: Sql;
  /** Global ids of this type are read before they are compared. */
  readonly idOf?: string;
}

/** A field of many: elements of an array or rows of another table. */
export interface CollectionField {
  readonly kind: 'collection';
  readonly description: string;
  /** What follows FROM for one row, e.g. `jsonb_array_elements(touches) AS touch(value)`, with a WHERE if it needs one. */
  readonly from: Sql;
  readonly fields: FilterFields;
  readonly elementName: string;
}

export type FilterField = ValueField | CollectionField;
export type FilterFields = Readonly<Record<string, FilterField>>;

const value =
  (input: Type) =>
  (column: string | Sql, description: string): ValueField => ({
    kind: 'value',
    description,
    input,
    column: named(column),
  });

/** Fields of a filter by the kind of their column; each takes the column (or an expression in code) and a description. */
export const filterBy = {
  text: value(StringFilter),
  int: value(IntFilter),
  float: value(FloatFilter),
  boolean: value(BooleanFilter),
  instant: value(InstantFilter),
  date: value(LocalDateFilter),
  /** A uuid column that callers see as global ids of `type`. */
  id: (type: string, column: string | Sql, description: string): ValueField => ({
    ...value(IdFilter)(column, description),
    idOf: type,
  }),
  /** A text column with the values of a registered enum. */
  enumeration: (enumeration: { name: string; values: object }, column: string | Sql, description: string): ValueField =>
    value(EnumFilter(enumeration.name, enumeration.values))(column, description),
  /** `some` and `none` over elements; `elementName` names the input type of one. */
  collection: (collection: Omit<CollectionField, 'kind'>): CollectionField => ({ kind: 'collection', ...collection }),
} as const;

function collectionInput({ elementName, fields }: CollectionField): Type {
  const element = filterInput(`${elementName}Filter`, fields, `Compares one element.`);
  const name = `${elementName}CollectionFilter`;
  const input = { [name]: class {} }[name] as Type;
  InputType(name, { description: 'Compares the elements of a list.' })(input);
  const prototype = input.prototype as object;
  Field(() => element, { nullable: true, description: 'At least one element fits.' })(prototype, 'some');
  Field(() => element, { nullable: true, description: 'No element fits.' })(prototype, 'none');
  return input;
}

/** The input type of a filter: its fields AND-ed, and `and`, `or`, `not` around further ones. */
export function filterInput(name: string, fields: FilterFields, description: string): Type {
  const input = { [name]: class {} }[name] as Type;
  InputType(name, { description })(input);
  const prototype = input.prototype as object;
  for (const [field, spec] of Object.entries(fields)) {
    if (['and', 'or', 'not'].includes(field)) throw new Error(`${name}.${field} would hide what combines filters.`);
    const type = spec.kind === 'value' ? spec.input : collectionInput(spec);
    Field(() => type, { nullable: true, description: spec.description })(prototype, field);
  }
  Field(() => [input], { nullable: true, description: 'All of them fit.' })(prototype, 'and');
  Field(() => [input], { nullable: true, description: 'At least one of them fits.' })(prototype, 'or');
  Field(() => input, { nullable: true, description: 'It does not fit.' })(prototype, 'not');
  return input;
}
