import { type AgencySpend, ProviderGate } from '#libs/requests';
import { Injectable, Optional } from '@nestjs/common';
import type { HoursScene } from './decisions.js';
import {
  type AllotmentEvent,
  type AllotmentEventType,
  type AllotmentFacts,
  lineAmount,
  type Price,
  timeEntry,
  timeEntryId,
  type WorkRecorded,
} from './domain/index.js';

type Spent = Pick<AgencySpend, 'entryId' | 'amount'>;

/** What decisions on the hours of an agency cost its purchase order, booked in their own append (contexts 3.10). */
@Injectable()
export class AgencySpending {
  constructor(@Optional() private readonly gate?: ProviderGate) {}

  /**
   * Books what facts of a month cost, or give back. Worked minutes count from the moment they are recorded, uncovered ones at the base
   * price: else an order could be overdrawn by work that is covered later. Settlement at the close gives nothing back to the order.
   * @throws PoCeilingExceeded, CurrencyMismatch
   */
  book({ agreement, others }: HoursScene, agreementId: string, facts: readonly AllotmentEvent[]): void {
    const { provider, currency } = agreement;
    if (provider.kind === 'TEAM' || !this.gate) return;
    const priceOf = (entryId: string): Price | null => {
      const recorded = facts.find((fact) => isWork(fact) && fact.data.entryId === entryId);
      if (recorded) return recorded.data as WorkRecorded;
      const entry = others.read(timeEntry, timeEntryId(agreementId, entryId), { guards: false });
      return entry.status === 'unknown' ? null : entry;
    };
    for (const spent of facts.flatMap((fact) => spentBy(fact, priceOf)))
      this.gate.book(others, provider.id, { ...spent, agreementId, currency });
  }
}

type Work = Extract<AllotmentEvent, { type: 'TimeRecorded' | 'LateTimeRecorded' }>;
const isWork = (fact: AllotmentEvent): fact is Work => fact.type === 'TimeRecorded' || fact.type === 'LateTimeRecorded';

/** Overage costs more than the base price its minutes were booked at. */
function surcharge({ minutes, from }: AllotmentFacts['UncoveredTimeCovered'], price: Price | null): number {
  if (from === 'BASE' || !price) return 0;
  return lineAmount('OVERAGE', minutes, price) - lineAmount('BASE', minutes, price);
}

type PriceOf = (entryId: string) => Price | null;
type Costs = { readonly [T in AllotmentEventType]?: (data: AllotmentFacts[T], priceOf: PriceOf) => Spent };

const worked = ({ entryId, amount, draw, ...price }: WorkRecorded): Spent => ({
  entryId,
  amount: amount + lineAmount('BASE', draw.uncovered, price),
});

/** Minor units an entry costs the order by a fact, or gives back to it. */
const costs: Costs = {
  TimeRecorded: worked,
  LateTimeRecorded: worked,
  TimeReversed: ({ reversesEntryId: entryId, amount, draw, ...price }) => ({
    entryId,
    amount: amount - lineAmount('BASE', draw.uncovered, price),
  }),
  PriorPeriodAdjusted: ({ originalEntryId: entryId, amount }) => ({ entryId, amount }),
  UncoveredTimeCovered: (covered, priceOf) => {
    const { entryId } = covered;
    return { entryId, amount: surcharge(covered, priceOf(entryId)) };
  },
  UncoveredTimeWrittenOff: ({ entryId, minutes }, priceOf) => {
    const price = priceOf(entryId);
    return { entryId, amount: price ? -lineAmount('BASE', minutes, price) : 0 };
  },
};

const spentBy = <T extends AllotmentEventType>(
  { type, data }: { readonly type: T; readonly data: AllotmentFacts[T] },
  priceOf: PriceOf,
): Spent[] => {
  const spent = costs[type]?.(data, priceOf);
  return spent && spent.amount !== 0 ? [spent] : [];
};
