import type { Aggregate, InlineView, RowKeeping } from './aggregate.js';
import type { Fact, Recorded } from './event.js';

export interface StateView<Row extends object, State, Event extends Fact> {
  /** Schema-qualified table. */
  readonly table: string;
  readonly aggregate: Aggregate<State, Event>;
  /** `import.meta.url` of the file with `rowOf`. */
  readonly source: string;
  readonly keeps?: RowKeeping;
  readonly derived?: readonly string[];
  /** The row after `event`, from the state after it. */
  rowOf(state: State, event: Recorded<Event>): Row;
}

/**
 * An inline view whose rows say what the aggregate's state says, without holding all of it: where a row is folded from event to event
 * (a rebuild), the state goes along beside the row.
 */
export function viewOfState<Row extends object, State, Event extends Fact>(
  view: StateView<Row, State, Event>,
): InlineView<Row, Event> {
  const { table, aggregate, source, keeps = 'latest', derived = [] } = view;
  const states = new WeakMap<Row, State>();
  return {
    table,
    streamType: aggregate.type,
    source,
    keeps,
    derived,
    evolve(before, event) {
      const known = before === null ? aggregate.initial : states.get(before);
      if (known === undefined) throw new Error(`A row of ${table} is folded from the stream's first event on.`);
      const state = aggregate.evolve(known, event);
      const row = view.rowOf(state, event);
      states.set(row, state);
      return row;
    },
    fromState: (state, event) => view.rowOf(state as State, event),
  };
}
