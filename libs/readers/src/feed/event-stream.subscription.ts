import { type EpochPosition, LogPosition, Needs, Reader } from '#libs/api-kit';
import { eachOf } from '#libs/event-log';
import { Args, ArgsType, Field, ObjectType, PickType, registerEnumType, Resolver, Subscription } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { EventsArgs } from '../events/event-connection.js';
import { LogEventType, toLogEvent } from '../events/log-event.type.js';
import { EventFeed, type FeedBeginning, type FeedItem } from './event-feed.js';

const BEGINNINGS = { NOW: 'NOW', BEGINNING: 'BEGINNING' } as const;

registerEnumType(BEGINNINGS, {
  name: 'FeedBeginning',
  description: 'Where a feed begins that is told no position.',
  valuesMap: {
    NOW: { description: 'With what is stored from now on.' },
    BEGINNING: { description: 'With the first event of the log.' },
  },
});

@ObjectType({ description: 'An event of a feed; or none, where only the cursor went on.' })
export class EventStreamItem {
  @Field(() => LogEventType, {
    nullable: true,
    description:
      'The event. Null in the first item, which tells where the feed begins, and where nothing of yours was passed for a while.',
  })
  event: LogEventType | null;

  @Field(() => LogPosition, {
    description:
      'Come back with it as `after`: nothing is missed and nothing told twice. Keep the newest, also that of items without an event.',
  })
  cursor: EpochPosition;
}

/** Which events are followed, and from where. */
@ArgsType()
export class EventStreamArgs extends PickType(
  EventsArgs,
  ['after', 'types', 'subject', 'versions'] as const,
  ArgsType,
) {
  @Field(() => BEGINNINGS, {
    defaultValue: BEGINNINGS.NOW,
    description: 'Where to begin without `after`.',
  })
  @IsOptional()
  from: FeedBeginning;
}

/** The log as it grows, for those who come back as well. */
@Resolver(() => EventStreamItem)
export class EventStream {
  constructor(private readonly feed: EventFeed) {}

  @Subscription(() => EventStreamItem, {
    resolve: ({ event, cursor }: FeedItem): EventStreamItem => ({
      event: event && toLogEvent(event, cursor.epoch),
      cursor,
    }),
    description:
      'Every event of your workspace that you ask for, once and in the order of the log, however many write. The same as lines of ' +
      'CloudEvents: `GET /events?follow=true`. INVALID_POSITION for a position of another epoch or ahead of the log, also in its middle when ' +
      'the log is restored; BAD_USER_INPUT for a type or a version there is not.',
  })
  @Needs('log.read')
  async eventStream(
    @Args() { after, from, ...asked }: EventStreamArgs,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Promise<AsyncIterableIterator<FeedItem>> {
    const wish = await this.feed.wish({ ...asked, workspaceId }, { after: after ?? null, from });
    return eachOf(this.feed.follow(wish), (batch) => batch);
  }
}
