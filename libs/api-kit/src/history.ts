import { EventLog, Horizon, type LogPage, type Position, type Recorded } from '#libs/event-log';
import type { Type } from '@nestjs/common';
import { Args, Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { badUserInput, limitExceeded } from './api-errors.js';
import { Reader } from './caller.js';
import { splitGlobalId, toGlobalId } from './global-id.js';
import { Needs } from './needs.js';
import { type EpochPosition, Instant, LogPosition } from './scalars.js';
import { registerTelling, type Telling } from './telling.js';

/** Changes a single call returns at most. */
const MOST = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@ObjectType({ description: 'Something that happened to an object.' })
export class ObjectChange {
  @Field(() => LogPosition, { description: 'Where it stands in the log.' })
  position: number;

  @Field(() => String, { description: 'Name of the fact, e.g. `OverageApproved`; more may be added.' })
  type: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  at: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Global id of the person who did it; null for what the clock or another process did, and for votes, which are nobody else’s business.',
  })
  actorId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy acted for.' })
  onBehalfOfId: string | null;

  @Field(() => String, {
    description:
      'What happened, in a sentence to show to a person, e.g. `It was parked: “Later”.`; it tells no amount of money.',
  })
  summary: string;
}

@ObjectType({ description: 'What happened to an object, oldest first.' })
export class ObjectHistory {
  @Field(() => [ObjectChange], { description: 'The changes of this page.' })
  changes: ObjectChange[];

  @Field(() => LogPosition, { description: 'Go on here, as `after` of the next page.' })
  cursor: number;

  @Field(() => Boolean, { description: 'True when the page was cut by `first`: there may be more.' })
  hasMore: boolean;
}

/** An object whose history is read: a node, or one that names its stream. `asOfPosition`: of one that is shown as of the past. */
export type Remembered = ({ readonly id: string } | { readonly streamId: string }) & {
  readonly asOfPosition?: number | null;
};

const personOrNull = (id: string | undefined): string | null =>
  id !== undefined && UUID.test(id) ? toGlobalId('Person', id) : null;

const changeBy =
  ({ summaryOf, tellsOfPersons = () => true }: Telling) =>
  (event: Recorded): ObjectChange => {
    const named = tellsOfPersons(event.type);
    return {
      position: event.position,
      type: event.type,
      at: event.recordedAt,
      actorId: named ? personOrNull(event.meta.actorId) : null,
      onBehalfOfId: named ? personOrNull(event.meta.onBehalfOf) : null,
      summary: summaryOf(event),
    };
  };

function streamIdOf(object: Remembered, { streamType }: Telling): string {
  if ('streamId' in object) return object.streamId;
  return `${streamType}-${splitGlobalId(object.id)?.id}`;
}

/** A page of a story as it went up to a position; the whole page where none is given. */
export function pageAsOf(position: Position | null, { events, next, full }: LogPage, from: Position) {
  const last = position ?? next;
  return {
    events: events.filter((event) => event.position <= last),
    cursor: Math.max(from, Math.min(next, last)),
    hasMore: full && (position === null || next < position),
  };
}

/** The resolver of the field `history` of an object type; whoever has the right to read the object may read it. */
export function historyOf(object: () => Type<Remembered>, right: string, telling: Telling): Type<object> {
  const toChange = changeBy(telling);
  registerTelling(telling);

  @Resolver(object)
  class History {
    constructor(
      readonly log: EventLog,
      readonly horizon: Horizon,
    ) {}

    @ResolveField(() => ObjectHistory, {
      description:
        'What happened to it, oldest first; by then, where it is shown as of the past. A change of this very moment may come a moment ' +
        'later: `cursor` misses nothing.',
      complexity: MOST,
    })
    @Needs(right)
    async history(
      @Parent() object: Remembered,
      @Args('first', { type: () => Int, defaultValue: 50, description: `How many, 1 to ${MOST}.` }) first: number,
      @Args('after', { type: () => LogPosition, nullable: true, description: 'The `cursor` of the page before.' })
      after: EpochPosition | null,
      @Reader() { viewer: { workspaceId } }: Reader,
    ): Promise<ObjectHistory> {
      if (first < 1) throw badUserInput('Ask for one change at least.');
      if (first > MOST) throw limitExceeded(`At most ${MOST} changes at once.`, MOST);
      if (after != null) await this.horizon.check(after);
      const streamId = streamIdOf(object, telling);
      const from = after?.position ?? 0;
      const page = await this.log.readAll({ workspaceId, streamId, after: from, limit: first });
      const { events, cursor, hasMore } = pageAsOf(object.asOfPosition ?? null, page, from);
      return { changes: events.map(toChange), cursor, hasMore };
    }
  }
  return History;
}
