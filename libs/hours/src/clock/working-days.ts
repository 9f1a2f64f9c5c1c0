import { type Absence, calendarOf, type TeamCalendar, workingCalendar, workingDaysBetween } from '#libs/calendar';
import type { LocalDate, Period } from '#libs/vocabulary';
import type { HoursScene } from '../decisions.js';
import { dayBefore, type DedicatedMonth, firstDayOf, type Grant, lastDayOf } from '../domain/index.js';

type Dedicated = Extract<Grant, { readonly kind: 'DEDICATED' }>;

/** The working calendar of the team that does the work, as it stands: the agreement's working days are its days. */
export const providerCalendar = ({ agreement, others }: Pick<HoursScene, 'agreement' | 'others'>) =>
  calendarOf(others.read(workingCalendar, agreement.provider.teamId, { guards: false }), agreement.timeZone);

const later = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other);
const earlier = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other);

interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const daysOf = (period: Period, within: Days): Days => ({
  from: later(firstDayOf(period), within.from),
  to: earlier(lastDayOf(period), within.to),
});

/** Minutes of a dedicated person that an absence takes from a month: their share of each working day, rounded down in all. */
export function absenceMinutes(
  { dailyMinutes, percent }: Pick<Dedicated, 'dailyMinutes' | 'percent'>,
  { period, calendar }: { readonly period: Period; readonly calendar: Pick<TeamCalendar, 'weeks' | 'holidays'> },
  absence: Pick<Absence, 'from' | 'to' | 'halfDay'>,
): number {
  const { from, to } = daysOf(period, absence);
  // Only days count here, which are the same in any zone.
  const days = to < from ? 0 : workingDaysBetween(calendarOf(calendar, 'UTC'), dayBefore(from), to);
  return Math.floor((days * dailyMinutes * percent) / (absence.halfDay ? 200 : 100));
}

/** What a team's calendar says of a DEDICATED person's month; nothing for a pool. */
export function dedicatedMonth(grant: Grant, period: Period, calendar: TeamCalendar): DedicatedMonth {
  if (grant.kind === 'POOL') return { workingDays: 0, absenceMinutes: 0 };
  const workingDays = workingDaysBetween(calendarOf(calendar, 'UTC'), dayBefore(firstDayOf(period)), lastDayOf(period));
  const minutes = calendar.absences
    .filter(({ personId }) => personId === grant.personId)
    .map((absence) => absenceMinutes(grant, { period, calendar }, absence));
  return { workingDays, absenceMinutes: minutes.reduce((sum, one) => sum + one, 0) };
}

/** `dedicatedMonth` inside a decision: it holds as long as nobody changes that calendar. */
export const dedicatedMonthIn = (
  { others }: Pick<HoursScene, 'others'>,
  grant: Grant,
  period: Period,
): DedicatedMonth =>
  dedicatedMonth(
    grant,
    period,
    grant.kind === 'POOL' ? workingCalendar.initial : others.read(workingCalendar, grant.calendarId),
  );
