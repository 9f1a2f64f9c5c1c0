import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { continueTrace } from './traceparent.js';

/** What belongs to one request (or one subscription) and follows it through logs, errors and events. */
export interface RequestScope {
  readonly requestId: string;
  /** W3C traceparent of this hop. */
  readonly traceparent: string;
  /** `query Name`, `mutation Name` … as far as it is known; for logs and metrics. */
  operation?: { readonly type: string; readonly name: string };
  /** Codes of the top-level errors answered, for the log line. */
  errorCodes?: readonly string[];
}

const storage = new AsyncLocalStorage<RequestScope>();

/** Runs `work` inside the scope: everything it awaits sees it by `currentScope`. */
export const withScope = <Result>(scope: RequestScope, work: () => Result): Result => storage.run(scope, work);

/** The scope of the request being served, if there is one. */
export const currentScope = (): RequestScope | undefined => storage.getStore();

/** A caller may name its request; anything that could disturb a log or a header is replaced by an id of our own. */
export const requestIdOf = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
};

/** The scope of an HTTP request; `requestId` is the one its answer names. */
export const scopeOf = (request: IncomingMessage, requestId = requestIdOf(request)): RequestScope => {
  const traceparent = request.headers.traceparent;
  return { requestId, traceparent: continueTrace(typeof traceparent === 'string' ? traceparent : undefined) };
};
