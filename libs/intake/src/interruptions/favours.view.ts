import {
  allOf,
  type ApiContext,
  Connection,
  ConnectionArgs,
  CursorCodec,
  GlobalId,
  keysetPage,
  LocalDate,
  mapPage,
  Needs,
  type Page,
  Reader,
  readerOf,
  sql,
  type Sql,
} from '#libs/api-kit';
import { PeopleLoaders, Team } from '#libs/people';
import { Args, ArgsType, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString } from 'class-validator';
import pg from 'pg';
import { InterruptionKindEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType({
  description: 'Interruptions of one team in one week. Figures of single persons are kept from everybody.',
})
export class InterruptionWeek {
  @Field(() => LocalDate, { description: 'The Monday of the week, e.g. `2026-01-05`.' })
  weekStart: string;

  @Field(() => Int, { description: 'How many, e.g. 9.' })
  count: number;

  @Field(() => Int, { description: 'How long they took together in minutes, e.g. 240.' })
  minutes: number;

  @Field(() => Int, { description: 'How many of them became a request, or a question on one, e.g. 2.' })
  converted: number;

  @Field(() => Team, { nullable: true, description: 'The team that was interrupted; null for people in no team.' })
  @Needs('people.read')
  team: LookedUp<Team>;
}

@ObjectType({ description: 'Interruptions of teams by week, page by page.' })
export class InterruptionWeekConnection extends Connection('InterruptionWeek', () => InterruptionWeek) {}

@ArgsType()
export class FavoursArgs extends ConnectionArgs {
  @GlobalId('Team', { nullable: true, description: 'Only interruptions of this team.' })
  teamId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Only weeks that begin on this day or later.' })
  @IsOptional()
  @IsString()
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Only weeks that begin on this day or earlier.' })
  @IsOptional()
  @IsString()
  until?: string | null;
}

@ArgsType()
export class InterruptionWeeksArgs extends FavoursArgs {
  @Field(() => InterruptionKindEnum, { nullable: true, description: 'Only interruptions of this kind.' })
  @IsOptional()
  @IsEnum(InterruptionKindEnum)
  kind?: keyof typeof InterruptionKindEnum | null;
}

interface WeekRow {
  readonly week_start: string;
  readonly team_id: string | null;
  readonly count: number;
  readonly minutes: number;
  readonly converted: number;
}

/** Team totals by week, and nothing finer (P28, P77). */
@Resolver()
export class Favours {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly people: PeopleLoaders,
  ) {}

  @Query(() => InterruptionWeekConnection, { description: 'Favours by team and week, the newest week first.' })
  @Needs('favour.read')
  favours(@Args() args: FavoursArgs, @Reader() reader: Reader): Promise<Page<InterruptionWeek>> {
    return this.weeks(args, 'FAVOUR', reader);
  }

  @Query(() => InterruptionWeekConnection, {
    description: 'Interruptions of all kinds by team and week, the newest week first.',
  })
  @Needs('favour.read')
  interruptionWeeks(@Args() args: InterruptionWeeksArgs, @Reader() reader: Reader): Promise<Page<InterruptionWeek>> {
    return this.weeks(args, args.kind ?? null, reader);
  }

  private async weeks(
    args: FavoursArgs,
    kind: string | null,
    { viewer: { workspaceId } }: Reader,
  ): Promise<Page<InterruptionWeek>> {
    const page = await keysetPage<WeekRow>({
      db: this.pool,
      table: sql`(SELECT week_start, team_id, count(*)::int AS count, sum(minutes)::int AS minutes,
          count(*) FILTER (WHERE status = 'CONVERTED')::int AS converted,
          week_start::text || '/' || coalesce(team_id::text, '') AS id
        FROM intake.interruption_row WHERE ${conditionOf(args, kind, workspaceId)}
        GROUP BY week_start, team_id) AS week`,
      columns: ['week_start', 'team_id', 'count', 'minutes', 'converted'],
      where: sql`TRUE`,
      order: [{ column: 'week_start', direction: 'DESC', nulls: 'never' }],
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.show(row));
  }

  private show({ week_start: weekStart, team_id: teamId, ...figures }: WeekRow): InterruptionWeek {
    const team: LookedUp<Team> = (_args, context: ApiContext, info) =>
      teamId === null ? null : this.people.team(readerOf(info), context, teamId);
    return Object.assign(new InterruptionWeek(), { weekStart, team, ...figures });
  }
}

const conditionOf = ({ teamId, from, until }: FavoursArgs, kind: string | null, workspaceId: string): Sql =>
  allOf([
    sql`workspace_id = ${workspaceId}::uuid`,
    ...(teamId == null ? [] : [sql`team_id = ${teamId}::uuid`]),
    ...(from == null ? [] : [sql`week_start >= ${from}::date`]),
    ...(until == null ? [] : [sql`week_start <= ${until}::date`]),
    ...(kind === null ? [] : [sql`kind = ${kind}`]),
  ]);
