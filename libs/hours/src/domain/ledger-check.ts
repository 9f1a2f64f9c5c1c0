import { availableOf, openEarmarksOf, openReservedOf } from './balance.js';
import type { AllotmentState } from './state.js';

/** H11: the three differences between what went in and what came of it; 0, 0, 0 at any instant. */
export interface LedgerCheck {
  /** Granted + adjustments − debt applied = base consumed net of credits + expired + available or reserved + lots in transit. */
  readonly a: number;
  /** Overage approved = consumed + rebased + lapsed + open earmarks. */
  readonly b: number;
  /** Billable minutes recorded = base + overage + undecided + written off + debt. */
  readonly c: number;
}

const sumOf = (months: readonly AllotmentState[], of: (month: AllotmentState) => number): number =>
  months.reduce((sum, month) => sum + of(month), 0);

/** Minutes handed on by the closed months that have not arrived in the given ones. */
export const lotsInTransit = (months: readonly AllotmentState[]): number =>
  sumOf(months, ({ sums }) => sums.rolledOver - sums.carriedIn);

/** The three equations over months of one agreement, from its first month on. */
export function ledgerCheck(months: readonly AllotmentState[]): LedgerCheck {
  const open = months.filter(({ status }) => status !== 'CLOSED');
  const entered = sumOf(months, ({ pool }) => pool.granted + pool.adjusted - pool.debtApplied);
  const consumed = sumOf(months, ({ sums, pool }) => sums.base - pool.baseCredits + sums.expired);
  const left = sumOf(open, (month) => availableOf(month) + openReservedOf(month)) + lotsInTransit(months);
  return {
    a: entered - consumed - left,
    b: sumOf(months, (month) => {
      const { approvedOverage, overage, rebased, lapsed } = month.sums;
      return approvedOverage - overage - rebased - lapsed - openEarmarksOf(month);
    }),
    c: sumOf(
      months,
      ({ sums }) => sums.recorded - sums.base - sums.overage - sums.uncovered - sums.writtenOff - sums.debt,
    ),
  };
}
