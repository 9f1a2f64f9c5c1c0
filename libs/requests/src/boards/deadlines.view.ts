import { allOf, type ApiContext, ConnectionArgs, Ctx, LocalDate, Needs, type Page, Reader, sql } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { Args, ArgsType, Field, Info, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import { activeStatuses } from '../domain/index.js';
import { RequestConnection, RequestPages } from '../request-pages.js';
import type { RequestObject } from '../types/request.type.js';

@ArgsType()
export class DeadlineArgs extends ConnectionArgs {
  @Field(() => LocalDate, { nullable: true, description: 'Only dates up to this day, e.g. `2026-03-31`.' })
  @IsOptional()
  @IsString()
  until?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Only what is overdue in the workspace’s zone.' })
  @IsBoolean()
  overdue: boolean;
}

/** What is promised for when (P12). */
@Resolver()
export class DeadlineBoard {
  constructor(private readonly pages: RequestPages) {}

  @Query(() => RequestConnection, {
    description:
      'Requests on their way that have an agreed date, the next one first: one owner, one date, and why it changed (`dateHistory`).',
  })
  @Needs('request.read')
  deadlineBoard(
    @Args() args: DeadlineArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<RequestObject>> {
    const { today } = fullViewer(reader.viewer);
    const where = allOf([
      sql`status = ANY(${[...activeStatuses]}::text[]) AND agreed_date IS NOT NULL`,
      ...(args.until == null ? [] : [sql`agreed_date <= ${args.until}::date`]),
      ...(args.overdue ? [sql`agreed_date < ${today}::date`] : []),
    ]);
    const order = [{ column: 'agreed_date', direction: 'ASC', nulls: 'never' }] as const;
    return this.pages.page({ where, order, args, reader, context, info, repeats: true });
  }
}
