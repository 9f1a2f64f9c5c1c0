import type { Type } from '@nestjs/common';
import {
  badUserInput,
  type EpochPosition,
  Instant,
  limitExceeded,
  LogPosition,
  Needs,
  toGlobalId,
} from '#libs/api-kit';
import { EventLog, Horizon, type Recorded } from '#libs/event-log';
import { Args, Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { validate as isUuid } from 'uuid';
import { summaryOf } from './summary.js';

/** Changes a single call returns at most. */
const MOST = 200;

@ObjectType('HoursChange', { description: 'Something that happened to an agreement, a month or a time entry.' })
export class HoursChangeType {
  @Field(() => LogPosition, { description: 'Where it stands in the log.' })
  position: number;

  @Field(() => String, { description: 'Name of the fact, e.g. `OverageApproved`; more may be added.' })
  type: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  at: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of the person who did it; null for what the clock or another process did.',
  })
  actorId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy acted for.' })
  onBehalfOfId: string | null;

  @Field(() => String, {
    description:
      'What happened, in a sentence to show to a person, e.g. `The CMO approved O1.`; it tells no amount of money.',
  })
  summary: string;
}

@ObjectType('HoursHistory', { description: 'What happened to an agreement, a month or a time entry, oldest first.' })
export class HoursHistoryType {
  @Field(() => [HoursChangeType], { description: 'The changes of this page.' })
  changes: HoursChangeType[];

  @Field(() => LogPosition, { description: 'Go on here, as `after` of the next page.' })
  cursor: number;

  @Field(() => Boolean, { description: 'True when the page was cut by `first`: there may be more.' })
  hasMore: boolean;
}

/** An object whose history is read; neither property is a field. */
interface Remembered {
  readonly workspaceId: string;
  readonly streamId: string;
}

const personOrNull = (id: string | undefined): string | null =>
  id !== undefined && isUuid(id) ? toGlobalId('Person', id) : null;

const toChange = (event: Recorded): HoursChangeType => ({
  position: event.position,
  type: event.type,
  at: event.recordedAt,
  actorId: personOrNull(event.meta.actorId),
  onBehalfOfId: personOrNull(event.meta.onBehalfOf),
  summary: summaryOf(event),
});

/** The resolver of the field `history` of an object type; whoever may read the object may read it. */
export function historyOf(object: () => Type<Remembered>, right: string): Type<object> {
  @Resolver(object)
  class History {
    constructor(
      readonly log: EventLog,
      readonly horizon: Horizon,
    ) {}

    @ResolveField(() => HoursHistoryType, {
      description:
        'What happened to it, oldest first. A change of this very moment may come a moment later: `cursor` misses nothing.',
      complexity: MOST,
    })
    @Needs(right)
    async history(
      @Parent() { workspaceId, streamId }: Remembered,
      @Args('first', { type: () => Int, defaultValue: 50, description: `How many, 1 to ${MOST}.` }) first: number,
      @Args('after', { type: () => LogPosition, nullable: true, description: 'The `cursor` of the page before.' })
      after: EpochPosition | null,
    ): Promise<HoursHistoryType> {
      if (first < 1) throw badUserInput('Ask for one change at least.');
      if (first > MOST) throw limitExceeded(`At most ${MOST} changes at once.`, MOST);
      if (after != null) await this.horizon.check(after);
      const page = await this.log.readAll({ workspaceId, streamId, after: after?.position ?? 0, limit: first });
      return { changes: page.events.map(toChange), cursor: page.next, hasMore: page.full };
    }
  }
  return History;
}
