import type { LocalDate } from '#libs/vocabulary';

/** Milliseconds of a day at UTC, where every day has as many. */
const DAY = 86_400_000;

/** Calendar days from the old date to the new one; null without an old one. */
export const delayDays = (oldDate: LocalDate | null, newDate: LocalDate): number | null =>
  oldDate === null ? null : (Date.parse(newDate) - Date.parse(oldDate)) / DAY;
