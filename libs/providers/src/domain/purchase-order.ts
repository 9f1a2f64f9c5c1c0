import { type Aggregate, ValidationFailed } from '#libs/event-log';
import { CurrencyMismatch } from '#libs/vocabulary';
import type { ProviderContext } from './context.js';
import { PoCeilingExceeded } from './refusals.js';

/** Money in minor units, e.g. 100_000 EUR for 1,000.00. */
export interface Amount {
  readonly minorUnits: number;
  readonly currency: string;
}

export interface PurchaseOrderFacts {
  CeilingSet: { readonly minorUnits: number; readonly currency: string; readonly previous: Amount | null };
  /** Negative for an entry that was taken back. */
  SpendBooked: { readonly agreementId: string; readonly entryId: string; readonly amount: number };
}
export type PurchaseOrderEvent = {
  [T in keyof PurchaseOrderFacts]: { readonly type: T; readonly data: PurchaseOrderFacts[T] };
}[keyof PurchaseOrderFacts];

export interface KnownOrder {
  readonly status: 'known';
  readonly ceiling: number;
  /** What entries have cost so far, less what was taken back. */
  readonly spent: number;
  readonly currency: string;
}
/** How much money an agency's work may cost, and has cost; `unknown` before a ceiling was set. One currency at a time. */
export type PurchaseOrder = { readonly status: 'unknown' } | KnownOrder;

export const purchaseOrder: Aggregate<PurchaseOrder, PurchaseOrderEvent> = {
  type: 'purchase-order',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    switch (event.type) {
      case 'CeilingSet': {
        const { minorUnits: ceiling, currency } = event.data;
        return { status: 'known', spent: state.status === 'known' ? state.spent : 0, ceiling, currency };
      }
      case 'SpendBooked':
        return state.status === 'unknown' ? state : { ...state, spent: state.spent + event.data.amount };
    }
  },
};

/** @throws ValidationFailed for what is no amount of money: below 0, not whole, or beyond all measure */
export function requireMoney(
  minorUnits: number,
  { limits: { maxMoney } }: ProviderContext['policy'],
  path: readonly string[],
): void {
  if (Number.isSafeInteger(minorUnits) && minorUnits >= 0 && minorUnits <= maxMoney) return;
  throw new ValidationFailed(`Whole minor units, 0 to ${maxMoney}.`, path);
}

/** @throws CurrencyMismatch, PoCeilingExceeded when more is spent already */
function requireFit({ currency: counted, spent }: KnownOrder, { minorUnits, currency }: Amount): void {
  if (counted !== currency && spent !== 0)
    throw new CurrencyMismatch(counted, currency, ['input', 'ceiling', 'currency']);
  if (spent > minorUnits) throw new PoCeilingExceeded({ ceiling: minorUnits, spent, amount: 0, currency });
}

/**
 * Another ceiling; no fact for the same one. Its currency changes only while nothing is spent.
 * @throws ValidationFailed, CurrencyMismatch, PoCeilingExceeded
 */
export function setCeiling(
  order: PurchaseOrder,
  wanted: Amount,
  { policy }: Pick<ProviderContext, 'policy'>,
): PurchaseOrderEvent[] {
  const { minorUnits, currency } = wanted;
  requireMoney(minorUnits, policy, ['input', 'ceiling', 'minorUnits']);
  if (order.status === 'unknown') return [{ type: 'CeilingSet', data: { minorUnits, currency, previous: null } }];
  requireFit(order, wanted);
  const previous = { minorUnits: order.ceiling, currency: order.currency };
  if (previous.minorUnits === minorUnits && previous.currency === currency) return [];
  return [{ type: 'CeilingSet', data: { minorUnits, currency, previous } }];
}

/** What an entry costs, or gives back (below 0). */
export interface Spend extends Omit<PurchaseOrderFacts['SpendBooked'], 'amount'> {
  readonly amount: number;
  readonly currency: string;
}

/**
 * `pending` is what this very decision has booked before. An amount of 0 leaves no fact; what is given back is never refused.
 * @throws CurrencyMismatch, PoCeilingExceeded
 */
export function bookSpend(order: PurchaseOrder, { currency, ...spend }: Spend, pending = 0): PurchaseOrderEvent[] {
  const { amount } = spend;
  if (order.status === 'unknown' || amount === 0) return [];
  if (order.currency !== currency) throw new CurrencyMismatch(order.currency, currency);
  const spent = order.spent + pending;
  const { ceiling } = order;
  if (amount > 0 && spent + amount > ceiling) throw new PoCeilingExceeded({ ceiling, spent, amount, currency });
  return [{ type: 'SpendBooked', data: spend }];
}
