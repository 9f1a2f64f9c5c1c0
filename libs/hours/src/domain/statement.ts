import { evolve } from './evolve.js';
import type { AllotmentEvent, AllotmentFacts, WorkRecorded } from './facts.js';
import type { Allotment } from './state.js';
import { type BilledWork, type Statement, type StatementItem, statementOfItems } from './statement-items.js';
import type { Pool } from './values.js';

/** An entry while its history is read: its minutes find other pools. */
interface Billed {
  readonly work: BilledWork;
  readonly originalPeriod: string | null;
  readonly minutes: Record<Pool, number>;
}

/** The items of a month in the order they were recorded, gathered in one pass. */
class Gathering {
  readonly items: StatementItem[] = [];
  private readonly entries = new Map<string, Billed>();

  add(event: AllotmentEvent): void {
    if (event.type === 'TimeRecorded') this.work(event.data, null);
    else if (event.type === 'LateTimeRecorded') this.work(event.data, event.data.originalPeriod);
    else if (event.type === 'TimeReversed') this.reversal(event.data);
    else if (event.type === 'PriorPeriodAdjusted') this.credit(event.data);
    else this.move(event);
  }

  private work(work: WorkRecorded, originalPeriod: string | null): void {
    const { base, overage } = work.draw;
    const entry: Billed = { work, originalPeriod, minutes: { BASE: base, OVERAGE: overage, DEBT: 0 } };
    this.entries.set(work.entryId, entry);
    this.items.push({ kind: 'WORK', ...entry });
  }

  private reversal({ reversesEntryId, draw }: AllotmentFacts['TimeReversed']): void {
    const entry = this.entries.get(reversesEntryId);
    if (!entry) return;
    const minutes = { BASE: draw.base, OVERAGE: draw.overage, DEBT: draw.debt };
    this.items.push({ ...entry, kind: 'REVERSAL', minutes });
  }

  private credit(credit: AllotmentFacts['PriorPeriodAdjusted']): void {
    this.items.push({ kind: 'CREDIT', credit, work: this.entries.get(credit.originalEntryId)?.work ?? null });
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
    const entry = this.entries.get(entryId);
    if (entry) entry.minutes[pool] += minutes;
  }
}

/**
 * The statement of a month as its facts tell it, in the order of recording; the same facts give the same bytes. `history` is the whole
 * stream, or what it held at some instant. Null where the month was not opened.
 * @param known the month these facts lead to, where that is known
 */
export function statementOf(history: readonly AllotmentEvent[], known?: Allotment): Statement | null {
  const month = known ?? history.reduce<Allotment>(evolve, { status: 'unknown' });
  if (month.status === 'unknown') return null;
  const gathering = new Gathering();
  for (const event of history) gathering.add(event);
  return statementOfItems(month, gathering.items);
}
