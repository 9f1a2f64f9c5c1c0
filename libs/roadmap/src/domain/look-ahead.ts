import type { LocalDate } from '#libs/vocabulary';
import { addDays, wholeNumber } from './days.js';
import { onRoadmap, type Roadmap } from './roadmap.js';
import type { ItemState } from './state.js';
import { limits } from './values.js';

/** Weeks as the page names them: "the next 4–6 weeks" (P45). */
export const usualLookAhead = 6;

export interface LookAhead {
  readonly from: LocalDate;
  /** The last day that counts. */
  readonly until: LocalDate;
  /** What starts from the one day to the other, both included, by start and number. */
  readonly starting: readonly (readonly [itemId: string, item: ItemState])[];
}

const toCome: readonly ItemState['status'][] = ['PLANNED', 'COMMITTED', 'IN_DELIVERY'];

/**
 * What starts within so many weeks: an item that starts on day 7 × weeks is in, the next day's is not (P45).
 * @throws ValidationFailed
 */
export function lookAhead(
  { items }: Roadmap,
  { from, weeks = usualLookAhead }: { readonly from: LocalDate; readonly weeks?: number },
): LookAhead {
  const until = addDays(from, 7 * wholeNumber(weeks, { min: 1, max: limits.lookAheadWeeks, path: ['weeks'] }));
  const starting = onRoadmap(items, {}).filter(
    ([, { window, status }]) =>
      window !== null && window.start >= from && window.start <= until && toCome.includes(status),
  );
  return { from, until, starting };
}
