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

/** What an inline view's table holds of a stream; see `InlineView.keeps`. */
export type RowKeeping = 'latest' | 'every';

/** `until_position` of a row that no other has followed, as text: no JS number is that exact, so read the column by comparing it in SQL. */
export const OPEN_END = '9223372036854775807';

/**
 * A read model written in the append's own transaction: one row for one stream (or one for each of its appends: `keeps`), folded from
 * that stream's events alone, so that two appends never write the same row. Row keys are the columns of the view's table; the log
 * adds `workspace_id`, `stream_id` (both in the table's key), `version` and `position`.
 */
export interface InlineView<Row extends object, Event extends Fact> {
  /** Schema-qualified table, e.g. `requests.request_row`. */
  readonly table: string;
  /** The stream type it follows. */
  readonly streamType: string;
  readonly source: string;
  /**
   * `latest` (unless told): the stream's row is replaced by every append that adds events to it; the table's key is
   * (workspace_id, stream_id).
   *
   * `every`: each such append adds a row, that of its last event, so that the past is read by the same SQL as the present. What one
   * append told of a stream is shown as a whole or not at all. The table has the view's columns and
   *
   *     workspace_id uuid, stream_id text, version int not null, position bigint, until_position bigint not null,
   *     primary key (workspace_id, stream_id, position)
   *
   * `until_position` is the position of the stream's next row, 9223372036854775807 (`OPEN_END`) of its last one; the log sets it.
   * The present is `until_position = 9223372036854775807`; as of a position P it is `position <= P and until_position > P`. Either gives
   * one row of a stream, or none where it had not begun. A past that must never change is read at a safe position (`positionAt`); between the
   * positions of one append some of its streams have their new row and others not yet. The key alone serves one stream; which index
   * serves all streams of a workspace is for the context's migration to say.
   */
  readonly keeps?: RowKeeping;
  /**
   * Tables that triggers of this one fill from its rows: built, switched and kept together with it. A trigger therefore writes tables in the
   * schema of its own table (`tg_table_schema`), which is another one while rows are built beside those that are live.
   */
  readonly derived?: readonly string[];
  evolve(row: Row | null, event: Recorded<Event>): Row;
  /**
   * Where the row says what the aggregate's own state says: the row after `event`, from the state after it. A decision then makes it once,
   * and folds no row from event to event. Agrees with `evolve`, by which rows are rebuilt.
   */
  fromState?(state: unknown, event: Recorded<Event>): Row;
}
