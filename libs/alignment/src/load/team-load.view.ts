import { type ApiContext, Ctx, IdArg, LocalDate, Needs, Reader } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { interruptionTotal } from '#libs/intake';
import { fullViewer, PeopleLoaders, Team } from '#libs/people';
import { TeamFiguresReader, type TeamFigures } from '#libs/requests';
import { Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';

/** How far the load looks ahead, and how far back for interruptions. */
const AHEAD = { weeks: 6 };
const BACK = { weeks: 4 };

@ObjectType({
  description:
    'What lies on a team’s table. Everybody who reads requests sees the same figures of both teams, and none of any person.',
})
export class TeamLoad implements TeamFigures {
  @Field(() => Team, { nullable: true, description: 'The team; null when your roles do not show teams.' })
  @Needs('people.read')
  team: Team | null;

  @Field(() => LocalDate, { description: 'The day these figures are of, in the workspace’s zone.' })
  today: string;

  @Field(() => Int, { description: 'Requests the team builds: approved, in progress or delivered.' })
  inWork: number;

  @Field(() => Int, { nullable: true, description: 'How many of them there should be at most; null without a limit.' })
  wipLimit: number | null;

  @Field(() => Boolean, { description: 'True when the limit refuses further approvals; false when it warns.' })
  wipLimitIsHard: boolean;

  @Field(() => Int, { description: 'Requests of the team, on whichever side, whose agreed date is over.' })
  overdue: number;

  @Field(() => Int, { description: 'Requests whose next step is the team’s.' })
  waitingForTeam: number;

  @Field(() => Int, { description: 'Questions that wait for an answer of the team.' })
  questionsToAnswer: number;

  @Field(() => Int, { description: 'Triaged requests that wait for the team’s estimate.' })
  toEstimate: number;

  @Field(() => Int, { description: 'Estimates that wait for the team’s signature.' })
  approvalsWaiting: number;

  @Field(() => Int, { description: 'Deliveries whose criteria the team has to look at.' })
  acceptancesWaiting: number;

  @Field(() => Int, { description: 'Requests with a hard date within the next six weeks: what campaigns hang on.' })
  hardDatesAhead: number;

  @Field(() => Int, { description: 'How often the team was interrupted in this week and the four before it.' })
  interruptions: number;

  @Field(() => Int, { description: 'How long that took, in minutes.' })
  interruptionMinutes: number;
}

/** The load of a team, as both sides see it (P24, P25): three statements. */
@Resolver()
export class TeamLoads {
  constructor(
    private readonly pool: pg.Pool,
    private readonly figures: TeamFiguresReader,
    private readonly people: PeopleLoaders,
  ) {}

  @Query(() => TeamLoad, {
    nullable: true,
    description:
      'The load of a team; null when there is no such team. FORBIDDEN for roles that see their own requests only: it counts those of others.',
  })
  @Needs('request.read')
  async teamLoad(
    @IdArg('Team', { name: 'teamId', description: 'Which team.' }) teamId: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<TeamLoad | null> {
    if (reader.grant === 'own')
      throw new Forbidden('request.read', 'These figures count requests of others too, which your roles do not show.');
    const { workspaceId, today } = fullViewer(reader.viewer);
    const day = Temporal.PlainDate.from(today);
    const since = day.subtract({ ...BACK, days: day.dayOfWeek - 1 }).toString();
    const [team, figures, interrupted] = await Promise.all([
      this.people.team(reader, context, teamId),
      this.figures.of(workspaceId, teamId, { today, until: day.add(AHEAD).toString() }),
      interruptionTotal(this.pool, workspaceId, { teamId, since }),
    ]);
    if (team === null) return null;
    return { ...figures, team, today, interruptions: interrupted.count, interruptionMinutes: interrupted.minutes };
  }
}
