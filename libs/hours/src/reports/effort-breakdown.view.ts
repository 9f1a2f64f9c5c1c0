import { Needs, Reader } from '#libs/api-kit';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { ActivityEnum } from '../enums.js';
import { byActivity, byRequest, figuresOf, notBillableMinutes } from './effort.js';
import { EffortReader } from './effort-reader.js';
import { AgreementMonthsArgs, monthsOf } from './report-args.js';
import { EffortFigures, Report, RequestEffortType } from './report.type.js';
import { RequestEfforts } from './request-efforts.js';

@ObjectType('ActivityEffort', { description: 'Billable work of one kind.' })
export class ActivityEffortType extends EffortFigures {
  @Field(() => ActivityEnum, { description: 'The kind of work.' })
  activity: string;
}

@ObjectType('EffortBreakdown', { description: 'What billable work went into, by its kind and by request; in minutes.' })
export class EffortBreakdownType extends Report {
  @Field(() => Int, { description: 'Billable minutes recorded, without those taken back, before credits.' })
  recordedMinutes: number;

  @Field(() => Int, { description: 'Minutes credited in these months.' })
  creditedMinutes: number;

  @Field(() => Int, { description: 'What is billed: recorded, less credited, written off and undecided minutes.' })
  billedMinutes: number;

  @Field(() => Int, { description: 'Recorded beside it, and on no bill.' })
  notBillableMinutes: number;

  @Field(() => [ActivityEffortType], { description: 'By kind of work, the most billed first; kinds that were worked.' })
  byActivity: ActivityEffortType[];

  @Field(() => [RequestEffortType], {
    complexity: 50,
    description: 'By request, the most billed first, at most 200; work without a request is last.',
  })
  byRequest: RequestEffortType[];

  @Field(() => Int, { description: 'How many there are by request, those that are not shown included.' })
  byRequestTotal: number;
}

@Resolver()
export class EffortBreakdownQuery {
  constructor(
    private readonly efforts: EffortReader,
    private readonly requests: RequestEfforts,
  ) {}

  @Query(() => EffortBreakdownType, {
    nullable: true,
    description:
      'What the billable work of some months went into. Late time counts in the month that pays for it, a credit in the month that ' +
      'shows it. Null for an agreement that is not there; VALIDATION_FAILED for what is no month.',
  })
  @Needs('hours.read')
  async effortBreakdown(
    @Args() args: AgreementMonthsArgs,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Promise<EffortBreakdownType | null> {
    const effort = await this.efforts.read({ workspaceId, agreementId: args.agreementId, ...monthsOf(args) });
    if (!effort) return null;
    const { cells, periods: months, position } = effort;
    const requests = byRequest(cells);
    return Object.assign(new EffortBreakdownType(), {
      months,
      position,
      ...figuresOf(cells),
      notBillableMinutes: notBillableMinutes(cells),
      byActivity: byActivity(cells).map((one) => Object.assign(new ActivityEffortType(), one)),
      byRequest: this.requests.shown(requests),
      byRequestTotal: requests.length,
    });
  }
}
