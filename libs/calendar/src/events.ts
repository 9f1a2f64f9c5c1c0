import type { Aggregate, EventDefinition, Fact, InlineView, LogModel } from '#libs/event-log';
import { calendarRow } from './calendar-row.js';
import { type CalendarEvent, workingCalendar } from './domain/index.js';

/** The schema version each fact is written with today; the compiler misses none. */
const VERSIONS: Readonly<Record<CalendarEvent['type'], number>> = {
  WorkingWeekSet: 1,
  HolidaysAdded: 1,
  HolidayRemoved: 1,
  AbsenceRecorded: 1,
  AbsenceWithdrawn: 1,
};

/** Every event of this context. */
export const calendarEvents: readonly EventDefinition[] = Object.entries(VERSIONS).map(
  ([type, version]): EventDefinition => ({ type, streamType: workingCalendar.type, version }),
);

/** What this context adds to the model of the log. */
export const calendarModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: calendarEvents,
  aggregates: [workingCalendar] as readonly Aggregate<unknown, Fact>[],
  views: [calendarRow] as readonly InlineView<object, Fact>[],
};
