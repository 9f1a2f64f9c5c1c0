import type { Viewer } from '#libs/api-kit';
import type { Log, Metrics } from '#libs/platform';
import type { GraphQLSchema } from 'graphql';
import type { IncomingHttpHeaders } from 'node:http';

/** Whom a bearer token stands for; null when it is unknown, expired or revoked. Throws only when it cannot be told (database). */
export type Authenticate = (token: string, headers: IncomingHttpHeaders) => Promise<Viewer | null>;

/** A token the explorer offers in demo mode. */
export interface DemoToken {
  /** Shown in the picker, e.g. `Mara, requester`. */
  readonly label: string;
  readonly token: string;
}

export interface ApiOptions {
  /** Milliseconds that requests in flight get when the service stops. */
  readonly drainMs: number;
  /** Largest message on a socket in bytes. */
  readonly socketPayloadBytes: number;
  /** Sockets open at once, over all callers of this process. */
  readonly maxSockets: number;
  /** Of these, sockets of one token. */
  readonly maxSocketsOfToken: number;
  /** Subscriptions on one socket, and event streams of one token. */
  readonly maxSubscriptions: number;
  /** Milliseconds a new socket may stay without `connection_init`. */
  readonly socketInitMs: number;
  /** Milliseconds after which a living subscription checks its token again, before it delivers the next event. */
  readonly recheckMs: number;
  /** Milliseconds between two signs of life on an open stream or socket. */
  readonly beatMs: number;
  /** Milliseconds after which a stream is cut whose reader takes nothing of what waits for it. */
  readonly stallMs: number;
  /** Operations of one token in a minute; counted in each process by itself. */
  readonly operationsPerMinute: number;
  /** Deepest nesting of a document. */
  readonly maxDepth: number;
  /** Most aliases in a document. */
  readonly maxAliases: number;
  /** Highest cost of an operation. */
  readonly maxCost: number;
  /** With it `/metrics` asks for this bearer token; without it, it answers the same machine alone. */
  readonly metricsToken?: string;
  /** Where the service is for others; without it, where a request says that it is. */
  readonly publicUrl?: string;
}

export const defaultOptions: ApiOptions = {
  drainMs: 10_000,
  socketPayloadBytes: 64 * 1024,
  maxSockets: 1000,
  maxSocketsOfToken: 50,
  maxSubscriptions: 20,
  socketInitMs: 5000,
  recheckMs: 30_000,
  beatMs: 12_000,
  stallMs: 120_000,
  operationsPerMinute: 1200,
  maxDepth: 15,
  maxAliases: 50,
  maxCost: 20_000,
};

/** What the transports need from the rest of the service; composed in one place (app.module). */
export interface ApiParts {
  readonly options: ApiOptions;
  readonly authenticate: Authenticate;
  /** Epoch of the log this process reads. */
  readonly logEpoch: () => string;
  /** Rights, refusals and idempotency, applied to the schema once. */
  readonly secureSchema: (schema: GraphQLSchema) => GraphQLSchema;
  /** Named checks of `/health/ready`: each resolves when all is well and rejects when it is not. */
  readonly probes: Readonly<Record<string, () => Promise<unknown>>>;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Folder of the explorer's ready-made operations; the product's own unless given. */
  readonly operationsFolder?: string;
  /** Present in demo mode only. */
  readonly demoTokens?: () => Promise<readonly DemoToken[]>;
}

export const API_PARTS = Symbol('ApiParts');
