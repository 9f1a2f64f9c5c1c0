import type { Samples } from '#test/kit/golden';
import type { CalendarEvent } from './domain/index.js';

const personId = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a01';
const office = [
  { from: '08:30', to: '12:00' },
  { from: '13:00', to: '17:30' },
];

/** One of each fact, in an order in which they could have happened. */
export const samples: Samples<CalendarEvent> = {
  WorkingWeekSet: {
    effectiveFrom: '2026-02-02',
    timeZone: 'Europe/Berlin',
    days: {
      MONDAY: office,
      TUESDAY: office,
      WEDNESDAY: office,
      THURSDAY: office,
      FRIDAY: [{ from: '08:30', to: '14:00' }],
      SATURDAY: [],
      SUNDAY: [],
    },
  },
  HolidaysAdded: {
    holidays: [
      { date: '2026-04-03', name: 'Good Friday' },
      { date: '2026-04-06', name: 'Easter Monday' },
    ],
  },
  HolidayRemoved: { date: '2026-04-03' },
  AbsenceRecorded: {
    absenceId: 'A1',
    personId,
    from: '2026-02-09',
    to: '2026-02-13',
    halfDay: false,
    kind: 'VACATION',
  },
  AbsenceWithdrawn: { absenceId: 'A1', personId },
};
