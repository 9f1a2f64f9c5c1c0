import type { Fact } from '#libs/event-log';
import type { CalendarEvent } from './domain/index.js';

type Sentences = {
  readonly [T in CalendarEvent['type']]: (data: Extract<CalendarEvent, { readonly type: T }>['data']) => string;
};

// Why somebody is away is nobody's business but of those who plan with it.
const SENTENCES: Sentences = {
  WorkingWeekSet: ({ effectiveFrom, timeZone }) => `The week is another from ${effectiveFrom} on, in ${timeZone}`,
  HolidaysAdded: ({ holidays: [first, ...others] }) =>
    `Free days: ${first ? `${first.date} ${first.name}` : 'none'}${others.length === 0 ? '' : ` and ${others.length} more`}`,
  HolidayRemoved: ({ date }) => `${date} is a working day again`,
  AbsenceRecorded: ({ from, to }) => `Somebody is away from ${from} to ${to}`,
  AbsenceWithdrawn: ({ absenceId }) => `Absence ${absenceId} was taken back`,
};

/** What happened to a team's calendar, in one sentence that a person understands. */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof Sentences] as (data: object) => string)(data)}.`;
