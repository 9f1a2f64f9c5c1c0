import type { Viewer } from '#libs/api-kit';
import { Refusal } from '#libs/event-log';
import { peopleSecurity } from '#libs/people';
import { EventFeed } from '#libs/readers';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { bearerToken, Gate, type Knock } from '../graphql/gate.js';
import { OpenStreams } from '../graphql/open-streams.js';
import { asTransportError, TransportError } from '../http/answer.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { EventsDelivery } from './events-delivery.js';
import { BLANK, LINES } from './events-lines.js';
import { eventsParameters } from './events-parameters.js';

const RIGHT = 'log.read';

const HEADERS = {
  'content-type': LINES,
  'cache-control': 'private, no-cache, no-transform',
  vary: 'accept-encoding, authorization',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers with events as lines. Until the first line what is refused has a status of its own; after it the last line says so in `errors`.
 */
@Injectable()
export class EventsAnswers {
  constructor(
    private readonly gate: Gate,
    private readonly feed: EventFeed,
    private readonly open: OpenStreams,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  /** @throws TransportError 400, 429 */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { wish, follow } = await this.wished(request).catch(refuse);
    const leave = this.enter(request.viewer.tokenId);
    const gzip = takesGzip(request.headers['accept-encoding']);
    const delivery = new EventsDelivery({
      source: follow ? this.feed.follow(wish) : this.feed.read(wish),
      gzip,
      admitted: this.admission(knockOf(request)),
      told: (error) => this.told(error, request),
    });
    this.open.hold(delivery.stream, BLANK, delivery.recheck);
    delivery.stream.once('close', leave);
    void delivery.run();
    return reply.headers({ ...HEADERS, ...(gzip && { 'content-encoding': 'gzip' }) }).send(delivery.stream);
  }

  /** @throws ApiError BAD_USER_INPUT, INVALID_POSITION; InvalidPosition */
  private async wished({ query, viewer: { workspaceId } }: FastifyRequest) {
    const { asked, begin, follow } = eventsParameters(query);
    return { wish: await this.feed.wish({ ...asked, workspaceId }, begin), follow };
  }

  /** @throws TransportError 429 when the token has as many streams as it may */
  private enter(tokenId: string): () => void {
    try {
      return this.open.enter(tokenId);
    } catch (error) {
      return refuse(error, 429);
    }
  }

  /** Looks at the token again when it has not been looked at for a while. */
  private admission(knock: Knock): () => Promise<void> {
    let checkedAt = performance.now();
    return async () => {
      if (performance.now() - checkedAt < this.parts.options.recheckMs) return;
      requireRight(await this.gate.identify(knock));
      checkedAt = performance.now();
    };
  }

  /** What could not go on, in words for the caller. */
  private told(error: unknown, { scope }: FastifyRequest) {
    const answer = asTransportError(error instanceof Refusal ? badRequest(error) : error);
    scope.errorCodes = [answer.code];
    if (answer.status === 500) this.parts.log.error({ err: error, ...scope }, 'feed failed');
    return answer.format(scope.requestId);
  }
}

export const knockOf = ({ headers }: FastifyRequest): Knock => ({ token: bearerToken(headers.authorization), headers });

/** @throws TransportError 403 */
export function requireRight(viewer: Viewer): void {
  if (peopleSecurity.grantOf(viewer, RIGHT) !== null) return;
  throw new TransportError(403, 'FORBIDDEN', `Your roles do not allow this (${RIGHT}).`, {
    extensions: { category: 'FORBIDDEN', details: { right: RIGHT } },
  });
}

/** What is wrong with a request, as GraphQL would say it, with a status. */
function refuse(error: unknown, status = 400): never {
  if (error instanceof Refusal) throw badRequest(error);
  if (!(error instanceof GraphQLError)) throw error;
  const { code, ...extensions } = error.extensions;
  throw new TransportError(status, String(code), error.message, { extensions });
}

const badRequest = ({ code, category, message, details }: Refusal): TransportError =>
  new TransportError(400, code, message, { extensions: { category, details } });

/** Whether an answer may be compressed: gzip is named, or everything is, and not with a weight of nothing. */
const takesGzip = (accepted = ''): boolean =>
  accepted
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .some((one) => /^(?:gzip|\*)\s*(?:;|$)/.test(one) && !/;\s*q=0(?:\.0*)?$/.test(one));
