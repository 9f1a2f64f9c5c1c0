import type { LocalDate, Period } from '#libs/vocabulary';
import { firstDayOf, periodOf } from './calendar.js';
import type { AllotmentState } from './state.js';
import type { Ledger } from './statement-history.js';
import { type Statement, statementOfItems } from './statement-items.js';
import { itemsInOrder } from './statement-rows.js';
import type { KnownEntry } from './time-entry.js';

/**
 * A month by the days its work was done on, as far as it had come on a day: time that was recorded late and credits count in the month
 * the work belongs to, whichever month billed them. Counted is work done on or before `businessDate`, less credits recorded by then;
 * a retainer counts from the first day of its month. `ledger` holds the month and all later ones. Null where the month was not opened.
 */
export function restatedStatement(ledger: Ledger, period: Period, businessDate: LocalDate): Statement | null {
  const month = ledger.months.get(period);
  if (!month) return null;
  const belongs = ({ workedOn }: KnownEntry) => periodOf(workedOn) === period && workedOn <= businessDate;
  const monthOf = (entry: KnownEntry): AllotmentState => ledger.months.get(entry.period) ?? month;
  const items = itemsInOrder({
    entries: ledger.entries.filter(({ entry }) => belongs(entry)),
    credits: ledger.credits.filter(({ entry, recordedOn }) => belongs(entry) && recordedOn <= businessDate),
    monthOf,
    isOwn: () => true,
  });
  const hasBegun = firstDayOf(period) <= businessDate;
  const { lines, totals } = statementOfItems(hasBegun ? month : { ...month, billing: 'ACTUALS' }, items);
  return { lines: lines.map((line) => ({ ...line, originalPeriod: null })), totals };
}
