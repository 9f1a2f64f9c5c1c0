import { HttpException } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { Refusal, Unavailable } from '#libs/event-log';
import { isRetryable } from '#libs/platform';
import { ApiError, errorOfRefusal } from './api-errors.js';

const MASKED = 'Something went wrong on our side. Nothing you sent is wrong; name the request id if you tell us.';
const BUSY =
  'The service could not answer just now. Try the same again: with its idempotencyKey nothing happens twice.';
const TOO_DEEP = 'The document is nested too deeply to be read.';
const SHOWN = ['category', 'details', 'path', 'retryable', 'limit', 'retryAfterSeconds'] as const;
const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
};

/** The error under all the wrapping that executors and servers put around it. */
function innermost(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError && !(inner instanceof ApiError))
    inner = inner.originalError;
  // What is no Error by the executor's own measure, e.g. of another realm, is carried by one.
  return inner instanceof Error && 'thrownValue' in inner ? inner.thrownValue : inner;
}

/** What reads beside the log meets the database's own errors. */
const mayPass = (error: unknown): boolean => error instanceof Unavailable || isRetryable(error);

/** The parser goes down with every bracket: a few thousand of them exhaust the stack, before any rule can count them. */
const isTooDeep = (error: unknown): boolean => error instanceof RangeError && error.message.includes('call stack');

/** Without a code and from within the execution: a value of ours that fits no type, and the message would show it. */
const ofLanguage = (error: GraphQLError, isExecuting: boolean): GraphQLError | null =>
  isExecuting && error.extensions['code'] === undefined ? null : error;

/** What may be told of an error: an error of the language itself, one of ours, or nothing. */
function tellable(error: unknown, isExecuting: boolean): GraphQLError | null {
  if (error instanceof Refusal) return errorOfRefusal(error);
  if (error instanceof GraphQLError) return ofLanguage(error, isExecuting);
  if (mayPass(error)) return new ApiError('SERVICE_UNAVAILABLE', BUSY, { extensions: { retryable: true } });
  if (isTooDeep(error) && !isExecuting) return new ApiError('LIMIT', TOO_DEEP, { extensions: { category: 'LIMIT' } });
  return error instanceof HttpException ? ofHttp(error) : null;
}

/** What Nest's own pipes throw. */
function ofHttp(error: HttpException): ApiError | null {
  const code = CODES[error.getStatus()];
  return code === undefined ? null : new ApiError(code, error.message);
}

/** The code of the outermost error that has one, unless the innermost is ours: servers put their own names over it. */
function codeOf(outer: unknown, inner: GraphQLError): string {
  const own = inner.extensions['code'];
  if (inner instanceof ApiError && typeof own === 'string') return own;
  const given = outer instanceof GraphQLError ? outer.extensions['code'] : undefined;
  if (typeof given === 'string' && given !== 'INTERNAL_SERVER_ERROR') return given;
  return typeof own === 'string' ? own : 'BAD_USER_INPUT';
}

/**
 * An error as the caller may see it: refusals, limits, authentication and malformed input keep their words; anything else is
 * INTERNAL_SERVER_ERROR without SQL, stack or host names. Always with the request id.
 */
export function formatError(error: unknown, requestId: string): GraphQLFormattedError {
  const place = placeOf(error);
  const inner = tellable(innermost(error), place.path !== undefined);
  if (!inner) return { message: MASKED, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
  const shown = SHOWN.filter((name) => inner.extensions[name] !== undefined).map((name) => [
    name,
    inner.extensions[name],
  ]);
  // A coercion error says where in the variables it was: that is in the outer message only.
  const message = inner instanceof ApiError || !(error instanceof GraphQLError) ? inner.message : error.message;
  return { message, ...place, extensions: { ...Object.fromEntries(shown), code: codeOf(error, inner), requestId } };
}

function placeOf(error: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  const { locations, path } = error.toJSON();
  return { ...(locations && { locations }), ...(path && { path }) };
}
