import { type ApiContext, assertCost, documentRules, formatError, MAX_TOKENS, type Viewer } from '#libs/api-kit';
import { Unavailable } from '#libs/event-log';
import { isRetryable } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import type { RequestScope } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';

/** An operation as a client sends it, on any transport. */
export interface OperationRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** An operation that passed every rule and may be executed. */
export interface CheckedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Thrown where one list of errors answers an operation before it is executed. */
export class RefusedOperation extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? 'refused');
  }
}

/**
 * What an operation goes through whatever it came by: document rules, cost of the coerced variables, the context, and the
 * masking of errors. Apollo runs queries and mutations with these very pieces; subscriptions on sockets and event streams
 * use them by `check`.
 */
@Injectable()
export class OperationPipeline {
  readonly parseOptions = { maxTokens: MAX_TOKENS };
  /** Beyond the rules of the GraphQL specification. */
  readonly rules: readonly ValidationRule[];

  constructor(
    private readonly host: GraphQLSchemaHost,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {
    this.rules = documentRules(parts.options);
  }

  /** What the service serves, once the application is initialized. */
  get schema(): GraphQLSchema {
    return this.host.schema;
  }

  /** One context per operation and per emitted event: loaders are never shared between them. */
  context(viewer: Viewer, scope: RequestScope, idempotencyKey?: string): ApiContext {
    return {
      viewer,
      requestId: scope.requestId,
      traceparent: scope.traceparent,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      logEpoch: this.parts.logEpoch(),
      loaders: new Map(),
    };
  }

  /**
   * Parses and validates a document and weighs its operation.
   * @throws RefusedOperation with every error found
   */
  check(request: OperationRequest): CheckedOperation {
    const { query, operationName, variables } = wellFormed(request);
    const document = this.parse(query);
    const errors = validate(this.schema, document, [...specifiedRules, ...this.rules]);
    if (errors.length > 0) throw new RefusedOperation(errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')));
    const operation = getOperationAST(document, operationName);
    if (!operation) throw refused('Name the operation to run: operationName fits none, or several could be meant.');
    this.weigh({ document, operation, operationName, variables });
    return { document, operation, operationName, variables };
  }

  /**
   * Refuses an operation that costs too much, with its variables as they will be coerced.
   * @throws RefusedOperation
   */
  weigh(checked: CheckedOperation): void {
    try {
      assertCost({ schema: this.schema, ...checked, limit: this.parts.options.maxCost });
    } catch (error) {
      throw error instanceof GraphQLError ? new RefusedOperation([error]) : error;
    }
  }

  /** The error as the caller sees it; what only we may see is logged under the same request id. */
  mask(error: unknown, scope: RequestScope): GraphQLFormattedError {
    const masked = formatError(asUnavailable(error), scope.requestId);
    if (masked.extensions?.code === 'INTERNAL_SERVER_ERROR')
      this.parts.log.error({ err: error, ...scope }, 'operation failed');
    return masked;
  }

  private parse(query: string): DocumentNode {
    try {
      return parse(query, this.parseOptions);
    } catch (error) {
      throw error instanceof GraphQLError ? new RefusedOperation([coded(error, 'GRAPHQL_PARSE_FAILED')]) : error;
    }
  }
}

/** A database that is away for a moment is no bug of ours: the caller is told to try again. */
const asUnavailable = (error: unknown): unknown => {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (!isRetryable(cause)) return error;
  const unavailable = new Unavailable('The database did not answer.', cause);
  return error instanceof GraphQLError
    ? new GraphQLError(error.message, { nodes: error.nodes, path: error.path, originalError: unavailable })
    : unavailable;
};

const coded = (error: GraphQLError, code: string): GraphQLError =>
  error.extensions.code === undefined
    ? new GraphQLError(error.message, {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        extensions: { code },
      })
    : error;

/** An operation that cannot be run as it was sent; BAD_USER_INPUT. */
export const refused = (message: string): RefusedOperation =>
  new RefusedOperation([new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wellFormed = ({ query, operationName, variables }: OperationRequest) => {
  if (typeof query !== 'string' || query === '') throw refused('`query` must hold the text of the operation.');
  return { query, operationName: nameIn(operationName), variables: variablesIn(variables) };
};

const nameIn = (name: unknown): string | undefined => {
  if (name === undefined || name === null) return undefined;
  if (typeof name !== 'string') throw refused('`operationName` must be a text.');
  return name;
};

const variablesIn = (variables: unknown): Record<string, unknown> => {
  if (variables === undefined || variables === null) return {};
  if (!isRecord(variables)) throw refused('`variables` must be an object.');
  return variables;
};
