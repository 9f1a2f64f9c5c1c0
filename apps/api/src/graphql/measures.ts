import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Gauge, Histogram } from 'prom-client';
import type { RequestScope } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';

/**
 * Figures of the API. Operations are told apart by type and outcome, not by name: names are the clients' to choose, and
 * every new one would be a series kept forever.
 */
@Injectable()
export class Measures {
  private readonly operations: Histogram<'type' | 'outcome'>;
  private readonly errors: Counter<'code'>;
  readonly subscriptions: Gauge<'transport'>;
  readonly sockets: Gauge;

  constructor(@Inject(API_PARTS) { metrics }: ApiParts) {
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
      help: 'Subscriptions open now.',
      labels: ['transport'],
    });
    this.sockets = metrics.gauge({ name: 'sockets', help: 'WebSocket connections open now.' });
  }

  /** One query or mutation, or an attempt at one (`type` none), with how long it took in milliseconds. */
  operation({ operation, errorCodes = [] }: RequestScope, ms: number): void {
    const outcome = errorCodes.length === 0 ? 'ok' : 'error';
    this.operations.observe({ type: operation?.type ?? 'none', outcome }, ms / 1000);
    this.failed(errorCodes);
  }

  failed(codes: readonly string[]): void {
    for (const code of codes) this.errors.inc({ code });
  }
}
