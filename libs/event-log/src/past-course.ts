import type { Aggregate } from './aggregate.js';
import type { LogModel } from './event-log.js';
import type { Fact, Instant, Position, Recorded } from './event.js';

/** A state is kept at every so many events of a stream; where it is, no more than these are read. */
const SPACING = 256;
/** States of one stream that one call keeps: the last ones. */
const KEPT_AT_ONCE = 16;
/** States of one stream that stay in all: the ones kept last. */
export const KEPT_AT_MOST = 64;

/** A stream as it stood. */
export interface PastState<State> {
  /** How many events it had. */
  readonly version: number;
  /** Of the last of them. */
  readonly position: Position;
  /** When that was recorded. */
  readonly updatedAt: Instant;
  readonly state: State;
}

export interface LookRow {
  readonly safe: number;
  /** Events the stream has by now, later ones included. */
  readonly last: number;
  readonly version: number | null;
  readonly position: number | null;
  readonly state: unknown;
  readonly recordedAt: Instant | null;
}

export interface Kept {
  readonly streamId: string;
  readonly version: number;
  readonly state: unknown;
}

export type AnyCourse = Pick<Course<unknown, never>, 'toKeep'>;

/** One stream on its way from the newest kept state, or from its beginning, to the position. */
export class Course<State, Event extends Fact> {
  /** Of the last event that was added or is in the kept state; 0: none. */
  version: number;
  readonly last: number;
  private position: Position;
  private updatedAt: Instant;
  private state: State;
  private folded = 0;
  private readonly marks: Kept[] = [];

  constructor(
    private readonly aggregate: Aggregate<State, Event>,
    readonly streamId: string,
    { last, version, position, state, recordedAt }: LookRow,
    private readonly catalogue: LogModel['catalogue'],
  ) {
    this.last = last;
    this.version = version ?? 0;
    this.position = position ?? 0;
    this.updatedAt = recordedAt ?? '';
    this.state = version === null ? aggregate.initial : (state as State);
  }

  /** An event of a newer program changes nothing that this one knows of. */
  add(event: Recorded): void {
    const lifted = this.catalogue.lift(event);
    if (lifted !== null) this.state = this.aggregate.evolve(this.state, lifted as unknown as Recorded<Event>);
    this.version = event.version;
    this.position = event.position;
    this.updatedAt = event.recordedAt;
    this.folded += 1;
    if (this.version % SPACING !== 0) return;
    this.marks.push({ streamId: this.streamId, version: this.version, state: this.state });
    if (this.marks.length > KEPT_AT_ONCE) this.marks.shift();
  }

  end(): PastState<State> | null {
    const { version, position, updatedAt, state } = this;
    return version === 0 ? null : { version, position, updatedAt, state };
  }

  /** Nothing where little had to be folded. */
  toKeep(): readonly Kept[] {
    return this.folded > SPACING ? this.marks : [];
  }
}
