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

/** What the three equations compare, in minutes over all months. */
export interface LedgerSums {
  readonly granted: number;
  /** Cuts negative. */
  readonly adjusted: number;
  readonly debtApplied: number;
  /** Worked and paid from the pool, before credits. */
  readonly base: number;
  /** Credited minutes that came back into a pool. */
  readonly baseCredits: number;
  readonly expired: number;
  /** Of months that are not closed, as is the next. */
  readonly available: number;
  readonly openReserved: number;
  readonly inTransit: number;
  readonly overageApproved: number;
  readonly overage: number;
  readonly rebased: number;
  readonly lapsed: number;
  readonly openEarmarks: number;
  readonly recorded: number;
  readonly undecided: number;
  readonly writtenOff: number;
  readonly debt: number;
}

const sumOf = (months: readonly AllotmentState[], of: (month: AllotmentState) => number): number =>
  months.reduce((sum, month) => sum + of(month), 0);

/** Minutes handed on by the closed months that have not arrived in the given ones. */
export const lotsInTransit = (months: readonly AllotmentState[]): number =>
  sumOf(months, ({ sums }) => sums.rolledOver - sums.carriedIn);

/** Both sides of the equations over months of one agreement, from its first month on. */
export function ledgerSums(months: readonly AllotmentState[]): LedgerSums {
  const open = months.filter(({ status }) => status !== 'CLOSED');
  return {
    granted: sumOf(months, ({ pool }) => pool.granted),
    adjusted: sumOf(months, ({ pool }) => pool.adjusted),
    debtApplied: sumOf(months, ({ pool }) => pool.debtApplied),
    base: sumOf(months, ({ sums }) => sums.base),
    baseCredits: sumOf(months, ({ pool }) => pool.baseCredits),
    expired: sumOf(months, ({ sums }) => sums.expired),
    available: sumOf(open, availableOf),
    openReserved: sumOf(open, openReservedOf),
    inTransit: lotsInTransit(months),
    overageApproved: sumOf(months, ({ sums }) => sums.approvedOverage),
    overage: sumOf(months, ({ sums }) => sums.overage),
    rebased: sumOf(months, ({ sums }) => sums.rebased),
    lapsed: sumOf(months, ({ sums }) => sums.lapsed),
    openEarmarks: sumOf(months, openEarmarksOf),
    recorded: sumOf(months, ({ sums }) => sums.recorded),
    undecided: sumOf(months, ({ sums }) => sums.uncovered),
    writtenOff: sumOf(months, ({ sums }) => sums.writtenOff),
    debt: sumOf(months, ({ sums }) => sums.debt),
  };
}

/** The three equations of these sums. */
export const checkOf = (sums: LedgerSums): LedgerCheck => ({
  a:
    sums.granted +
    sums.adjusted -
    sums.debtApplied -
    (sums.base - sums.baseCredits + sums.expired) -
    (sums.available + sums.openReserved + sums.inTransit),
  b: sums.overageApproved - sums.overage - sums.rebased - sums.lapsed - sums.openEarmarks,
  c: sums.recorded - sums.base - sums.overage - sums.undecided - sums.writtenOff - sums.debt,
});

/** The three equations over months of one agreement, from its first month on. */
export const ledgerCheck = (months: readonly AllotmentState[]): LedgerCheck => checkOf(ledgerSums(months));
