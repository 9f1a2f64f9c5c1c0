import { type Account, accountOf, type AllotmentState, emptyAccount } from './state.js';

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** The account of a request, or of work without one. */
export const account = (month: AllotmentState, requestId: string | null): Account =>
  month.accounts[accountOf(requestId)] ?? emptyAccount;

/** Reserved base minutes a request has not worked yet. */
export const openOf = ({ reserved, base }: Account): number => Math.max(0, reserved - base);

/** granted + lots + base credits − debt applied + adjustments applied. */
export function basePoolOf({ pool, lots }: AllotmentState): number {
  const carried = total(lots.map(({ minutes }) => minutes));
  return pool.granted + carried + pool.baseCredits - pool.debtApplied + pool.adjusted;
}

export const openReservedOf = ({ accounts }: AllotmentState): number =>
  Object.values(accounts).reduce((sum, one) => sum + openOf(one), 0);

/** Base minutes nobody worked or reserved (H1: never below 0). */
export const availableOf = (month: AllotmentState): number =>
  basePoolOf(month) - month.sums.base - openReservedOf(month);

export const openEarmarksOf = ({ accounts }: AllotmentState): number =>
  total(Object.values(accounts).map(({ earmark }) => earmark));

/** Minutes worked, whatever paid for them. */
export const usedOf = ({ sums }: AllotmentState): number => sums.base + sums.overage + sums.uncovered;

/** Minutes that could be worked and paid for: the pool and approved overage. */
export const capacityOf = (month: AllotmentState): number => basePoolOf(month) + month.sums.approvedOverage;

/** The figures of a month as the page prints them (minutes). */
export interface Balance {
  readonly basePool: number;
  readonly consumed: number;
  readonly openReserved: number;
  readonly available: number;
  readonly overageApproved: number;
  readonly overageConsumed: number;
  readonly uncovered: number;
  /** Numerator and denominator of the utilisation. */
  readonly used: number;
  readonly capacity: number;
  readonly reductionPending: number;
}

export function balanceOf(month: AllotmentState): Balance {
  const { sums, pending } = month;
  const [basePool, openReserved] = [basePoolOf(month), openReservedOf(month)];
  return {
    basePool,
    consumed: sums.base,
    openReserved,
    available: basePool - sums.base - openReserved,
    overageApproved: sums.approvedOverage,
    overageConsumed: sums.overage,
    uncovered: sums.uncovered,
    used: usedOf(month),
    capacity: capacityOf(month),
    reductionPending: pending.debt + pending.grant,
  };
}
