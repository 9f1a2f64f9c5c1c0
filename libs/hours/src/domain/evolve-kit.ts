import type { AllotmentEventType, AllotmentFacts } from './facts.js';
import { accountOf, type AllotmentState, type Account, type BeyondBase, emptyAccount } from './state.js';
import type { Lot, Sums } from './state.js';
import type { LotMinutes } from './values.js';

export type Data<T extends AllotmentEventType> = AllotmentFacts[T];

type SumChanges = Partial<Record<keyof Sums, number>>;
type AccountChange = (account: Account) => Partial<Account>;

/** Sums with something added to them. */
export function summed(before: Sums, changes: SumChanges): Sums {
  const sums = { ...before };
  for (const name of Object.keys(changes) as (keyof Sums)[]) sums[name] += changes[name] ?? 0;
  return sums;
}

/** Accounts with that of a request, or of work without one, changed. */
export function accountsWith(
  accounts: AllotmentState['accounts'],
  requestId: string | null,
  change: AccountChange,
): AllotmentState['accounts'] {
  const key = accountOf(requestId);
  const before = accounts[key] ?? emptyAccount;
  return { ...accounts, [key]: { ...before, ...change(before) } };
}

/** Adds to sums of the month. */
export const adding = (month: AllotmentState, changes: SumChanges): AllotmentState => ({
  ...month,
  sums: summed(month.sums, changes),
});

/** Changes the account of a request, or of work without one. */
export const changing = (month: AllotmentState, requestId: string | null, change: AccountChange): AllotmentState => ({
  ...month,
  accounts: accountsWith(month.accounts, requestId, change),
});

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
