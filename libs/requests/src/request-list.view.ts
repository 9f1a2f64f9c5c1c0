import {
  allOf,
  type ApiContext,
  Ctx,
  type FilterValue,
  GlobalId,
  Needs,
  type OrderValue,
  Reader,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PastListArgs } from './past/past-list-args.js';
import { PastMoments } from './past/past-moments.js';
import { requestFilter, requestOrder } from './request-filter.js';
import { SavedFilterReader } from './settings/saved-filter-reader.js';
import { RequestConnection, RequestPages, type RequestsPage } from './request-pages.js';

/** What a list of the past may be refused with. */
const OF_THE_PAST = 'INSTANT_NOT_PAST, INVALID_POSITION, POSITION_NOT_REACHED, HISTORY_INCOMPLETE.';

@ArgsType()
export class RequestsArgs extends PastListArgs {
  @GlobalId('SavedFilter', {
    nullable: true,
    description: 'A saved filter that must fit as well; its order is taken unless `order` is given.',
  })
  savedFilterId?: string | null;

  @requestFilter.Arg()
  filter?: FilterValue | null;

  @requestOrder.Arg()
  order?: OrderValue[] | null;
}

/** The list of requests with its filters and orders, and the queue of those that wait for triage. */
@Resolver()
export class RequestLists {
  constructor(
    private readonly pages: RequestPages,
    private readonly filters: SavedFilterReader,
    private readonly moments: PastMoments,
  ) {}

  @Query(() => RequestConnection, {
    description:
      'Requests of your workspace that you may see, now or as they were, the last changed first unless told. SAVED_FILTER_OUTDATED for a ' +
      'saved filter that asks for something that is gone; ' +
      OF_THE_PAST,
  })
  @Needs('request.read')
  async requests(
    @Args() args: RequestsArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestsPage> {
    const { savedFilterId, filter, asOf } = args;
    const saved = savedFilterId == null ? null : await this.filters.applied(reader, savedFilterId, info);
    const given = requestFilter.where(filter);
    const where = saved ? allOf([saved.where, given]) : given;
    const order = requestOrder.keys(args.order?.length ? args.order : saved?.order);
    const moment = await this.moments.of(reader, asOf);
    return this.pages.page({ where, order, args, reader, context, info, moment, repeats: !filter && !saved });
  }

  @Query(() => RequestConnection, {
    description:
      'What waits for triage, or waited then, the longest waiting first. Requests on hold are left out: nothing can be done about them. ' +
      OF_THE_PAST,
  })
  @Needs('request.read')
  async triageQueue(
    @Args() args: PastListArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestsPage> {
    const moment = await this.moments.of(reader, args.asOf);
    const where = sql`status = 'SUBMITTED' AND NOT held`;
    const order = [{ column: 'submitted_at', direction: 'ASC', nulls: 'never' }] as const;
    return this.pages.page({ where, order, args, reader, context, info, moment, repeats: true });
  }
}
