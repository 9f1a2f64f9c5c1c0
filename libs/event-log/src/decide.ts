import type { Aggregate, InlineView } from './aggregate.js';
import type { EventCatalogue } from './catalogue.js';
import type { EventMeta, Fact, Instant, Position, Recorded, StreamRef } from './event.js';
import { streamId } from './event.js';
import { contentHash, eventIdOf } from './hashing.js';
import { Marks } from './marks.js';
import type { AppendRequest, Command, LoadedStream, PendingEvent, Snapshot, StoredMark, ViewRow } from './store.js';

/** A stream a decision reads, and what the caller expects of it. */
export interface DecisionStream<State, Event extends Fact> {
  readonly aggregate: Aggregate<State, Event>;
  readonly id: string;
  /** The version the caller saw, or `latest`: the last word wins. `new`: the stream begins with this decision. */
  readonly expect: ExpectedVersion;
  /**
   * False: only read. Its version guards nothing, so the decision stands as if it had been taken when the stream was read, and others
   * may add to it meanwhile. For what a fact names by its version, such as definitions; never for an invariant.
   */
  readonly guards?: false;
}

export type ExpectedVersion = { readonly version: number } | 'latest' | 'new';

/** What a rule is told beside the states: never asked for, always passed in. */
export interface DecisionContext {
  /** The workspace's time. */
  readonly now: Instant;
  /** Version of each stream by its key, 0 for one that is not there: for rules that judge many streams one by one. */
  readonly versions: Readonly<Record<string, number>>;
  /**
   * Keeps something with the command, to be told again when it is repeated: what became of each of many things at once. Plain JSON;
   * as nothing is kept of a command that stores no event, neither is this.
   */
  readonly remember: (what: object) => void;
  /** Names the version of the policy the decision goes by, for `meta.policyVersion` of its events; the command's own unless told. */
  readonly goBy: (policyVersion: number) => void;
}

/** How a stream's type is folded: its aggregate and the inline views that follow it. */
export interface Folding {
  readonly aggregate: Aggregate<unknown, Fact>;
  readonly views: readonly InlineView<object, Fact>[];
  readonly fingerprint: string;
  /** Of the code of each view, by its table. */
  readonly generations: Readonly<Record<string, string>>;
}

/** A stream brought to its present: state of the aggregate and rows of its inline views. */
export interface Folded extends Snapshot {
  readonly streamId: string;
  /** Events folded since the last snapshot: what a new one would save. */
  readonly sinceSnapshot: number;
}

/** The stream holds facts of a newer program: a decision without them would be unsound, another process must take it. */
export class UnknownFacts extends Error {}

export function fold(folding: Folding, loaded: LoadedStream, catalogue: EventCatalogue): Folded {
  const start: Snapshot = loaded.snapshot ?? { version: 0, state: folding.aggregate.initial, rows: {} };
  const events = loaded.events.map((event) => {
    const lifted = catalogue.lift(event);
    if (lifted === null) throw new UnknownFacts(`${event.type} version ${event.schemaVersion} is of a newer program.`);
    return lifted;
  });
  return { ...continueFold(folding, start, events), streamId: loaded.streamId, sinceSnapshot: events.length };
}

/** Folds further events onto a snapshot; pure. */
export function continueFold(folding: Folding, from: Snapshot, events: readonly Recorded[]): Snapshot {
  let { version, state } = from;
  const rows: Record<string, object> = { ...from.rows };
  for (const event of events) {
    state = folding.aggregate.evolve(state, event);
    for (const view of folding.views)
      if (!view.fromState) rows[view.table] = view.evolve(rows[view.table] ?? null, event);
    version = event.version;
  }
  const last = events.at(-1);
  if (last) for (const view of folding.views) if (view.fromState) rows[view.table] = view.fromState(state, last);
  return { version, state, rows };
}

export interface DecidedStream {
  /** What the rule calls it. */
  readonly key: string;
  readonly ref: StreamRef;
  readonly folding: Folding;
  readonly folded: Folded;
  readonly facts: readonly Fact[];
}

