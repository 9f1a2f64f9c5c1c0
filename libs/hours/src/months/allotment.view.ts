import { type ApiContext, Ctx, loaderOf, moneyOf, Needs, NodeResolvers, Reader, TimeTravel } from '#libs/api-kit';
import type { LocalDate, Period } from '#libs/vocabulary';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat, allotmentKeyText } from '../allotment-key.js';
import { allotment, type Ledger, restatedStatement } from '../domain/index.js';
import { toMoneyReaders } from '../looked-up.js';
import { AllotmentReader } from './allotment-reader.js';
import { AllotmentObject, type RestatedMonthType } from './allotment.type.js';
import type { HoursAsOf } from './as-of.input.js';
import { AllotmentArgs, AllotmentsArgs, askedMonth, askedWindow, MOST_MONTHS } from './month-args.js';
import { type MonthsAt, type PastMonth, PastMonths } from './past-months.js';

/** Months as they stand, and as they stood. */
@Resolver(() => AllotmentObject)
export class AllotmentView {
  constructor(
    private readonly reader: AllotmentReader,
    private readonly past: PastMonths,
    private readonly travel: TimeTravel,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Allotment',
      right: 'hours.read',
      streamType: allotment.type,
      format: allotmentKeyFormat,
      load: (ids, who) => reader.many(who, ids),
    });
  }

  @Query(() => AllotmentObject, {
    nullable: true,
    description:
      'The hours of an agreement in one month, now or as they were: null for a month that nobody has opened, or had by then. ' +
      'INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('hours.read')
  async allotment(
    @Args() args: AllotmentArgs,
    @Reader() who: Reader,
    @Ctx() context: ApiContext,
  ): Promise<AllotmentObject | null> {
    const key = askedMonth(args);
    const { workspaceId } = who.viewer;
    const position = await this.positionOf(workspaceId, args.asOf);
    if (position === null) return this.reader.one(who, context, key);
    const loader = loaderOf<string, PastMonth | null>(context, `hours.allotment@${position}`, (ids) =>
      this.past.states({ workspaceId, position }, ids),
    );
    const month = await loader.load(allotmentKeyText(key));
    const at = { workspaceId, agreementId: key.agreementId, position };
    return month && this.shown(at, [month], args.asOf)[0]!;
  }

  @Query(() => [AllotmentObject], {
    complexity: MOST_MONTHS,
    description:
      `The months of an agreement from one to another that are opened, or were by then, in order; at most ${MOST_MONTHS}. ` +
      'VALIDATION_FAILED for a longer window; INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('hours.read')
  async allotments(@Args() args: AllotmentsArgs, @Reader() who: Reader): Promise<AllotmentObject[]> {
    const window = askedWindow(args);
    const { agreementId, asOf } = args;
    const { workspaceId } = who.viewer;
    const position = await this.positionOf(workspaceId, asOf);
    if (position === null) {
      const rows = await this.reader.months(workspaceId, agreementId, window);
      return rows.map((row) => this.reader.show(row));
    }
    const at = { workspaceId, agreementId, position };
    return this.shown(at, await this.past.opened(at, await this.past.periods(at, window)), asOf);
  }

  /** Both axes are read from the log: what is asked by business date has a position as well. */
  private positionOf(workspaceId: string, asOf: HoursAsOf | null | undefined): Promise<number | null> {
    return asOf?.businessDate == null
      ? this.travel.positionOf(workspaceId, asOf)
      : this.travel.orPresent(workspaceId, asOf);
  }

  /** One answer stands on one position, whatever each month's own last change was; and reads its entries once. */
  private shown(at: MonthsAt, months: readonly PastMonth[], asOf: HoursAsOf | null | undefined): AllotmentObject[] {
    const { workspaceId, position } = at;
    const businessDate = asOf?.businessDate ?? null;
    let ledger: Promise<Ledger> | null = null;
    const restate = async (period: Period, upTo: LocalDate) => {
      ledger ??= this.past.ledger(at, months[0]!.state.period);
      return restated(await ledger, period, upTo);
    };
    return months.map(({ version, updatedAt, state }) => {
      const month = this.reader.showVersion({ workspaceId, version, updatedAt, position, state });
      return businessDate === null
        ? month
        : Object.assign(month, { restated: () => restate(state.period, businessDate) });
    });
  }
}

function restated(ledger: Ledger, period: Period, businessDate: LocalDate): RestatedMonthType | null {
  const statement = restatedStatement(ledger, period, businessDate);
  if (!statement) return null;
  const { totals } = statement;
  const { billedMinutes, baseMinutes, overageMinutes, debtMinutes, retainerMinutes, creditMinutes } = totals;
  const minutes = { billedMinutes, baseMinutes, overageMinutes, debtMinutes, retainerMinutes, creditMinutes };
  return { businessDate, ...minutes, amount: toMoneyReaders(() => moneyOf(totals.amount, totals.currency)) };
}
