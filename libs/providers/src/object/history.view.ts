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
import { summaryOf } from '../summary.js';
import { ProviderObject } from './provider.type.js';

/** Changes a single call returns at most. */
const MOST = 200;

@ObjectType({ description: 'Something that happened to an agency.' })
export class ProviderHistoryEntry {
  @Field(() => LogPosition, { description: 'Where it stands in the log.' })
  position: number;

  @Field(() => String, { description: 'Name of the fact, e.g. `ProviderApproved`; more may be added.' })
  type: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  at: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who did it; null for the clock.' })
  actorId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy acted for.' })
  onBehalfOfId: string | null;

  @Field(() => String, {
    description: 'What happened, in a sentence to show to a person, e.g. `It was suspended: “Leaked key”.`',
  })
  summary: string;
}

@ObjectType({ description: 'What happened to an agency, oldest first.' })
export class ProviderHistory {
  @Field(() => [ProviderHistoryEntry], { description: 'The changes of this page.' })
  changes: ProviderHistoryEntry[];

  @Field(() => LogPosition, { description: 'Go on here, as `after` of the next page.' })
  cursor: number;

  @Field(() => Boolean, { description: 'True when the page was cut by `first`: there may be more.' })
  hasMore: boolean;
}

const personOrNull = (id: string | undefined): string | null =>
  id !== undefined && isUuid(id) ? toGlobalId('Person', id) : null;

const toEntry = (event: Recorded): ProviderHistoryEntry => ({
  position: event.position,
  type: event.type,
  at: event.recordedAt,
  actorId: personOrNull(event.meta.actorId),
  onBehalfOfId: personOrNull(event.meta.onBehalfOf),
  summary: summaryOf(event),
});

/** The field `history` of an agency; whoever may read the agency may read it. */
@Resolver(() => ProviderObject)
export class ProviderHistoryField {
  constructor(
    private readonly log: EventLog,
    private readonly horizon: Horizon,
  ) {}

  @ResolveField(() => ProviderHistory, {
    description:
      'What happened to it, oldest first. A change of this very moment may come a moment later: `cursor` misses nothing.',
    complexity: MOST,
  })
  @Needs('provider.read')
  async history(
    @Parent() { workspaceId, streamId }: ProviderObject,
    @Args('first', { type: () => Int, defaultValue: 50, description: `How many, 1 to ${MOST}.` }) first: number,
    @Args('after', { type: () => LogPosition, nullable: true, description: 'The `cursor` of the page before.' })
    after: EpochPosition | null,
  ): Promise<ProviderHistory> {
    if (first < 1) throw badUserInput('Ask for one change at least.');
    if (first > MOST) throw limitExceeded(`At most ${MOST} changes at once.`, MOST);
    if (after != null) await this.horizon.check(after);
    const page = await this.log.readAll({ workspaceId, streamId, after: after?.position ?? 0, limit: first });
    return { changes: page.events.map(toEntry), cursor: page.next, hasMore: page.full };
  }
}