export interface DecidedStreams {
  readonly streams: readonly DecidedStream[];
  /** What the rule asked to keep with the command. */
  readonly remembered: object | null;
  /** The policy it went by, where the rule named one. */
  readonly policyVersion: number | null;
}

export interface Prepared {
  readonly request: AppendRequest;
  /** The new events of each stream as they will be stored, but for position and instant. */
  readonly events: readonly (readonly Recorded[])[];
}

/** Turns decided facts into one append: ids, hashes, expected versions and rows of inline views. Pure but for the random mark. */
export function prepareAppend(
  command: Command,
  { streams: decided, remembered, policyVersion }: DecidedStreams,
  catalogue: EventCatalogue,
): Prepared {
  const meta = metaOf(policyVersion === null ? command : { ...command, policyVersion });
  const marks = new Marks();
  let ordinal = 0;
  const events: Recorded[][] = [];
  const streams = decided.map(({ ref, folding, folded, facts }) => {
    const recorded = facts.map((fact, index): Recorded => {
      ordinal += 1;
      return {
        ...(JSON.parse(JSON.stringify({ type: fact.type, data: fact.data })) as Fact),
        eventId: eventIdOf(command.workspaceId, command.commandId, ordinal),
        workspaceId: command.workspaceId,
        streamId: streamId(ref),
        version: folded.version + index + 1,
        position: marks.position(index + 1),
        recordedAt: marks.instant(index + 1),
        schemaVersion: catalogue.versionOf(fact, ref.type),
        meta,
      };
    });
    events.push(recorded);
    return {
      streamId: streamId(ref),
      streamType: ref.type,
      expected: folded.version,
      events: recorded.map(pending),
      rows: rowsAfter(folding, folded, recorded),
    };
  });
  const versions = Object.fromEntries(
    streams.map(({ streamId: id, expected, events: { length } }) => [id, expected + length]),
  );
  const result: CommandResult = remembered === null ? { versions } : { versions, remembered };
  return { request: { command, streams, result, mark: marks.mark }, events };
}

/** What is stored with a command, to answer its repetition. */
export interface CommandResult {
  /** By stream id. */
  readonly versions: Readonly<Record<string, number>>;
  readonly remembered?: object;
}

/** Fills in what the store has given: position and instant of each event, in the order they were sent. */
export function recordedEvents({ events }: Prepared, stored: readonly StoredMark[]): Recorded[][] {
  let next = 0;
  return events.map((ofStream) =>
    ofStream.map((event) => {
      const { position, recordedAt } = stored[next++]!;
      return { ...event, position, recordedAt };
    }),
  );
}

function rowsAfter(folding: Folding, folded: Folded, events: readonly Recorded[]): ViewRow[] {
  const last = events.at(-1);
  if (last === undefined) return [];
  const { version, rows } = continueFold(folding, folded, events);
  return folding.views.map(({ table, keeps = 'latest' }) => ({
    table,
    keeps,
    generation: folding.generations[table] ?? '',
    row: { ...rows[table], workspace_id: last.workspaceId, stream_id: last.streamId, version, position: last.position },
  }));
}

const pending = (event: Recorded): PendingEvent => ({ ...event, contentHash: contentHash(event) });

function metaOf(command: Command): EventMeta {
  const { workspaceId: _workspace, operation: _operation, requestHash: _hash, ...meta } = command;
  return JSON.parse(JSON.stringify(meta)) as EventMeta;
}

/** The highest position of the new events, or null when nothing was decided. */
export interface Decided<Keys extends string = string> {
  readonly position: Position | null;
  /** True when this command id had been carried out before: nothing new was stored. */
  readonly replayed: boolean;
  /** Version of each stream after the decision. */
  readonly versions: Readonly<Record<Keys, number>>;
  /** What the rule remembered; of a repeated command what it remembered the first time. */
  readonly remembered: object | null;
  /**
   * The row of an inline view as this decision left it, so that an answer need not read what was just written; null when this
   * call stored nothing (repeated, or nothing decided).
   */
  readonly rowOf: (key: Keys, table: string) => object | null;
}
