import type { AllotmentEventType, AllotmentFacts } from './facts.js';
import { accountOf, type AllotmentState, type Account, type BeyondBase, emptyAccount } from './state.js';
import type { Lot, Sums } from './state.js';
import type { LotMinutes } from './values.js';

export type Data<T extends AllotmentEventType> = AllotmentFacts[T];

/** Adds to sums of the month. */
export function adding(month: AllotmentState, changes: Partial<Record<keyof Sums, number>>): AllotmentState {
  const sums = { ...month.sums };
  for (const [name, change] of Object.entries(changes) as [keyof Sums, number][]) sums[name] += change;
  return { ...month, sums };
}

/** Changes the account of a request, or of work without one. */
export function changing(
  month: AllotmentState,
  requestId: string | null,
  change: (account: Account) => Partial<Account>,
): AllotmentState {
  const key = accountOf(requestId);
  const before = month.accounts[key] ?? emptyAccount;
  return { ...month, accounts: { ...month.accounts, [key]: { ...before, ...change(before) } } };
}

/** Draws from lots, or gives back with `sign` -1. */
export function drawingLots(lots: readonly Lot[], drawn: readonly LotMinutes[], sign = 1): readonly Lot[] {
  if (drawn.length === 0) return lots;
  return lots.map((lot) => {
    const minutes = drawn.find((one) => one.expiresAfterPeriod === lot.expiresAfterPeriod)?.minutes ?? 0;
    return minutes === 0 ? lot : { ...lot, drawn: lot.drawn + sign * minutes };
  });
}

/** Minutes of the same expiry become one. */
export function mergeLots(...lists: readonly (readonly LotMinutes[])[]): LotMinutes[] {
  const minutes = new Map<string, number>();
  for (const lot of lists.flat())
    minutes.set(lot.expiresAfterPeriod, (minutes.get(lot.expiresAfterPeriod) ?? 0) + lot.minutes);
  return [...minutes]
    .map(([expiresAfterPeriod, minutes]) => ({ expiresAfterPeriod, minutes }))
    .sort((a, b) => (a.expiresAfterPeriod < b.expiresAfterPeriod ? -1 : 1));
}

/** Changes what an entry has beside its base minutes. */
export function changingBeyond(
  month: AllotmentState,
  entryId: string,
  change: (entry: BeyondBase) => Partial<BeyondBase>,
): AllotmentState {
  return {
    ...month,
    beyond: month.beyond.map((entry) => (entry.entryId === entryId ? { ...entry, ...change(entry) } : entry)),
  };
}
