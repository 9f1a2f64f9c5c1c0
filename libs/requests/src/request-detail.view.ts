import { type ApiContext, badUserInput, Ctx, GlobalId, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { Args, ArgsType, Field, Int, Query, Resolver } from '@nestjs/graphql';
import { IsInt, IsOptional } from 'class-validator';
import { PastArgs } from './past/past-list-args.js';
import { type PastMoment, PastMoments } from './past/past-moments.js';
import { PastRequests } from './past/past-requests.js';
import { RequestReader } from './request-reader.js';
import { RequestObject } from './types/request.type.js';

@ArgsType()
class RequestArgs extends PastArgs {
  @GlobalId('Request', { nullable: true, description: 'Which request, by its global id.' })
  id?: string | null;

  @Field(() => Int, { nullable: true, description: 'Its number in your workspace, e.g. 7 for `REQ-7`.' })
  @IsOptional()
  @IsInt()
  number?: number | null;
}

/** One request with its dialogue, by id or by number, and behind `node`. */
@Resolver(() => RequestObject)
export class RequestDetail {
  constructor(
    private readonly requests: RequestReader,
    private readonly past: PastRequests,
    private readonly moments: PastMoments,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Request',
      right: 'request.read',
      streamType: 'request',
      load: (ids, reader) => requests.many(reader, ids),
    });
  }

  @Query(() => RequestObject, {
    nullable: true,
    description:
      'One request, by its id or its number, now or as it was; null when it is not there or not for you, or nobody had drafted it by ' +
      'then. INSTANT_NOT_PAST, INVALID_POSITION, POSITION_NOT_REACHED, HISTORY_INCOMPLETE.',
  })
  @Needs('request.read')
  async request(
    @Args() { id = null, number = null, asOf }: RequestArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RequestObject | null> {
    if ((id === null) === (number === null)) throw badUserInput('Name the request by `id` or by `number`.');
    const moment = await this.moments.of(reader, asOf);
    if (moment) return this.asOf(reader, moment, { id, number });
    return id !== null ? this.requests.one(reader, context, id) : this.requests.byNumber(reader, number!);
  }

  /** A number is given once, and never changes. */
  private async asOf(
    reader: Reader,
    moment: PastMoment,
    { id, number }: { readonly id: string | null; readonly number: number | null },
  ): Promise<RequestObject | null> {
    const { workspaceId } = reader.viewer;
    const found = id ?? (await this.requests.idsByNumber(workspaceId, [number!])).get(number!);
    return found === undefined ? null : this.past.one(reader, found, moment);
  }
}
