import {
  type ApiContext,
  Ctx,
  Day,
  fromGlobalId,
  IdArg,
  Instant,
  loaderOf,
  Needs,
  NodeResolvers,
  Reader,
} from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { PeopleLoaders, Person, Team } from '#libs/people';
import { Args, ArgsType, Field, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Calendars } from './calendars.js';
import { type Absence, LIMITS, workingDateOf, workingDaysBetween, workingMinutesBetween } from './domain/index.js';
import { AbsenceType, toAbsence, toCalendar, WorkingCalendarType } from './types.js';

const DAY = 86_400_000;
/** Days of the longest time that is counted in one question: ten years. */
const MOST_DAYS = 3660;

@ObjectType({ description: 'How much a team works between two instants.' })
export class WorkingTime {
  @Field(() => Int, {
    description:
      'Whole working minutes, e.g. `480` for a day from 09:00 to 17:00; minutes as they pass when clocks change.',
  })
  minutes: number;

  @Field(() => Int, {
    description:
      'Working days after the day of `from`, up to and including that of `to`: 1 from a Friday to the Monday after.',
  })
  days: number;
}

@ArgsType()
export class AbsencesArgs {
  @Day({ description: 'First day, e.g. `2026-02-01`.' })
  from: string;

  @Day({ description: 'Last day, e.g. `2026-02-28`.' })
  to: string;
}

const calendarLoader = (calendars: Calendars, { viewer }: Reader, context: ApiContext) =>
  loaderOf(context, 'calendar.calendar', async (teamIds: readonly string[]) =>
    (await calendars.records(viewer.workspaceId, teamIds)).map((record) => record && toCalendar(record)),
  );

/** One calendar, what it says of a time, and calendars behind `node`. */
@Resolver()
export class WorkingCalendarQueries {
  constructor(
    private readonly calendars: Calendars,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'WorkingCalendar',
      right: 'calendar.read',
      streamType: 'working-calendar',
      load: async (ids, { viewer }) =>
        (await calendars.records(viewer.workspaceId, ids)).map((record) => record && toCalendar(record)),
    });
  }

  @Query(() => WorkingCalendarType, {
    nullable: true,
    description: 'When a team works; null when there is no such team.',
  })
  @Needs('calendar.read')
  workingCalendar(
    @IdArg('Team', { name: 'teamId' }) teamId: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<WorkingCalendarType | null> {
    return calendarLoader(this.calendars, reader, context).load(teamId);
  }

  @Query(() => WorkingTime, {
    description:
      'Working minutes and days of a team between two instants, at most 3,660 days apart. NOT_FOUND for the team, VALIDATION_FAILED for ' +
      'instants in the wrong order or too far apart.',
  })
  @Needs('calendar.read')
  async workingTime(
    @IdArg('Team', { name: 'teamId' }) teamId: string,
    @Args('from', { type: () => Instant, description: 'The first instant.' }) from: string,
    @Args('to', { type: () => Instant, description: 'The last one; not before the first.' }) to: string,
    @Reader() { viewer }: Reader,
  ): Promise<WorkingTime> {
    const length = Date.parse(to) - Date.parse(from);
    if (length < 0) throw new ValidationFailed('`to` is before `from`.', ['to']);
    if (length > MOST_DAYS * DAY) throw new ValidationFailed(`At most ${MOST_DAYS} days at once.`, ['to']);
    const calendar = await this.calendars.of(viewer.workspaceId, teamId);
    const [first, last] = [workingDateOf(calendar, from), workingDateOf(calendar, to)];
    return {
      minutes: workingMinutesBetween(calendar, from, to),
      days: workingDaysBetween(calendar, first, last),
    };
  }
}

@Resolver(() => WorkingCalendarType)
export class WorkingCalendarFields {
  constructor(
    private readonly calendars: Calendars,
    private readonly people: PeopleLoaders,
  ) {}

  @ResolveField(() => Team, { nullable: true, description: 'The team that works by it.' })
  team(@Parent() { teamId }: WorkingCalendarType, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.team(reader, context, teamId);
  }

  @ResolveField(() => [AbsenceType], {
    description: `Who is away on one of some days, by first day; at most 366 days are asked for, and a team has at most ${LIMITS.absences} absences.`,
  })
  async absences(
    @Parent() { teamId }: WorkingCalendarType,
    @Args() { from, to }: AbsencesArgs,
    @Reader() { viewer }: Reader,
    @Ctx() context: ApiContext,
  ): Promise<AbsenceType[]> {
    const days = (Date.parse(to) - Date.parse(from)) / DAY;
    if (days < 0 || days >= LIMITS.absenceDays)
      throw new ValidationFailed('Ask for 1 to 366 days, the first one first.', ['to']);
    const loader = loaderOf<string, Absence[]>(context, `calendar.absences ${from} ${to}`, (teamIds) =>
      this.calendars.absences(viewer.workspaceId, teamIds, { from, to }),
    );
    return (await loader.load(teamId)).map(toAbsence);
  }
}

@Resolver(() => AbsenceType)
export class AbsenceFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => Person, { nullable: true, description: 'Who is away.' })
  person(@Parent() { personId }: AbsenceType, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, personId);
  }
}

@Resolver(() => Team)
export class TeamCalendarField {
  constructor(private readonly calendars: Calendars) {}

  @ResolveField(() => WorkingCalendarType, { nullable: true, description: 'When the team works.' })
  @Needs('calendar.read')
  calendar(@Parent() { id }: Team, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return calendarLoader(this.calendars, reader, context).load(fromGlobalId(id, 'Team'));
  }
}
