import { badUserInput, type EpochPosition, limitExceeded, LogPosition, Needs, pageAsOf } from '#libs/api-kit';
import { Args, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { EventLog, Horizon } from '#libs/event-log';
import { request } from './domain/index.js';
import { RequestChangeType, toChange } from './request-changes.js';
import { RequestObject } from './types/request.type.js';

/** Changes a single call returns at most. */
const MOST = 200;

@ObjectType('RequestHistory', { description: 'What happened to a request, oldest first.' })
export class RequestHistoryType {
  @Field(() => [RequestChangeType], { description: 'The changes of this page.' })
  changes: RequestChangeType[];

  @Field(() => LogPosition, {
    description: 'Go on here: as `after` of the next page, or of `requestChanged` to be told what follows.',
  })
  cursor: number;

  @Field(() => Boolean, { description: 'True when the page was cut by `first`: there may be more.' })
  hasMore: boolean;
}

/** The story of a request, straight from the log. */
@Resolver(() => RequestObject)
export class RequestHistory {
  constructor(
    private readonly log: EventLog,
    private readonly horizon: Horizon,
  ) {}

  @ResolveField(() => RequestHistoryType, {
    description:
      'What happened to it, oldest first; of a request of the past, what had happened by then. A change of this very moment may come a ' +
      'moment later: `cursor` misses nothing.',
    complexity: MOST,
  })
  @Needs('request.read')
  async history(
    @Parent() parent: RequestObject,
    @Args('first', { type: () => Int, defaultValue: 50, description: `How many, 1 to ${MOST}.` }) first: number,
    @Args('after', { type: () => LogPosition, nullable: true, description: 'The `cursor` of the page before.' })
    after: EpochPosition | null,
  ): Promise<RequestHistoryType> {
    if (first < 1) throw badUserInput('Ask for one change at least.');
    if (first > MOST) throw limitExceeded(`At most ${MOST} changes at once.`, MOST);
    if (after != null) await this.horizon.check(after);
    const stream = { workspaceId: parent.workspaceId, streamId: `${request.type}-${parent.requestId}` };
    const from = after?.position ?? 0;
    const page = await this.log.readAll({ ...stream, after: from, limit: first });
    const { events, cursor, hasMore } = pageAsOf(parent.asOfPosition, page, from);
    return { changes: events.map(toChange), cursor, hasMore };
  }
}
