import type { Log } from '#libs/platform';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asTransportError, sendTransportError, TransportError } from './answer.js';
import { requestIdOf, scopeOf, type RequestScope } from './request-scope.js';

declare module 'fastify' {
  interface FastifyRequest {
    scope: RequestScope;
  }
}

export interface HttpOptions {
  /** Largest request body in bytes; beyond it: 413. */
  readonly bodyLimitBytes: number;
  /** Milliseconds a client may take to send one whole request. */
  readonly requestTimeoutMs?: number;
  readonly log: Log;
}

/**
 * Nest's Fastify adapter with one way of answering failures: GraphQL-shaped, with a request id, without internals.
 * Proxies are not trusted: the peer's address is the socket's.
 */
export class ApiAdapter extends FastifyAdapter {
  constructor(private readonly options: HttpOptions) {
    super({
      trustProxy: false,
      bodyLimit: options.bodyLimitBytes,
      requestTimeout: options.requestTimeoutMs ?? 60_000,
      genReqId: (raw) => requestIdOf(raw),
      requestIdHeader: false,
      routerOptions: { maxParamLength: 256 },
      frameworkErrors: (error, request, reply) => void sendTransportError(reply, asTransportError(error)),
    });
    followRequests(this.getInstance<FastifyInstance>(), options.log);
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return super.setErrorHandler((error, request, reply) => this.fail(error, request as FastifyRequest, reply as FastifyReply));
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return super.setNotFoundHandler((_request: FastifyRequest, reply: FastifyReply) =>
      sendTransportError(reply, asTransportError({ statusCode: 404 })),
    );
  }

  private fail(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
    const answer = error instanceof TransportError ? error : asTransportError(error);
    if (answer.status >= 500) this.options.log.error({ err: error, ...request.scope }, 'request failed');
    void sendTransportError(reply, answer);
  }
}

/** Gives every request its scope, names its id in the answer, and writes one log line per request when it ends. */
const followRequests = (instance: FastifyInstance, log: Log): void => {
  instance.decorateRequest('scope');
  instance.addHook('onRequest', (request, reply, done) => {
    request.scope = scopeOf(request.raw, request.id);
    void reply.header('x-request-id', request.id);
    done();
  });
  instance.addHook('onResponse', (request, reply, done) => {
    logRequest(log, request, reply);
    done();
  });
};

/** Health and metrics are asked every few seconds: their success is not worth a line. Never tokens, never variables. */
const logRequest = (log: Log, request: FastifyRequest, reply: FastifyReply): void => {
  const path = request.url.split('?', 1)[0];
  const level = reply.statusCode >= 500 ? 'error' : /^\/(health|metrics|explorer)\b/.test(path ?? '') ? 'debug' : 'info';
  const { requestId, traceparent, operation, errorCodes } = request.scope;
  log[level](
    {
      requestId,
      traceparent,
      method: request.method,
      path,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(operation && { operation: operation.name, operationType: operation.type }),
      ...(errorCodes && { errors: errorCodes }),
    },
    'request',
  );
};
