import {
  type ApiContext,
  ConnectionArgs,
  Ctx,
  defineFilter,
  filterBy,
  type FilterValue,
  Needs,
  type Page,
  Reader,
  ReadsFrom,
  sql,
  toGlobalId,
} from '#libs/api-kit';
import type { LocalDate } from '#libs/vocabulary';
import { Args, ArgsType, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type * as domain from '../domain/index.js';
import { PastListArgs } from '../past/past-list-args.js';
import { PastMoments } from '../past/past-moments.js';
import { RequestConnection, RequestPages, type RequestsPage } from '../request-pages.js';
import { MeasurementChannelEnum } from '../types/enums.js';
import { BugSeverityEnum, ExperimentStateEnum } from '../types/enums-records.js';
import { toBug, toDebt, toExperiment, toOutcome } from '../types/to-records.js';
import {
  BugConnection,
  DebtConnection,
  ExperimentConnection,
  type ListedBug,
  type ListedDebt,
  type ListedExperiment,
  type ListedMeasurement,
  type ListedOutcome,
  MeasurementConnection,
  OutcomeConnection,
} from './listed-records.type.js';
import { RECORD_ITEMS } from './record-items.projection.js';
import { RecordPages } from './record-pages.js';

const ofRequest = filterBy.id('Request', 'request_id', 'The request it belongs to.');

const outcomeFilter = defineFilter('OutcomeFilter', {
  requestId: ofRequest,
  metric: filterBy.text('word', 'What is measured.'),
  measured: filterBy.boolean(sql`(NOT open)`, 'Whether anything was measured yet.'),
  windowEndsOn: filterBy.date('day', 'The last day that counts; never there before the launch.'),
});
const bugFilter = defineFilter('BugFilter', {
  requestId: ofRequest,
  open: filterBy.boolean('open', 'Whether it waits to be resolved.'),
  severity: filterBy.enumeration({ name: 'BugSeverity', values: BugSeverityEnum }, 'word', 'How much it hurts.'),
  foundAt: filterBy.date('day', 'The day it was found.'),
});
const debtFilter = defineFilter('DebtFilter', {
  requestId: ofRequest,
  open: filterBy.boolean('open', 'Whether it waits to be paid back.'),
  paybackDate: filterBy.date('day', 'The day by which it is made up for; overdue are open ones before today.'),
  ownerId: filterBy.id('Person', 'owner_id', 'Who pays it back.'),
});
const experimentFilter = defineFilter('ExperimentFilter', {
  requestId: ofRequest,
  state: filterBy.enumeration(
    { name: 'ExperimentState', values: ExperimentStateEnum },
    'word',
    'Whether it runs, or what came of it.',
  ),
  endsOn: filterBy.date('day', 'The last day of its time box.'),
});
const measurementFilter = defineFilter('MeasurementPlanFilter', {
  requestId: ofRequest,
  channel: filterBy.enumeration({ name: 'MeasurementChannel', values: MeasurementChannelEnum }, 'word', 'The channel.'),
  ownerId: filterBy.id('Person', 'owner_id', 'Who captures it.'),
});

@ArgsType()
export class OutcomesArgs extends ConnectionArgs {
  @outcomeFilter.Arg()
  filter?: FilterValue | null;
}
@ArgsType()
export class BugsArgs extends ConnectionArgs {
  @bugFilter.Arg()
  filter?: FilterValue | null;
}
@ArgsType()
export class DebtsArgs extends ConnectionArgs {
  @debtFilter.Arg()
  filter?: FilterValue | null;
}
@ArgsType()
export class ExperimentsArgs extends ConnectionArgs {
  @experimentFilter.Arg()
  filter?: FilterValue | null;
}
@ArgsType()
export class MeasurementPlanArgs extends ConnectionArgs {
  @measurementFilter.Arg()
  filter?: FilterValue | null;
}

const latestDay = [{ column: 'day', direction: 'DESC', nulls: 'never' }] as const;
const earliestDay = [{ column: 'day', direction: 'ASC', nulls: 'never' }] as const;
const latest = [{ column: 'at', direction: 'DESC', nulls: 'never' }] as const;

/** What is written down about requests, over all of them. */
@Resolver()
export class RecordLists {
  constructor(
    private readonly pages: RecordPages,
    private readonly requests: RequestPages,
    private readonly moments: PastMoments,
  ) {}

  @Query(() => OutcomeConnection, {
    description: 'What launches are to bring and what they brought, of the requests you may see; the latest set first.',
  })
  @Needs('request.read')
  @ReadsFrom(RECORD_ITEMS)
  outcomes(@Args() args: OutcomesArgs, @Reader() reader: Reader): Promise<Page<ListedOutcome>> {
    const where = outcomeFilter.where(args.filter);
    const of = (
      { launchedOn, ...target }: domain.OutcomeTarget & { launchedOn: LocalDate | null },
      request: ListedOutcome['request'],
    ) => ({ outcome: toOutcome(target, launchedOn), request });
    return this.pages.page({ kind: 'OUTCOME', where, order: latest, args, reader, of });
  }

  @Query(() => BugConnection, {
    description: 'Bugs of the requests you may see, the latest found first.',
  })
  @Needs('request.read')
  @ReadsFrom(RECORD_ITEMS)
  bugs(@Args() args: BugsArgs, @Reader() reader: Reader): Promise<Page<ListedBug>> {
    const where = bugFilter.where(args.filter);
    const of = (bug: domain.Bug, request: ListedBug['request']) => ({ bug: toBug(bug), request });
    return this.pages.page({ kind: 'BUG', where, order: latestDay, args, reader, of });
  }

  @Query(() => DebtConnection, {
    description: 'Debts of the requests you may see, the one to be paid back first first.',
  })
  @Needs('request.read')
  @ReadsFrom(RECORD_ITEMS)
  debts(@Args() args: DebtsArgs, @Reader() reader: Reader): Promise<Page<ListedDebt>> {
    const where = debtFilter.where(args.filter);
    const of = (debt: domain.Debt, request: ListedDebt['request']) => ({ debt: toDebt(debt), request });
    return this.pages.page({ kind: 'DEBT', where, order: earliestDay, args, reader, of });
  }

  @Query(() => ExperimentConnection, {
    description:
      'Experiments that run, with their days left, and those that have ended, with what came of them; the time box that ends last ' +
      'comes first. A killed one is a result, no failure.',
  })
  @Needs('request.read')
  @ReadsFrom(RECORD_ITEMS)
  experiments(@Args() args: ExperimentsArgs, @Reader() reader: Reader): Promise<Page<ListedExperiment>> {
    const where = experimentFilter.where(args.filter);
    const of = (experiment: domain.Experiment, request: ListedExperiment['request']) => ({
      experiment: toExperiment(experiment),
      request,
    });
    return this.pages.page({ kind: 'EXPERIMENT', where, order: latestDay, args, reader, of });
  }

  @Query(() => MeasurementConnection, {
    description: 'How the effects of requests are measured, online and offline; the latest drafted request first.',
  })
  @Needs('request.read')
  @ReadsFrom(RECORD_ITEMS)
  measurementPlan(@Args() args: MeasurementPlanArgs, @Reader() reader: Reader): Promise<Page<ListedMeasurement>> {
    const where = measurementFilter.where(args.filter);
    const of = (item: domain.MeasurementPlanItem, request: ListedMeasurement['request']) => ({
      item: { ...item, owner: item.owner === null ? null : toGlobalId('Person', item.owner) },
      request,
    });
    return this.pages.page({ kind: 'MEASUREMENT', where, order: latest, args, reader, of });
  }

  @Query(() => RequestConnection, {
    description:
      'Requests from triage on whose build-quality checklist lacks an answer or has a NO, the longest triaged first; `checklist` ' +
      'of each shows which.',
  })
  @Needs('request.read')
  async checklistGaps(
    @Args() args: PastListArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestsPage> {
    const moment = await this.moments.of(reader, args.asOf);
    const where = sql`checklist_gap`;
    const order = [{ column: 'triaged_at', direction: 'ASC', nulls: 'never' }] as const;
    return this.requests.page({ where, order, args, reader, context, info, moment, repeats: true });
  }
}
