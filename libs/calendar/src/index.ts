export { CalendarModule } from './calendar.module.js';
export { calendarStream, Calendars, type CalendarRecord } from './calendars.js';
export {
  type Absence,
  type AbsenceKind,
  addWorkingDays,
  addWorkingMinutes,
  type CalendarEvent,
  calendarOf,
  defaultCalendar,
  defaultWeek,
  dueAt,
  type Holiday,
  isWorkingDay,
  type Pause,
  type Span,
  type TeamCalendar,
  type Weekday,
  WEEKDAYS,
  type WeekSpans,
  type WorkingCalendar,
  workingCalendar,
  workingDateOf,
  workingDaysBetween,
  workingMinutes,
  workingMinutesBetween,
  type WorkingWeek,
} from './domain/index.js';
export { startOfDay } from './start-of-day.js';
export { teamCalendars, type TeamCalendarEntry } from './team-calendars.js';
export { calendarEvents, type CalendarFact, calendarModel } from './events.js';
export { Calendar1764000000301 } from './migrations/1-calendar.js';
export { WorkingCalendarType } from './types.js';
