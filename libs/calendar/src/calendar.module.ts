import { historyOf } from '#libs/api-kit';
import { Module } from '@nestjs/common';
import { AbsenceMutations, RecordAbsenceHandler, WithdrawAbsenceHandler } from './absences.js';
import { CalendarCommands } from './calendar-commands.js';
import { CalendarDecisions } from './calendar-decisions.js';
import { Calendars } from './calendars.js';
import { AddHolidaysHandler, HolidayMutations, RemoveHolidayHandler } from './holidays.js';
import { workingCalendar } from './domain/index.js';
import './problems.js';
import { SetWorkingWeekHandler, SetWorkingWeekMutation } from './set-working-week.js';
import { summaryOf } from './summary.js';
import { WorkingCalendarType } from './types.js';
import {
  AbsenceFields,
  TeamCalendarField,
  WorkingCalendarFields,
  WorkingCalendarQueries,
} from './working-calendar.view.js';

const useCases = [
  SetWorkingWeekHandler,
  SetWorkingWeekMutation,
  AddHolidaysHandler,
  RemoveHolidayHandler,
  HolidayMutations,
  RecordAbsenceHandler,
  WithdrawAbsenceHandler,
  AbsenceMutations,
];

const views = [
  WorkingCalendarQueries,
  WorkingCalendarFields,
  AbsenceFields,
  TeamCalendarField,
  historyOf(() => WorkingCalendarType, 'calendar.read', { summaryOf, streamType: workingCalendar.type }),
];

/**
 * Working calendars of teams. Needs `pg.Pool`, `EventLog`, `NodeResolvers`, `CommandBus`, `PeopleReads` and `PeopleLoaders` from
 * modules that are global.
 */
@Module({
  providers: [Calendars, CalendarDecisions, CalendarCommands, ...useCases, ...views],
  exports: [Calendars],
})
export class CalendarModule {}
