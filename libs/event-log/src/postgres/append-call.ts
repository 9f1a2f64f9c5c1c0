import type { QueryConfig } from 'pg';
import { matches } from '../expectation.js';
import type { AppendOutcome, AppendRequest, ExpectedStream, StoredMark } from '../store.js';
import { statement } from './statements.js';

const EXPECTED = { any: -1, some: -2 } as const;

const expectedNumber = (expected: ExpectedStream): number =>
  typeof expected === 'number' ? expected : EXPECTED[expected];

/** The arrays of `log.append_group` (see there), one for each of its parameters, and how many events each member brought. */
class Arrays {
  readonly members: unknown[][] = [[], [], [], [], [], []];
  readonly streams: unknown[][] = [[], [], [], []];
  readonly events: unknown[][] = [[], [], [], [], [], [], []];
  readonly views: unknown[][] = [[], [], [], [], [], []];

  get values(): unknown[] {
    return [...this.members, ...this.streams, ...this.events, ...this.views];
  }
}

const push = (columns: unknown[][], ...row: unknown[]): void =>
  columns.forEach((column, index) => column.push(row[index]));

/** One call for a group of commands. No two of them may share a stream or a command id. */
export function appendCall(group: readonly AppendRequest[]): QueryConfig {
  const arrays = new Arrays();
  for (const { command, streams, result, mark } of group) {
    const hash = Buffer.from(command.requestHash, 'hex');
    push(
      arrays.members,
      command.workspaceId,
      command.commandId,
      hash,
      command.actorId,
      command.operation,
      JSON.stringify(result),
    );
    const member = arrays.members[0]!.length;
    const firstEvent = arrays.events[0]!.length + 1;
    const lastEvent = firstEvent - 1 + streams.reduce((sum, stream) => sum + stream.events.length, 0);
    for (const { streamId, streamType, expected, events, rows } of streams) {
      push(arrays.streams, member, streamId, streamType, expectedNumber(expected));
      const stream = arrays.streams[0]!.length;
      for (const { eventId, type, schemaVersion, data, meta, contentHash } of events) {
        push(
          arrays.events,
          stream,
          eventId,
          type,
          schemaVersion,
          JSON.stringify(data),
          JSON.stringify(meta),
          contentHash,
        );
      }
      for (const { table, row } of rows)
        push(arrays.views, stream, table, JSON.stringify(row), mark, firstEvent, lastEvent);
    }
  }
  return statement('APPEND', arrays.values);
}

export interface AppendAnswer {
  readonly outcome: readonly ('appended' | 'replayed' | 'reused' | 'stale')[];
  readonly m_position: readonly (string | number | null)[];
  readonly replayed: readonly (object | null)[];
  readonly actual: readonly number[];
  readonly stored_version: readonly (number | null)[] | null;
  readonly stored_position: readonly (string | number | null)[] | null;
  readonly stored_at: readonly (string | null)[] | null;
}

/** The outcome of each member, in the order of the group. */
export function outcomesOf(group: readonly AppendRequest[], answer: AppendAnswer): AppendOutcome[] {
  let stream = 0;
  let event = 0;
  return group.map((request, member) => {
    const firstStream = stream;
    const firstEvent = event;
    stream += request.streams.length;
    event += request.streams.reduce((sum, { events }) => sum + events.length, 0);
    const position = answer.m_position[member] === null ? null : Number(answer.m_position[member]);
    switch (answer.outcome[member]!) {
      case 'appended':
        return { kind: 'appended', position, stored: storedMarks(answer, firstEvent, event) };
      case 'replayed':
        return { kind: 'replayed', position, result: answer.replayed[member]! };
      case 'reused':
        return { kind: 'reused' };
      case 'stale':
        return { kind: 'stale', mismatches: mismatchesOf(request, answer.actual.slice(firstStream, stream)) };
    }
  });
}

const storedMarks = (answer: AppendAnswer, from: number, to: number): StoredMark[] =>
  Array.from({ length: to - from }, (_, index) => ({
    version: answer.stored_version![from + index]!,
    position: Number(answer.stored_position![from + index]),
    recordedAt: answer.stored_at![from + index]!,
  }));

const mismatchesOf = (request: AppendRequest, actual: readonly number[]) =>
  request.streams
    .map(({ streamId, expected }, index) => ({ streamId, expected, actual: actual[index]! }))
    .filter(({ expected, actual: version }) => !matches(expected, version));
