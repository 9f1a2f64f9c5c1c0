import {
  allOf,
  type ApiContext,
  ConnectionArgs,
  Ctx,
  type FilterValue,
  GlobalId,
  Needs,
  type OrderValue,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { requestFilter, requestOrder } from './request-filter.js';
import { SavedFilterReader } from './settings/saved-filter-reader.js';
import type { RequestObject } from './types/request.type.js';
import { RequestConnection, RequestPages } from './request-pages.js';

@ArgsType()
export class RequestsArgs extends ConnectionArgs {
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
  ) {}

  @Query(() => RequestConnection, {
    description:
      'Requests of your workspace that you may see, the last changed first unless told. SAVED_FILTER_OUTDATED for a saved filter that ' +
      'asks for something that is gone.',
  })
  @Needs('request.read')
  async requests(
    @Args() args: RequestsArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<RequestObject>> {
    const { savedFilterId, filter } = args;
    const saved = savedFilterId == null ? null : await this.filters.applied(reader, savedFilterId, info);
    const given = requestFilter.where(filter);
    const where = saved ? allOf([saved.where, given]) : given;
    const order = requestOrder.keys(args.order?.length ? args.order : saved?.order);
    return this.pages.page({ where, order, args, reader, context, info, repeats: !filter && !saved });
  }

  @Query(() => RequestConnection, {
    description:
      'What waits for triage, the longest waiting first. Requests on hold are left out: nothing can be done about them.',
  })
  @Needs('request.read')
  triageQueue(
    @Args() args: ConnectionArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<RequestObject>> {
    const where = sql`status = 'SUBMITTED' AND NOT held`;
    const order = [{ column: 'submitted_at', direction: 'ASC', nulls: 'never' }] as const;
    return this.pages.page({ where, order, args, reader, context, info, repeats: true });
  }
}
