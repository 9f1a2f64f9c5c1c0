import type { Period } from '#libs/vocabulary';
import { amountOf, lineAmount, percentOfPool } from './money.js';
import type { AllotmentState } from './state.js';
import type { StatementLine, StatementTotals } from './statement-lines.js';
import type { BookedEntry } from './time-entry.js';
import { type Pool, pools, type Price } from './values.js';

/** What a month bills: its lines in the order of recording, and their sums. */
export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly totals: StatementTotals;
}

/** Minutes of one entry by the pool that pays them. */
export type PoolMinutes = Readonly<Record<Pool, number>>;

/** What lines say of an entry. */
export type BilledWork = Price & Pick<BookedEntry, 'entryId' | 'requestId' | 'personId' | 'workedOn' | 'activity'>;

/** An entry with the minutes each pool paid of it: after covering, decisions and settlement, or as it stood when it was taken back. */
interface EntryItem {
  readonly kind: 'WORK' | 'REVERSAL';
  readonly work: BilledWork;
  /** The month of late time; null for time of the month itself. */
  readonly originalPeriod: Period | null;
  readonly minutes: PoolMinutes;
}

/** A credit. One on an entry of this month knows whose work it was; one on an entry of an earlier month only which entry. */
interface CreditItem {
  readonly kind: 'CREDIT';
  readonly credit: Price &
    Pick<StatementLine, 'minutes' | 'amount' | 'requestId'> & { readonly creditId: string } & {
      readonly originalPeriod: Period;
      readonly originalEntryId: string;
      readonly pool: Pool;
    };
  readonly work: BilledWork | null;
}

/** Something that becomes lines. Whoever gathers them, from facts or from rows, gathers the same in the same order. */
export type StatementItem = EntryItem | CreditItem;

/** Lines of an entry, one for each pool that costs something; those of a reversal mirror them. */
function entryLines({ kind, work, originalPeriod, minutes }: EntryItem): StatementLine[] {
  const { entryId, requestId, personId, workedOn, activity, rate } = work;
  const [prefix, sign] = kind === 'REVERSAL' ? [`${entryId}~reversal`, -1] : [entryId, 1];
  const head = { kind, entryId, requestId, personId, workedOn, activity, originalPeriod };
  return pools
    .filter((pool) => minutes[pool] > 0 && percentOfPool(pool, work) > 0)
    .map((pool) => ({
      lineId: `${prefix}:${pool}`,
      ...head,
      pool,
      minutes: sign * minutes[pool],
      rate,
      percent: percentOfPool(pool, work),
      amount: lineAmount(pool, sign * minutes[pool], work),
    }));
}

function creditLines({ credit, work }: CreditItem, period: Period): StatementLine[] {
  const percent = percentOfPool(credit.pool, credit);
  if (percent === 0) return [];
  const { creditId, originalEntryId: entryId, requestId, pool, minutes, rate, amount } = credit;
  const { personId, workedOn, activity } = work ?? { personId: null, workedOn: null, activity: null };
  const originalPeriod = credit.originalPeriod === period ? null : credit.originalPeriod;
  const head = { kind: 'CREDIT', entryId, requestId, personId, workedOn, activity, originalPeriod } as const;
  return [{ lineId: creditId, ...head, pool, minutes, rate, percent, amount }];
}

/** RETAINER: the granted minutes, adjustments included, whatever was used. */
function retainerLines({ billing, retainerRate, pool }: AllotmentState): StatementLine[] {
  if (billing !== 'RETAINER' || retainerRate === null) return [];
  const minutes = pool.granted + pool.adjusted;
  const nobody = {
    entryId: null,
    requestId: null,
    personId: null,
    workedOn: null,
    activity: null,
    originalPeriod: null,
  };
  const amount = amountOf(minutes, retainerRate);
  const price = { minutes, rate: retainerRate, percent: 100, amount };
  return [{ lineId: 'retainer', kind: 'RETAINER', ...nobody, pool: null, ...price }];
}

/** H7: sums of the rounded lines, never rounded again. */
export function totalsOf(lines: readonly StatementLine[], currency: string): StatementTotals {
  const sumOf = (of: (line: StatementLine) => boolean) => {
    const sum = { minutes: 0, amount: 0 };
    for (const line of lines) {
      if (!of(line)) continue;
      sum.minutes += line.minutes;
      sum.amount += line.amount;
    }
    return sum;
  };
  const work = (pool: Pool) => sumOf((line) => line.kind !== 'CREDIT' && line.pool === pool);
  const [base, overage, debt] = [work('BASE'), work('OVERAGE'), work('DEBT')];
  const credit = sumOf(({ kind }) => kind === 'CREDIT');
  const retainer = sumOf(({ kind }) => kind === 'RETAINER');
  const all = sumOf(() => true);
  return {
    baseMinutes: base.minutes,
    overageMinutes: overage.minutes,
    debtMinutes: debt.minutes,
    retainerMinutes: retainer.minutes,
    creditMinutes: credit.minutes,
    billedMinutes: all.minutes,
    baseAmount: base.amount,
    overageAmount: overage.amount,
    debtAmount: debt.amount,
    retainerAmount: retainer.amount,
    creditAmount: credit.amount,
    amount: all.amount,
    currency,
  };
}

const plus = (a: StatementTotals, b: StatementTotals): StatementTotals => ({
  baseMinutes: a.baseMinutes + b.baseMinutes,
  overageMinutes: a.overageMinutes + b.overageMinutes,
  debtMinutes: a.debtMinutes + b.debtMinutes,
  retainerMinutes: a.retainerMinutes + b.retainerMinutes,
  creditMinutes: a.creditMinutes + b.creditMinutes,
  billedMinutes: a.billedMinutes + b.billedMinutes,
  baseAmount: a.baseAmount + b.baseAmount,
  overageAmount: a.overageAmount + b.overageAmount,
  debtAmount: a.debtAmount + b.debtAmount,
  retainerAmount: a.retainerAmount + b.retainerAmount,
  creditAmount: a.creditAmount + b.creditAmount,
  amount: a.amount + b.amount,
  currency: a.currency,
});

/** Totals of several months of one agreement, at least one, together. */
export const sumOfTotals = (months: readonly StatementTotals[]): StatementTotals => months.reduce(plus);

/** The lines of items that were gathered in the order of recording, with the retainer's before them, and their sums. */
export function statementOfItems(month: AllotmentState, items: readonly StatementItem[]): Statement {
  const linesOf = (item: StatementItem) =>
    item.kind === 'CREDIT' ? creditLines(item, month.period) : entryLines(item);
  const lines = [...retainerLines(month), ...items.flatMap(linesOf)];
  return { lines, totals: totalsOf(lines, month.currency) };
}
