import { eventSchemas } from '#libs/readers';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { TransportError } from '../http/answer.js';

const FILE = /^(\d{1,4})\.json$/;

/**
 * `GET /events/schemas/<type>/<version>.json`: where `dataschema` of an event leads. For everybody: it says what a fact looks like, and
 * nothing of any workspace.
 */
@Injectable()
export class EventSchemaRoute implements OnApplicationBootstrap {
  constructor(private readonly host: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().route<{ Params: { type: string; file: string } }>({
      url: '/events/schemas/:type/:file',
      method: 'GET',
      exposeHeadRoute: false,
      handler: ({ params }, reply) => {
        const version = FILE.exec(params.file)?.[1];
        const schema = version === undefined ? undefined : eventSchemas().get(params.type)?.[version];
        if (!schema)
          throw new TransportError(404, 'NOT_FOUND', 'There is no such version of a fact; eventTypes lists them.');
        return reply
          .headers({
            'content-type': 'application/schema+json; charset=utf-8',
            'cache-control': 'public, max-age=3600',
          })
          .send(JSON.stringify(schema));
      },
    });
  }
}
