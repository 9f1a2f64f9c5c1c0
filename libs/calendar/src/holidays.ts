import {
  Caller,
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
import { addHolidays, LIMITS, removeHoliday } from './domain/index.js';
import { WorkingCalendarPayload } from './types.js';

@InputType({ description: 'A day on which a team does not work.' })
export class HolidayInput {
  @Day({ description: 'The day, e.g. `2026-04-03`.' })
  date: string;

  @Text({ description: 'What it is called, e.g. `Good Friday`: 1 to 200 characters.' })
  name: string;
}

@InputType({ description: 'Days on which a team does not work.' })
export class AddHolidaysInput {
  @GlobalId('Team', { description: 'Whose days.' })
  teamId: string;

  @Nested(() => HolidayInput, { each: true, description: `Each day once; at most ${LIMITS.holidays}.` })
  @ArrayMaxSize(LIMITS.holidays)
  holidays: HolidayInput[];
}

@InputType({ description: 'A holiday that is none.' })
export class RemoveHolidayInput {
  @GlobalId('Team', { description: 'Whose day.' })
  teamId: string;

  @Day({ description: 'The day, e.g. `2026-04-03`.' })
  date: string;
}

export class AddHolidays extends CalendarCommand<AddHolidaysInput> {}
export class RemoveHoliday extends CalendarCommand<RemoveHolidayInput> {}

@CommandHandler(AddHolidays)
export class AddHolidaysHandler implements ICommandHandler<AddHolidays> {
  constructor(private readonly decisions: CalendarDecisions) {}

  execute(command: AddHolidays): Promise<CalendarChange> {
    return this.decisions.change(command, addHolidays);
  }
}

@CommandHandler(RemoveHoliday)
export class RemoveHolidayHandler implements ICommandHandler<RemoveHoliday> {
  constructor(private readonly decisions: CalendarDecisions) {}

  execute(command: RemoveHoliday): Promise<CalendarChange> {
    return this.decisions.change(command, removeHoliday);
  }
}

@Resolver()
export class HolidayMutations {
  constructor(private readonly commands: CalendarCommands) {}

  @Mutation(() => WorkingCalendarPayload, {
    description:
      'Adds holidays to a team’s calendar; a day that is there already stays, or takes the new name. For leads of the team. ' +
      'PII_NOT_ALLOWED, LIMIT_REACHED (1,000 holidays).',
  })
  @Needs('calendar.manage')
  async addHolidays(
    @InputArg() input: AddHolidaysInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkingCalendarPayload> {
    return this.commands.carryOut(new AddHolidays(input, expectedVersion(expect), caller));
  }

  @Mutation(() => WorkingCalendarPayload, {
    description: 'Takes a holiday out of a team’s calendar. For leads of the team. NOT_FOUND for a day that is none.',
  })
  @Needs('calendar.manage')
  async removeHoliday(
    @InputArg() input: RemoveHolidayInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkingCalendarPayload> {
    return this.commands.carryOut(new RemoveHoliday(input, expectedVersion(expect), caller));
  }
}
