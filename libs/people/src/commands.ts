import { randomUUID } from 'node:crypto';
import { canonicalHash, type Command } from '#libs/event-log';
import { v5 as uuidV5 } from 'uuid';

const OBJECTS = 'b2c5be43-5c5b-5d0c-8f4e-0f2f6c5d6d6a';
const OPERATIONS = '6a1f6f0e-7b0c-5d7c-9a35-2f1f7a9a1c3e';

/** The actor of commands given at the command line: whoever can reach the database as its owner. */
export const OPERATOR = 'operator';

/**
 * Id of the object a command creates: repeated with the same idempotency key, the command names the same object,
 * so that what is kept beside the log can be completed by a retry.
 */
export const createdId = ({ workspaceId, commandId }: Command, what: string): string =>
  uuidV5(`${workspaceId}/${commandId}/${what}`, OBJECTS);

export interface OperatorCommand {
  readonly workspaceId: string;
  readonly operation: string;
  readonly input: object;
  /** The same key makes it the same command; a new command without one. */
  readonly key?: string;
}

/** A command without a viewer. */
export const operatorCommand = ({ workspaceId, operation, input, key }: OperatorCommand): Command => ({
  workspaceId,
  commandId: key === undefined ? randomUUID() : uuidV5(`${workspaceId}/${operation}/${key}`, OPERATIONS),
  operation,
  requestHash: canonicalHash(input),
  actorId: OPERATOR,
  actorRole: 'OPERATOR',
  correlationId: randomUUID(),
});
