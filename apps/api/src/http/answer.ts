import { Refusal, Unavailable } from '#libs/event-log';
import { isRetryable } from '#libs/platform';
import type { FastifyReply } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';

/** Refused before execution: answered with a real HTTP status and a GraphQL-shaped body. The message is shown to the caller. */
export class TransportError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: { readonly extensions?: object; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = 'TransportError';
  }

  format(requestId: string): GraphQLFormattedError {
    return { message: this.message, extensions: { code: this.code, ...this.details.extensions, requestId } };
  }
}

export const unauthenticated = (): TransportError =>
  new TransportError(401, 'UNAUTHENTICATED', 'A valid access token is needed: Authorization: Bearer <token>.', {
    headers: { 'www-authenticate': 'Bearer realm="twolane"' },
  });

const wellKnown: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BAD_REQUEST', 'The request cannot be read: is the body valid JSON?'],
  404: ['NOT_FOUND', 'There is nothing at this address; the API is at /graphql.'],
  405: ['METHOD_NOT_ALLOWED', 'This method is not possible here.'],
  408: ['REQUEST_TIMEOUT', 'The request took too long to arrive.'],
  413: ['PAYLOAD_TOO_LARGE', 'The request body is larger than this service accepts.'],
  414: ['URI_TOO_LONG', 'The address is longer than this service accepts; send the operation by POST.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send the operation as application/json.'],
  503: ['SERVICE_UNAVAILABLE', 'The service cannot answer just now; try again in a moment.'],
};

const tryAgain = { extensions: { retryable: true }, headers: { 'retry-after': '1' } };

/**
 * What any failure outside of GraphQL's execution looks like from outside: never its own words, unless meant for the caller.
 * A refusal comes from the authentication alone here (somebody acts for a person they may not act for).
 */
export const asTransportError = (error: unknown): TransportError => {
  if (error instanceof TransportError) return error;
  if (error instanceof Refusal) return new TransportError(403, error.code, error.message);
  const status = isRetryable(error) || error instanceof Unavailable ? 503 : statusOf(error);
  const known = wellKnown[status];
  if (known !== undefined) return new TransportError(status, known[0], known[1], status === 503 ? tryAgain : {});
  if (status < 500) return new TransportError(400, 'BAD_REQUEST', 'The request cannot be understood.');
  return new TransportError(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
};

const statusOf = (error: unknown): number => {
  if (typeof error !== 'object' || error === null) return 500;
  const status = 'statusCode' in error ? error.statusCode : 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500;
};

export const sendTransportError = (reply: FastifyReply, error: TransportError): FastifyReply =>
  reply
    .code(error.status)
    .headers(error.details.headers ?? {})
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [error.format(reply.request.id)] }));
