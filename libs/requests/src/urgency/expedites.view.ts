import {
  type ApiContext,
  allOf,
  badUserInput,
  Ctx,
  IdArg,
  Instant,
  LocalDate,
  Needs,
  Reader,
  rowsOf,
  sql,
  toGlobalId,
} from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { isPeriod } from '#libs/vocabulary';
import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { RequestPolicies } from '../policy/request-policies.js';
import { delayDays } from './delay.js';
import type { ExpediteQuotaRow, GrantedExpedite } from './urgency-rows.js';

/** Teams of one workspace whose month is shown. */
const MOST_TEAMS = 200;

@ObjectType('GrantedExpedite', { description: 'An urgent request, and who waited for it.' })
export class GrantedExpediteType {
  @Field(() => ID, { description: 'Global id of the urgent request.' })
  requestId: string;

  @Field(() => ID, { description: 'Global id of the team that asked.' })
  consumerTeamId: string;

  @Field(() => LocalDate, { description: 'The day it had to be there.' })
  hardDate: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the request that had to wait; null: nobody had to.' })
  displacedRequestId: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The date of that request before; null where it had none.' })
  oldDate: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The date of that request after.' })
  newDate: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Calendar days between the two, e.g. 14; null without a date before.',
  })
  delayDays: number | null;

  @Field(() => ID, { description: 'Global id of the person who granted it.' })
  grantedById: string;

  @Field(() => Instant, { description: 'When it was granted.' })
  grantedAt: string;
}

@ObjectType('Expedites', { description: 'The urgent requests of one month.' })
export class ExpeditesType {
  @Field(() => String, { description: 'The month, `YYYY-MM`.' })
  period: string;

  @Field(() => Int, {
    description: 'How many a team that asks may have in the month, e.g. 2, by the policy of its last day, or of today.',
  })
  quotaPerTeam: number;

  @Field(() => [GrantedExpediteType], {
    description: 'By team, then in the order they were granted: at most the quota a team, of at most 200 teams.',
  })
  granted: GrantedExpediteType[];

  @Field(() => Int, { description: 'Calendar days of delay they caused, all together.' })
  displacedDays: number;
}

type Row = Pick<ExpediteQuotaRow, 'consumer_team_id' | 'granted'>;

const toGranted = (consumerTeamId: string, { displaced, byId, ...granted }: GrantedExpedite): GrantedExpediteType => ({
  requestId: toGlobalId('Request', granted.requestId),
  consumerTeamId: toGlobalId('Team', consumerTeamId),
  hardDate: granted.hardDate,
  displacedRequestId: displaced && toGlobalId('Request', displaced.requestId),
  oldDate: displaced && displaced.oldDate,
  newDate: displaced && displaced.newDate,
  delayDays: displaced && delayDays(displaced.oldDate, displaced.newDate),
  grantedById: toGlobalId('Person', byId),
  grantedAt: granted.at,
});

/** The last day of a month that is over or to come, and today in the month that runs: by its policy the month is shown. */
function lastKnownDay(period: string, today: string): string {
  if (today.startsWith(period)) return today;
  const month = Temporal.PlainYearMonth.from(period);
  return month.toPlainDate({ day: month.daysInMonth }).toString();
}

/** The urgent requests of a month (P21). */
@Resolver()
export class ExpeditesView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly policies: RequestPolicies,
  ) {}

  @Query(() => ExpeditesType, {
    description:
      'Urgent requests granted in a month, who waited for them and how long. FORBIDDEN for roles that see their own requests only.',
  })
  @Needs('request.read')
  async expedites(
    @Args('period', {
      type: () => String,
      description: 'The month in the workspace’s zone, `YYYY-MM`, e.g. `2026-01`.',
    })
    period: string,
    @IdArg('Team', { name: 'consumerTeamId', nullable: true, description: 'Only those this team asked for.' })
    consumer: string | null,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<ExpeditesType> {
    const { viewer, grant } = reader;
    if (grant === 'own') throw new Forbidden('request.read', 'These are requests of others too.');
    if (!isPeriod(period)) throw badUserInput('Write a month as YYYY-MM.');
    const rows = await rowsOf<Row>(
      this.pool,
      sql`SELECT consumer_team_id, granted FROM requests.expedite_quota_row
        WHERE ${allOf([
          sql`workspace_id = ${viewer.workspaceId}::uuid AND period = ${period}`,
          consumer == null ? sql`TRUE` : sql`consumer_team_id = ${consumer}::uuid`,
        ])} ORDER BY consumer_team_id LIMIT ${MOST_TEAMS}`,
    );
    const granted = rows.flatMap((row) => row.granted.map((one) => toGranted(row.consumer_team_id, one)));
    const displacedDays = granted.reduce((sum, one) => sum + (one.delayDays ?? 0), 0);
    const { expediteQuota } = await this.policies.on(reader, context, lastKnownDay(period, fullViewer(viewer).today));
    return { period, quotaPerTeam: expediteQuota, granted, displacedDays };
  }
}
