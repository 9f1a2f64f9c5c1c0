import { NodeResolvers, Needs, Reader, ReadsFrom } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { type OnModuleInit } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedEvents } from '../feed/asked.js';
import { EventsArgs, pagingOf } from './event-connection.js';
import { EVENT_PLACES } from './event-places.projection.js';
import { EventReader, placeOf } from './event-reader.js';
import { sentenceOf } from './sentence.js';
import { LOG_EVENT, LOG_EVENT_ID, LogEventConnection, LogEventType } from './log-event.type.js';

/** The log itself, for whoever builds on it. */
@Resolver(() => LogEventType)
export class EventsView implements OnModuleInit {
  constructor(
    private readonly log: EventLog,
    private readonly events: EventReader,
    private readonly nodes: NodeResolvers,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: LOG_EVENT,
      right: 'log.read',
      format: LOG_EVENT_ID,
      load: async (ids, { viewer }) => {
        const places = ids.map(placeOf);
        const found = await this.events.at(viewer.workspaceId, places);
        return found.map((event) => event && this.events.tell(event));
      },
    });
  }

  @Query(() => LogEventConnection, {
    name: 'events',
    description:
      'Every fact of your workspace in the order it was stored, up to where nothing can come in between any more. A page costs the same at ' +
      'the end of the log as at its beginning. It is the log whole: whoever may read it reads here, too, what histories keep to themselves, ' +
      'such as who voted and amounts of money. INVALID_POSITION for a position of another epoch or ahead of the log.',
  })
  @Needs('log.read')
  async list(@Args() args: EventsArgs, @Reader() { viewer }: Reader): Promise<LogEventConnection> {
    const paging = pagingOf(args);
    const asked = checkedEvents(args, this.log.model.catalogue.newest());
    return this.events.page({ workspaceId: viewer.workspaceId, ...asked }, paging);
  }

  @Query(() => LogEventType, {
    name: 'event',
    nullable: true,
    description: 'One fact by its uuid or its global id; null when it is not there or not in your workspace.',
  })
  @Needs('log.read')
  @ReadsFrom(EVENT_PLACES)
  async one(
    @Args('id', { type: () => ID, description: 'Uuid or global id of the event.' }) id: string,
    @Reader() { viewer }: Reader,
  ): Promise<LogEventType | null> {
    const found = await this.events.find(viewer.workspaceId, id);
    return found && this.events.tell(found);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'What happened, in a sentence to show to a person, e.g. `It was approved for marketing.`; it tells no amount of money. Null for facts ' +
      'of objects without a history.',
  })
  summary(@Parent() { recorded }: LogEventType): string | null {
    return sentenceOf(this.log.model.catalogue, recorded);
  }
}
