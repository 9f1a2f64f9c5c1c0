import type { ClientBase } from 'pg';
import type { EventLog } from '../event-log.js';
import type { Instant, Recorded } from '../event.js';
import type { Command } from '../store.js';

/** Names a consumer; a new version begins at the start of the log, beside the old one. */
export interface ConsumerKey {
  readonly name: string;
  /** 1 unless told. */
  readonly version?: number;
}

/** The transaction's own connection; its statements are committed together with the consumer's position. */
export type Transaction = Pick<ClientBase, 'query'>;

interface Reader extends ConsumerKey {
  /** What it is for, in one sentence: shown to whoever looks after the service. */
  readonly about?: string;
  /** Event types that are read; no others reach the consumer. */
  readonly types: readonly string[];
}

/** An asynchronous read model: exactly-once effect, because rows and position are committed together. */
export interface ProjectionConsumer extends Reader {
  readonly kind: 'projection';
  /**
   * The tables it writes, schema-qualified, and `import.meta.url` of its file: with both of them told its rows are rebuilt beside the live ones
   * when its code changes. While they are, its statements are led to the other tables by these very names, so they name each table as it is
   * named here, and keep no rows but in the tables.
   */
  readonly tables?: readonly string[];
  readonly source?: string;
  /**
   * Writes what the events mean, through `transaction` and nothing else; events come in the order of positions. Throwing parks
   * the stream of the event that is to blame: the events are then applied one by one.
   */
  apply(events: readonly Recorded[], transaction: Transaction): Promise<void>;
}

/** Reacts to facts by commands and by timers. It may be called again for the same event: commands made by `tools` are then repeated. */
export interface ProcessConsumer extends Reader {
  readonly kind: 'process';
  /** Who the commands are by; `process:<name>` in the role `process` unless told. */
  readonly actor?: Pick<Command, 'actorId' | 'actorRole'>;
  /** Throwing parks the event's stream: refusals that are part of normal life are caught here. */
  react(event: Recorded, tools: ProcessTools): Promise<void>;
  /** A timer of this process is due. Throwing tries it again twice, then parks the timer. */
  fire?(timer: DueTimer, tools: ProcessTools): Promise<void>;
}

export type ConsumerDefinition = ProjectionConsumer | ProcessConsumer;

export interface DueTimer {
  readonly workspaceId: string;
  readonly key: string;
  readonly dueAt: Instant;
  readonly payload: object;
  readonly correlationId: string;
  /** Uuid of the event that led to it, or of an earlier firing that made commands. */
  readonly causationId: string;
}

export interface ProcessTools {
  readonly log: EventLog;
  /**
   * A command in the workspace at hand whose id follows from process, cause, operation and key alone: however often the reaction
   * runs, it is carried out once. Two commands of one reaction need different operations or keys.
   */
  command(operation: string, key?: string): Command;
  /** Sets (or moves) a timer of this workspace; stored together with the checkpoint. The payload is plain JSON. */
  schedule(key: string, dueAt: Instant, payload?: object): void;
  cancel(key: string): void;
}

export const versionOf = ({ version = 1 }: ConsumerKey): number => version;
