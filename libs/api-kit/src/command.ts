import { randomUUID } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import { v5 as uuidV5 } from 'uuid';
import { canonicalHash } from '#libs/event-log';
import type { Command } from '#libs/event-log';
import { badUserInput } from './api-errors.js';
import type { ApiContext, Viewer } from './context.js';
import { rootFields } from './limits/root-fields.js';

const COMMAND_IDS = '0b5b9a1c-6a0e-5b0f-9d0e-2f3c7a1d4e58';
// Printable, in any script: a key is shown in logs and stored in text columns.
const KEY = /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u;

/**
 * The key of this mutation: its argument, or the header when the operation has exactly one mutation.
 * BAD_USER_INPUT for a header that could mean several, for two different keys and for one that is not 1..255 printable characters.
 */
export function idempotencyKeyOf(argument: unknown, context: ApiContext, info: GraphQLResolveInfo): string | null {
  const header = context.idempotencyKey ?? null;
  if (header !== null && rootFields(info.operation.selectionSet, info.fragments).size > 1) {
    throw badUserInput(
      'The Idempotency-Key header needs an operation with one mutation; use the idempotencyKey argument.',
    );
  }
  const keys = new Set([argument, header].filter((key) => key !== null && key !== undefined));
  if (keys.size > 1) throw badUserInput('The Idempotency-Key header and the idempotencyKey argument differ.');
  const [key = null] = keys;
  if (key !== null && !isKey(key)) throw badUserInput('An idempotency key has 1 to 255 printable characters.');
  return key;
}

const isKey = (key: unknown): key is string => typeof key === 'string' && KEY.test(key);

export interface CommandSource {
  readonly viewer: Viewer;
  /** The role that carried the right. */
  readonly role: string;
  /** Coerced arguments without the key. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly key: string | null;
  readonly operation: string;
  readonly context: ApiContext;
}

/**
 * Where a command comes from, in the log's terms. Its id is the uuid v5 of workspace, actor, operation and key, random when no key
 * was given; its hash covers the coerced arguments without the key.
 */
export function commandOrigin({ viewer, role, input, key, operation, context }: CommandSource): Command {
  const { workspaceId, personId, onBehalfOf } = viewer;
  const scope = JSON.stringify([workspaceId, personId, operation, key]);
  return {
    workspaceId,
    commandId: key === null ? randomUUID() : uuidV5(scope, COMMAND_IDS),
    operation,
    requestHash: canonicalHash(input),
    actorId: personId,
    actorRole: role,
    correlationId: context.requestId,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(context.traceparent !== undefined && { traceparent: context.traceparent }),
  };
}
