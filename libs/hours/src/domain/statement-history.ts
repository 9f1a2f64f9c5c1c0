import type { Instant, Recorded } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { localDayOf } from './calendar.js';
import { evolve } from './evolve.js';
import type { AllotmentEvent, WorkRecorded } from './facts.js';
import type { Allotment, AllotmentState } from './state.js';
import type { CreditInLog, EntryInLog } from './statement-rows.js';
import type { KnownEntry } from './time-entry.js';

/** A credit and the local day it was recorded on. */
export interface DatedCredit extends CreditInLog {
  readonly recordedOn: LocalDate;
}

/** What rows keep of some months of an agreement: the months by their period, their entries, and credits on these entries. */
export interface Ledger {
  readonly months: ReadonlyMap<Period, AllotmentState>;
  readonly entries: readonly EntryInLog[];
  readonly credits: readonly DatedCredit[];
}

const nothing = { minutes: 0, amount: 0 };
const notCredited = { BASE: nothing, OVERAGE: nothing, DEBT: nothing };

type CreditFact = Omit<DatedCredit, 'entry'> & { readonly entryId: string };

/** The histories of months on their way into a ledger. Amounts credited are told by the credits alone. */
class Reading {
  readonly months = new Map<Period, AllotmentState>();
  readonly entries = new Map<string, EntryInLog>();
  readonly credits: CreditFact[] = [];

  month(history: readonly Recorded<AllotmentEvent>[]): void {
    const month = history.reduce<Allotment>(evolve, { status: 'unknown' });
    if (month.status === 'unknown') return;
    this.months.set(month.period, month);
    for (const event of history) this.event(month, event);
  }

  private event({ period, timeZone }: AllotmentState, event: Recorded<AllotmentEvent>): void {
    const { position: at, recordedAt } = event;
    const day = (instant: Instant) => localDayOf(instant, timeZone);
    if (event.type === 'TimeRecorded') this.work({ ...event.data, period, bookedOn: day(recordedAt) }, at);
    if (event.type === 'LateTimeRecorded') this.work({ ...event.data, period, bookedOn: day(recordedAt) }, at);
    if (event.type === 'TimeReversed') {
      const { reversesEntryId, entryId: reversalId, draw, reason } = event.data;
      const known = this.entries.get(reversesEntryId);
      if (!known) return;
      const entry: KnownEntry = { ...known.entry, status: 'REVERSED', takenBack: { reversalId, draw, reason } };
      this.entries.set(reversesEntryId, { ...known, entry, reversedAt: at });
    }
    if (event.type !== 'PriorPeriodAdjusted') return;
    const { originalEntryId: entryId, creditId, pool, minutes, amount } = event.data;
    const taken = { minutes: -minutes, amount: amount === 0 ? 0 : -amount };
    this.credits.push({ entryId, creditId, period, pool, ...taken, at, recordedOn: day(recordedAt) });
  }

  private work(
    { amount: _amount, reason: _reason, ...work }: WorkRecorded & Pick<KnownEntry, 'period' | 'bookedOn'>,
    bookedAt: number,
  ): void {
    const entry: KnownEntry = { ...work, status: 'BOOKED', credited: notCredited, takenBack: null };
    this.entries.set(work.entryId, { entry, bookedAt, reversedAt: null });
  }
}

/** What rows would keep, had they been written up to the end of these histories of whole months. */
export function ledgerOf(histories: readonly (readonly Recorded<AllotmentEvent>[])[]): Ledger {
  const reading = new Reading();
  for (const history of histories) reading.month(history);
  const { months, entries } = reading;
  const credits = reading.credits.flatMap(({ entryId, ...credit }) => {
    const booked = entries.get(entryId);
    return booked ? [{ ...credit, entry: booked.entry }] : [];
  });
  return { months, entries: [...entries.values()], credits };
}
