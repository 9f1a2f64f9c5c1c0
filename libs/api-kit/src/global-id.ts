import { applyDecorators } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { Args, Field, ID } from '@nestjs/graphql';
import type { FieldOptions } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { IsOptional, ValidateBy } from 'class-validator';
import { NotFound } from '#libs/event-log';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_LENGTH = 400;

/** `RoadmapItem` → `roadmap item`: how a type is called in a sentence. */
export const spokenName = (type: string): string => type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();

/** The opaque id of an object: base64url of its type and its own id. */
export const toGlobalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`, 'utf8').toString('base64url');

/** The parts of a global id, or null for text that this service never gave out. */
export function splitGlobalId(globalId: string): { type: string; id: string } | null {
  if (globalId.length > MAX_LENGTH) return null;
  const text = Buffer.from(globalId, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1 || toGlobalId(text.slice(0, colon), text.slice(colon + 1)) !== globalId) return null;
  return { type: text.slice(0, colon), id: text.slice(colon + 1) };
}

function decode(globalId: unknown, type: string, format: RegExp): string | null {
  const parts = typeof globalId === 'string' ? splitGlobalId(globalId) : null;
  return parts && parts.type === type && format.test(parts.id) ? parts.id : null;
}

export interface GlobalIdOptions {
  /** Where the id stood in the input, for the refusal. */
  readonly path?: readonly string[];
  /** What an own id of this type looks like; a uuid unless said otherwise. */
  readonly format?: RegExp;
}

/** The object's own id. An id of another type, an edited one and junk all sound like an object that is not there. */
export function fromGlobalId(globalId: string, type: string, options: GlobalIdOptions = {}): string {
  const id = decode(globalId, type, options.format ?? UUID);
  if (id === null) throw new NotFound(spokenName(type), options.path);
  return id;
}

/** Stands in an input for an id that could not be read, until the input pipe says where it stood. */
export class UnreadableId {
  constructor(readonly type: string) {}
}

type InputIdOptions = Omit<FieldOptions, 'nullable'> & {
  readonly nullable?: boolean;
  /** A list of ids. */
  readonly each?: boolean;
  readonly format?: RegExp;
};

/** An input field of type ID (or [ID!]) that takes global ids of one type; the use-case sees the plain id. */
export function GlobalId(type: string, options: InputIdOptions = {}): PropertyDecorator {
  const { each = false, format = UUID, nullable = false, ...field } = options;
  const read = (value: unknown): unknown =>
    value === null || value === undefined ? value : (decode(value, type, format) ?? new UnreadableId(type));
  const validator = {
    name: 'globalId',
    validator: {
      validate: (value: unknown) => typeof value === 'string',
      defaultMessage: () => `No such ${spokenName(type)}.`,
    },
  };
  return applyDecorators(
    Field(() => (each ? [ID] : ID), { ...field, nullable }),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(read) : read(value)), {
      toClassOnly: true,
    }),
    ValidateBy(validator, { each }),
    ...(nullable ? [IsOptional()] : []),
  );
}

class GlobalIdPipe implements PipeTransform {
  constructor(
    private readonly type: string,
    private readonly options: GlobalIdOptions,
  ) {}

  transform(value: unknown): unknown {
    const read = (item: unknown): unknown =>
      typeof item === 'string' ? fromGlobalId(item, this.type, this.options) : item;
    return Array.isArray(value) ? value.map(read) : read(value);
  }
}

export interface IdArgOptions {
  readonly name?: string;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly format?: RegExp;
}

/** An argument of type ID that takes a global id of one type; the resolver sees the plain id. */
export function IdArg(type: string, options: IdArgOptions = {}): ParameterDecorator {
  const { name = 'id', nullable = false, format, description = `Global id of the ${spokenName(type)}.` } = options;
  const pipe = new GlobalIdPipe(type, { path: [name], ...(format && { format }) });
  return Args(name, { type: () => ID, nullable, description }, pipe);
}
