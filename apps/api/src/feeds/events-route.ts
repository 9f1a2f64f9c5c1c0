import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Gate } from '../graphql/gate.js';
import { Measures } from '../graphql/measures.js';
import { EventsAnswers, knockOf, requireRight } from './events-answers.js';

/**
 * Events of the log as lines, each a CloudEvent: `GET /events?after=&from=&types=&subject=&versions=&follow=` with a token as the API takes
 * it. Every line has the `position` to come back with as `after`; a line without a `type` tells that alone.
 */
@Injectable()
export class EventsRoute implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly answers: EventsAnswers,
    private readonly measures: Measures,
  ) {}

  onApplicationBootstrap(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.route({
      url: '/events',
      method: 'GET',
      exposeHeadRoute: false,
      onRequest: async (request) => {
        request.viewer = await this.gate.admit(knockOf(request));
        requireRight(request.viewer);
        request.scope.operation = { type: 'query', name: 'Events' };
      },
      handler: (request, reply) => {
        this.measures.feeds.inc();
        reply.raw.once('close', () => this.measures.feeds.dec());
        return this.answers.answer(request, reply);
      },
    });
  }
}
