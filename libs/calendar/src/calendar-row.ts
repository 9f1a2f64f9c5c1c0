import type { InlineView } from '#libs/event-log';
import { type Absence, type CalendarEvent, type TeamCalendar, workingCalendar } from './domain/index.js';

/** `calendar.calendar_row`: absences stand apart, because computing time does not read them. */
export interface CalendarRow {
  readonly team_id: string;
  readonly document: Pick<TeamCalendar, 'weeks' | 'holidays'>;
  readonly absences: readonly Absence[];
  readonly absences_recorded: number;
  readonly updated_at: string;
}

const stateOf = ({ document, absences, absences_recorded }: CalendarRow): TeamCalendar => ({
  ...document,
  absences,
  absencesRecorded: absences_recorded,
});

/** Folded by the aggregate's own `evolve`: the row cannot disagree with what rules see. */
export const calendarRow: InlineView<CalendarRow, CalendarEvent> = {
  table: 'calendar.calendar_row',
  streamType: workingCalendar.type,
  source: import.meta.url,
  evolve(row, event) {
    const before = row === null ? workingCalendar.initial : stateOf(row);
    const { weeks, holidays, absences, absencesRecorded } = workingCalendar.evolve(before, event);
    return {
      team_id: event.streamId.slice(workingCalendar.type.length + 1),
      document: { weeks, holidays },
      absences,
      absences_recorded: absencesRecorded,
      updated_at: event.recordedAt,
    };
  },
};
