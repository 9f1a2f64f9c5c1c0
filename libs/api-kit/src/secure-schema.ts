import { GraphQLString, defaultFieldResolver, getNamedType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Forbidden, Refusal } from '#libs/event-log';
import { errorOfRefusal, forbidden, unauthenticated } from './api-errors.js';
import { commandOrigin, idempotencyKeyOf } from './command.js';
import { rememberCall } from './context.js';
import type { ApiContext, Grant, GrantOf, SecuredCall, Viewer } from './context.js';
import { ANYONE, SIGNED_IN, neededRight } from './needs.js';
import { problemOf } from './problems.js';
import { LogPosition } from './scalars.js';
import { undeclaredFields } from './schema-walk.js';
import { assertStorableText } from './storable-text.js';

export interface Security {
  readonly grantOf: GrantOf;
  /** The role that carries the right, for the record; the first role held unless given. */
  readonly roleOf?: (viewer: Viewer, right: string) => string;
}

type Args = Readonly<Record<string, unknown>>;
type Resolver = GraphQLFieldResolver<unknown, ApiContext, Record<string, unknown>, unknown>;
type Field = GraphQLField<unknown, ApiContext, Record<string, unknown>>;

interface Place {
  readonly field: Field;
  readonly parent: GraphQLObjectType;
  readonly kind: 'query' | 'mutation' | 'subscription' | 'object';
  readonly right: string | undefined;
  readonly security: Security;
}

// A schema may pass twice (once for the printed file): what is secured already stays as it is.
const secured = new WeakSet<object>();
// Payloads of refused commands: their own objects are null, whatever their resolvers would say.
const refused = new WeakSet<object>();

/**
 * The one place of rights, refusals, idempotency keys and positions: wraps the schema's fields in place.
 * Everything in it is synchronous as long as the resolver is, so that DataLoader batches stay whole.
 * Throws when a root field declares no right.
 */
export function secureSchema(schema: GraphQLSchema, security: Security): GraphQLSchema {
  const open = undeclaredFields(schema);
  if (open.length > 0) throw new Error(`No right declared for ${open.join(', ')}: put @Needs on it.`);
  for (const parent of Object.values(schema.getTypeMap())) {
    if (!isObjectType(parent) || parent.name.startsWith('__')) continue;
    for (const field of Object.values(parent.getFields())) {
      secureField({ field, parent, kind: kindOf(parent, schema), right: neededRight(field), security });
    }
  }
  return schema;
}

function kindOf(type: GraphQLObjectType, schema: GraphQLSchema): Place['kind'] {
  if (type === schema.getMutationType()) return 'mutation';
  if (type === schema.getQueryType()) return 'query';
  return type === schema.getSubscriptionType() ? 'subscription' : 'object';
}

function secureField(place: Place): void {
  const { field, kind } = place;
  if (kind === 'mutation') addIdempotencyKey(field);
  const inner = field.resolve ?? defaultFieldResolver;
  if (secured.has(inner)) return;
  field.resolve = kind === 'mutation' ? mutationResolver(place, inner) : fieldResolver(place, inner);
  secured.add(field.resolve);
  if (field.subscribe) field.subscribe = subscribeResolver(place, field.subscribe);
}

function addIdempotencyKey(field: Field): void {
  if (field.args.some(({ name }) => name === 'idempotencyKey')) return;
  Object.assign(field, {
    args: [
      ...field.args,
      {
        name: 'idempotencyKey',
        description:
          'Makes a retry safe: 1 to 255 printable characters, new for every command, e.g. a uuid. The same key with the same input gives ' +
          'the first result and `replayed: true`; with another input it is refused. The `Idempotency-Key` header does the same.',
        type: GraphQLString,
        defaultValue: undefined,
        deprecationReason: undefined,
        extensions: {},
        astNode: undefined,
      },
    ],
  });
}

