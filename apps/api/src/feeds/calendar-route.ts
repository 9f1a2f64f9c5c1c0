import type { Viewer } from '#libs/api-kit';
import { fullViewer, peopleSecurity } from '#libs/people';
import { calendarChangedAt, type CalendarDate, calendarDates, calendarFile, isFeedToken } from '#libs/roadmap';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { bearerToken, Gate } from '../graphql/gate.js';
import { TransportError } from '../http/answer.js';
import { isFresh } from '../http/conditional.js';
import { lastModifiedOf } from './last-modified.js';

const FILE = /^(twl_[\w-]{1,100})\.ics$/;

const HEADERS = {
  'content-type': 'text/calendar; charset=utf-8',
  'content-disposition': 'inline; filename="twolane.ics"',
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * Dates of the roadmap for a calendar program: `GET /calendar.ics` with a token as the API takes it, and `GET /calendar/<token>.ics` for
 * programs that send no header, with the token of a calendar feed and no other.
 */
@Injectable()
export class CalendarRoute implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly pool: pg.Pool,
  ) {}

  onApplicationBootstrap(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.route({
      url: '/calendar.ics',
      method: 'GET',
      exposeHeadRoute: false,
      onRequest: async (request, reply) => {
        const { headers } = request;
        void reply.header('vary', 'authorization');
        request.viewer = await this.gate.admit({ token: bearerToken(headers.authorization), headers });
      },
      handler: (request, reply) => this.answer(request, reply, notForYou),
    });
    fastify.route({
      url: '/calendar/:file',
      method: 'GET',
      exposeHeadRoute: false,
      config: { isSecret: true },
      onRequest: async (request) => {
        request.viewer = await this.viewerOf(request);
      },
      handler: (request, reply) => this.answer(request, reply, noCalendar),
    });
  }

  /**
   * The token in the address alone counts.
   * @throws TransportError 404 for every other address: nobody learns what is wrong with it; 429
   */
  private async viewerOf({ params }: FastifyRequest): Promise<Viewer> {
    const [, token] = FILE.exec((params as { readonly file: string }).file) ?? [];
    if (token === undefined) throw noCalendar();
    const viewer = await this.gate.admit({ token, headers: {} }).catch((error: unknown) => {
      throw error instanceof TransportError && error.status === 401 ? noCalendar() : error;
    });
    if (!isFeedToken(viewer.scopes)) throw noCalendar();
    return viewer;
  }

  /** @throws what `refusal` makes, for whoever may see nothing of it */
  private async answer(request: FastifyRequest, reply: FastifyReply, refusal: () => Error): Promise<FastifyReply> {
    const { viewer, scope } = request;
    scope.operation = { type: 'query', name: 'Calendar' };
    const { workspaceId, sandbox, today, timeZone } = fullViewer(viewer);
    const may = (right: string): boolean => peopleSecurity.grantOf(viewer, right) !== null;
    const [items, properties, sessions] = [may('roadmap.read'), may('property.read'), may('planning.read')];
    if (!items && !properties && !sessions) throw refusal();
    const changedAt = await calendarChangedAt(this.pool, workspaceId);
    const dates = await calendarDates(this.pool, { workspaceId, today, items, properties, sessions });
    const lastModified = lastModifiedOf({ changedAt, sandbox, today, timeZone, now: new Date() });
    const etag = etagOf(dates);
    void reply.headers({ ...HEADERS, etag, ...(lastModified && { 'last-modified': lastModified.toUTCString() }) });
    if (isFresh(request, { etag, lastModified })) return reply.code(304).send();
    return reply.send(calendarFile(dates));
  }
}

/** Of what is shown, so that whoever has it already costs no writing of it. */
const etagOf = (dates: readonly CalendarDate[]): string =>
  `"${createHash('sha256').update(JSON.stringify(dates)).digest('base64url')}"`;

const noCalendar = (): TransportError =>
  new TransportError(404, 'NOT_FOUND', 'There is no calendar at this address, or not any more; create a new link.', {
    extensions: { category: 'NOT_FOUND' },
  });

const notForYou = (): TransportError =>
  new TransportError(403, 'FORBIDDEN', 'The calendar is for whoever may see the roadmap.', {
    extensions: { category: 'FORBIDDEN', right: 'roadmap.read' },
  });
