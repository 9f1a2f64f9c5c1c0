import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { CalendarCommands } from './calendar-commands.js';
import { type CalendarChange, CalendarCommand, CalendarDecisions } from './calendar-decisions.js';
import { LIMITS, setWorkingWeek, type Weekday, WEEKDAYS } from './domain/index.js';
import { WeekdayName } from './enums.js';
import { WorkingCalendarPayload } from './types.js';

@InputType({ description: 'Working time without a break.' })
export class WorkingSpanInput {
  @Text({ description: 'When it begins: `HH:MM`, e.g. `09:00`.' })
  from: string;

  @Text({ description: 'When it ends, on the same day: `HH:MM`, e.g. `17:00`; `24:00` is the end of the day.' })
  to: string;
}

@InputType({ description: 'When people work on one day of the week.' })
export class WorkingDayInput {
  @Choice(WeekdayName, { description: 'The day; each at most once.' })
  weekday: Weekday;

  @Nested(() => WorkingSpanInput, { each: true, description: 'At most 3, not overlapping; empty: a free day.' })
  @ArrayMaxSize(LIMITS.spansOfDay)
  spans: WorkingSpanInput[];
}

@InputType({ description: 'The week of a team from a day on.' })
export class SetWorkingWeekInput {
  @GlobalId('Team', { description: 'Whose week.' })
  teamId: string;

  @Day({
    description:
      'The first day it holds for, e.g. `2026-02-02`: today or later in the team’s zone, or any day while the team has set no week.',
  })
  effectiveFrom: string;

  @Text({ nullable: true, description: 'IANA zone on whose clock the spans are read; the team’s own unless told.' })
  timeZone?: string | null;

  @Nested(() => WorkingDayInput, { each: true, description: 'Days that are not named are free; at least one is not.' })
  @ArrayMaxSize(WEEKDAYS.length)
  days: WorkingDayInput[];
}

export class SetWorkingWeek extends CalendarCommand<SetWorkingWeekInput> {}

@CommandHandler(SetWorkingWeek)
export class SetWorkingWeekHandler implements ICommandHandler<SetWorkingWeek> {
  constructor(private readonly decisions: CalendarDecisions) {}

  execute(command: SetWorkingWeek): Promise<CalendarChange> {
    return this.decisions.change(command, setWorkingWeek);
  }
}

@Resolver()
export class SetWorkingWeekMutation {
  constructor(private readonly commands: CalendarCommands) {}

  @Mutation(() => WorkingCalendarPayload, {
    description:
      'Sets when a team works, from a day on; the days before keep their week. For leads of the team. TIME_ZONE_UNKNOWN, DATE_IN_PAST, ' +
      'LIMIT_REACHED (100 weeks).',
  })
  @Needs('calendar.manage')
  async setWorkingWeek(
    @InputArg() input: SetWorkingWeekInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkingCalendarPayload> {
    return this.commands.carryOut(new SetWorkingWeek(input, expectedVersion(expect), caller));
  }
}
