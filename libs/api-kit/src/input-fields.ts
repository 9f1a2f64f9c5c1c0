import { applyDecorators } from '@nestjs/common';
import { Args, Field, type FieldOptions, Float, ID, Int } from '@nestjs/graphql';
import { Expect } from './expect.js';
import { Instant, LocalDate } from './scalars.js';
import { Type } from 'class-transformer';
import { IsBoolean, IsEnum, IsInt, IsNumber, IsOptional, IsString, ValidateNested } from 'class-validator';

type Options = Pick<FieldOptions, 'description'> & { readonly nullable?: boolean };
type ListOptions = Options & { readonly each?: boolean };

const optional = ({ nullable = false }: Options): PropertyDecorator[] => (nullable ? [IsOptional()] : []);
const listOf = <T>(type: T, { each = false }: ListOptions): T | [T] => (each ? [type] : type);

/** A text, or a list of texts. How long it may be and what may stand in it is the rule's to say. */
export const Text = ({ each = false, ...options }: ListOptions): PropertyDecorator =>
  applyDecorators(
    Field(() => listOf(String, { each }), options),
    IsString({ each }),
    ...optional(options),
  );

/** The id of something inside a request, e.g. `Q1`: given by the request, and meant together with it. */
export const InnerId = (options: Options): PropertyDecorator =>
  applyDecorators(
    Field(() => ID, options),
    IsString(),
    ...optional(options),
  );

/** A whole number; the rule knows its range. */
export const Whole = (options: Options): PropertyDecorator =>
  applyDecorators(
    Field(() => Int, options),
    IsInt(),
    ...optional(options),
  );

export const Decimal = (options: Options): PropertyDecorator =>
  applyDecorators(
    Field(() => Float, options),
    IsNumber(),
    ...optional(options),
  );

export const Flag = (options: Options): PropertyDecorator =>
  applyDecorators(
    Field(() => Boolean, options),
    IsBoolean(),
    ...optional(options),
  );

/** A calendar date; that it exists is checked by its scalar. */
export const Day = (options: Options): PropertyDecorator =>
  applyDecorators(
    Field(() => LocalDate, options),
    IsString(),
    ...optional(options),
  );

/** An instant; that it is one is checked by its scalar, which hands it on in UTC with milliseconds. */
export const Moment = (options: Options): PropertyDecorator =>
  applyDecorators(
    Field(() => Instant, options),
    IsString(),
    ...optional(options),
  );

/** A word of a closed list, or several of them. */
export const Choice = (words: object, { each = false, ...options }: ListOptions): PropertyDecorator =>
  applyDecorators(
    Field(() => listOf(words, { each }), options),
    IsEnum(words, { each }),
    ...optional(options),
  );

/** An input inside of an input, or a list of them. */
export const Nested = (type: () => new () => object, { each = false, ...options }: ListOptions): PropertyDecorator =>
  applyDecorators(
    Field(() => listOf(type(), { each }), options),
    ValidateNested({ each }),
    Type(type),
    ...optional(options),
  );

/** The argument that says what is asked for. */
export const InputArg = (): ParameterDecorator => Args('input', { description: 'What is asked for.' });

/** The argument by which every change of a known request says what it is based on. */
export const SeenVersion = (): ParameterDecorator =>
  Args('expect', { type: () => Expect, description: 'The version you have seen.' });
