import type { InlineView } from './aggregate.js';
import type { Fact, Position, Recorded } from './event.js';

/**
 * A row for each stream of a type, of which every version is kept, beside the append and not in it: a consumer folds it. What an inline view
 * is for the present, this is for the past, and for rows that are only asked for now and then.
 */
export interface HistoryFold<Row extends object, Event extends Fact> {
  /** Names it among all of them, e.g. `metrics.request`; of an inline view whose past is kept its table, e.g. `requests.request_row`. */
  readonly name: string;
  /** The stream type it follows. */
  readonly streamType: string;
  /** `import.meta.url` of the file with the reducer: with its code the rows are computed anew, beside the old ones. */
  readonly source: string;
  /** The facts that matter to it; all of the stream type unless told. */
  readonly types?: readonly Event['type'][];
  /**
   * A field of the row that lists show of a few and look at of none, e.g. `document`: kept beside the row, so that finding thousands of rows
   * does not unpack it.
   */
  readonly detail?: keyof Row & string;
  /** Plain JSON in, plain JSON out; total over its types, never asks for time or chance. */
  evolve(row: Row | null, event: Recorded<Event>): Row;
}

/** A row as it stood. */
export interface HistoricRow<Row extends object> {
  readonly streamId: string;
  /** Version and position of the last event that made it. */
  readonly version: number;
  readonly position: Position;
  readonly row: Row;
}

/**
 * The past of an inline view: the rows its table had, after each event. Only for a view whose `evolve` needs nothing but the row before
 * (not one made by `viewOfState`).
 */
export const historyOfView = <Row extends object, Event extends Fact>(
  view: InlineView<Row, Event>,
  detail?: keyof Row & string,
): HistoryFold<Row, Event> => ({
  name: view.table,
  streamType: view.streamType,
  source: view.source,
  ...(detail === undefined ? {} : { detail }),
  evolve: (row, event) => view.evolve(row, event),
});
