import type { Fact, HistoryFold, Recorded } from '#libs/event-log';

/** A fact as it was stored, by its name. */
export type On<Event extends Fact, T extends Event['type']> = Recorded<Extract<Event, { readonly type: T }>>;

/** What each fact that matters changes; one entry a fact. */
export type Changes<Row, Event extends Fact, T extends Event['type']> = {
  readonly [K in T]: (row: Row, event: On<Event, K>) => Partial<Row>;
};

interface Dossier<Row extends object, Event extends Fact, T extends Event['type']> {
  readonly name: string;
  readonly streamType: string;
  readonly source: string;
  /** The row before anything of it is known. */
  readonly empty: Row;
  readonly changes: Changes<Row, Event, T>;
}

/** A fold that follows exactly the facts it has a change for. */
export const dossierFold = <Row extends object, Event extends Fact, T extends Event['type']>({
  name,
  streamType,
  source,
  empty,
  changes,
}: Dossier<Row, Event, T>): HistoryFold<Row, Event> => ({
  name,
  streamType,
  source,
  types: Object.keys(changes),
  evolve(row, event) {
    const before = row ?? empty;
    const change = changes[event.type as T] as ((row: Row, event: Recorded<Event>) => Partial<Row>) | undefined;
    return change ? { ...before, ...change(before, event) } : before;
  },
});
