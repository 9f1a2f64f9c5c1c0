import type { Aggregate, EventDefinition, Fact, KeyedFold, Position, Recorded } from '#libs/event-log';
import { localDate } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';

/** What became of one stream: its last fact, what it led to, and everything before. */
export interface Course<State = unknown, Event extends Fact = Fact> {
  readonly event: Recorded<Event>;
  readonly state: State;
  readonly before: Course<State, Event> | null;
}

/** Any aggregate, whatever its state and its facts. */
interface AnyAggregate extends Pick<Aggregate<unknown, Fact>, 'type' | 'initial'> {
  evolve(state: never, event: never): unknown;
}

/** The streams of some aggregates, by stream id. */
export type Courses = ReadonlyMap<string, Course>;

/**
 * Follows every stream of some aggregates with their own reducers and keeps each of their states: what stood at any time can be looked
 * up afterwards. Holds all facts of these streams at once.
 * @param events the facts of the contexts they belong to; others of the same contexts are not read
 */
export function coursesOf(
  aggregates: readonly AnyAggregate[],
  events: readonly EventDefinition[],
): KeyedFold<string, Course> {
  const byType = new Map(aggregates.map((aggregate) => [aggregate.type, aggregate as Aggregate<unknown, Fact>]));
  const types = events.filter(({ streamType }) => byType.has(streamType)).map(({ type }) => type);
  const aggregateOf = ({ streamId }: Recorded): Aggregate<unknown, Fact> | undefined =>
    byType.get(streamTypeOf(streamId));
  return {
    kind: 'keyed',
    types: [...new Set(types)],
    key: (event) => (aggregateOf(event) ? event.streamId : null),
    step: (before, event) => {
      const aggregate = aggregateOf(event)!;
      const state = before ? before.state : aggregate.initial;
      return { event, state: aggregate.evolve(state, event), before };
    },
  };
}

/** A uuid closes the id of a stream, or begins its last part: `request-6f0e…`, `allotment-6f0e….2026-01`. */
const ID = /-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The type of a stream: what stands before the uuid in its id. */
export const streamTypeOf = (streamId: string): string =>
  streamId.slice(0, ID.exec(streamId)?.index ?? streamId.length);

/** The courses of one aggregate, by what stands in their stream id after its type. */
export function ofAggregate<State, Event extends Fact>(
  courses: Courses,
  { type }: Aggregate<State, Event>,
): Map<string, Course<State, Event>> {
  const found = [...courses].filter(([streamId]) => streamTypeOf(streamId) === type);
  return new Map(found.map(([id, course]) => [id.slice(type.length + 1), course as Course<State, Event>]));
}

/** The facts of a stream in their order. */
export function factsOf<State, Event extends Fact>(course: Course<State, Event> | null): Recorded<Event>[] {
  const facts: Recorded<Event>[] = [];
  for (let one = course; one !== null; one = one.before) facts.push(one.event);
  return facts.toReversed();
}

/** What had become of a stream by a position; null where it had not begun. */
export const atPosition = <S, E extends Fact>(course: Course<S, E>, position: Position): Course<S, E> | null =>
  lastWhere(course, ({ event }) => event.position <= position);

/** What had become of a stream by the end of a local day. */
export const atEndOf = <S, E extends Fact>(course: Course<S, E>, day: LocalDate, zone: string): Course<S, E> | null =>
  lastWhere(course, ({ event }) => localDate(event.recordedAt, zone) <= day);

function lastWhere<S, E extends Fact>(
  course: Course<S, E>,
  is: (course: Course<S, E>) => boolean,
): Course<S, E> | null {
  let one: Course<S, E> | null = course;
  while (one !== null && !is(one)) one = one.before;
  return one;
}
