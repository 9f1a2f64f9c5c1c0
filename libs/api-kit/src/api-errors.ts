import type { Refusal } from '#libs/event-log';
import { GraphQLError } from 'graphql';
import type { GraphQLErrorOptions } from 'graphql';

/** A top-level error with a stable code: transport, authentication, malformed input and limits only. */
export class ApiError extends GraphQLError {
  constructor(code: string, message: string, options: GraphQLErrorOptions = {}) {
    super(message, { ...options, extensions: { ...options.extensions, code } });
  }
}

export const badUserInput = (message: string): ApiError => new ApiError('BAD_USER_INPUT', message);

/** More than the service hands out at once; `limit` is the largest number that would have passed. */
export const limitExceeded = (message: string, limit: number): ApiError =>
  new ApiError('LIMIT', message, { extensions: { category: 'LIMIT', limit } });

export const unauthenticated = (): ApiError => new ApiError('UNAUTHENTICATED', 'Sign in: this needs a valid token.');

export const forbidden = (right: string): ApiError =>
  new ApiError('FORBIDDEN', `Your roles do not allow this (${right}).`, {
    extensions: { category: 'FORBIDDEN', details: { right } },
  });

/** A refusal outside a mutation has no payload to be data in: it becomes an error that carries the same words. */
export const errorOfRefusal = (refusal: Refusal): ApiError =>
  new ApiError(refusal.code, refusal.message, {
    originalError: refusal,
    extensions: {
      category: refusal.category,
      details: refusal.details,
      path: refusal.path ?? [],
      retryable: refusal.retryable,
    },
  });
