import type { ApiContext, Viewer } from '#libs/api-kit';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { currentScope, type RequestScope, withScope } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { EventStreams, wantsEventStream } from './event-stream.js';
import { bearerToken, Gate, type Knock } from './gate.js';
import { Measures } from './measures.js';
import { OperationPipeline, RefusedOperation } from './pipeline.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on the GraphQL route, where nobody comes in without a token. */
    viewer: Viewer;
  }
}

const knockOf = ({ headers }: FastifyRequest): Knock => ({ token: bearerToken(headers.authorization), headers });

/** Queries and mutations over POST, queries over GET, subscriptions as event streams: `/graphql`. Apollo executes. */
@Injectable()
export class HttpTransport implements OnApplicationBootstrap, OnApplicationShutdown {
  private apollo: ApolloServer<ApiContext>;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly gate: Gate,
    private readonly pipeline: OperationPipeline,
    private readonly streams: EventStreams,
    private readonly measures: Measures,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.apollo = this.server();
    await this.apollo.start();
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    instance.decorateRequest('viewer');
    instance.route({
      url: '/graphql',
      method: ['GET', 'POST'],
      exposeHeadRoute: false,
      // Before the body is read: a caller without a token is not worth a megabyte, and its answer is a real 401.
      onRequest: async (request) => {
        request.viewer = await this.gate.admit(knockOf(request));
      },
      onResponse: (request, reply, done) => {
        if (!wantsEventStream(request)) this.measures.operation(request.scope, reply.elapsedTime);
        done();
      },
      handler: (request, reply) => this.answer(request, reply),
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.apollo.stop();
  }

  private answer(request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> {
    const { scope, viewer } = request;
    if (wantsEventStream(request)) return this.streams.answer(request, reply, { viewer, knock: knockOf(request), scope });
    return withScope(scope, () => this.execute(request, reply));
  }

  private async execute(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const query = request.url.indexOf('?');
    const { status = 200, headers, body } = await this.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: headerMap(request),
        search: query < 0 ? '' : request.url.slice(query),
        body: request.body,
      },
      context: () => Promise.resolve(this.contextOf(request)),
    });
    if (body.kind !== 'complete') throw new Error('Answers in parts are not switched on.');
    return reply.code(status).headers(Object.fromEntries(headers)).send(body.string);
  }

  private contextOf({ viewer, scope, headers }: FastifyRequest): ApiContext {
    const key = headers['idempotency-key'];
    return this.pipeline.context(viewer, scope, typeof key === 'string' ? key : undefined);
  }

  private server(): ApolloServer<ApiContext> {
    return new ApolloServer<ApiContext>({
      schema: this.schemaHost.schema,
      validationRules: [...this.pipeline.rules],
      parseOptions: this.pipeline.parseOptions,
      introspection: true,
      persistedQueries: false,
      allowBatchedHttpRequests: false,
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      // No cookies here: whoever sends an Authorization header was not tricked into it by another site.
      csrfPrevention: { requestHeaders: ['authorization'] },
      formatError: (_formatted, error) => this.pipeline.mask(error, currentScope() ?? noScope),
      logger: this.parts.log,
      plugins: [
        ApolloServerPluginLandingPageDisabled(),
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        // Both would start by themselves where APOLLO_KEY happens to be set.
        ApolloServerPluginUsageReportingDisabled(),
        ApolloServerPluginSchemaReportingDisabled(),
        this.rulesAndStatuses(),
      ],
    });
  }

  private rulesAndStatuses(): ApolloServerPlugin<ApiContext> {
    return {
      requestDidStart: () =>
        Promise.resolve({
          didResolveOperation: async ({ schema, document, operation, request }) => {
            const scope = currentScope();
            // Without an operation, execution answers that none fits its name.
            if (!operation) return;
            if (scope) scope.operation = { type: operation.operation, name: operation.name?.value ?? '(unnamed)' };
            const { operationName, variables = {} } = request;
            asRequestError(() => this.pipeline.weigh(schema, { document, operation, operationName, variables }));
          },
          willSendResponse: async ({ request, response }) => {
            if (response.body.kind !== 'single') return;
            const { data, errors } = response.body.singleResult;
            const scope = currentScope();
            if (scope && errors) scope.errorCodes = errors.map(({ extensions }) => String(extensions?.code));
            const codes = errors?.map(({ extensions }) => extensions?.code) ?? [];
            if (data !== undefined || response.http.status !== 400 || codes.includes('BAD_REQUEST')) return;
            if (!acceptsGraphqlResponse(request.http?.headers.get('accept'))) response.http.status = 200;
          },
        }),
    };
  }
}

const noScope: RequestScope = { requestId: 'unknown', traceparent: '' };

const headerMap = ({ headers }: FastifyRequest): HeaderMap => {
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new HeaderMap(entries);
};

/** What GraphQL over HTTP asks of a client that knows the media type: without it, errors of the document answer 200. */
const acceptsGraphqlResponse = (accept: string | undefined): boolean => /application\/graphql-response\+json/i.test(accept ?? '');

/** Apollo answers 500 to what its hooks throw, unless the error names its status. */
const asRequestError = (check: () => void): void => {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RefusedOperation)) throw error;
    const [first] = error.errors;
    throw new GraphQLError(error.message, {
      nodes: first?.nodes,
      extensions: { ...first?.extensions, http: { status: 400, headers: new HeaderMap() } },
    });
  }
};
