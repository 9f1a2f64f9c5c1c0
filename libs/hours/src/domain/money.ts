import { CurrencyMismatch } from './refusals.js';
import type { Pool, Price } from './values.js';

/**
 * Amounts are whole minor units in safe integers: facts and snapshots are JSON, which knows no bigint, and {@link maxRate},
 * {@link maxFactor} and {@link maxMonthMinutes} keep a month below 2^53 (1.7e14 for the largest single line). Products are computed
 * in bigint, because minutes × rate × factor is not below 2^53.
 */
export interface Money {
  readonly minor: number;
  /** ISO 4217, e.g. `EUR`. */
  readonly currency: string;
}

/** Minor units per hour. */
export const maxRate = 1_000_000_000;
/** Percent. */
export const maxFactor = 1000;
export const maxMonthMinutes = 1_000_000;

/** Minutes × rate × factor ÷ 6 000, halves up; a negative amount mirrors the positive one (2.0). */
export function amountOf(minutes: number, rate: number, factorPercent = 100): number {
  const product = BigInt(Math.abs(minutes)) * BigInt(rate) * BigInt(factorPercent);
  const rounded = Number((product + 3000n) / 6000n);
  return minutes < 0 && rounded !== 0 ? -rounded : rounded;
}

/** Percent of the rate that a pool costs. Under a retainer base minutes are paid already, and debt takes from paid minutes. */
export function percentOfPool(pool: Pool, { factorPercent, billing }: Price): number {
  if (pool === 'OVERAGE') return factorPercent;
  return billing === 'RETAINER' ? 0 : 100;
}

/** The amount of one line: minutes of one entry from one pool. */
export const lineAmount = (pool: Pool, minutes: number, price: Price): number =>
  amountOf(minutes, price.rate, percentOfPool(pool, price));

/**
 * The minor units of money in the agreement's currency.
 * @throws CurrencyMismatch
 */
export function minorIn(currency: string, money: Money, path: readonly string[]): number {
  if (money.currency !== currency) throw new CurrencyMismatch(currency, money.currency, path);
  return money.minor;
}
