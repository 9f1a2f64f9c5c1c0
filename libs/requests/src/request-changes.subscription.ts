import { type ApiContext, Ctx, type EpochPosition, IdArg, LogPosition, Needs, Reader } from '#libs/api-kit';
import { Args, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { EventLog, followLog, Horizon, NotFound, type Position, type Recorded } from '#libs/event-log';
import { request } from './domain/index.js';
import { RequestChangeType, toChange } from './request-changes.js';
import { RequestReader } from './request-reader.js';
import { RequestObject } from './types/request.type.js';

/** Changes of one request as they happen, for those who come back as well. */
@Resolver(() => RequestChangeType)
export class RequestChanges {
  constructor(
    private readonly log: EventLog,
    private readonly horizon: Horizon,
    private readonly requests: RequestReader,
  ) {}

  @Subscription(() => RequestChangeType, {
    resolve: (event: Recorded) => toChange(event),
    description:
      'What happens to one request, in order, each fact once. Begins with what happens from now on, or after the position of a change that ' +
      'was told before: then nothing in between is missed. NOT_FOUND for a request that is not there or not for you; INVALID_POSITION for a ' +
      'position of another epoch or ahead of the log.',
  })
  @Needs('request.read')
  async requestChanged(
    @IdArg('Request') id: string,
    @Args('after', {
      type: () => LogPosition,
      nullable: true,
      description:
        'The `position` of the last change you know, or the `cursor` of `Request.history`; from now on unless given.',
    })
    after: EpochPosition | null,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<AsyncIterableIterator<Recorded>> {
    const position = await this.begin(after);
    if (!(await this.requests.one(reader, context, id))) throw new NotFound('request', ['id']);
    const stream = { workspaceId: reader.viewer.workspaceId, streamId: `${request.type}-${id}` };
    return followLog({ log: this.log, horizon: this.horizon, query: { ...stream, after: position } });
  }

  @ResolveField(() => RequestObject, {
    nullable: true,
    description: 'The request as it is now, which may be later than this change.',
  })
  @Needs('request.read')
  request(@Parent() { requestId }: RequestChangeType, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.requests.one(reader, context, requestId);
  }

  /** @throws InvalidPosition */
  private async begin(after: EpochPosition | null | undefined): Promise<Position> {
    if (after == null) return (await this.horizon.refresh()).safe;
    await this.horizon.check(after);
    return after.position;
  }
}
