import type { Period } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';
import { wholeNumber } from './days.js';

/** Months looked ahead at most, and months whose forecast is held against what came. */
export const demandLimits = { ahead: 6, backtest: 6 } as const;
/** Months whose mean stands for a month nobody has seen a year before. */
const RECENT = 3;
/** Months whose estimates say how much work one request is. */
const EFFORT = 12;

/** Requests of one type that were submitted in one month. */
export interface MonthlyDemand {
  readonly type: string;
  readonly month: Period;
  readonly requests: number;
  /** Of these, those with an estimate, and the likely minutes of them all. */
  readonly estimated: number;
  readonly likelyMinutes: number;
}

export const demandMethods = ['SAME_MONTH', 'RECENT_MONTHS'] as const;
/** SAME_MONTH: the mean of the same month of earlier years; RECENT_MONTHS: the mean of the last three, where no such year is known. */
export type DemandMethod = (typeof demandMethods)[number];

export interface ForecastMonth {
  readonly month: Period;
  readonly requests: number;
  /** `requests` times what one of this type usually takes; null where none of the last 12 months' has an estimate. */
  readonly minutes: number | null;
  readonly method: DemandMethod;
}

/** A forecast made at the end of the month before, and what came. */
export interface Backtest {
  readonly month: Period;
  readonly forecast: number;
  readonly actual: number;
}

export interface DemandOfType {
  readonly type: string;
  readonly months: readonly ForecastMonth[];
  /** Of the last complete months, oldest first; none for months before which nothing was known. */
  readonly backtest: readonly Backtest[];
  /** Mean of what the forecasts of `backtest` were wrong by, in requests; null without any. */
  readonly meanAbsoluteError: number | null;
}

export const addMonths = (month: Period, months: number): Period =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();

const rounded = (value: number): number => Math.round(value * 10) / 10;
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** What is known at the end of a month, of one type. */
class Known {
  constructor(
    private readonly counts: ReadonlyMap<Period, MonthlyDemand>,
    private readonly first: Period,
    private readonly last: Period,
  ) {}

  /** Null before anything is known. */
  forecast(month: Period): Pick<ForecastMonth, 'requests' | 'method'> | null {
    const sameMonths = this.each(month, -12);
    if (sameMonths.length > 0) return { requests: rounded(mean(sameMonths)), method: 'SAME_MONTH' };
    const recent = this.each(addMonths(this.last, 1), -1).slice(0, RECENT);
    return recent.length > 0 ? { requests: rounded(mean(recent)), method: 'RECENT_MONTHS' } : null;
  }

  /** Requests of each month so many months before one, as far as they are known; the latest first. */
  private each(month: Period, step: number): number[] {
    const found: number[] = [];
    for (let at = addMonths(month, step); at >= this.first; at = addMonths(at, step))
      if (at <= this.last) found.push(this.actual(at));
    return found;
  }

  actual(month: Period): number {
    return this.counts.get(month)?.requests ?? 0;
  }

  /** What one request usually takes, in minutes. */
  effort(): number | null {
    const since = addMonths(this.last, 1 - EFFORT);
    const recent = [...this.counts.values()].filter(({ month }) => month >= since && month <= this.last);
    const estimated = recent.reduce((sum, one) => sum + one.estimated, 0);
    return estimated === 0 ? null : recent.reduce((sum, one) => sum + one.likelyMinutes, 0) / estimated;
  }
}

/** From what is known, and what month it is. */
export interface DemandQuestion {
  readonly history: readonly MonthlyDemand[];
  /** The month at hand: it is not over, so nothing is learnt from it; the forecast begins with it. */
  readonly current: Period;
  readonly ahead: number;
}

/**
 * How many requests of each type will come in each month, and how wrong the same way of telling was about the last months (P46). The first
 * month with any request counts in full. A type nobody has asked for is not in it. Sorted by type.
 * @throws ValidationFailed
 */
export function demandForecast({ history, current, ahead }: DemandQuestion): DemandOfType[] {
  const count = wholeNumber(ahead, { min: 1, max: demandLimits.ahead, path: ['months'] });
  const past = history.filter(({ month }) => month < current);
  if (past.length === 0) return [];
  const first = past.reduce((earliest, { month }) => (month < earliest ? month : earliest), current);
  const types = [...new Set(past.map(({ type }) => type))].sort();
  return types.map((type) => {
    const counts = new Map(past.filter((one) => one.type === type).map((one) => [one.month, one]));
    const knownAt = (last: Period) => new Known(counts, first, last);
    const backtest = backtestOf(knownAt, current);
    const errors = backtest.map(({ forecast, actual }) => Math.abs(forecast - actual));
    return {
      type,
      months: monthsOf(knownAt(addMonths(current, -1)), current, count),
      backtest,
      meanAbsoluteError: errors.length === 0 ? null : rounded(mean(errors)),
    };
  });
}

function monthsOf(known: Known, current: Period, ahead: number): ForecastMonth[] {
  const effort = known.effort();
  return Array.from({ length: ahead }, (_, index) => addMonths(current, index)).flatMap((month) => {
    const forecast = known.forecast(month);
    if (forecast === null) return [];
    return [{ month, ...forecast, minutes: effort === null ? null : Math.round(forecast.requests * effort) }];
  });
}

function backtestOf(knownAt: (last: Period) => Known, current: Period): Backtest[] {
  return Array.from({ length: demandLimits.backtest }, (_, index) =>
    addMonths(current, index - demandLimits.backtest),
  ).flatMap((month) => {
    const known = knownAt(addMonths(month, -1));
    const forecast = known.forecast(month);
    return forecast === null ? [] : [{ month, forecast: forecast.requests, actual: known.actual(month) }];
  });
}
