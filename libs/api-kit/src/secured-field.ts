import type { GraphQLField, GraphQLFieldResolver } from 'graphql';
import type { ApiContext, Grant, GrantOf, SecuredCall, Viewer } from './context.js';
import type { Reach } from './min-position.js';
import { ANYONE, SIGNED_IN } from './needs.js';

export interface Security {
  readonly grantOf: GrantOf;
  /** The role that carries the right, for the record; the first role held unless given. */
  readonly roleOf?: (viewer: Viewer, right: string) => string;
  /** Waits for the `minPosition` of a query; a schema that is only printed or read without it needs none. */
  readonly reach?: Reach;
}

export type FieldResolver = GraphQLFieldResolver<unknown, ApiContext, Record<string, unknown>, unknown>;
export type SchemaField = GraphQLField<unknown, ApiContext, Record<string, unknown>>;

/** A field as the transform sees it. */
export interface SecuredField {
  readonly field: SchemaField;
  readonly kind: 'query' | 'mutation' | 'subscription' | 'object';
  /** The declared right; undefined: as open as the object it is on. */
  readonly right: string | undefined;
  readonly security: Security;
}

/** The grant for the field, null when it is denied. Whoever needs no right of his own reaches his own things only. */
function grantFor({ right, security }: SecuredField, viewer: Viewer | null): Grant | null {
  if (right === undefined || right === ANYONE) return 'own';
  if (!viewer) return null;
  return right === SIGNED_IN ? 'own' : security.grantOf(viewer, right);
}

/** What is known of one call of the field before its resolver runs. */
export function callOf(place: SecuredField, { viewer }: ApiContext): SecuredCall {
  const grantOf = (right: string): Grant | null => (viewer ? place.security.grantOf(viewer, right) : null);
  return { viewer, grant: grantFor(place, viewer), grantOf };
}

// Payloads of refused commands: their own objects are null, whatever their resolvers would say.
const refused = new WeakSet<object>();

export const markRefused = (payload: object): void => void refused.add(payload);

export const isRefused = (source: unknown): boolean =>
  typeof source === 'object' && source !== null && refused.has(source);

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
