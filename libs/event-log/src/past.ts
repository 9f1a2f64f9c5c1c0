import type { Pool } from 'pg';
import type { Aggregate } from './aggregate.js';
import type { LogModel } from './event-log.js';
import type { Fact, Position, Recorded } from './event.js';
import { streamId } from './event.js';
import { codeFingerprint } from './fingerprint.js';
import { PositionNotReached } from './invalid-position.js';
import type { LogObserver } from './observer.js';
import { type AnyCourse, Course, type Kept, KEPT_AT_MOST, type LookRow, type PastState } from './past-course.js';
import { eventsBetween, liftedEvents, type StretchesQuery } from './past-events.js';
import { translate } from './postgres/failures.js';
import { pastStatement } from './postgres/past-statements.js';
import { eventsOfStretches } from './postgres/stretches.js';

export interface PastOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly model: Pick<LogModel, 'catalogue' | 'aggregates'>;
  /** Told when a state could not be kept (`past`): the caller has its answer nevertheless. */
  readonly observer?: LogObserver;
}

/** Streams of one type in one workspace, as they stood at a position. */
export interface PastQuery {
  readonly workspaceId: string;
  /** Ids of the aggregates, without the type. */
  readonly ids: readonly string[];
  /** A safe one: see `positionAt`. */
  readonly position: Position;
}

/** States written by one statement. */
const BATCH = 100;
/** Calls whose states are being written: beyond that, states are left to be kept by the next who needs them. */
const WRITERS = 4;

/**
 * The past of streams: what they said at a position, from the log itself. Any number of streams is looked up by two statements (and
 * one more for every 5,000 events to be read), so a list of thousands of objects can be shown as it was.
 *
 * No event is needed twice for long: where more than 256 events of a stream had to be folded, the states at every 256th of them are kept in
 * `log.past_state`, and the next question about that time or a later one begins there. That table is a cache: a state is used only for
 * the reducer that made it (its code and the versions of its events), and only where the log's own hash of all events up to its version
 * is the one it was made of. Dropping the table changes no answer. At most 64 states of a stream stay.
 *
 * For the present read the rows of an inline view: they are in the same transaction as their events, and of this machinery nothing is
 * in the append's way. It belongs to Postgres alone; rules tried out in memory have their facts at hand.
 */
export class Past {
  private readonly writing = new Set<Promise<unknown>>();
  private readonly fingerprints = new Map<Aggregate<unknown, Fact>, string>();

  constructor(private readonly options: PastOptions) {}

  /**
   * Each stream as it stood at the position, in the order of the ids; null for one that had not begun. An id may be named more than
   * once. Holds all the states, and of the events a page at a time.
   * @throws PositionNotReached for a position beyond the horizon; Unavailable
   */
  async statesAt<State, Event extends Fact>(
    aggregate: Aggregate<State, Event>,
    query: PastQuery,
  ): Promise<(PastState<State> | null)[]> {
    const fingerprint = this.fingerprintOf(aggregate);
    const streams = await this.look(aggregate.type, query, fingerprint);
    const courses = new Map(
      [...streams].map(([id, row]) => [id, new Course(aggregate, id, row, this.options.model.catalogue)]),
    );
    const stretches = [...courses.values()].map(({ streamId: id, version, last }) => ({
      streamId: id,
      after: version,
      upTo: last,
    }));
    for await (const events of eventsOfStretches({ ...this.options, ...query }, stretches))
      for (const event of events) courses.get(event.streamId)!.add(event);
    this.keep(query.workspaceId, fingerprint, [...courses.values()]);
    return query.ids.map((id) => courses.get(streamId({ type: aggregate.type, id }))!.end());
  }

  /**
   * All events of each stream up to the position, in the order of the ids: a list for each of them, empty for a stream that had not begun.
   * Lifted; events of a newer program are left out. For what is computed from facts and not from a state. Holds all of them.
   * @param query.types only these leave the database; all unless told
   * @throws PositionNotReached for a position beyond the horizon; Unavailable
   */
  async eventsAt(streamType: string, query: PastQuery & { readonly types?: readonly string[] }): Promise<Recorded[][]> {
    const streams = await this.look(streamType, query, '');
    const stretches = [...streams].map(([id, { last }]) => ({ streamId: id, after: 0, upTo: last }));
    const found = await liftedEvents({ ...this.options, ...query }, stretches);
    return query.ids.map((id) => found.get(streamId({ type: streamType, id }))!);
  }

  /**
   * The events of each stretch, in the order of the stretches and of their versions: what happened to a stream between two of its versions.
   * One statement for every 5,000 versions asked for. Lifted; events of a newer program are left out. A version tells the same
   * forever, so no position is asked for; one that is not there yet gives nothing. Holds all of them.
   * @throws Unavailable
   */
  eventsBetween(streamType: string, query: StretchesQuery): Promise<Recorded[][]> {
    return eventsBetween(this.options, streamType, query);
  }

  /** Forgets up to `most` states made by other reducers than those of this program, unless they were kept within a day. */
  async clear(most: number): Promise<number> {
    const known = this.options.model.aggregates.map((aggregate) => this.fingerprintOf(aggregate));
    const { rowCount } = await this.options.pool.query(pastStatement('CLEAR', [known, most])).catch(translate);
    return rowCount ?? 0;
  }

  /** Waits for the states that are still being written; call it before closing the pool. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.writing);
  }

  /** By stream id, each once. */
  private async look(
    streamType: string,
    { workspaceId, ids, position }: PastQuery,
    fingerprint: string,
  ): Promise<Map<string, LookRow>> {
    const streams = [...new Set(ids)].map((id) => streamId({ type: streamType, id }));
    if (streams.length === 0) return new Map();
    const look = pastStatement('LOOK', [workspaceId, streams, fingerprint, position]);
    const { rows } = await this.options.pool.query<LookRow>(look).catch(translate);
    if (rows[0]!.safe < position) throw new PositionNotReached('horizon', position);
    return new Map(streams.map((id, index) => [id, rows[index]!]));
  }

  /** Beside the caller's way: a cache, so a failure is only reported. */
  private keep(workspaceId: string, fingerprint: string, courses: readonly AnyCourse[]): void {
    const due = courses.flatMap((course) => course.toKeep());
    if (due.length === 0 || this.writing.size >= WRITERS) return;
    const kept = this.write([workspaceId, fingerprint], due)
      .catch((error: unknown) => this.options.observer?.error?.(error, 'past'))
      .finally(() => this.writing.delete(kept));
    this.writing.add(kept);
  }

  private async write(scope: readonly [string, string], due: readonly Kept[]): Promise<void> {
    const { pool } = this.options;
    for (let from = 0; from < due.length; from += BATCH) {
      const batch = due.slice(from, from + BATCH);
      const streams = batch.map(({ streamId: id }) => id);
      const states = batch.map(({ state }) => JSON.stringify(state));
      await pool.query(pastStatement('KEEP', [...scope, streams, batch.map(({ version }) => version), states]));
    }
    const streams = [...new Set(due.map(({ streamId: id }) => id))];
    await pool.query(pastStatement('THIN', [...scope, streams, KEPT_AT_MOST]));
  }

  private fingerprintOf<State, Event extends Fact>(aggregate: Aggregate<State, Event>): string {
    const key = aggregate as unknown as Aggregate<unknown, Fact>;
    const known = this.fingerprints.get(key);
    if (known !== undefined) return known;
    const made = codeFingerprint(aggregate.source, this.options.model.catalogue.schemaOf(aggregate.type));
    this.fingerprints.set(key, made);
    return made;
  }
}
