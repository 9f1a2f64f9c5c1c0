import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Counter, Gauge, Histogram } from 'prom-client';
import type { RequestScope } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { graphqlPath } from './path.js';

/** Answers that last as long as their reader likes: their time says nothing. */
const STREAMS = /^(?:text\/event-stream|application\/x-ndjson)/;

/**
 * Figures of the API. Operations are told apart by type and outcome, not by name: names are the clients' to choose, and
 * every new one would be a series kept forever.
 */
@Injectable()
export class Measures implements OnModuleInit {
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private readonly operations: Histogram<'type' | 'outcome'>;
  private readonly errors: Counter<'code'>;
  readonly subscriptions: Gauge;
  readonly feeds: Gauge;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(API_PARTS) { metrics }: ApiParts,
  ) {
    this.requests = metrics.histogram({
      name: 'http_request_seconds',
      help: 'Seconds from a request’s arrival to the end of its answer; event streams not counted.',
      labels: ['method', 'route', 'status'],
    });
    this.operations = metrics.histogram({
      name: 'graphql_operation_seconds',
      help: 'Seconds from an operation’s arrival to its answer, queries and mutations.',
      labels: ['type', 'outcome'],
    });
    this.errors = metrics.counter({
      name: 'graphql_errors_total',
      help: 'Top-level errors answered, by code.',
      labels: ['code'],
    });
    this.subscriptions = metrics.gauge({
      name: 'graphql_subscriptions',
      help: 'Subscriptions open now, on sockets and event streams.',
    });
    this.feeds = metrics.gauge({ name: 'event_feeds', help: 'Answers of `GET /events` that are open now.' });
  }

  onModuleInit(): void {
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    instance.addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions, scope } = request;
      const isStream = STREAMS.test(String(reply.getHeader('content-type')));
      // The route's pattern, not the path: paths are the callers' to choose.
      const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
      if (!isStream) this.requests.observe(labels, reply.elapsedTime / 1000);
      if (!isStream && labels.route === graphqlPath) this.operation(scope, reply.elapsedTime / 1000);
      done();
    });
  }

  /** One query or mutation, or an attempt at one (`type` none). */
  private operation({ operation, errorCodes = [] }: RequestScope, seconds: number): void {
    const outcome = errorCodes.length === 0 ? 'ok' : 'error';
    this.operations.observe({ type: operation?.type ?? 'none', outcome }, seconds);
    for (const code of errorCodes) this.errors.inc({ code });
  }
}
