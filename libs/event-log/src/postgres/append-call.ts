import type { QueryConfig } from 'pg';
import { matches } from '../expectation.js';
import type {
  AppendOutcome,
  AppendRequest,
  ExpectedStream,
  PendingEvent,
  StoredMark,
  StreamAppend,
  ViewRow,
} from '../store.js';
import { binaryArray, bytea, type ElementType, int, jsonb, text, uuid } from './binary-array.js';
import { statement } from './statements.js';

const EXPECTED = { any: -1, some: -2 } as const;

const expectedNumber = (expected: ExpectedStream): number =>
  typeof expected === 'number' ? expected : EXPECTED[expected];

/** A stream, an event and a row of a view beside the number of what they belong to, from 1; see `log.append_group`. */
interface Parts {
  readonly streams: { readonly member: number; readonly part: StreamAppend }[];
  readonly events: { readonly stream: number; readonly event: PendingEvent }[];
  readonly rows: { stream: number; view: ViewRow; mark: string; first: number; last: number }[];
}

/** One call for a group of commands. No two of them may share a stream or a command id. */
export function appendCall(group: readonly AppendRequest[]): QueryConfig {
  const parts: Parts = { streams: [], events: [], rows: [] };
  group.forEach((request, index) => addParts(parts, request, index + 1));
  return statement('APPEND', [
    ...columnsOfMembers(group),
    ...columnsOfStreams(parts),
    ...columnsOfEvents(parts),
    ...columnsOfRows(parts),
  ]);
}

function addParts(parts: Parts, request: AppendRequest, member: number): void {
  for (const part of request.streams) {
    const stream = parts.streams.push({ member, part });
    const first = parts.events.length + 1;
    const last = parts.events.length + part.events.length;
    for (const event of part.events) parts.events.push({ stream, event });
    for (const view of part.rows) parts.rows.push({ stream, view, mark: request.mark, first, last });
  }
}

const columnsOfMembers = (group: readonly AppendRequest[]): Buffer[] => [
  column(uuid, group, ({ command }) => command.workspaceId),
  column(uuid, group, ({ command }) => command.commandId),
  column(bytea, group, ({ command }) => Buffer.from(command.requestHash, 'hex')),
  column(text, group, ({ command }) => command.actorId),
  column(text, group, ({ command }) => command.operation),
  column(jsonb, group, ({ result }) => JSON.stringify(result)),
];

const columnsOfStreams = ({ streams }: Parts): Buffer[] => [
  column(int, streams, ({ member }) => member),
  column(text, streams, ({ part }) => part.streamId),
  column(text, streams, ({ part }) => part.streamType),
  column(int, streams, ({ part }) => expectedNumber(part.expected)),
];

const columnsOfEvents = ({ events }: Parts): Buffer[] => [
  column(int, events, ({ stream }) => stream),
  column(uuid, events, ({ event }) => event.eventId),
  column(text, events, ({ event }) => event.type),
  column(int, events, ({ event }) => event.schemaVersion),
  column(jsonb, events, ({ event }) => JSON.stringify(event.data)),
  column(jsonb, events, ({ event }) => JSON.stringify(event.meta)),
  column(bytea, events, ({ event }) => event.contentHash),
];

const columnsOfRows = ({ rows }: Parts): Buffer[] => [
  column(int, rows, ({ stream }) => stream),
  column(text, rows, ({ view }) => view.table),
  column(text, rows, ({ view }) => JSON.stringify(view.row)),
  column(text, rows, ({ mark }) => mark),
  column(int, rows, ({ first }) => first),
  column(int, rows, ({ last }) => last),
  column(text, rows, ({ view }) => view.generation ?? ''),
];

const column = <Item, Element>(
  type: ElementType<Element>,
  items: readonly Item[],
  valueOf: (item: Item) => Element,
): Buffer => binaryArray(type, items.map(valueOf));

export interface AppendAnswer {
  readonly outcome: readonly ('appended' | 'replayed' | 'reused' | 'stale')[];
  readonly m_position: readonly (string | number | null)[];
  readonly m_replayed: readonly (object | null)[];
  readonly m_at: readonly (string | null)[] | null;
  readonly s_actual: readonly number[];
  readonly e_position: readonly (string | number)[] | null;
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
    const actual = answer.s_actual.slice(firstStream, stream);
    const position = answer.m_position[member] === null ? null : Number(answer.m_position[member]);
    switch (answer.outcome[member]!) {
      case 'appended': {
        const positions = answer.e_position?.slice(firstEvent, event) ?? [];
        return { kind: 'appended', position, stored: storedMarks(request, actual, positions, answer.m_at?.[member]) };
      }
      case 'replayed':
        return { kind: 'replayed', position, result: answer.m_replayed[member]! };
      case 'reused':
        return { kind: 'reused' };
      case 'stale':
        return { kind: 'stale', mismatches: mismatchesOf(request, actual) };
    }
  });
}

const storedMarks = (
  { streams }: AppendRequest,
  before: readonly number[],
  positions: readonly (string | number)[],
  recordedAt: string | null | undefined,
): StoredMark[] => {
  let next = 0;
  return streams.flatMap(({ events }, stream) =>
    events.map((_, index) => ({
      version: before[stream]! + index + 1,
      position: Number(positions[next++]),
      recordedAt: recordedAt!,
    })),
  );
};

const mismatchesOf = (request: AppendRequest, actual: readonly number[]) =>
  request.streams
    .map(({ streamId, expected }, index) => ({ streamId, expected, actual: actual[index]! }))
    .filter(({ expected, actual: version }) => !matches(expected, version));
