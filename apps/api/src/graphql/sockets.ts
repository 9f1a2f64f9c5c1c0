import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { handleProtocols, makeServer } from 'graphql-ws';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Drain } from '../http/drain.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { graphqlPath } from './path.js';
import { SocketProtocol } from './socket-protocol.js';
import { type Extra, speak } from './speak.js';

/** WebSocket close code. */
const goingAway = 1001;
/** Milliseconds that a client has to say goodbye. */
const GOODBYE_MS = 1000;

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** Opens and ends the sockets on which subscriptions come (graphql-transport-ws). */
@Injectable()
export class Sockets implements OnApplicationBootstrap {
  private wss: WebSocketServer;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly protocol: SocketProtocol,
    private readonly drain: Drain,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  onApplicationBootstrap(): void {
    const { options, log } = this.parts;
    const wss = new WebSocketServer({ noServer: true, maxPayload: options.socketPayloadBytes, handleProtocols });
    const protocol = makeServer<Record<string, unknown>, Extra>(this.protocol.handlers());
    wss.on('connection', (socket: WebSocket, request: IncomingMessage) =>
      speak(protocol, { socket, request, log, beatMs: options.beatMs }),
    );
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => this.upgrade({ request, socket, head }));
    this.parts.metrics.gauge({ name: 'sockets', help: 'WebSocket connections open now.' }, (gauge) =>
      gauge.set(this.size),
    );
    this.drain.watch(() => wss.clients.forEach(dismiss));
    this.wss = wss;
  }

  /** Sockets open now. */
  get size(): number {
    return this.wss.clients.size;
  }

  /** Node hands every upgrade to us: what is not ours must be answered, or it hangs. */
  private upgrade({ request, socket, head }: Upgrade): void {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== graphqlPath) return refuse(socket, 404);
    if (this.drain.draining || this.size >= this.parts.options.maxSockets) return refuse(socket, 503);
    this.wss.handleUpgrade(request, socket, head, (client) => this.wss.emit('connection', client, request));
  }
}

/** Asks a client to leave; one that does not answer is not waited for. */
const dismiss = (client: WebSocket): void => {
  const timer = setTimeout(() => client.terminate(), GOODBYE_MS);
  client.once('close', () => clearTimeout(timer));
  client.close(goingAway, 'The service is stopping');
};

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
};
