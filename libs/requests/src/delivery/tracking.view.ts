import {
  allOf,
  type ApiContext,
  Connection,
  ConnectionArgs,
  Ctx,
  CursorCodec,
  defineFilter,
  filterBy,
  type FilterValue,
  keysetPage,
  mapPage,
  Needs,
  type Page,
  Reader,
  sql,
  toGlobalId,
} from '#libs/api-kit';
import { Args, ArgsType, Field, ID, Info, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import type { TrackingItem, TrackingStatus } from '../domain/index.js';
import { fieldNames } from '../field-names.js';
import { PastListArgs } from '../past/past-list-args.js';
import { PastMoments } from '../past/past-moments.js';
import { RequestConnection, RequestPages, type RequestsPage } from '../request-pages.js';
import { visibleTo } from '../request-reader.js';
import { TrackingStatusEnum } from '../types/enums-delivery.js';
import { RequestStatusEnum } from '../types/enums.js';
import { RequestObject } from '../types/request.type.js';
import { columnsOf, type ListedRequest } from '../types/to-request.js';

@ObjectType({ description: 'One event that a brief asks to be measured.' })
export class PlannedTracking {
  @Field(() => String, { description: 'Name of the event, e.g. `offer_clicked`.' })
  event: string;

  @Field(() => [String], { description: 'What comes with it, e.g. `["offer"]`.' })
  parameters: readonly string[];

  @Field(() => String, { description: 'The web property it is measured on, e.g. `www`.' })
  property: string;

  @Field(() => Boolean, { description: 'Whether visitors have to consent first.' })
  consentRequired: boolean;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who checks that it arrives.' })
  verifierId: string | null;

  @Field(() => TrackingStatusEnum, { description: 'Whether the tracking of its request was seen to arrive.' })
  tracking: TrackingStatus;

  @Field(() => RequestObject, { description: 'The request that asks for it.' })
  request: RequestObject;
}

@ObjectType({ description: 'Events to be measured, page by page.' })
export class PlannedTrackingConnection extends Connection('PlannedTracking', () => PlannedTracking) {}

const planFilter = defineFilter('PlannedTrackingFilter', {
  event: filterBy.text(sql`item.value->>'event'`, 'Name of the event.'),
  property: filterBy.text(sql`item.value->>'property'`, 'The web property it is measured on.'),
  consentRequired: filterBy.boolean(sql`(item.value->>'consentRequired')::boolean`, 'Whether visitors consent first.'),
  verifierId: filterBy.id('Person', sql`(item.value->>'verifier')::uuid`, 'Who checks that it arrives.'),
  requestStatus: filterBy.enumeration(
    { name: 'RequestStatus', values: RequestStatusEnum },
    'status',
    'Where its request stands.',
  ),
  tracking: filterBy.enumeration(
    { name: 'TrackingStatus', values: TrackingStatusEnum },
    'tracking',
    'Whether the tracking of its request was seen to arrive.',
  ),
});

@ArgsType()
export class TrackingPlanArgs extends ConnectionArgs {
  @planFilter.Arg()
  filter?: FilterValue | null;
}

/** A request beside one event of its brief. */
type Row = ListedRequest & { readonly item: TrackingItem; readonly tracking: TrackingStatus };

const items = sql`requests.request_row
  CROSS JOIN LATERAL jsonb_array_elements(document->'brief'->'tracking') WITH ORDINALITY AS item(value, place)`;

/** What is to be measured, over all requests, and what went live without anybody having seen it arrive (P6). */
@Resolver()
export class TrackingViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly pages: RequestPages,
    private readonly moments: PastMoments,
  ) {}

  @Query(() => PlannedTrackingConnection, {
    description: 'Every event that the briefs of your workspace ask to be measured, by the number of the request.',
  })
  @Needs('request.read')
  async trackingPlan(
    @Args() args: TrackingPlanArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<PlannedTracking>> {
    const columns = new Set([...columnsOf(fieldNames(info)), 'tracking'] as const);
    const page = await keysetPage<Row>({
      db: this.pool,
      table: items,
      columns: [...columns, sql`item.value AS item`],
      where: allOf([visibleTo(reader), planFilter.where(args.filter)]),
      order: [{ column: 'number', direction: 'ASC', nulls: 'never' }],
      id: sql`item.place`,
      args,
      cursors: this.cursors,
      scope: reader.viewer.workspaceId,
      repeats: !args.filter,
    });
    const requests = await this.pages.listed(page.nodes, reader, context);
    const requestOf = new Map(page.nodes.map((row, index) => [row, requests[index]] as const));
    return mapPage(page, (row) => toPlanned(row, requestOf.get(row) as RequestObject));
  }

  @Query(() => RequestConnection, {
    description:
      'What is live though nobody has seen its tracking arrive, waived or not, the longest first. `verifyTracking` closes a gap.',
  })
  @Needs('request.read')
  async trackingGaps(
    @Args() args: PastListArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestsPage> {
    const moment = await this.moments.of(reader, args.asOf);
    const where = sql`launched_on IS NOT NULL AND tracking IN ('UNVERIFIED', 'WAIVED')`;
    const order = [{ column: 'launched_on', direction: 'ASC', nulls: 'never' }] as const;
    return this.pages.page({ where, order, args, reader, context, info, moment, repeats: true });
  }
}

function toPlanned({ item, tracking }: Row, request: RequestObject): PlannedTracking {
  const { verifier, ...asked } = item;
  return { ...asked, verifierId: verifier === null ? null : toGlobalId('Person', verifier), tracking, request };
}
