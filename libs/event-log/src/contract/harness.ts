import { randomUUID } from 'node:crypto';
import { canonicalHash, contentHash, eventIdOf } from '../hashing.js';
import { Marks } from '../marks.js';
import type { EventMeta, Fact, Instant } from '../event.js';
import type { AppendRequest, Command, ExpectedStream, LogStore, ViewRow } from '../store.js';

/** A store under test, and the few looks behind it that the contract needs. */
export interface LogStoreHarness {
  readonly store: LogStore;
  /** Makes the workspace a sandbox whose clock stands here. */
  setClock(workspaceId: string, now: Instant): Promise<void>;
  /** The stored hashes of a stream's events, in order. */
  chain(workspaceId: string, streamId: string): Promise<{ contentHash: Buffer; hash: Buffer }[]>;
  /** All that the commands of a workspace left: their ids, and the version of every stream there is a row of. */
  traces(workspaceId: string): Promise<{ commands: string[]; streams: Record<string, number> }>;
  /** The row of `contract.hall_row`. */
  hallRow(workspaceId: string, streamId: string): Promise<object | null>;
  /** The rows of `contract.hall_version` in the order of their positions, `until_position` as text. */
  hallVersions(workspaceId: string, streamId: string): Promise<readonly object[]>;
  /** Lets `readAll` see all that has been stored so far. */
  reveal(): Promise<void>;
}

/** Asked for again in every test: the store is made once, in `beforeAll`. */
export type HarnessOf = () => LogStoreHarness;

export const hallTable = 'contract.hall_row';

/** Of the view that keeps every row: see hall-versions.ts. */
export const hallVersionTable = 'contract.hall_version';

export const commandOf = (workspaceId: string, part: Partial<Command> = {}): Command => ({
  workspaceId,
  commandId: randomUUID(),
  correlationId: 'correlation',
  actorId: 'somebody',
  actorRole: 'tester',
  operation: 'test',
  requestHash: canonicalHash({ input: 1 }),
  ...part,
});

export interface StreamPart {
  readonly id: string;
  readonly expected: ExpectedStream;
  readonly facts?: readonly Fact[];
  readonly rows?: (marks: Marks) => readonly object[];
}

/** `happened('a', 'b')`: two facts that tell nothing but these texts. */
export const happened = (...texts: readonly string[]): Fact[] =>
  texts.map((text) => ({ type: 'Happened', data: { text } }));

/** A request as the kernel would send it, from the least a test has to say. */
export function requestOf(command: Command, ...parts: readonly StreamPart[]): AppendRequest {
  const { workspaceId, commandId, correlationId, actorId, actorRole } = command;
  const meta: EventMeta = { commandId, correlationId, actorId, actorRole };
  const marks = new Marks();
  let ordinal = 0;
  const streams = parts.map(({ id, expected, facts = [], rows }) => ({
    streamId: id,
    streamType: 'thing',
    expected,
    rows: (rows?.(marks) ?? []).map((row): ViewRow => ({
      table: hallTable,
      row: { workspace_id: workspaceId, stream_id: id, ...row },
    })),
    events: facts.map((fact) => {
      ordinal += 1;
      const event = { ...fact, eventId: eventIdOf(workspaceId, commandId, ordinal), schemaVersion: 1, meta };
      return { ...event, contentHash: contentHash({ ...event, workspaceId, streamId: id }) };
    }),
  }));
  return { command, streams, result: { done: commandId }, mark: marks.mark };
}
