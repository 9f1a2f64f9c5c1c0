import type { ApiContext } from '#libs/api-kit';
import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { currentScope, type RequestScope, withScope } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { OperationPipeline, refused, RefusedOperation } from './pipeline.js';

type Listener = GraphQLRequestListener<ApiContext>;
type Resolved = Parameters<NonNullable<Listener['didResolveOperation']>>[0];
type Answered = Parameters<NonNullable<Listener['willSendResponse']>>[0];

/** Executes queries and mutations, with the rules, the weighing and the masking of the pipeline. */
@Injectable()
export class Apollo implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: ApolloServer<ApiContext>;

  constructor(
    private readonly pipeline: OperationPipeline,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.server = new ApolloServer<ApiContext>({
      schema: this.pipeline.schema,
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
      plugins: [...switchedOff(), this.rulesAndStatuses()],
    });
    await this.server.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.server.stop();
  }

  /** Answers one POST or GET of a caller who was admitted. */
  answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    return withScope(request.scope, () => this.execute(request, reply));
  }

  private async execute(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const query = request.url.indexOf('?');
    const { status, headers, body } = await this.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: headerMap(request),
        search: query < 0 ? '' : request.url.slice(query),
        body: request.body,
      },
      context: () => Promise.resolve(this.contextOf(request)),
    });
    if (body.kind !== 'complete') throw new Error('Answers in parts are not switched on.');
    return reply
      .code(status ?? 200)
      .headers(Object.fromEntries(headers))
      .send(body.string);
  }

  private contextOf({ viewer, scope, headers }: FastifyRequest): ApiContext {
    const key = headers['idempotency-key'];
    return this.pipeline.context(viewer, scope, typeof key === 'string' ? key : undefined);
  }

  private rulesAndStatuses(): ApolloServerPlugin<ApiContext> {
    const didResolveOperation = async (resolved: Resolved): Promise<void> => this.weigh(resolved);
    return {
      requestDidStart: async () => ({ didResolveOperation, willSendResponse: async (answered) => settle(answered) }),
    };
  }

  private weigh({ document, operation, request }: Resolved): void {
    // Without an operation, execution answers that none fits its name.
    if (!operation) return;
    const scope = currentScope();
    if (scope) scope.operation = { type: operation.operation, name: operation.name?.value ?? '(unnamed)' };
    const { operationName, variables = {} } = request;
    asRequestError(() => {
      if (operation.operation === 'subscription') throw refused(NO_STREAM);
      this.pipeline.weigh({ document, operation, operationName, variables });
    });
  }
}

const NO_STREAM = 'A subscription needs a WebSocket, or a POST that accepts text/event-stream.';

const noScope: RequestScope = { requestId: 'unknown', traceparent: '' };

// Usage and schema reporting would start by themselves where APOLLO_KEY happens to be set.
const switchedOff = (): ApolloServerPlugin[] => [
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
];

const headerMap = ({ headers }: FastifyRequest): HeaderMap =>
  new HeaderMap(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/** Notes what was answered, and gives a document's errors the status that GraphQL over HTTP asks for. */
const settle = ({ request, response }: Answered): void => {
  if (response.body.kind !== 'single') return;
  const { data, errors = [] } = response.body.singleResult;
  const codes = errors.map(({ extensions }) => String(extensions?.['code']));
  noteErrors(codes);
  const isOfDocument = data === undefined && response.http.status === 400 && !codes.includes('BAD_REQUEST');
  if (isOfDocument && !knowsResponseType(request.http?.headers.get('accept'))) response.http.status = 200;
};

const noteErrors = (codes: readonly string[]): void => {
  const scope = currentScope();
  if (scope && codes.length > 0) scope.errorCodes = codes;
};

/** A client that does not know the media type of GraphQL's answers takes anything but 200 for a broken line. */
const knowsResponseType = (accept: string | undefined): boolean =>
  /application\/graphql-response\+json/i.test(accept ?? '');

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