/** The grant for the field, null when it is denied. Whoever needs no right of his own reaches his own things only. */
function grantFor({ right, security }: Place, viewer: Viewer | null): Grant | null {
  if (right === undefined || right === ANYONE) return 'own';
  if (!viewer) return null;
  return right === SIGNED_IN ? 'own' : security.grantOf(viewer, right);
}

function callOf(place: Place, context: ApiContext): SecuredCall {
  const { viewer } = context;
  const grantOf = (right: string): Grant | null => (viewer ? place.security.grantOf(viewer, right) : null);
  return { viewer, grant: grantFor(place, viewer), grantOf };
}

function fieldResolver(place: Place, inner: Resolver): Resolver {
  const { field, kind, right } = place;
  const isPosition = getNamedType(field.type) === LogPosition;
  const plain = right === undefined && field.args.length === 0 && inner === defaultFieldResolver && !isPosition;
  if (plain) return (source, args, context, info) => (isRefused(source) ? null : inner(source, args, context, info));
  return (source, args, context, info) => {
    if (isRefused(source) && !isNonNullType(field.type) && field.name !== 'position') return null;
    try {
      assertStorableText(args);
      const call = callOf(place, context);
      if (call.grant === null) return denied(place, context);
      rememberCall(info, call);
      const result = inner(source, args, context, info);
      const done = (value: unknown): unknown => (isPosition ? withEpoch(value, context) : value);
      return isPromise(result) ? result.then(done, failed) : done(result);
    } catch (error) {
      return failed(error);
    }
  };

  function denied({ right: name = '' }: Place, context: ApiContext): null {
    if (!context.viewer && kind !== 'object') throw unauthenticated();
    if (!isNonNullType(field.type)) return null;
    throw context.viewer ? forbidden(name) : unauthenticated();
  }
}

function subscribeResolver(place: Place, inner: Resolver): Resolver {
  if (secured.has(inner)) return inner;
  const subscribe: Resolver = (source, args, context, info) => {
    try {
      assertStorableText(args);
      const call = callOf(place, context);
      if (call.grant === null) throw context.viewer ? forbidden(place.right ?? '') : unauthenticated();
      rememberCall(info, call);
      const result = inner(source, args, context, info);
      return isPromise(result) ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  };
  secured.add(subscribe);
  return subscribe;
}

function mutationResolver(place: Place, inner: Resolver): Resolver {
  return (source, args, context, info) => {
    try {
      const { idempotencyKey, ...input } = args;
      assertStorableText(args);
      const key = idempotencyKeyOf(idempotencyKey, context, info);
      rememberCall(info, mutationCall(place, context, info, { input, key }));
      const result = inner(source, input, context, info);
      return isPromise(result) ? result.then(answered, refusedPayload) : answered(result);
    } catch (error) {
      return refusedPayload(error);
    }
  };
}

function mutationCall(
  place: Place,
  context: ApiContext,
  info: GraphQLResolveInfo,
  sent: { input: Args; key: string | null },
): SecuredCall {
  const { right = '', security } = place;
  const call = callOf(place, context);
  const { viewer } = context;
  if (call.grant === null) throw viewer ? new Forbidden(right) : unauthenticated();
  if (!viewer) return call;
  const role = security.roleOf?.(viewer, right) ?? viewer.roles[0]?.role ?? 'NONE';
  return { ...call, command: commandOrigin({ viewer, role, operation: info.fieldName, context, ...sent }) };
}

const answered = (payload: unknown): unknown => payload ?? {};

function refusedPayload(error: unknown): object {
  if (!(error instanceof Refusal)) throw error;
  const payload = { problems: [problemOf(error)], replayed: false };
  refused.add(payload);
  return payload;
}

const isRefused = (source: unknown): boolean => typeof source === 'object' && source !== null && refused.has(source);

const failed = (error: unknown): never => {
  throw error instanceof Refusal ? errorOfRefusal(error) : error;
};

function withEpoch(value: unknown, context: ApiContext): unknown {
  return typeof value === 'number' ? { epoch: context.logEpoch, position: value } : value;
}

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
