import type { LocalDate } from '#libs/vocabulary';

/** In the order of ISO 8601: the week begins on Monday. */
export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local clock times `HH:MM` inside one day, e.g. `09:00` to `17:00`; the end does not belong to it and may be `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Working spans of each weekday in their order, none overlapping; an empty list is a free day. */
export type WeekSpans = Readonly<Record<Weekday, readonly Span[]>>;

export interface WorkingWeek {
  /** The first local day it holds for; null: ever since. */
  readonly effectiveFrom: LocalDate | null;
  /** IANA zone whose clock the spans are read on. */
  readonly timeZone: string;
  readonly days: WeekSpans;
}

export interface Holiday {
  readonly date: LocalDate;
  readonly name: string;
}

/** When a team works. An instant is working time when the clock of the week in force then shows a time inside a span of that day. */
export interface WorkingCalendar {
  /** By `effectiveFrom`; the first one has held ever since, so that every day has its week. Every week has a working span. */
  readonly weeks: readonly [WorkingWeek, ...WorkingWeek[]];
  /** Days on which nobody works, whatever the week says. */
  readonly holidays: readonly Holiday[];
}

const officeHours: readonly Span[] = [{ from: '09:00', to: '17:00' }];

/** Monday to Friday, 09:00 to 17:00: the week of a team that never said another. */
export const defaultWeek = (timeZone: string): WorkingWeek => ({
  effectiveFrom: null,
  timeZone,
  days: {
    MONDAY: officeHours,
    TUESDAY: officeHours,
    WEDNESDAY: officeHours,
    THURSDAY: officeHours,
    FRIDAY: officeHours,
    SATURDAY: [],
    SUNDAY: [],
  },
});

/** The default week without holidays. */
export const defaultCalendar = (timeZone: string): WorkingCalendar => ({
  weeks: [defaultWeek(timeZone)],
  holidays: [],
});

export const ABSENCE_KINDS = ['VACATION', 'SICK', 'OTHER'] as const;
export type AbsenceKind = (typeof ABSENCE_KINDS)[number];

/** Days on which somebody of the team does not work. */
export interface Absence {
  /** Unique in the team's calendar, e.g. `A1`. */
  readonly absenceId: string;
  readonly personId: string;
  /** First and last local day. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** True for half of the working time of a single day. */
  readonly halfDay: boolean;
  readonly kind: AbsenceKind;
}

/** The most a team's calendar holds. */
export const LIMITS = { weeks: 100, holidays: 1000, absences: 5000, spansOfDay: 3, absenceDays: 366 } as const;
