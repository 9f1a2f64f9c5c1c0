import { limitExceeded } from '#libs/api-kit';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ExecutionArgs } from 'graphql';
import { type Context, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { asTransportError } from '../http/answer.js';
import { Drain } from '../http/drain.js';
import { scopeOf } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { bearerToken, Gate, type Knock } from './gate.js';
import { Measures } from './measures.js';
import { type Extra, speak } from './speak.js';
import { type Answers, Subscriptions } from './subscription.js';

type SocketContext = Context<Record<string, unknown>, Extra>;

const path = '/graphql';
/** WebSocket close codes: the service is stopping; it cannot tell right now whether this token is good. */
const goingAway = 1001;
const tryAgainLater = 1013;

/**
 * Subscriptions over WebSocket (graphql-transport-ws), on the pipeline every transport uses. The token comes in
 * `connection_init` as `authorization: Bearer <token>` and is looked at again for every subscription.
 */
@Injectable()
export class Sockets implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly subscriptions: Subscriptions,
    private readonly drain: Drain,
    private readonly measures: Measures,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  onApplicationBootstrap(): void {
    const { socketPayloadBytes } = this.parts.options;
    const wss = new WebSocketServer({ noServer: true, maxPayload: socketPayloadBytes, handleProtocols });
    const protocol = makeServer<Record<string, unknown>, Extra>(this.handlers());
    wss.on('connection', (socket: WebSocket, request: IncomingMessage) => speak(protocol, { socket, request, log: this.parts.log }));
    this.measures.watchSockets(() => wss.clients.size);
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.upgrade(wss, { request, socket, head }));
    this.drain.watch(() => wss.clients.forEach((client) => client.close(goingAway, 'The service is stopping')));
  }

  /** Node hands every upgrade to us: what is not ours must be answered, or it hangs. */
  private upgrade(wss: WebSocketServer, { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer }): void {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== path) return refuse(socket, 404);
    if (this.drain.draining || wss.clients.size >= this.parts.options.maxSockets) return refuse(socket, 503);
    wss.handleUpgrade(request, socket, head, (client) => wss.emit('connection', client, request));
  }

  private handlers(): ServerOptions<Record<string, unknown>, Extra> {
    const opened = new WeakMap<ExecutionArgs, Answers>();
    return {
      connectionInitWaitTimeout: this.parts.options.socketInitMs,
      onConnect: (context) => this.connect(context),
      // Nothing may be thrown in these: graphql-ws would close the whole socket, with the error's own words as the reason.
      onSubscribe: async (context, _id, payload) => {
        const scope = scopeOf(context.extra.request);
        try {
          this.assertRoom(context);
          const knock = knockOf(context);
          const viewer = await this.gate.admit(knock);
          const { args, answers } = await this.subscriptions.open(payload, { viewer, knock, scope });
          opened.set(args, answers);
          return args;
        } catch (error) {
          return this.subscriptions.errorsOf(error, scope);
        }
      },
      subscribe: (args) => opened.get(args) ?? Promise.reject(new Error('This subscription was not opened.')),
      onError: (context, _id, _payload, errors) => {
        const scope = scopeOf(context.extra.request);
        return errors.flatMap((error) => this.subscriptions.errorsOf(error.originalError ?? error, scope)).map((error) => error.toJSON());
      },
    };
  }

  private async connect(context: SocketContext): Promise<boolean> {
    try {
      await this.gate.identify(knockOf(context));
      return true;
    } catch (error) {
      if (asTransportError(error).status < 500) return false;
      this.parts.log.error({ err: error }, 'socket not opened');
      context.extra.socket.close(tryAgainLater, 'Try again later');
      return false;
    }
  }

  private assertRoom(context: SocketContext): void {
    const { maxSubscriptions } = this.parts.options;
    // The one being opened is counted already.
    if (Object.keys(context.subscriptions).length <= maxSubscriptions) return;
    throw limitExceeded(`At most ${maxSubscriptions} subscriptions on one socket.`, maxSubscriptions);
  }
}

const knockOf = ({ connectionParams, extra }: SocketContext): Knock => ({
  token: bearerToken(connectionParams?.authorization ?? connectionParams?.Authorization ?? extra.request.headers.authorization),
  headers: extra.request.headers,
});

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
};
