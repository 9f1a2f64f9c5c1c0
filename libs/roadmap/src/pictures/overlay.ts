import { ValidationFailed } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { addDays, type ItemState } from '../domain/index.js';

/** Quarters that are laid beside each other. */
export const MOST_QUARTERS = 8;

export interface Quarter {
  /** E.g. `2026-Q1`. */
  readonly name: string;
  readonly start: LocalDate;
  readonly end: LocalDate;
}

function quarterOf(day: LocalDate): Quarter {
  const [year, quarter] = [Number(day.slice(0, 4)), Math.ceil(Number(day.slice(5, 7)) / 3)];
  const first = (of: number, inYear: number): LocalDate =>
    of > 4
      ? `${String(inYear + 1).padStart(4, '0')}-01-01`
      : `${String(inYear).padStart(4, '0')}-${String(of * 3 - 2).padStart(2, '0')}-01`;
  return {
    name: `${day.slice(0, 4)}-Q${quarter}`,
    start: first(quarter, year),
    end: addDays(first(quarter + 1, year), -1),
  };
}

/** All quarters from the one of a day to that of another. @throws ValidationFailed for none, or more than `MOST_QUARTERS` */
export function quartersBetween(from: LocalDate, to: LocalDate): Quarter[] {
  if (to < from) throw new ValidationFailed('The last day lies before the first one.', ['to']);
  const quarters = [quarterOf(from)];
  while (quarters.at(-1)!.end < to) {
    if (quarters.length === MOST_QUARTERS) throw new ValidationFailed(`At most ${MOST_QUARTERS} quarters.`, ['to']);
    quarters.push(quarterOf(addDays(quarters.at(-1)!.end, 1)));
  }
  return quarters;
}

export const isCampaignKind = ({ kind }: ItemState): boolean => kind === 'CAMPAIGN' || kind === 'EVENT';

export const meets = ({ window }: ItemState, { start, end }: Quarter): boolean =>
  window !== null && window.start <= end && window.end >= start;

export const endsIn = ({ window }: ItemState, { start, end }: Quarter): boolean =>
  window !== null && window.end >= start && window.end <= end;
