import { Needs, Reader } from '#libs/api-kit';
import { Args, Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { type Cell, figuresOf, netMinutes, notBillableMinutes, percentOf, workedMinutes } from './effort.js';
import { EffortReader } from './effort-reader.js';
import { AgreementMonthsArgs, monthsOf } from './report-args.js';
import { Report } from './report.type.js';

@ObjectType('RecordedFavours', {
  description:
    'Time recorded as favours, and what became of it; in minutes. Of the team together: nobody is named. What people were asked for ' +
    'before any time was recorded is in `favours`.',
})
export class RecordedFavoursType {
  @Field(() => Int, { description: 'How many entries, e.g. 3.' })
  entries: number;

  @Field(() => Int, { description: 'All of it, billable or not.' })
  minutes: number;

  @Field(() => Int, { description: 'Of it recorded on a request, so that it became work somebody asked for.' })
  onRequestsMinutes: number;

  @Field(() => Int, { description: 'Of it billed, after credits.' })
  billedMinutes: number;

  @Field(() => Int, { description: 'Of it credited.' })
  creditedMinutes: number;

  @Field(() => Int, { description: 'Of it written off.' })
  writtenOffMinutes: number;

  @Field(() => Int, { description: 'Of it covered by nothing and undecided.' })
  undecidedMinutes: number;

  @Field(() => Int, { description: 'Of it on no bill from the start.' })
  notBillableMinutes: number;
}

@ObjectType('WorkCoverage', { description: 'How much of the work was asked for by a request (P1); in minutes.' })
export class WorkCoverageType extends Report {
  @Field(() => Int, { description: 'Billable minutes recorded, less credits: what the shares are of.' })
  billableMinutes: number;

  @Field(() => Int, { description: 'Of them for a request.' })
  onRequestsMinutes: number;

  @Field(() => Int, { description: 'Of them for a request that both sides had signed by now.' })
  onApprovedRequestsMinutes: number;

  @Field(() => Int, { description: 'Of them for no request.' })
  withoutRequestMinutes: number;

  @Field(() => Float, { nullable: true, description: 'For a request in percent, e.g. `97.33`; null without work.' })
  coveragePercent: number | null;

  @Field(() => Float, { nullable: true, description: 'For a signed request in percent; null without work.' })
  approvedCoveragePercent: number | null;

  @Field(() => Int, { description: 'Everything worked and not taken back, billable or not.' })
  workedMinutes: number;

  @Field(() => Int, { description: 'Of it on no bill.' })
  notBillableMinutes: number;

  @Field(() => Int, { description: 'Of it unplanned: support and favours.' })
  unplannedMinutes: number;

  @Field(() => Int, { description: 'Of the unplanned work, support.' })
  supportMinutes: number;

  @Field(() => Float, { nullable: true, description: 'Unplanned work in percent of everything worked; null without.' })
  unplannedPercent: number | null;

  @Field(() => RecordedFavoursType, { description: 'Of the unplanned work, favours.' })
  favours: RecordedFavoursType;
}

const of = (cells: readonly Cell[], activity: string): readonly Cell[] =>
  cells.filter((cell) => cell.activity === activity);

/** Requests the cells are of. */
const onRequests = (cells: readonly Cell[]): readonly Cell[] => cells.filter(({ requestId }) => requestId !== null);

function favoursOf(cells: readonly Cell[]): RecordedFavoursType {
  const favours = of(cells, 'FAVOUR');
  const { billedMinutes, creditedMinutes, writtenOffMinutes, undecidedMinutes } = figuresOf(favours);
  return Object.assign(new RecordedFavoursType(), {
    entries: favours.reduce((sum, { entries }) => sum + entries, 0),
    minutes: workedMinutes(favours),
    onRequestsMinutes: workedMinutes(onRequests(favours)),
    billedMinutes,
    creditedMinutes,
    writtenOffMinutes,
    undecidedMinutes,
    notBillableMinutes: notBillableMinutes(favours),
  });
}

/** Shares of work by whether somebody had asked for it. */
export function coverageOf(cells: readonly Cell[]) {
  const asked = onRequests(cells);
  const billableMinutes = netMinutes(cells);
  const onRequestsMinutes = netMinutes(asked);
  const onApprovedRequestsMinutes = netMinutes(asked.filter(({ approved }) => approved));
  const supportMinutes = workedMinutes(of(cells, 'SUPPORT'));
  const unplannedMinutes = supportMinutes + workedMinutes(of(cells, 'FAVOUR'));
  return {
    billableMinutes,
    onRequestsMinutes,
    onApprovedRequestsMinutes,
    withoutRequestMinutes: billableMinutes - onRequestsMinutes,
    coveragePercent: percentOf(onRequestsMinutes, billableMinutes),
    approvedCoveragePercent: percentOf(onApprovedRequestsMinutes, billableMinutes),
    workedMinutes: workedMinutes(cells),
    notBillableMinutes: notBillableMinutes(cells),
    unplannedMinutes,
    supportMinutes,
    unplannedPercent: percentOf(unplannedMinutes, workedMinutes(cells)),
    favours: favoursOf(cells),
  };
}

@Resolver()
export class WorkCoverageQuery {
  constructor(private readonly efforts: EffortReader) {}

  @Query(() => WorkCoverageType, {
    nullable: true,
    description:
      'How much of the work of some months was asked for by a request, and how much came in between (P1, P28). Null for an agreement ' +
      'that is not there; VALIDATION_FAILED for what is no month.',
  })
  @Needs('hours.read')
  async workCoverage(
    @Args() args: AgreementMonthsArgs,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Promise<WorkCoverageType | null> {
    const effort = await this.efforts.read({ workspaceId, agreementId: args.agreementId, ...monthsOf(args) });
    if (!effort) return null;
    const { periods: months, position, cells } = effort;
    return Object.assign(new WorkCoverageType(), { months, position, ...coverageOf(cells) });
  }
}
