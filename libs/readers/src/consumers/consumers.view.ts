import { DEFAULT_PAGE, type EpochPosition, LogPosition, MAX_PAGE, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import type { OnModuleInit } from '@nestjs/common';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { forwardPage, pagingOf } from '../events/event-connection.js';
import { LogEventConnection } from '../events/log-event.type.js';
import { ConsumerTeller } from './consumer-teller.js';
import { NAMED_CONSUMER, NAMED_CONSUMER_ID, NamedConsumerType } from './named-consumer.type.js';
import { CONSUMER_STREAM, LIMITS, NamedConsumers } from './named-consumers.js';
import { ConsumerStore } from './store.js';

const NAME = { description: 'Name of the consumer, e.g. `nightly-hours`.' };

/** Who reads the log by pages, how far they are, and what comes next for them. */
@Resolver(() => NamedConsumerType)
export class ConsumersView implements OnModuleInit {
  constructor(
    private readonly consumers: NamedConsumers,
    private readonly store: ConsumerStore,
    private readonly teller: ConsumerTeller,
    private readonly nodes: NodeResolvers,
  ) {}

  onModuleInit(): void {
    this.nodes.register({
      type: NAMED_CONSUMER,
      right: 'log.consume',
      streamType: CONSUMER_STREAM,
      format: NAMED_CONSUMER_ID,
      load: async (names, { viewer: { workspaceId } }) => {
        const found = await this.store.named(workspaceId, names);
        return found.map((consumer) => consumer && this.teller.tell(workspaceId, consumer));
      },
    });
  }

  @Query(() => [NamedConsumerType], {
    name: 'consumers',
    description: `The jobs of your workspace that read the log by pages, by name; at most ${LIMITS.consumers}.`,
  })
  @Needs('log.consume')
  async list(@Reader() { viewer: { workspaceId } }: Reader): Promise<NamedConsumerType[]> {
    const all = await this.store.all(workspaceId);
    return all.map((consumer) => this.teller.tell(workspaceId, consumer));
  }

  @Query(() => NamedConsumerType, {
    name: 'consumer',
    nullable: true,
    description: 'One of them; null when there is none of this name.',
  })
  @Needs('log.consume')
  async one(@Args('name', NAME) name: string, @Reader() { viewer: { workspaceId } }: Reader) {
    const found = await this.consumers.one({ workspaceId, name });
    return found && this.teller.tell(workspaceId, found);
  }

  @Query(() => LogEventConnection, {
    description:
      'What comes after a consumer’s checkpoint, in the versions it is pinned to; the same until `acknowledge` says that it is done: give the ' +
      'page’s `cursor` to it. NOT_FOUND for a consumer that is not there, CONSUMER_AHEAD_OF_LOG after the log was restored to before its ' +
      'checkpoint.',
  })
  @Needs('log.read')
  async consumerEvents(
    @Args('name', NAME) name: string,
    @Args('first', { type: () => Int, defaultValue: DEFAULT_PAGE, description: `How many at most, up to ${MAX_PAGE}.` })
    first: number,
    @Args('after', {
      type: () => LogPosition,
      nullable: true,
      description:
        'After this position instead of its checkpoint: the `cursor` of the page before, to read on before it is acknowledged.',
    })
    after: EpochPosition | null,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Promise<LogEventConnection> {
    const { size } = pagingOf({ first });
    const { page, begin } = await this.consumers.read({ workspaceId, name }, after ?? null, size + 1);
    return forwardPage(page, size, begin);
  }

  @ResolveField(() => Int, {
    complexity: 10,
    description: `Events it has still to read, counted to ${LIMITS.lag}; 0 for one that is ahead of the log.`,
  })
  async lag(@Parent() { count }: NamedConsumerType): Promise<number> {
    return (await count()).events;
  }

  @ResolveField(() => Int, {
    nullable: true,
    complexity: 10,
    description:
      'Seconds since the oldest of them was stored, by the real clock in sandboxes as well; 0 without one, null where nobody knows.',
  })
  async lagSeconds(@Parent() { count }: NamedConsumerType): Promise<number | null> {
    return (await count()).seconds;
  }
}
