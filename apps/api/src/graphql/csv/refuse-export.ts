import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { OperationPipeline } from '../pipeline.js';

const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** Errors of an operation as the answer to whoever wanted a file of it: as the API shows them, with a status of their own. */
export function refuseExport(
  pipeline: Pick<OperationPipeline, 'mask'>,
  errors: readonly GraphQLError[],
  { scope }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const shown = errors.map((error) => pipeline.mask(error, scope));
  const codes = shown.map(({ extensions }) => String(extensions?.['code']));
  scope.errorCodes = codes;
  return reply
    .code(STATUSES[codes[0] ?? ''] ?? 400)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: shown }));
}
