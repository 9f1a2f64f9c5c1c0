import { LocalDate, MutationPayload, Needs, Node, toGlobalId } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CalendarRecord } from './calendars.js';
import { type Absence, type AbsenceKind, LIMITS, type Weekday, WEEKDAYS, type WorkingWeek } from './domain/index.js';
import { AbsenceKindName, WeekdayName } from './enums.js';

@ObjectType('WorkingSpan', { description: 'Working time without a break, on the clock of the week’s zone.' })
export class WorkingSpanType {
  @Field(() => String, { description: 'When it begins: `HH:MM`, e.g. `09:00`.' })
  from: string;

  @Field(() => String, { description: 'When it ends: `HH:MM`, e.g. `17:00`; `24:00` is the end of the day.' })
  to: string;
}

@ObjectType('WorkingDay', { description: 'When people work on one day of the week.' })
export class WorkingDayType {
  @Field(() => WeekdayName, { description: 'The day.' })
  weekday: Weekday;

  @Field(() => [WorkingSpanType], { description: 'In their order, at most 3; empty: a free day.' })
  spans: readonly WorkingSpanType[];
}

@ObjectType('WorkingWeek', { description: 'A week of a team as it is from a day on.' })
export class WorkingWeekType {
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day it holds for, e.g. `2026-02-02`; null: the default, ever since.',
  })
  effectiveFrom: string | null;

  @Field(() => String, { description: 'IANA zone on whose clock the spans are read, e.g. `Europe/Berlin`.' })
  timeZone: string;

  @Field(() => [WorkingDayType], { description: 'All seven days, from Monday on.' })
  days: readonly WorkingDayType[];
}

@ObjectType('Holiday', { description: 'A day on which a team does not work, whatever its week says.' })
export class HolidayType {
  @Field(() => LocalDate, { description: 'The day, e.g. `2026-04-03`.' })
  date: string;

  @Field(() => String, { description: 'What it is called, e.g. `Good Friday`.' })
  name: string;
}

@ObjectType('Absence', { description: 'Days on which somebody of a team does not work.' })
export class AbsenceType {
  @Field(() => ID, { description: 'Its id inside the team’s calendar, e.g. `A1`, for `withdrawAbsence`.' })
  id: string;

  @Field(() => LocalDate, { description: 'First day, e.g. `2026-02-09`.' })
  from: string;

  @Field(() => LocalDate, { description: 'Last day, e.g. `2026-02-13`.' })
  to: string;

  @Field(() => Boolean, { description: 'True for half of the working time of one day.' })
  halfDay: boolean;

  // That somebody is ill is nobody's business but of those who plan with it.
  @Field(() => AbsenceKindName, { nullable: true, description: 'Why; null for who manages no calendar.' })
  @Needs('calendar.manage')
  kind: AbsenceKind | null;

  /** Uuid; the field `person` is looked up by it. */
  personId: string;
}

@ObjectType('WorkingCalendar', {
  implements: () => Node,
  description:
    'When a team works: its weeks and holidays. Service levels and grace periods count minutes of it; a team that never set it works ' +
    'Monday to Friday, 09:00 to 17:00, in its own zone.',
})
export class WorkingCalendarType extends Node {
  @Field(() => Int, { description: 'Counts the facts about it, e.g. `3`; for `expect`. 0: never set.' })
  version: number;

  @Field(() => [WorkingWeekType], {
    description: `By their first day; each holds until the next one does. The default one and at most ${LIMITS.weeks} more.`,
  })
  weeks: readonly WorkingWeekType[];

  @Field(() => [HolidayType], { description: `By date; at most ${LIMITS.holidays}.` })
  holidays: readonly HolidayType[];

  /** Uuid; the fields `team` and `absences` are looked up by it. */
  teamId: string;
}

@ObjectType({ description: 'What became of a command on a team’s calendar.' })
export class WorkingCalendarPayload extends MutationPayload {
  @Field(() => WorkingCalendarType, { nullable: true, description: 'The calendar as it is now.' })
  @Needs('calendar.read')
  calendar?: WorkingCalendarType | null;
}

@ObjectType({ description: 'What became of an absence that somebody recorded.' })
export class RecordAbsencePayload extends WorkingCalendarPayload {
  @Field(() => AbsenceType, { nullable: true, description: 'The absence; null when it was refused.' })
  absence?: AbsenceType | null;
}

const toWeek = ({ effectiveFrom, timeZone, days }: WorkingWeek): WorkingWeekType => ({
  effectiveFrom,
  timeZone,
  days: WEEKDAYS.map((weekday) => ({ weekday, spans: days[weekday] })),
});

export const toCalendar = ({ teamId, version, calendar }: CalendarRecord): WorkingCalendarType =>
  Object.assign(new WorkingCalendarType(), {
    id: toGlobalId('WorkingCalendar', teamId),
    version,
    weeks: calendar.weeks.map(toWeek),
    holidays: calendar.holidays,
    teamId,
  });

export const toAbsence = ({ absenceId, ...absence }: Absence): AbsenceType =>
  Object.assign(new AbsenceType(), absence, { id: absenceId });
