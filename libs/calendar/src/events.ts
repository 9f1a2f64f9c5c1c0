import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { calendarRow } from './calendar-row.js';
import { type CalendarEvent, workingCalendar } from './domain/index.js';

/** Every event of this context with the schema version written today; the compiler misses none. */
export const calendarEvents: readonly EventDefinition[] = versionsOf<CalendarEvent>(workingCalendar.type, {
  WorkingWeekSet: 1,
  HolidaysAdded: 1,
  HolidayRemoved: 1,
  AbsenceRecorded: 1,
  AbsenceWithdrawn: 1,
});

/** Any fact of this context. */
export type CalendarFact = CalendarEvent;

/** What this context adds to the model of the log. */
export const calendarModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: calendarEvents,
  aggregates: [workingCalendar] as readonly Aggregate<unknown, Fact>[],
  views: [calendarRow] as readonly InlineView<object, Fact>[],
};
