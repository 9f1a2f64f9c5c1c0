import { limitExceeded } from '#libs/api-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { ExecutionArgs } from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import { asTransportError } from '../http/answer.js';
import { scopeOf } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { bearerToken, Gate, type Knock } from './gate.js';
import { Places } from './places.js';
import type { Extra } from './speak.js';
import { type Answers, Subscriptions } from './subscription.js';

type SocketContext = Context<Record<string, unknown>, Extra>;

/** WebSocket close code: the service cannot tell right now whether this token is good. */
const tryAgainLater = 1013;
/** WebSocket close code: this token has as many sockets open as it may. */
const tooMany = 4429;

/**
 * What is said on a socket: the token comes in `connection_init` as `authorization: Bearer <token>` and is looked at again
 * for every subscription, which then goes the way of all operations.
 */
@Injectable()
export class SocketProtocol {
  private readonly places: Places;

  constructor(
    private readonly gate: Gate,
    private readonly subscriptions: Subscriptions,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {
    this.places = new Places(parts.options.maxSocketsOfToken);
  }

  handlers(): ServerOptions<Record<string, unknown>, Extra> {
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
        return errors
          .flatMap((error) => this.subscriptions.errorsOf(error.originalError ?? error, scope))
          .map((error) => error.toJSON());
      },
    };
  }

  private async connect(context: SocketContext): Promise<boolean> {
    try {
      const { tokenId } = await this.gate.identify(knockOf(context));
      return this.enter(context, tokenId);
    } catch (error) {
      if (asTransportError(error).status < 500) return false;
      this.parts.log.error({ err: error }, 'socket not opened');
      context.extra.socket.close(tryAgainLater, 'Try again later');
      return false;
    }
  }

  /** One caller alone does not take the places of all. */
  private enter({ extra: { socket } }: SocketContext, tokenId: string): boolean {
    if (socket.readyState !== socket.OPEN) return false;
    const leave = this.places.take(tokenId);
    if (leave) socket.once('close', leave);
    else socket.close(tooMany, 'Too many sockets of one token');
    return leave !== null;
  }

  private assertRoom(context: SocketContext): void {
    const { maxSubscriptions } = this.parts.options;
    // The one being opened is counted already.
    if (Object.keys(context.subscriptions).length <= maxSubscriptions) return;
    throw limitExceeded(`At most ${maxSubscriptions} subscriptions on one socket.`, maxSubscriptions);
  }
}

/** A browser can set no headers on a socket: what they would say may stand in `connection_init` instead, in lower case. */
const knockOf = ({ connectionParams = {}, extra }: SocketContext): Knock => {
  const { headers } = extra.request;
  const onBehalfOf = connectionParams['on-behalf-of'];
  return {
    token: bearerToken(connectionParams['authorization'] ?? connectionParams['Authorization'] ?? headers.authorization),
    headers: typeof onBehalfOf === 'string' ? { ...headers, 'on-behalf-of': onBehalfOf } : headers,
  };
};
