import { allOf, type ApiContext, Ctx, LocalDate, Needs, Reader, sql } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { Args, ArgsType, Field, Info, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import { activeStatuses } from '../domain/index.js';
import { PastListArgs } from '../past/past-list-args.js';
import { type PastMoment, PastMoments } from '../past/past-moments.js';
import { PastRequests } from '../past/past-requests.js';
import { RequestConnection, RequestPages, type RequestsPage } from '../request-pages.js';

@ArgsType()
export class DeadlineArgs extends PastListArgs {
  @Field(() => LocalDate, { nullable: true, description: 'Only dates up to this day, e.g. `2026-03-31`.' })
  @IsOptional()
  @IsString()
  until?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only what is overdue in the workspace’s zone; of the past: what was on that day.',
  })
  @IsBoolean()
  overdue: boolean;
}

/** What is promised for when (P12). */
@Resolver()
export class DeadlineBoard {
  constructor(
    private readonly pages: RequestPages,
    private readonly moments: PastMoments,
    private readonly past: PastRequests,
  ) {}

  @Query(() => RequestConnection, {
    description:
      'Requests on their way that have an agreed date, now or as they were, the next one first: one owner, one date, and why it changed ' +
      '(`dateHistory`). INSTANT_NOT_PAST, INVALID_POSITION, POSITION_NOT_REACHED, HISTORY_INCOMPLETE.',
  })
  @Needs('request.read')
  async deadlineBoard(
    @Args() args: DeadlineArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestsPage> {
    const moment = await this.moments.of(reader, args.asOf);
    const today = args.overdue ? await this.dayOf(reader, moment) : null;
    const where = allOf([
      sql`status = ANY(${[...activeStatuses]}::text[]) AND agreed_date IS NOT NULL`,
      ...(args.until == null ? [] : [sql`agreed_date <= ${args.until}::date`]),
      ...(today !== null ? [sql`agreed_date < ${today}::date`] : []),
    ]);
    const order = [{ column: 'agreed_date', direction: 'ASC', nulls: 'never' }] as const;
    return this.pages.page({ where, order, args, reader, context, info, moment, repeats: true });
  }

  private async dayOf(reader: Reader, moment: PastMoment | null): Promise<string> {
    if (moment === null) return fullViewer(reader.viewer).today;
    return this.moments.dayOf(reader, moment, () => this.past.lastChange(reader, moment));
  }
}
