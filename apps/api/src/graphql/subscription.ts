import type { Viewer } from '#libs/api-kit';
import { Inject, Injectable } from '@nestjs/common';
import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { asTransportError, TransportError } from '../http/answer.js';
import type { RequestScope } from '../http/request-scope.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { Gate, type Knock } from './gate.js';
import { Measures } from './measures.js';
import { type CheckedOperation, OperationPipeline, type OperationRequest, RefusedOperation } from './pipeline.js';

/** Answers of one subscription, masked already; `return()` lets go of its source at once. */
export type Answers = AsyncIterableIterator<ExecutionResult>;

/** Who opens a subscription, by what, and the scope it lives in. */
export interface Opening {
  readonly viewer: Viewer;
  readonly knock: Knock;
  readonly scope: RequestScope;
}

export interface Opened {
  /** What it was opened with. */
  readonly args: ExecutionArgs;
  readonly answers: Answers;
}

/** One subscription from its first word to its last event, for sockets and event streams alike. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly gate: Gate,
    private readonly pipeline: OperationPipeline,
    private readonly measures: Measures,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  /**
   * Checks the operation and opens its source. The caller was admitted just now, for this very subscription: a token
   * revoked since its socket was opened opens nothing.
   * @throws RefusedOperation for a document, a cost or a source that is refused
   */
  async open(request: OperationRequest, { viewer, knock, scope }: Opening): Promise<Opened> {
    const checked = this.pipeline.check(request);
    const { operation } = checked;
    scope.operation = { type: operation.operation, name: operation.name?.value ?? '(unnamed)' };
    if (operation.operation !== 'subscription') {
      throw new RefusedOperation([
        new GraphQLError('Only subscriptions here: send queries and mutations by POST.', {
          extensions: { code: 'BAD_USER_INPUT' },
        }),
      ]);
    }
    const args = this.execution(checked, viewer, scope);
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) throw new RefusedOperation(source.errors ?? []);
    const living = { checked, knock, scope, viewer, checkedAt: performance.now() };
    return { args, answers: this.answers(source[Symbol.asyncIterator](), living) };
  }

  private execution(checked: CheckedOperation, viewer: Viewer, scope: RequestScope): ExecutionArgs {
    return {
      schema: this.pipeline.schema,
      document: checked.document,
      operationName: checked.operationName,
      variableValues: checked.variables,
      contextValue: this.pipeline.context(viewer, scope),
    };
  }

  private answers(source: AsyncIterator<unknown>, living: Living): Answers {
    this.measures.subscriptions.inc();
    let open = true;
    const close = (): void => {
      if (!open) return;
      open = false;
      this.measures.subscriptions.dec();
      source
        .return?.()
        .catch((error: unknown) => this.parts.log.warn({ err: error, ...living.scope }, 'source did not close'));
    };
    const pull = async (): Promise<IteratorResult<ExecutionResult>> => {
      const event = await source.next();
      if (!event.done) return { done: false, value: await this.answer(event.value, living) };
      close();
      return finished;
    };
    return stoppable(pull, close);
  }

  private async answer(event: unknown, living: Living): Promise<ExecutionResult> {
    await this.recheck(living);
    const { checked, viewer, scope } = living;
    const result = await execute({ ...this.execution(checked, viewer, scope), rootValue: event });
    if (result.errors === undefined) return result;
    return { ...result, errors: result.errors.map((error) => asError(this.pipeline.mask(error, scope))) };
  }

  private async recheck(living: Living): Promise<void> {
    if (performance.now() - living.checkedAt < this.parts.options.recheckMs) return;
    living.viewer = await this.gate.identify(living.knock);
    living.checkedAt = performance.now();
  }

  /** Whatever ended or refused a subscription, as errors for the caller; what is masked already stays as it is. */
  errorsOf(error: unknown, scope: RequestScope): readonly GraphQLError[] {
    if (error instanceof MaskedError) return [error];
    if (error instanceof TransportError) return [asError(asTransportError(error).format(scope.requestId))];
    const errors = error instanceof RefusedOperation ? error.errors : [error];
    return errors.map((one) => asError(this.pipeline.mask(one, scope)));
  }
}

interface Living {
  readonly checked: CheckedOperation;
  readonly knock: Knock;
  readonly scope: RequestScope;
  viewer: Viewer;
  /** Monotonic milliseconds of the last look at the token. */
  checkedAt: number;
}

const asError = (formatted: ReturnType<GraphQLError['toJSON']>): GraphQLError =>
  new MaskedError(formatted.message, formatted);

/** Already in the caller's words: its JSON is what was formatted, whatever the transport does with it. */
class MaskedError extends GraphQLError {
  constructor(
    message: string,
    private readonly formatted: ReturnType<GraphQLError['toJSON']>,
  ) {
    super(message, { extensions: formatted.extensions });
  }

  override toJSON(): ReturnType<GraphQLError['toJSON']> {
    return this.formatted;
  }
}

const finished = { done: true, value: undefined } as const;

/**
 * An iterator that can be left while its next value is awaited. A source written as a generator answers `return()` only
 * after its pending `next()`: waiting for that would keep closed sockets in memory until some event comes by.
 */
/* `close` may be called more than once. */
const stoppable = (pull: () => Promise<IteratorResult<ExecutionResult>>, close: () => void): Answers => {
  let stopped = false;
  let leave: (() => void) | undefined;
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (stopped) return resolve(finished);
        leave = () => resolve(finished);
        // A loop over an iterator does not call return() after a failure: the source is closed here.
        pull().then(resolve, (error: unknown) => {
          close();
          stopped = true;
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      }),
    return: () => {
      close();
      stopped = true;
      leave?.();
      return Promise.resolve(finished);
    },
    throw: (error: unknown) => Promise.reject(error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
