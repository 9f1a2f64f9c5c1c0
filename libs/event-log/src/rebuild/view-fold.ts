import type { InlineView } from '../aggregate.js';
import type { EventCatalogue } from '../catalogue.js';
import { UnknownFacts } from '../decide.js';
import type { Fact, Position, Recorded } from '../event.js';

export type View = InlineView<object, Fact>;

/** A row with the columns the log adds. */
export interface Row {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly position: Position;
}

/** How far a stream was folded, and what its row was then as its view made it. */
export interface Known {
  readonly row: object;
  readonly version: number;
}

export const streamKey = (workspaceId: string, streamId: string): string => `${workspaceId}/${streamId}`;

/**
 * Rows of a view: one for each stream, or one for each append where it keeps every. Events come stream by stream and each stream's in order;
 * the batches fed may cut a stream anywhere between two appends, if `known` holds where it was left.
 */
export class ViewFold {
  private last: Recorded | null = null;
  private row: object | null = null;
  private readonly isOneRow: (one: Recorded, next: Recorded) => boolean;

  constructor(
    private readonly view: View,
    private readonly catalogue: EventCatalogue,
    private readonly known: ReadonlyMap<string, Known> = new Map(),
    /** Told of every stream that came to its end. */
    private readonly onStream: (last: Recorded, row: object) => void = () => undefined,
  ) {
    this.isOneRow = view.keeps === 'every' ? isOneAppend : isOneStream;
  }

  /** The row that is complete now that this event has come, if one is. @throws UnknownFacts */
  next(stored: Recorded): Row | null {
    const event = this.lifted(stored);
    const { last } = this;
    const done = last !== null && !this.isOneRow(last, event) ? completed(this.row!, last) : null;
    if (last === null || !isOneStream(last, event)) {
      this.endStream();
      this.row = this.known.get(streamKey(event.workspaceId, event.streamId))?.row ?? null;
    }
    this.row = this.view.evolve(this.row, event);
    this.last = event;
    return done;
  }

  /** The last row. */
  end(): Row | null {
    const done = this.last === null ? null : completed(this.row!, this.last);
    this.endStream();
    this.last = null;
    return done;
  }

  private endStream(): void {
    if (this.last !== null) this.onStream(this.last, this.row!);
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

const completed = (row: object, last: Recorded): Row => ({
  ...row,
  workspace_id: last.workspaceId,
  stream_id: last.streamId,
  version: last.version,
  position: last.position,
});
