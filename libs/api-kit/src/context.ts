import type { Command } from '#libs/event-log';
import type { GraphQLResolveInfo } from 'graphql';

/** A role held by a person: for one team, or (`teamId: null`) for the whole workspace. */
export interface HeldRole {
  readonly role: string;
  readonly teamId: string | null;
}

/** Who is calling, as the token proved it. Ids are plain uuids. */
export interface Viewer {
  readonly personId: string;
  readonly workspaceId: string;
  readonly tokenId: string;
  readonly roles: readonly HeldRole[];
  /** The person a deputy acts for. */
  readonly onBehalfOf?: string;
  /** Rights the token is limited to; absent: no limit beyond the roles. */
  readonly scopes?: readonly string[];
}

/** How far a right reaches: over every object of the workspace, or only over one's own. */
export type Grant = 'all' | 'own';

/** Answers a right for a viewer. Synchronous and without I/O: it is asked for every field of every row. */
export type GrantOf = (viewer: Viewer, right: string) => Grant | null;

/** What every resolver can reach: made once for an operation, and once for every emitted event of a subscription. */
export interface ApiContext {
  readonly viewer: Viewer | null;
  /** Correlates log lines, events and errors of one request. */
  readonly requestId: string;
  /** W3C trace context header, if the caller sent one. */
  readonly traceparent?: string;
  /** The `Idempotency-Key` header, if the caller sent one. */
  readonly idempotencyKey?: string;
  /** Epoch of the log that this process reads: part of every position that leaves the service. */
  readonly logEpoch: string;
  /** DataLoaders of this operation by the key their owner chose; see `loaderOf`. */
  readonly loaders: Map<unknown, unknown>;
}

/** The caller of a query, with the reach of the right that the field declares. */
export interface Reader {
  readonly viewer: Viewer;
  readonly grant: Grant;
}

/** The caller of a mutation. */
export interface Caller extends Reader {
  /** Where the command comes from; the log's decisions take it as it is. */
  readonly command: Command;
}

/** What the schema transform found out about one field call before its resolver ran. */
export interface SecuredCall {
  readonly viewer: Viewer | null;
  readonly grant: Grant | null;
  readonly grantOf: (right: string) => Grant | null;
  readonly command?: Command;
}

// On the resolve info, which graphql makes anew for every field call: nothing is shared between sibling fields.
const CALL = Symbol('secured call');
type Remembering = GraphQLResolveInfo & { [CALL]?: SecuredCall };

export const rememberCall = (info: Remembering, call: SecuredCall): void => void (info[CALL] = call);

/** The call as the transform saw it; undefined for a field that went past the transform. */
export const securedCall = (info: Remembering): SecuredCall | undefined => info[CALL];
