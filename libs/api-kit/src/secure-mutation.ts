import { GraphQLString } from 'graphql';
import { Forbidden, Refusal } from '#libs/event-log';
import { unauthenticated } from './api-errors.js';
import { commandOrigin, idempotencyKeyOf } from './command.js';
import type { CommandSource } from './command.js';
import { rememberCall } from './context.js';
import type { SecuredCall, Viewer } from './context.js';
import { problemOf } from './problems.js';
import { callOf, isPromise, markRefused } from './secured-field.js';
import type { FieldResolver, SchemaField, SecuredField } from './secured-field.js';
import { assertStorableText } from './storable-text.js';

/** Every mutation takes an idempotency key, whatever its resolver declares. */
export function addIdempotencyKey(field: SchemaField): void {
  if (field.args.some(({ name }) => name === 'idempotencyKey')) return;
  const key = {
    name: 'idempotencyKey',
    description:
      'Makes a retry safe: 1 to 255 printable characters, new for every command, e.g. a uuid. The same key with the same input gives ' +
      'the first result and `replayed: true`; with another input it is refused. The `Idempotency-Key` header does the same.',
    type: GraphQLString,
    defaultValue: undefined,
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
  Object.assign(field, { args: [...field.args, key] });
}

/** A mutation whose refusals, a missing right among them, are answered as problems of its payload. */
export function mutationResolver(place: SecuredField, inner: FieldResolver): FieldResolver {
  return (source, args, context, info) => {
    try {
      const { idempotencyKey, ...input } = args;
      assertStorableText(args);
      const key = idempotencyKeyOf(idempotencyKey, context, info);
      rememberCall(info, commandCall(place, { input, key, operation: info.fieldName, context }));
      const result = inner(source, input, context, info);
      return isPromise(result) ? result.then(answered, refusedPayload) : answered(result);
    } catch (error) {
      return refusedPayload(error);
    }
  };
}

function commandCall(place: SecuredField, sent: Omit<CommandSource, 'viewer' | 'role'>): SecuredCall {
  const { viewer } = sent.context;
  const { right = '' } = place;
  const call = callOf(place, sent.context);
  if (call.grant === null) throw viewer ? new Forbidden(right) : unauthenticated();
  return viewer ? { ...call, command: commandOrigin({ viewer, role: roleOf(place, viewer, right), ...sent }) } : call;
}

const roleOf = ({ security }: SecuredField, viewer: Viewer, right: string): string =>
  security.roleOf?.(viewer, right) ?? viewer.roles[0]?.role ?? 'NONE';

const answered = (payload: unknown): unknown => payload ?? {};

function refusedPayload(error: unknown): object {
  if (!(error instanceof Refusal)) throw error;
  const payload = { problems: [problemOf(error)], replayed: false };
  markRefused(payload);
  return payload;
}
