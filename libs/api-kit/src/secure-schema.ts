import { defaultFieldResolver, getNamedType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLError, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Refusal } from '#libs/event-log';
import { errorOfRefusal, forbidden, unauthenticated } from './api-errors.js';
import { rememberCall } from './context.js';
import type { ApiContext } from './context.js';
import { addMinPosition, readingYourWrites } from './min-position.js';
import { neededRight } from './needs.js';
import { LogPosition } from './scalars.js';
import { undeclaredFields } from './schema-walk.js';
import { addIdempotencyKey, mutationResolver } from './secure-mutation.js';
import { callOf, isPromise, isRefused } from './secured-field.js';
import type { FieldResolver, SecuredField, Security } from './secured-field.js';
import { assertStorableText } from './storable-text.js';

// A schema may pass twice (once for the printed file): what is secured already stays as it is.
const secured = new WeakSet<object>();

/**
 * The one place of rights, refusals, idempotency keys and positions (`minPosition` of queries among them): wraps the schema's fields in place.
 * Everything in it is synchronous as long as the resolver is, so that DataLoader batches stay whole.
 * Throws when a root field declares no right.
 */
export function secureSchema(schema: GraphQLSchema, security: Security): GraphQLSchema {
  const open = undeclaredFields(schema);
  if (open.length > 0) throw new Error(`No right declared for ${open.join(', ')}: put @Needs on it.`);
  // A schema without a mutation may not know the type that its queries are about to take.
  schema.getTypeMap()[LogPosition.name] ??= LogPosition;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const kind = kindOf(type, schema);
    for (const field of Object.values(type.getFields())) {
      secureField({ field, kind, right: neededRight(field), security });
    }
  }
  return schema;
}

function kindOf(type: GraphQLObjectType, schema: GraphQLSchema): SecuredField['kind'] {
  if (type === schema.getMutationType()) return 'mutation';
  if (type === schema.getQueryType()) return 'query';
  return type === schema.getSubscriptionType() ? 'subscription' : 'object';
}

function secureField(place: SecuredField): void {
  const { field, kind } = place;
  if (kind === 'mutation') addIdempotencyKey(field);
  if (kind === 'query') addMinPosition(field);
  field.resolve = once(field.resolve ?? defaultFieldResolver, (inner) => WRAPS[kind](place, inner));
  if (field.subscribe) field.subscribe = once(field.subscribe, (inner) => subscribeResolver(place, inner));
}

const WRAPS: Readonly<Record<SecuredField['kind'], (place: SecuredField, inner: FieldResolver) => FieldResolver>> = {
  mutation: mutationResolver,
  query: (place, inner) => fieldResolver(place, readingYourWrites(place, inner)),
  subscription: fieldResolver,
  object: fieldResolver,
};

function once(resolver: FieldResolver, wrap: (inner: FieldResolver) => FieldResolver): FieldResolver {
  if (secured.has(resolver)) return resolver;
  const wrapped = wrap(resolver);
  secured.add(wrapped);
  return wrapped;
}

const denial = ({ right = '' }: SecuredField, { viewer }: ApiContext): GraphQLError =>
  viewer ? forbidden(right) : unauthenticated();

/** A plain property: nothing to check, and most of every answer, so nothing is spent on it. */
const isPlain = ({ field, right }: SecuredField, inner: FieldResolver): boolean =>
  right === undefined &&
  field.args.length === 0 &&
  getNamedType(field.type) !== LogPosition &&
  // The framework reads a property by a function of the source alone.
  (inner === defaultFieldResolver || inner.length === 1);

/** A property that is read when it is asked for, as graphql's own default resolver would: `(args, context, info) => value`. */
type Lazy = (this: unknown, args: object, context: ApiContext, info: GraphQLResolveInfo) => unknown;
const isLazy = (value: unknown): value is Lazy => typeof value === 'function';

function fieldResolver(place: SecuredField, inner: FieldResolver): FieldResolver {
  const { type, name } = place.field;
  const hidesRefused = !isNonNullType(type) && name !== 'position';
  if (isPlain(place, inner)) {
    return (source, args, context, info) => {
      const value = hidesRefused && isRefused(source) ? null : inner(source, args, context, info);
      if (!isLazy(value)) return value;
      rememberCall(info, callOf(place, context));
      return value.call(source, args, context, info);
    };
  }
  const isPosition = getNamedType(type) === LogPosition;
  return (source, args, context, info) => {
    if (hidesRefused && isRefused(source)) return null;
    try {
      assertStorableText(args);
      const call = callOf(place, context);
      if (call.grant === null) return denied(place, context);
      rememberCall(info, call);
      const value = inner(source, args, context, info);
      const result = isLazy(value) ? value.call(source, args, context, info) : value;
      const done = (value: unknown): unknown => (isPosition ? withEpoch(value, context) : value);
      return isPromise(result) ? result.then(done, failed) : done(result);
    } catch (error) {
      return failed(error);
    }
  };
}

/** Null where the field may be null, so that the rest of the answer stands; a root field says aloud that nobody is signed in. */
function denied(place: SecuredField, context: ApiContext): null {
  const mustSay = isNonNullType(place.field.type) || (!context.viewer && place.kind !== 'object');
  if (mustSay) throw denial(place, context);
  return null;
}

function subscribeResolver(place: SecuredField, inner: FieldResolver): FieldResolver {
  return (source, args, context, info) => {
    try {
      assertStorableText(args);
      const call = callOf(place, context);
      if (call.grant === null) throw denial(place, context);
      rememberCall(info, call);
      const result = inner(source, args, context, info);
      return isPromise(result) ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  };
}

const failed = (error: unknown): never => {
  throw error instanceof Refusal ? errorOfRefusal(error) : error;
};

const withEpoch = (value: unknown, { logEpoch }: ApiContext): unknown =>
  typeof value === 'number' ? { epoch: logEpoch, position: value } : value;
