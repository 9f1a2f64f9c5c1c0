import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { API_PARTS, type ApiParts } from '../parts.js';

/** Something long-lived that would hold a stopping server: a socket server, an event stream. */
export interface LongLived {
  /** Asks the other side to leave. */
  end(): void;
  /** Cuts the connection. */
  kill(): void;
}

/**
 * Stops the service without losing work: no new connections, requests in flight get `drainMs` to finish, streams are told
 * to leave, and what is still connected after that is cut. Nothing a client does (or does not do) can make it take longer.
 */
@Injectable()
export class Drain implements OnModuleDestroy {
  private readonly longLived = new Set<LongLived>();
  private drained: Promise<void> | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  /** True from the moment the service was told to stop. */
  get draining(): boolean {
    return this.drained !== undefined;
  }

  /** Keeps track of it until `forget` (the returned function) is called. */
  watch(longLived: LongLived): () => void {
    this.longLived.add(longLived);
    return () => this.longLived.delete(longLived);
  }

  /** Idempotent; resolves when no connection is left. */
  drain(): Promise<void> {
    this.drained ??= this.empty();
    return this.drained;
  }

  onModuleDestroy(): Promise<void> {
    return this.drain();
  }

  private async empty(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    const timeUp = new AbortController();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const one of this.longLived) one.end();
    await Promise.race([closed, delay(this.parts.options.drainMs, undefined, { signal: timeUp.signal, ref: false })]);
    timeUp.abort();
    for (const one of this.longLived) one.kill();
    server.closeAllConnections();
    await closed;
  }
}
