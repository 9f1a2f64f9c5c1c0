import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { execute } from 'graphql';
import { createHash } from 'node:crypto';
import { roadmapTimelinePicture } from '../feeds/roadmap-timeline-picture.js';
import { withScope } from '../http/request-scope.js';
import { refuseExport } from '../graphql/csv/refuse-export.js';
import { bearerToken, Gate } from '../graphql/gate.js';
import { OperationPipeline, RefusedOperation } from '../graphql/pipeline.js';
import type { Picture, Variables } from './picture.js';
import { PictureLinks } from './picture-links.js';
import { picturePage, picturePagePolicy } from './picture-page.js';
import { riskMatrixPicture } from './risk-matrix-picture.js';

const PICTURES: readonly Picture[] = [riskMatrixPicture, roadmapTimelinePicture];

/** A picture of a link never changes: it may be kept for a day, and not beyond its link. */
const KEPT_SECONDS = 86_400;

const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

const DRAWN = {
  'content-type': 'image/svg+xml; charset=utf-8',
  // It runs nothing and loads nothing.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Links are given to people: no search engine lists what they show. */
const UNLISTED = { 'x-robots-tag': 'noindex, nofollow' };

const PAGE = {
  ...UNLISTED,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': picturePagePolicy,
  // It names the address it was asked at.
  vary: 'host',
};

/**
 * Pictures of what the schema answers, as SVG: `GET /risk/risk-matrix.svg?stage=&asOf=&team=&property=` with a token as the API takes it,
 * and `GET /pictures/….svg`, which needs none, for whoever was given a link; without `.svg` a page that shows it and says it in words.
 */
@Injectable()
export class PictureRoutes implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gate: Gate,
    private readonly pipeline: OperationPipeline,
    private readonly links: PictureLinks,
  ) {}

  onApplicationBootstrap(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    for (const picture of PICTURES) {
      fastify.route({
        url: picture.url,
        method: 'GET',
        exposeHeadRoute: false,
        onRequest: async (request) => {
          const { headers } = request;
          request.viewer = await this.gate.admit({ token: bearerToken(headers.authorization), headers });
        },
        handler: (request, reply) => this.ofToken(picture, request, reply),
      });
    }
    fastify.route({
      url: '/pictures/*',
      method: 'GET',
      exposeHeadRoute: false,
      handler: (request, reply) => this.ofLink(request, reply),
    });
  }

  private ofToken(picture: Picture, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const variables = picture.variables(parametersOf(request));
    const headers = { ...DRAWN, 'cache-control': 'private, no-cache' };
    return this.answer({ picture, variables, headers, shown: picture.draw }, request, reply);
  }

  private async ofLink(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const [, token = '', ending] = /^(.*?)(\.svg)?$/s.exec((request.params as { readonly '*': string })['*']) ?? [];
    const { viewer, secondsLeft, ...linked } = await this.links.opened(token, PICTURES);
    await this.gate.count(`link ${token}`);
    request.viewer = viewer;
    const age = `max-age=${Math.min(KEPT_SECONDS, secondsLeft)}`;
    const asked = ending === undefined ? this.page(linked, { token, age }, request) : drawn(linked, age);
    return this.answer(asked, request, reply);
  }

  private page({ picture, variables }: Linked, { token, age }: Link, request: FastifyRequest): Asked {
    const address = this.links.address(request);
    const shown = (answer: unknown) => picturePage({ ...picture.told(answer), token, address });
    return { picture, variables, headers: { ...PAGE, 'cache-control': `private, ${age}` }, shown };
  }

  private async answer(
    { picture, variables, headers, shown }: Asked,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    try {
      const content = shown(await this.run(picture, variables, request));
      const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
      void reply.headers({ ...HEADERS, ...headers, etag });
      return await (request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(content));
    } catch (error) {
      if (!(error instanceof RefusedOperation)) throw error;
      return refuseExport(this.pipeline, error.errors, request, reply);
    }
  }

  /** The answer without any error in it. */
  private async run(
    { document, prepared }: Picture,
    variables: Variables,
    { viewer, scope }: FastifyRequest,
  ): Promise<unknown> {
    scope.operation = { type: 'query', name: 'Picture' };
    const { data, errors } = await withScope(scope, async () =>
      execute({
        schema: this.pipeline.schema,
        document,
        variableValues: prepared(variables),
        contextValue: this.pipeline.context(viewer, scope),
      }),
    );
    if (errors && errors.length > 0) throw new RefusedOperation(errors);
    return data;
  }
}

interface Link {
  readonly token: string;
  /** How long it may be kept. */
  readonly age: string;
}

type Linked = Pick<Asked, 'picture' | 'variables'>;

interface Asked {
  readonly picture: Picture;
  readonly variables: Variables;
  readonly headers: Readonly<Record<string, string>>;
  /** What an answer of the picture's document is sent as. */
  readonly shown: (answer: unknown) => string;
}

/** Shown on pages of others, e.g. a chat's, and the same to all of them. */
const drawn = ({ picture, variables }: Linked, age: string): Asked => ({
  picture,
  variables,
  headers: {
    ...DRAWN,
    ...UNLISTED,
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': `public, ${age}, immutable`,
  },
  shown: picture.draw,
});

/** Each once: of several the first. */
const parametersOf = ({ query }: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
      const [first] = [value].flat();
      return typeof first === 'string' && first !== '' ? [[name, first]] : [];
    }),
  );
