import type { CalendarEvent, TeamCalendar } from '#libs/calendar';
import type { PeopleFact } from '#libs/people';
import type { Side } from '#libs/vocabulary';
import { dossierFold } from './fold-kit.js';

export interface TeamDossier {
  readonly teamId: string;
  readonly side: Side;
  readonly timeZone: string;
}

/** One dossier a team. */
export const teamDossier = dossierFold<TeamDossier, PeopleFact, 'TeamCreated'>({
  name: 'metrics.team',
  streamType: 'team',
  source: import.meta.url,
  empty: { teamId: '', side: 'CONSUMER', timeZone: 'UTC' },
  changes: { TeamCreated: (_row, { data: { teamId, side, timeZone } }) => ({ teamId, side, timeZone }) },
});

/** When a team works. */
export type CalendarDossier = Pick<TeamCalendar, 'weeks' | 'holidays'>;

/** The old ones without those of the same day, and the new ones, in the order of their days. */
function replaced<Key extends string, Item extends Readonly<Record<Key, string>>>(
  old: readonly Item[],
  added: readonly Item[],
  key: Key,
): readonly Item[] {
  const days = new Set(added.map((item) => item[key]));
  const all = [...old.filter((item) => !days.has(item[key])), ...added];
  return all.sort((one, other) => (one[key] < other[key] ? -1 : 1));
}

/** One dossier the calendar of a team; absences count in no clock. */
export const calendarDossier = dossierFold<
  CalendarDossier,
  CalendarEvent,
  'WorkingWeekSet' | 'HolidaysAdded' | 'HolidayRemoved'
>({
  name: 'metrics.working-calendar',
  streamType: 'working-calendar',
  source: import.meta.url,
  empty: { weeks: [], holidays: [] },
  changes: {
    WorkingWeekSet: ({ weeks }, { data }) => ({ weeks: replaced(weeks, [data], 'effectiveFrom') }),
    HolidaysAdded: ({ holidays }, { data }) => ({ holidays: replaced(holidays, data.holidays, 'date') }),
    HolidayRemoved: ({ holidays }, { data }) => ({ holidays: holidays.filter(({ date }) => date !== data.date) }),
  },
});
