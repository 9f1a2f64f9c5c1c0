import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { API_PARTS, type ApiParts } from '../parts.js';

/**
 * Stops the service without losing work: no new connections, requests in flight get `drainMs` to finish, streams and sockets
 * are told to leave, and what is still connected after that is cut. Nothing a client does, or does not do, makes it take longer.
 */
@Injectable()
export class Drain implements OnModuleInit, OnModuleDestroy {
  private readonly connections = new Set<Socket>();
  private readonly guests = new Set<() => void>();
  private drained: Promise<void> | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  onModuleInit(): void {
    // Node's own closeAllConnections knows neither upgraded sockets nor those that never sent a word.
    this.server.on('connection', (socket: Socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onSend', (_request, reply, _payload, done) => {
      if (this.draining) void reply.header('connection', 'close');
      done();
    });
  }

  /** True from the moment the service was told to stop. */
  get draining(): boolean {
    return this.drained !== undefined;
  }

  /** Whoever would stay (a socket, an event stream) is told to leave by `end`; returns what to call when it left by itself. */
  watch(end: () => void): () => void {
    this.guests.add(end);
    // Whoever comes on a connection that is still open finds the others told already.
    if (this.draining) setImmediate(end);
    return () => this.guests.delete(end);
  }

  /** Idempotent; resolves when no connection is left. */
  drain(): Promise<void> {
    this.drained ??= this.empty();
    return this.drained;
  }

  onModuleDestroy(): Promise<void> {
    return this.drain();
  }

  private get server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }

  private async empty(): Promise<void> {
    // The getter above must be true before anything can look at it.
    await Promise.resolve();
    if (!this.server.listening) return;
    const timeUp = new AbortController();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const end of this.guests) end();
    // Whoever has not said a word yet has nothing in flight.
    for (const connection of this.connections) if (connection.bytesRead === 0) connection.destroy();
    await Promise.race([closed, delay(this.parts.options.drainMs, undefined, { signal: timeUp.signal })]);
    timeUp.abort();
    for (const connection of this.connections) connection.destroy();
    await closed;
  }
}
