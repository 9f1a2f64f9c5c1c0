import type { LocalDate, Period } from '#libs/vocabulary';
import type { Activity, Pool } from './values.js';

/**
 * One line: minutes of one entry from one pool. `REVERSAL` mirrors a line of an entry that was taken back, `CREDIT` corrects an entry
 * of an earlier month, `RETAINER` stands for the granted minutes of a month billed as a whole.
 */
export interface StatementLine {
  /** Unique in the statement, e.g. `<entryId>:BASE`. */
  readonly lineId: string;
  readonly kind: 'WORK' | 'REVERSAL' | 'CREDIT' | 'RETAINER';
  /** Null in a RETAINER line only. */
  readonly entryId: string | null;
  readonly requestId: string | null;
  readonly personId: string | null;
  readonly workedOn: LocalDate | null;
  readonly activity: Activity | null;
  /** The month an entry belongs to that is not of this one: late time and credits. */
  readonly originalPeriod: Period | null;
  readonly pool: Pool | null;
  readonly minutes: number;
  /** Minor units per hour, and the percent of it that was billed. */
  readonly rate: number;
  readonly percent: number;
  /** Minor units. */
  readonly amount: number;
}

/** Sums of lines (H7): minutes by pool before credits, credits, and what is billed. */
export interface StatementTotals {
  readonly baseMinutes: number;
  readonly overageMinutes: number;
  readonly debtMinutes: number;
  readonly retainerMinutes: number;
  /** 0 or less. */
  readonly creditMinutes: number;
  readonly billedMinutes: number;
  readonly baseAmount: number;
  readonly overageAmount: number;
  readonly debtAmount: number;
  readonly retainerAmount: number;
  readonly creditAmount: number;
  /** Minor units: the sum of the rounded lines, never rounded again. */
  readonly amount: number;
  readonly currency: string;
}
