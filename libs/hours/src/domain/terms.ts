import type { LocalDate, Period } from '#libs/vocabulary';
import type { Activity, Billing, OverageMode, Rate } from './values.js';

/** What a month grants: a fixed pool, or the share of one person's working days. */
export type Grant =
  | { readonly kind: 'POOL'; readonly minutesPerMonth: number }
  | {
      readonly kind: 'DEDICATED';
      readonly personId: string;
      /** Share of each working day, 1..100. */
      readonly percent: number;
      readonly calendarId: string;
      readonly dailyMinutes: number;
    };

export type Rollover =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'FULL'; readonly expiresAfterMonths: number }
  | {
      readonly kind: 'CAPPED';
      /** A percent is one of the month's granted minutes. */
      readonly cap: { readonly percent: number } | { readonly minutes: number };
      readonly expiresAfterMonths: number;
    };

/** What both sides signed and may amend from a planned month on. Carried minutes are always used first. */
export interface AgreementTerms {
  readonly grant: Grant;
  readonly overage: { readonly mode: OverageMode; readonly factorPercent: number };
  readonly rollover: Rollover;
  readonly debtAllowed: boolean;
  readonly billing: Billing;
  /** Percent of capacity, ascending; each is said once in a month (H8). */
  readonly thresholds: readonly number[];
  /** Working days after the month's last day in which its time may still come in. */
  readonly graceWorkingDays: number;
  readonly granularityMinutes: number;
}

/** The terms as they stand for one month: all that the rules of a month have to know of the agreement. */
export interface PeriodTerms extends AgreementTerms {
  readonly agreementVersion: number;
  readonly rateCardVersion: number;
  readonly rates: readonly Rate[];
  readonly timeZone: string;
  readonly currency: string;
  readonly firstPeriod: Period;
  readonly lastPeriod: Period | null;
}

interface Kind {
  readonly activity: Activity | null;
  readonly role?: string | null;
}

const fits = (rate: Rate, { activity, role = null }: Kind): boolean =>
  (rate.activity === null || rate.activity === activity) && (rate.role === null || rate.role === role);

const weightOf = ({ activity, role }: Rate): number => (activity === null ? 0 : 2) + (role === null ? 0 : 1);

/**
 * Minor units per hour for work of a kind on a day: the closest fit (activity before role before everything else), and of it the
 * latest that is in force. Null when the card does not reach back to that day.
 */
export function rateOn(rates: readonly Rate[], kind: Kind, day: LocalDate): number | null {
  const known = rates.filter((rate) => rate.effectiveFrom <= day && fits(rate, kind));
  const best = known.reduce<Rate | null>((best, rate) => {
    if (!best || weightOf(rate) > weightOf(best)) return rate;
    return weightOf(rate) === weightOf(best) && rate.effectiveFrom >= best.effectiveFrom ? rate : best;
  }, null);
  return best?.minorPerHour ?? null;
}

/** What the calendar says of a DEDICATED person's month. */
export interface DedicatedMonth {
  readonly workingDays: number;
  readonly absenceMinutes: number;
}

/** Minutes a month grants. DEDICATED: working days × daily minutes × percent, rounded down, minus recorded absences. */
export function grantedMinutes(grant: Grant, month: DedicatedMonth): number {
  if (grant.kind === 'POOL') return grant.minutesPerMonth;
  const share = Math.floor((month.workingDays * grant.dailyMinutes * grant.percent) / 100);
  return Math.max(0, share - month.absenceMinutes);
}

/** The most minutes a month hands on, given what it granted. */
export function rolloverCap(rollover: Rollover, granted: number): number {
  if (rollover.kind === 'NONE') return 0;
  if (rollover.kind === 'FULL') return Number.MAX_SAFE_INTEGER;
  return 'minutes' in rollover.cap ? rollover.cap.minutes : Math.floor((granted * rollover.cap.percent) / 100);
}

/** True in the months from the agreement's first to its last. */
export const holdsIn = ({ firstPeriod, lastPeriod }: PeriodTerms, period: Period): boolean =>
  period >= firstPeriod && (lastPeriod === null || period <= lastPeriod);
