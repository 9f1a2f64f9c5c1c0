import { Needs, Reader, TimeTravel } from '#libs/api-kit';
import { workingDaysBetween } from '#libs/calendar';
import { fullViewer } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { AgreementReader } from '../agreements/agreement-reader.js';
import { balanceOf, type Burn, burnOf, monthOf } from '../domain/index.js';
import { type BurnFacts, PastBurn, PresentBurn } from './burn-source.js';
import { BurnType } from './burn.type.js';
import { MonthArgs } from './month-args.js';

/** The pace of a month. */
@Resolver()
export class BurnView {
  constructor(
    private readonly agreements: AgreementReader,
    private readonly present: PresentBurn,
    private readonly past: PastBurn,
    private readonly travel: TimeTravel,
  ) {}

  @Query(() => BurnType, {
    nullable: true,
    complexity: 50,
    description:
      'How fast a month is used: per week against an even pace, and where that leads. Late time of another month counts on the day it was ' +
      'recorded. Null for a month that nobody has opened, or had by then. INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('hours.read')
  async burn(@Args() args: MonthArgs, @Reader() { viewer }: Reader): Promise<BurnType | null> {
    const { agreementId, asOf } = args;
    const { workspaceId } = viewer;
    const period = monthOf(args.period, ['period']);
    const [agreement] = await this.agreements.rows(workspaceId, [agreementId]);
    if (!agreement) return null;
    const month = { workspaceId, agreementId, period, teamId: agreement.provider_team_id };
    const position = await this.travel.positionOf(workspaceId, asOf);
    const known =
      position === null
        ? await this.present.of(month, fullViewer(viewer).now)
        : await this.past.of(month, { position, recordedAt: asOf?.recordedAt ?? null });
    return known && shown(known, asOf?.businessDate ?? known.day);
  }
}

function shown({ state, position, days, calendar }: BurnFacts, day: LocalDate): BurnType {
  const { capacity } = balanceOf(state);
  const burn: Burn = burnOf({
    period: state.period,
    today: day,
    capacity,
    days: days.filter((one) => one.day <= day),
    workingDays: (after, upTo) => workingDaysBetween(calendar, after, upTo),
  });
  return {
    period: state.period,
    day,
    capacityMinutes: capacity,
    recordedMinutes: burn.recorded,
    workingDays: burn.workingDays,
    workingDaysPassed: burn.workingDaysPassed,
    projectedMinutes: burn.projected,
    daysUntilExhausted: burn.daysUntilExhausted,
    weeks: burn.weeks.map(({ week, from, to, minutes, cumulative, even, workingDays }) => ({
      week,
      from,
      to,
      workingDays,
      recordedMinutes: minutes,
      cumulativeMinutes: cumulative,
      evenPaceMinutes: even,
    })),
    asOfPosition: position,
  };
}
