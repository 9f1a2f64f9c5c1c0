import type { Fact, Recorded } from './event.js';

/** An aggregate is data and functions: how facts change a state. Rules are functions beside it. */
export interface Aggregate<State, Event extends Fact> {
  /** The stream type, and the prefix of its stream ids. */
  readonly type: string;
  readonly initial: State;
  /** `import.meta.url` of the file with the reducer; snapshots are keyed by the fingerprint of it and of all it imports. */
  readonly source: string;
  /** Total over all event types (a `switch` without `default`); never throws, never asks for time or chance. */
  evolve(state: State, event: Recorded<Event>): State;
}

/**
 * A read model written in the append's own transaction: one row for one stream, folded from that stream's events alone, so
 * that two appends never write the same row. Row keys are the columns of the view's table; the log adds `workspace_id`,
 * `stream_id` (both the table's key), `version` and `position`.
 */
export interface InlineView<Row extends object, Event extends Fact> {
  /** Schema-qualified table, e.g. `requests.request_row`. */
  readonly table: string;
  /** The stream type it follows. */
  readonly streamType: string;
  readonly source: string;
  evolve(row: Row | null, event: Recorded<Event>): Row;
  /**
   * Where the row says what the aggregate's own state says: the row after `event`, from the state after it. A decision then makes it once,
   * and folds no row from event to event. Agrees with `evolve`, by which rows are rebuilt.
   */
  fromState?(state: unknown, event: Recorded<Event>): Row;
}
