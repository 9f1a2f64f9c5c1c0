import {
  allOf,
  type ApiContext,
  Connection,
  ConnectionArgs,
  Ctx,
  CursorCodec,
  type FilterValue,
  IdArg,
  keysetPage,
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { riskReview } from '../domain/index.js';
import { reviewIdOf } from '../ids.js';
import { reviewFilter, reviewOrder } from './review-filter.js';
import { ReviewReader } from './review-reader.js';
import { reviewRow } from './review-row.js';
import { subjectOfGlobalId } from './review-subjects.js';
import { RiskReviewObject } from './review.type.js';
import type { StoredReview } from './to-review.js';

@ArgsType()
export class RiskReviewsArgs extends ConnectionArgs {
  @reviewFilter.Arg()
  filter?: FilterValue | null;

  @reviewOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Risk reviews, page by page.' })
export class RiskReviewConnection extends Connection('RiskReview', () => RiskReviewObject) {}

/** Risk reviews: all of them, one by its id or by its subject, and behind `node`. */
@Resolver()
export class ReviewViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: ReviewReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'RiskReview',
      right: 'risk.read',
      streamType: riskReview.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => RiskReviewObject, { nullable: true, description: 'One risk review; null when it is not there.' })
  @Needs('risk.read')
  riskReview(
    @IdArg('RiskReview') id: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RiskReviewObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => RiskReviewObject, {
    nullable: true,
    description: 'The risk review of something; null while nobody opened one. NOT_FOUND for what is never reviewed.',
  })
  @Needs('risk.read')
  riskReviewOf(
    @Args('subjectId', {
      type: () => ID,
      description: 'Global id of a `Request`, a `RoadmapItem`, a `Property`, a `Provider` or a `ToolEvaluation`.',
    })
    subjectId: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RiskReviewObject | null> {
    return this.reader.one(reader, context, reviewIdOf(subjectOfGlobalId(subjectId, ['subjectId'])));
  }

  @Query(() => RiskReviewConnection, {
    description: 'Risk reviews of your workspace, the one with the lowest number first unless told.',
  })
  @Needs('risk.read')
  async riskReviews(@Args() args: RiskReviewsArgs, @Reader() reader: Reader): Promise<Page<RiskReviewObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredReview>({
      db: this.pool,
      table: reviewRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, reviewFilter.where(args.filter)]),
      order: reviewOrder.keys(args.order),
      repeats: !args.filter,
      id: 'review_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row, reader));
  }
}
