import type { RowKeeping } from './aggregate.js';
import type { VersionPins } from './catalogue.js';
import type { EventMeta, Fact, Instant, Position, Recorded } from './event.js';

/** Who asks for what: the idempotency of a command and the meta of every event it causes. */
export interface Command extends Omit<EventMeta, 'commandId'> {
  readonly workspaceId: string;
  /** Uuid; the same id with the same `requestHash` gives the first result again, with another one it is refused. */
  readonly commandId: string;
  /** The operation's name; with the actor the scope of the command id. */
  readonly operation: string;
  /** Hex sha256 of the canonical input. */
  readonly requestHash: string;
}

/** Version a stream must have: a number (0: it must not exist yet), `some` (it must exist) or `any`. */
export type ExpectedStream = number | 'some' | 'any';

/** An event on its way into the log: version, position and instant are given by the store. */
export interface PendingEvent extends Fact {
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly meta: EventMeta;
  /** sha256 of the canonical JSON of the event without version and previous hash. */
  readonly contentHash: Buffer;
}

export interface StreamAppend {
  readonly streamId: string;
  readonly streamType: string;
  readonly expected: ExpectedStream;
  /** May be empty: a guard on a stream that was read and is not written. */
  readonly events: readonly PendingEvent[];
  /** Rows of inline views as JSON objects; instants and positions not known yet are marks made by `Marks`. */
  readonly rows: readonly ViewRow[];
}

export interface ViewRow {
  readonly table: string;
  /** Whether the row replaces the stream's row (`latest`, unless told) or follows it. */
  readonly keeps?: RowKeeping;
  /** Of the code that made it (`generationOf`); of a stream type that views follow, other rows than those of the live code are refused. */
  readonly generation?: string;
  readonly row: object;
}

export interface AppendRequest {
  readonly command: Command;
  readonly streams: readonly StreamAppend[];
  /** Stored with the command and given back when it is repeated. Plain JSON. */
  readonly result: object;
  /** What the marks in the rows begin with; its ordinals count the events of the row's stream from 1. */
  readonly mark: string;
}

/** What was expected and what is there; of a stream begun in the same moment by another, `actual` may still be 0. */
export interface VersionMismatch {
  readonly streamId: string;
  readonly expected: ExpectedStream;
  readonly actual: number;
}

/** What the store needs to tell of an event it has just stored; events come in the order they were given. */
export interface StoredMark {
  readonly version: number;
  readonly position: Position;
  readonly recordedAt: Instant;
}

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly position: Position | null; readonly stored: readonly StoredMark[] }
  | CommandOutcome
  | { readonly kind: 'stale'; readonly mismatches: readonly VersionMismatch[] };

/** The command id was seen before. */
export type CommandOutcome =
  | { readonly kind: 'replayed'; readonly position: Position | null; readonly result: object }
  | { readonly kind: 'reused' };

export interface LoadQuery {
  readonly command: Pick<Command, 'workspaceId' | 'commandId' | 'requestHash'>;
  readonly streams: readonly { readonly streamId: string; readonly fingerprint: string }[];
}

export interface Snapshot {
  readonly version: number;
  readonly state: unknown;
  readonly rows: Readonly<Record<string, object>>;
}

export interface LoadedStream {
  readonly streamId: string;
  /** 0: the stream does not exist. */
  readonly version: number;
  readonly snapshot: Snapshot | null;
  /** The events after the snapshot, in order, as stored (not lifted). */
  readonly events: readonly Recorded[];
}

export interface Loaded {
  /** The workspace's time: its test clock in a sandbox, the database's clock elsewhere. */
  readonly now: Instant;
  readonly command: CommandOutcome | null;
  readonly streams: readonly LoadedStream[];
}

/** What a decision needs of a store; one pair of functions, inside or outside a transaction. */
export interface DecisionStore {
  load(query: LoadQuery): Promise<Loaded>;
  append(request: AppendRequest): Promise<AppendOutcome>;
}

/**
 * Where the log is kept. Two implementations pass one contract: Postgres, and memory (for trying rules out).
 * Errors that may pass when tried again (a lost connection, a deadlock) are thrown as `Unavailable`.
 */
export interface LogStore extends DecisionStore {
  /** Locks the rows of the streams in sorted order and runs the work in that transaction. */
  locked<T>(workspaceId: string, streamIds: readonly string[], work: (store: DecisionStore) => Promise<T>): Promise<T>;
  readStream(query: StreamQuery): Promise<Recorded[]>;
  /** Events in the order of positions, up to the safe horizon and never beyond it. */
  readAll(query: LogQuery): Promise<LogPage>;
  /** The events of one workspace at these positions, in order; none for a position of another workspace or of nothing. */
  readAt(workspaceId: string, positions: readonly Position[]): Promise<Recorded[]>;
  saveSnapshot(snapshot: Snapshot & { workspaceId: string; streamId: string; fingerprint: string }): Promise<void>;
}

export interface StreamQuery {
  readonly workspaceId: string;
  readonly streamId: string;
  readonly afterVersion?: number;
  readonly upToVersion?: number;
  readonly types?: readonly string[];
  /** At most this many; 1,000 unless told. */
  readonly limit?: number;
}

export interface LogQuery {
  readonly after: Position;
  readonly limit: number;
  readonly workspaceId?: string;
  readonly streamId?: string;
  readonly types?: readonly string[];
  /** Versions in which the log gives the events; a store knows only what was stored. */
  readonly pins?: VersionPins;
  /** The last position that is read; the safe horizon unless told, and never beyond it. */
  readonly upTo?: Position;
}

export interface LogPage {
  readonly events: readonly Recorded[];
  /** Read before the events: everything up to here that matches is in this page or was before it, unless `full`. */
  readonly safe: Position;
  /** The page was cut by its limit, or by `upTo` before the horizon: there may be more. */
  readonly full: boolean;
  /** Go on after here: everything that matches up to here is in this page or was before it. */
  readonly next: Position;
}
