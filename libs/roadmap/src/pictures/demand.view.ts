import { IdArg, Needs, Reader, rowsOf, type Sql, sql } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { publish, RequestTypeEnum } from '#libs/requests';
import { Args, Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { demandForecast, demandLimits, demandMethods, type MonthlyDemand } from '../domain/index.js';

const DemandMethodEnum = publish(
  'DemandMethod',
  'What a forecast rests on.',
  {
    SAME_MONTH: 'The mean of the same month of earlier years.',
    RECENT_MONTHS: 'The mean of the last three complete months, where no such year is known.',
  },
  demandMethods,
);

@ObjectType('DemandForecastMonth', { description: 'What is expected of one month.' })
export class DemandMonthType {
  @Field(() => String, { description: 'The month, e.g. `2026-04`.' })
  month: string;

  @Field(() => Float, { description: 'Requests, with one decimal, e.g. 6.3.' })
  requests: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes of work: the requests times the mean likely estimate of the last 12 months; null without any estimate.',
  })
  minutes: number | null;

  @Field(() => DemandMethodEnum, { description: 'What it rests on.' })
  method: string;
}

@ObjectType('DemandBacktest', {
  description: 'What would have been forecast at the end of the month before, and what came.',
})
export class DemandBacktestType {
  @Field(() => String, { description: 'The month, e.g. `2026-03`.' })
  month: string;

  @Field(() => Float, { description: 'Requests that would have been forecast.' })
  forecast: number;

  @Field(() => Int, { description: 'Requests that came.' })
  actual: number;
}

@ObjectType('DemandForecast', {
  description: 'Requests of one type to be expected, and how wrong the same way of telling was.',
})
export class DemandForecastType {
  @Field(() => RequestTypeEnum, { description: 'The type of request.' })
  type: string;

  @Field(() => [DemandMonthType], { description: 'The month at hand and the next ones, at most 6.' })
  months: readonly DemandMonthType[];

  @Field(() => [DemandBacktestType], {
    description: 'The last complete months, oldest first, at most 6; none before which nothing was known.',
  })
  backtest: readonly DemandBacktestType[];

  @Field(() => Float, {
    nullable: true,
    description: 'What the forecasts of `backtest` were wrong by on average, in requests, e.g. 1.3; null without any.',
  })
  meanAbsoluteError: number | null;
}

/** What marketing will ask for (P46). */
@Resolver()
export class DemandForecastView {
  constructor(private readonly pool: pg.Pool) {}

  @Query(() => [DemandForecastType], {
    complexity: 100,
    description:
      'How many requests of each type will come, by the months in which earlier ones were submitted, one entry a type. As requests are known ' +
      'now. FORBIDDEN for roles that see their own requests only; VALIDATION_FAILED for other numbers of months.',
  })
  @Needs('request.read')
  async demandForecast(
    @Args('months', {
      type: () => Int,
      defaultValue: 3,
      description: `How many, the month at hand included: 1 to ${demandLimits.ahead}.`,
    })
    months: number,
    @IdArg('Team', {
      name: 'teamId',
      nullable: true,
      description: 'Only what this team asks for or builds; global id.',
    })
    teamId: string | null | undefined,
    @Reader() { viewer, grant }: Reader,
  ): Promise<DemandForecastType[]> {
    if (grant === 'own')
      throw new Forbidden('request.read', 'These figures count requests of others too, which your roles do not show.');
    const { workspaceId, timeZone, today } = fullViewer(viewer);
    const current = today.slice(0, 7);
    const ofTeam = teamId ? sql`(consumer_team_id = ${teamId}::uuid OR provider_team_id = ${teamId}::uuid)` : sql`TRUE`;
    const history = await this.history(sql`workspace_id = ${workspaceId}::uuid AND ${ofTeam}`, timeZone);
    return demandForecast({ history, current, ahead: months });
  }

  private history(which: Sql, timeZone: string): Promise<MonthlyDemand[]> {
    return rowsOf<MonthlyDemand>(
      this.pool,
      sql`SELECT type, to_char(submitted_at AT TIME ZONE ${timeZone}, 'YYYY-MM') AS month, count(*)::int AS requests,
          count(likely_minutes)::int AS estimated, coalesce(sum(likely_minutes), 0)::float8 AS "likelyMinutes"
        FROM requests.request_row WHERE ${which} AND submitted_at IS NOT NULL GROUP BY 1, 2`,
    );
  }
}
