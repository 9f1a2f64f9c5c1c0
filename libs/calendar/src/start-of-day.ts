import type { Instant } from '#libs/event-log';
import { Temporal } from 'temporal-polyfill';

/**
 * The first instant of a local day (`YYYY-MM-DD`) in an IANA zone: midnight, or where a change of clocks skips midnight the first
 * minute after the gap. @throws RangeError for a date or a zone that does not exist
 */
export const startOfDay = (date: string, timeZone: string): Instant =>
  Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant().toString({ fractionalSecondDigits: 3 });
