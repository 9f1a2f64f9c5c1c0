import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import type { ValueNode } from 'graphql';
import { ApiError } from './api-errors.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const POSITION = /^([A-Za-z0-9_-]{1,64})\.(0|[1-9]\d{0,15})$/;

/** A position that left the service: only its own log, in its own epoch, can read it. */
export interface EpochPosition {
  readonly epoch: string;
  readonly position: number;
}

/** True for a date that exists in the proleptic Gregorian calendar (`2026-02-30` does not), from the year 1 on: what is stored knows no year 0. */
export function isLocalDate(text: string): boolean {
  if (!DATE.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function parseInstant(value: unknown): string {
  const valid = typeof value === 'string' && INSTANT.test(value) && isLocalDate(value.slice(0, 10));
  const date = new Date(valid ? value : Number.NaN);
  // 24:00:00 is a second spelling of the next day's midnight: one instant has one spelling here.
  if (!valid || Number.isNaN(date.getTime()) || value.slice(11, 13) === '24') {
    throw new GraphQLError('Instant is RFC 3339 in UTC, e.g. 2026-01-05T08:30:00.000Z.');
  }
  return date.toISOString();
}

function serializeInstant(value: unknown): string {
  if (!(value instanceof Date)) return parseInstant(value);
  const text = value.toISOString();
  // What a date says of itself exists; only years of more than four digits are spelt otherwise.
  return INSTANT.test(text) ? text : parseInstant(text);
}

function parseLocalDate(value: unknown): string {
  if (typeof value !== 'string' || !isLocalDate(value)) {
    throw new GraphQLError('LocalDate is an existing date as YYYY-MM-DD, e.g. 2026-01-31.');
  }
  return value;
}

/** The opaque text of a position; the inverse of `parsePosition`. */
export const formatPosition = ({ epoch, position }: EpochPosition): string =>
  Buffer.from(`${epoch}.${position}`, 'utf8').toString('base64url');

/** Reads an opaque position; INVALID_POSITION for anything this service never gave out. */
export function parsePosition(value: unknown): EpochPosition {
  if (typeof value === 'string' && value.length <= 200) {
    const match = POSITION.exec(Buffer.from(value, 'base64url').toString('utf8'));
    const read = match && { epoch: match[1] as string, position: Number(match[2]) };
    // Base64 has many spellings of one text: only the one given out is accepted.
    if (read && Number.isSafeInteger(read.position) && formatPosition(read) === value) return read;
  }
  throw new ApiError('INVALID_POSITION', 'This is not a position that this service gave out.');
}

const isEpochPosition = (value: unknown): value is EpochPosition =>
  typeof value === 'object' && value !== null && 'epoch' in value && 'position' in value;

function stringLiteral<T>(parse: (value: unknown) => T): (node: ValueNode) => T {
  return (node) => parse(node.kind === Kind.STRING ? node.value : undefined);
}

export const Instant = new GraphQLScalarType<string, string>({
  name: 'Instant',
  description: 'An instant: RFC 3339 in UTC with milliseconds, e.g. `2026-01-05T08:30:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: serializeInstant,
  parseValue: parseInstant,
  parseLiteral: stringLiteral(parseInstant),
});

export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A calendar date without a time or a zone: `YYYY-MM-DD`, e.g. `2026-01-31`. Only dates that exist.',
  serialize: parseLocalDate,
  parseValue: parseLocalDate,
  parseLiteral: stringLiteral(parseLocalDate),
});

export const LogPosition = new GraphQLScalarType<EpochPosition, string>({
  name: 'LogPosition',
  description:
    'A place in the log: opaque, made by this service, e.g. `ZTEuNDI`. It carries the epoch of the log: after a restore, old ' +
    'positions are refused with INVALID_POSITION instead of being read wrongly.',
  serialize(value) {
    if (!isEpochPosition(value)) throw new TypeError('LogPosition needs an epoch and a position.');
    return formatPosition(value);
  },
  parseValue: parsePosition,
  parseLiteral: stringLiteral(parsePosition),
});

export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description:
    'Any JSON value, e.g. `{"available": 120, "requested": 300}`; used only where the shape is not ours to fix.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

const wholeMinor = (value: unknown): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new GraphQLError('MinorUnits is a whole number.');
  return value;
};

/** Money as it is counted: 32 bits hold 21 million euros, a yearly sum may be more. */
export const MinorUnits = new GraphQLScalarType<number, number>({
  name: 'MinorUnits',
  description:
    'Whole minor units of a currency, e.g. `936000` for 9,360.00 EUR; negative for a credit. A JSON number within 2^53.',
  parseValue: wholeMinor,
  parseLiteral: (node) => wholeMinor('value' in node && node.kind === Kind.INT ? Number(node.value) : null),
  serialize: wholeMinor,
});
