import type { Log } from '#libs/platform';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { asTransportError, sendTransportError } from './answer.js';
import { requestIdOf, scopeOf, type RequestScope } from './request-scope.js';

declare module 'fastify' {
  interface FastifyRequest {
    scope: RequestScope;
  }
  interface FastifyContextConfig {
    /** A part of the address is as good as a token: logs show the route instead. */
    isSecret?: boolean;
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
  private readonly log: Log;

  constructor({ bodyLimitBytes, requestTimeoutMs = 60_000, log }: HttpOptions) {
    const options: FastifyServerOptions = {
      trustProxy: false,
      bodyLimit: bodyLimitBytes,
      requestTimeout: requestTimeoutMs,
      genReqId: (raw) => requestIdOf(raw),
      requestIdHeader: false,
      frameworkErrors: (error, _request, reply) => void sendTransportError(reply, asTransportError(error)),
    };
    super(options);
    this.log = log;
    followRequests(this.getInstance<FastifyInstance>(), log);
  }

  /** JSON alone, by Fastify's own parser: a form or plain text, which any page may send unasked, is answered 415. */
  override registerParserMiddleware(): void {
    this.getInstance<FastifyInstance>().removeContentTypeParser('text/plain');
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return super.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      this.fail(error, request, reply),
    );
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return super.setNotFoundHandler((_request: FastifyRequest, reply: FastifyReply) =>
      sendTransportError(reply, asTransportError({ statusCode: 404 })),
    );
  }

  private fail(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const answer = asTransportError(error);
    request.scope.errorCodes = [answer.code];
    if (answer.status >= 500) this.log.error({ err: error, ...request.scope }, 'request failed');
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

/** Addresses that open something by themselves, wherever in them that part stands and whether or not there is a route. */
const SECRETS = /twl_[\w-]+|(?<=^\/(?:calendar|pictures)\/).+/gi;

/** The path as it may be written down. */
const shownPath = ({ routeOptions: { url, config }, url: asked }: FastifyRequest): string =>
  config?.isSecret && url !== undefined ? url : (asked.split('?', 1)[0] ?? '').replaceAll(SECRETS, '[left out]');

/** Health and metrics are asked every few seconds: their success is not worth a line. Never tokens, never variables. */
const logRequest = (log: Log, request: FastifyRequest, reply: FastifyReply): void => {
  const path = shownPath(request);
  const level = reply.statusCode >= 500 ? 'error' : /^\/(health|metrics|explorer)\b/.test(path) ? 'debug' : 'info';
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
