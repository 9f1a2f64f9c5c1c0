import { evolve } from './evolve.js';
import type { AllotmentEvent, AllotmentFacts, WorkRecorded } from './facts.js';
import { amountOf, lineAmount, percentOfPool } from './money.js';
import type { Allotment, AllotmentState } from './state.js';
import type { StatementLine, StatementTotals } from './statement-lines.js';
import { type Pool, pools, type Price } from './values.js';

export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly totals: StatementTotals;
}

type Minutes = Record<Pool, number>;
type Reversal = AllotmentFacts['TimeReversed'];
type Credit = AllotmentFacts['PriorPeriodAdjusted'];

/** An entry with the minutes each pool paid of it, after covering, decisions and settlement. */
interface BilledEntry {
  readonly work: WorkRecorded;
  readonly originalPeriod: string | null;
  readonly minutes: Minutes;
}

type Item =
  | { readonly kind: 'WORK'; readonly entry: BilledEntry }
  | { readonly kind: 'REVERSAL'; readonly entry: BilledEntry; readonly reversal: Reversal }
  | { readonly kind: 'CREDIT'; readonly credit: Credit; readonly entry: BilledEntry | null };

/** The items of a month in the order they were recorded, gathered in one pass. */
class Gathering {
  readonly items: Item[] = [];
  private readonly entries = new Map<string, BilledEntry>();

  add(event: AllotmentEvent): void {
    if (event.type === 'TimeRecorded') this.work(event.data, null);
    else if (event.type === 'LateTimeRecorded') this.work(event.data, event.data.originalPeriod);
    else if (event.type === 'TimeReversed') this.reversal(event.data);
    else if (event.type === 'PriorPeriodAdjusted')
      this.items.push({ kind: 'CREDIT', credit: event.data, entry: this.find(event.data.originalEntryId) });
    else this.move(event);
  }

  private find(entryId: string): BilledEntry | null {
    return this.entries.get(entryId) ?? null;
  }

  private work(work: WorkRecorded, originalPeriod: string | null): void {
    const { base, overage } = work.draw;
    const entry: BilledEntry = { work, originalPeriod, minutes: { BASE: base, OVERAGE: overage, DEBT: 0 } };
    this.entries.set(work.entryId, entry);
    this.items.push({ kind: 'WORK', entry });
  }

  private reversal(reversal: Reversal): void {
    const entry = this.find(reversal.reversesEntryId);
    if (entry) this.items.push({ kind: 'REVERSAL', entry, reversal });
  }

  /** Minutes of an entry that find another pool after it was recorded. */
  private move(event: AllotmentEvent): void {
    if (event.type === 'UncoveredTimeCovered') this.put(event.data, event.data.from);
    if (event.type === 'UncoveredTimeCarriedAsDebt') this.put(event.data, 'DEBT');
    if (event.type !== 'OverageRebased') return;
    this.put(event.data, 'BASE');
    this.put({ entryId: event.data.entryId, minutes: -event.data.minutes }, 'OVERAGE');
  }

  private put({ entryId, minutes }: { entryId: string; minutes: number }, pool: Pool): void {
    const entry = this.find(entryId);
    if (entry) entry.minutes[pool] += minutes;
  }
}

type Head = Pick<
  StatementLine,
  'kind' | 'entryId' | 'requestId' | 'personId' | 'workedOn' | 'activity' | 'originalPeriod'
>;

const headOf = ({ work, originalPeriod }: BilledEntry, kind: Head['kind']): Head => ({
  kind,
  entryId: work.entryId,
  requestId: work.requestId,
  personId: work.personId,
  workedOn: work.workedOn,
  activity: work.activity,
  originalPeriod,
});

/** Lines of an entry, one for each pool that costs something; `sign` -1 mirrors them. */
function linesFor(head: Head, minutes: Minutes, { price, sign }: { price: Price; sign: 1 | -1 }): StatementLine[] {
  const prefix = head.kind === 'REVERSAL' ? `${head.entryId ?? ''}~reversal` : (head.entryId ?? '');
  return pools
    .filter((pool) => minutes[pool] > 0 && percentOfPool(pool, price) > 0)
    .map((pool) => ({
      lineId: `${prefix}:${pool}`,
      ...head,
      pool,
      minutes: sign * minutes[pool],
      rate: price.rate,
      percent: percentOfPool(pool, price),
      amount: lineAmount(pool, sign * minutes[pool], price),
    }));
}

/** A credit on an entry of this month knows whose work it was; on one of an earlier month only which entry. */
function creditLine(credit: Credit, entry: BilledEntry | null, period: string): StatementLine[] {
  const percent = percentOfPool(credit.pool, credit);
  if (percent === 0) return [];
  const { creditId, originalEntryId: entryId, requestId, pool, minutes, rate, amount } = credit;
  const { personId, workedOn, activity } = entry?.work ?? { personId: null, workedOn: null, activity: null };
  const originalPeriod = credit.originalPeriod === period ? null : credit.originalPeriod;
  const head = { kind: 'CREDIT', entryId, requestId, personId, workedOn, activity, originalPeriod } as const;
  return [{ lineId: creditId, ...head, pool, minutes, rate, percent, amount }];
}

function linesOf(item: Item, period: string): StatementLine[] {
  if (item.kind === 'CREDIT') return creditLine(item.credit, item.entry, period);
  const { entry } = item;
  if (item.kind === 'WORK') return linesFor(headOf(entry, 'WORK'), entry.minutes, { price: entry.work, sign: 1 });
  const { base, overage, debt } = item.reversal.draw;
  const minutes = { BASE: base, OVERAGE: overage, DEBT: debt };
  return linesFor(headOf(entry, 'REVERSAL'), minutes, { price: item.reversal, sign: -1 });
}

/** RETAINER: the granted minutes, adjustments included, whatever was used. */
function retainerLine({ billing, retainerRate, pool }: AllotmentState): StatementLine[] {
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

/** H7: the total is the sum of the rounded lines. */
function totalsOf(lines: readonly StatementLine[], currency: string): StatementTotals {
  const sumOf = (of: (line: StatementLine) => boolean) =>
    lines
      .filter(of)
      .reduce((sum, line) => ({ minutes: sum.minutes + line.minutes, amount: sum.amount + line.amount }), {
        minutes: 0,
        amount: 0,
      });
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

/**
 * The statement of a month as its facts tell it, in the order of recording; the same facts give the same bytes. `history` is the whole
 * stream, or what it held at some instant. Null where the month was not opened.
 */
export function statementOf(history: readonly AllotmentEvent[]): Statement | null {
  const month = history.reduce<Allotment>(evolve, { status: 'unknown' });
  if (month.status === 'unknown') return null;
  const gathering = new Gathering();
  for (const event of history) gathering.add(event);
  const lines = [...retainerLine(month), ...gathering.items.flatMap((item) => linesOf(item, month.period))];
  return { lines, totals: totalsOf(lines, month.currency) };
}
