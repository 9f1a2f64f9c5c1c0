import { Needs, Reader } from '#libs/api-kit';
import { Args, Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { netMinutes, overBudget, figuresOf, percentOf } from './effort.js';
import { type Effort, EffortReader } from './effort-reader.js';
import { AgreementArgs, someMonthsOf } from './report-args.js';
import { Report, RequestEffortType } from './report.type.js';
import { RequestEfforts } from './request-efforts.js';

@ObjectType('OverageShare', { description: 'How much of the billable work was paid as overage.' })
export class OverageShareType {
  @Field(() => Int, { description: 'Minutes paid as overage, after settlement, e.g. 540.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Billable minutes they are part of, e.g. 13,560.' })
  ofMinutes: number;

  @Field(() => Float, { nullable: true, description: 'Their share in percent, e.g. `3.98`; null without work.' })
  percent: number | null;
}

@ObjectType('OverBudget', { description: 'Requests that took longer than both sides had signed for, and overage.' })
export class OverBudgetType extends Report {
  @Field(() => [RequestEffortType], {
    complexity: 50,
    description: 'Requests above the likely minutes of their signed estimate, the most in percent first; at most 200.',
  })
  requests: RequestEffortType[];

  @Field(() => Int, { description: 'How many such requests there are, those that are not shown included.' })
  total: number;

  @Field(() => OverageShareType, { description: 'Before credits.' })
  overage: OverageShareType;

  @Field(() => OverageShareType, { description: 'After credits.' })
  overageAfterCredits: OverageShareType;
}

const share = (overageMinutes: number, ofMinutes: number): OverageShareType =>
  Object.assign(new OverageShareType(), { overageMinutes, ofMinutes, percent: percentOf(overageMinutes, ofMinutes) });

/** Overage before and after credits, each of the minutes recorded by then. */
export const sharesOf = ({ cells, overageMinutes, overageCreditedMinutes }: Effort) => ({
  overage: share(overageMinutes, figuresOf(cells).recordedMinutes),
  overageAfterCredits: share(overageMinutes - overageCreditedMinutes, netMinutes(cells)),
});

@Resolver()
export class OverBudgetQuery {
  constructor(
    private readonly efforts: EffortReader,
    private readonly requests: RequestEfforts,
  ) {}

  @Query(() => OverBudgetType, {
    nullable: true,
    description:
      'Which requests took longer than both sides had signed for, and how much was paid as overage: in all months of an agreement, or ' +
      'some of them. Null for an agreement that is not there; VALIDATION_FAILED for what is no month.',
  })
  @Needs('hours.read')
  async overBudget(
    @Args() args: AgreementArgs,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Promise<OverBudgetType | null> {
    const effort = await this.efforts.read({ workspaceId, agreementId: args.agreementId, ...someMonthsOf(args) });
    if (!effort) return null;
    const { periods: months, position, cells } = effort;
    const over = overBudget(cells);
    const requests = this.requests.shown(over);
    return Object.assign(new OverBudgetType(), { months, position, requests, total: over.length, ...sharesOf(effort) });
  }
}
