import { LocalDate, Needs, preparedRowsOf, Reader, sql } from '#libs/api-kit';
import { Forbidden, ValidationFailed } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { Args, ArgsType, Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import pg from 'pg';

@ArgsType()
export class LeadTimesArgs {
  @Field(() => LocalDate, { description: 'The first day that counts, e.g. `2026-01-01`.' })
  @IsString()
  from: string;

  @Field(() => LocalDate, { description: 'The last day that counts, e.g. `2026-03-31`.' })
  @IsString()
  until: string;
}

@ObjectType({
  description:
    'How long requests took, in days of the calendar in the workspace’s zone. What has not come to its launch is not in it: a young ' +
    'period looks faster than it will have been.',
})
export class LeadTimes {
  @Field(() => Int, { description: 'Requests launched in the period whose launch stands.' })
  launched: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Median days from submission to launch, e.g. 30; null without a launch.',
  })
  medianLeadDays: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean of the same, rounded to two places, e.g. 35.29.' })
  meanLeadDays: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'So many days or fewer for 85 of 100 launches (nearest rank), e.g. 62.',
  })
  p85LeadDays: number | null;

  @Field(() => Int, { description: 'Requests approved in the period.' })
  approved: number;

  @Field(() => Float, { nullable: true, description: 'Median days from submission to approval, e.g. 7.' })
  medianScopingDays: number | null;
}

/** Lead and scoping times over a period: one statement. */
@Resolver()
export class LeadTimesView {
  constructor(private readonly pool: pg.Pool) {}

  @Query(() => LeadTimes, {
    nullable: true,
    description:
      'Lead and scoping times of requests launched, and of those approved, in a period. FORBIDDEN for roles that see ' +
      'their own requests only.',
  })
  @Needs('request.read')
  async leadTimes(@Args() { from, until }: LeadTimesArgs, @Reader() reader: Reader): Promise<LeadTimes> {
    if (reader.grant === 'own')
      throw new Forbidden('request.read', 'These figures count requests of others too, which your roles do not show.');
    if (until < from) throw new ValidationFailed('The period ends before it begins.', ['until']);
    const { workspaceId, timeZone } = fullViewer(reader.viewer);
    const [times] = await preparedRowsOf<LeadTimes>(
      this.pool,
      sql`WITH lead AS (
          SELECT launched_on - (submitted_at AT TIME ZONE ${timeZone})::date AS days FROM requests.request_row
          WHERE workspace_id = ${workspaceId}::uuid AND launched_on BETWEEN ${from}::date AND ${until}::date
        ), scoping AS (
          SELECT (approved_at AT TIME ZONE ${timeZone})::date - (submitted_at AT TIME ZONE ${timeZone})::date AS days
          FROM requests.request_row
          WHERE workspace_id = ${workspaceId}::uuid
            AND approved_at >= ${from}::timestamp AT TIME ZONE ${timeZone}
            AND approved_at < (${until}::date + 1)::timestamp AT TIME ZONE ${timeZone}
        )
        SELECT
          (SELECT count(*)::int FROM lead) AS launched,
          (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM lead) AS "medianLeadDays",
          (SELECT round(avg(days), 2)::float8 FROM lead) AS "meanLeadDays",
          (SELECT percentile_disc(0.85) WITHIN GROUP (ORDER BY days) FROM lead) AS "p85LeadDays",
          (SELECT count(*)::int FROM scoping) AS approved,
          (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM scoping) AS "medianScopingDays"`,
    );
    return times!;
  }
}
