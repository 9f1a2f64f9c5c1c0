import type { Aggregate } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import {
  type Absence,
  defaultWeek,
  type Holiday,
  type WeekSpans,
  type WorkingCalendar,
  type WorkingWeek,
} from './values.js';

/** A week a team has set: it holds from a day on. */
export type SetWeek = WorkingWeek & { readonly effectiveFrom: LocalDate };

/** Facts of one team's calendar; its stream is `working-calendar-<team id>`. */
export type CalendarEvent =
  | {
      readonly type: 'WorkingWeekSet';
      readonly data: { readonly effectiveFrom: LocalDate; readonly timeZone: string; readonly days: WeekSpans };
    }
  /** New days, and days that have another name now. */
  | { readonly type: 'HolidaysAdded'; readonly data: { readonly holidays: readonly Holiday[] } }
  | { readonly type: 'HolidayRemoved'; readonly data: { readonly date: LocalDate } }
  | { readonly type: 'AbsenceRecorded'; readonly data: Absence }
  | { readonly type: 'AbsenceWithdrawn'; readonly data: { readonly absenceId: string; readonly personId: string } };

/** What a team has said about its working time; nothing at first. */
export interface TeamCalendar {
  /** By `effectiveFrom`, each of them once. */
  readonly weeks: readonly SetWeek[];
  /** By date, each of them once. */
  readonly holidays: readonly Holiday[];
  /** As recorded, without those withdrawn. */
  readonly absences: readonly Absence[];
  /** How many were ever recorded: ids are given once. */
  readonly absencesRecorded: number;
}

export const workingCalendar: Aggregate<TeamCalendar, CalendarEvent> = {
  type: 'working-calendar',
  initial: { weeks: [], holidays: [], absences: [], absencesRecorded: 0 },
  source: import.meta.url,
  evolve(state, { type, data }) {
    switch (type) {
      case 'WorkingWeekSet':
        return { ...state, weeks: replaced(state.weeks, [data], 'effectiveFrom') };
      case 'HolidaysAdded':
        return { ...state, holidays: replaced(state.holidays, data.holidays, 'date') };
      case 'HolidayRemoved':
        return { ...state, holidays: state.holidays.filter(({ date }) => date !== data.date) };
      case 'AbsenceRecorded':
        return { ...state, absences: [...state.absences, data], absencesRecorded: state.absencesRecorded + 1 };
      case 'AbsenceWithdrawn':
        return { ...state, absences: state.absences.filter(({ absenceId }) => absenceId !== data.absenceId) };
    }
  },
};

/** The old ones without those of the same day, and the new ones, in the order of their days. */
function replaced<Key extends string, Item extends Readonly<Record<Key, LocalDate>>>(
  old: readonly Item[],
  added: readonly Item[],
  key: Key,
): readonly Item[] {
  const days = new Set(added.map((item) => item[key]));
  const all = [...old.filter((item) => !days.has(item[key])), ...added];
  return all.sort((one, other) => (one[key] < other[key] ? -1 : 1));
}

/** The calendar to compute with: before the first week a team has set, the default one holds in the team's own zone. */
export const calendarOf = (
  { weeks, holidays }: Pick<TeamCalendar, 'weeks' | 'holidays'>,
  timeZone: string,
): WorkingCalendar => ({
  weeks: [defaultWeek(timeZone), ...weeks],
  holidays,
});
