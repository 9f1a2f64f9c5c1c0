import type { Viewer } from '#libs/api-kit';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Apollo } from './apollo.js';
import { EventStreams, wantsEventStream } from './event-stream.js';
import { bearerToken, Gate, type Knock } from './gate.js';
import { graphqlPath } from './path.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on the GraphQL route, where nobody comes in without a token. */
    viewer: Viewer;
  }
}

const knockOf = ({ headers }: FastifyRequest): Knock => ({ token: bearerToken(headers.authorization), headers });

/** Queries and mutations over POST, queries over GET, subscriptions as event streams. */
@Injectable()
export class HttpTransport implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly apollo: Apollo,
    private readonly streams: EventStreams,
  ) {}

  onApplicationBootstrap(): void {
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    instance.decorateRequest('viewer');
    instance.route({
      url: graphqlPath,
      method: ['GET', 'POST'],
      exposeHeadRoute: false,
      // Before the body is read: a caller without a token is not worth a megabyte, and its answer is a real 401.
      onRequest: async (request) => {
        request.viewer = await this.gate.admit(knockOf(request));
      },
      handler: (request, reply) => this.answer(request, reply),
    });
  }

  private answer(request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> {
    if (!wantsEventStream(request)) return this.apollo.answer(request, reply);
    const { viewer, scope } = request;
    return this.streams.answer(request, reply, { viewer, knock: knockOf(request), scope });
  }
}
