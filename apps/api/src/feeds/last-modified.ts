import { Temporal } from 'temporal-polyfill';

/** Milliseconds a change may be on its way into the log: until then an instant does not tell what is stored. */
const SETTLED = 60_000;

export interface Changed {
  /** Null: nothing was ever stored. */
  readonly changedAt: Date | null;
  readonly sandbox: boolean;
  readonly today: string;
  readonly timeZone: string;
  /** On the real clock. */
  readonly now: Date;
}

/**
 * Since when a calendar is as it is: the last change, or the beginning of the day, as its days move with today. Null where an instant
 * cannot tell states apart: on a test clock, which may stand still, and while changes of that moment may be on their way.
 */
export function lastModifiedOf({ changedAt, sandbox, today, timeZone, now }: Changed): Date | null {
  if (sandbox) return null;
  const began = Temporal.PlainDate.from(today).toZonedDateTime(timeZone).epochMilliseconds;
  const last = Math.max(began, changedAt?.getTime() ?? 0);
  return now.getTime() - last < SETTLED ? null : new Date(last);
}
