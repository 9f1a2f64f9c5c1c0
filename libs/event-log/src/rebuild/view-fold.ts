import type { InlineView } from '../aggregate.js';
import type { EventCatalogue } from '../catalogue.js';
import { UnknownFacts } from '../decide.js';
import type { LogModel } from '../event-log.js';
import type { Fact, Position, Recorded } from '../event.js';

export type View = InlineView<object, Fact>;

/** A row with the columns the log adds. */
export interface Row {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly position: Position;
}

/** How far a stream was folded, and to what. */
export interface Known {
  readonly state: unknown;
  readonly version: number;
}

/** What goes from event to event, and how a row is made of it. */
export interface Folding {
  readonly keeps: View['keeps'];
  readonly initial: unknown;
  step(state: unknown, event: Recorded): unknown;
  rowOf(state: unknown, last: Recorded): object;
}

/** From row to row. */
export const byRows = (view: View): Folding => ({
  keeps: view.keeps,
  initial: null,
  step: (row, event) => view.evolve(row as object | null, event),
  rowOf: (row) => row as object,
});

/**
 * By the aggregate's state where the view makes its rows of it, as decisions do: a row is made when it is complete, not for every event.
 */
export function byState(view: View, { aggregates }: Pick<LogModel, 'aggregates'>): Folding {
  const aggregate = aggregates.find(({ type }) => type === view.streamType);
  if (!aggregate || !view.fromState) return byRows(view);
  return {
    keeps: view.keeps,
    initial: aggregate.initial,
    step: (state, event) => aggregate.evolve(state, event),
    rowOf: (state, last) => view.fromState!(state, last),
  };
}

export const streamKey = (workspaceId: string, streamId: string): string => `${workspaceId}/${streamId}`;

/**
 * Rows of a view: one for each stream, or one for each append where it keeps every. Events come stream by stream and each stream's in order;
 * the batches fed may cut a stream anywhere between two appends, if `known` holds where it was left.
 */
export class ViewFold {
  private last: Recorded | null = null;
  private state: unknown;
  private readonly isOneRow: (one: Recorded, next: Recorded) => boolean;

  constructor(
    private readonly folding: Folding,
    private readonly catalogue: EventCatalogue,
    private readonly known: ReadonlyMap<string, Known> = new Map(),
    /** Told of every stream that came to its end. */
    private readonly onStream: (last: Recorded, state: unknown) => void = () => undefined,
  ) {
    this.isOneRow = folding.keeps === 'every' ? isOneAppend : isOneStream;
  }

  /** The row that is complete now that this event has come, if one is. @throws UnknownFacts */
  next(stored: Recorded): Row | null {
    const event = this.lifted(stored);
    const { last } = this;
    const done = last !== null && !this.isOneRow(last, event) ? this.completed(last) : null;
    if (last === null || !isOneStream(last, event)) {
      this.endStream();
      const known = this.known.get(streamKey(event.workspaceId, event.streamId));
      this.state = known ? known.state : this.folding.initial;
    }
    this.state = this.folding.step(this.state, event);
    this.last = event;
    return done;
  }

  /** The last row. */
  end(): Row | null {
    const done = this.last === null ? null : this.completed(this.last);
    this.endStream();
    this.last = null;
    return done;
  }

  private endStream(): void {
    if (this.last !== null) this.onStream(this.last, this.state);
  }

  private completed(last: Recorded): Row {
    return {
      ...this.folding.rowOf(this.state, last),
      workspace_id: last.workspaceId,
      stream_id: last.streamId,
      version: last.version,
      position: last.position,
    };
  }

  private lifted(stored: Recorded): Recorded {
    const event = this.catalogue.lift(stored);
    if (event === null) throw new UnknownFacts(`${stored.type} version ${stored.schemaVersion} is of a newer program.`);
    return event;
  }
}

/** All rows of a batch. */
export const foldAll = (fold: ViewFold, events: readonly Recorded[]): Row[] => {
  const rows = events.flatMap((event) => fold.next(event) ?? []);
  const last = fold.end();
  return last === null ? rows : [...rows, last];
};

const isOneStream = (one: Recorded, other: Recorded): boolean =>
  one.streamId === other.streamId && one.workspaceId === other.workspaceId;

/**
 * A command is one append, and its events of one stream follow each other. Its id alone does not say so forever: once the log has forgotten
 * a command, its id may come again, but at another instant.
 */
const isOneAppend = (one: Recorded, next: Recorded): boolean =>
  isOneStream(one, next) && one.meta.commandId === next.meta.commandId && one.recordedAt === next.recordedAt;
