const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first, second, … failure of a delivery, in milliseconds; after the last of them it is given up. */
const PAUSES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** Tries of one delivery at most: they end somewhat more than three days after the first. */
export const MOST_TRIES = PAUSES.length + 1;

/** Longest pause a receiver may ask for by `Retry-After`. */
const LONGEST_ASKED = 24 * HOUR;

/** A receiver that has failed for so long, without a single success, is told nothing more until somebody enables it again. */
export const LONGEST_FAILING_DAYS = 5;

export interface Failed {
  /** How often it was tried, this failure included: 1, 2, … */
  readonly tries: number;
  /** Milliseconds the receiver asked to be left alone; null: it did not say. */
  readonly retryAfterMs: number | null;
  /** From 0 to 1: spreads what failed together over a tenth of the pause. */
  readonly chance: number;
}

/** Milliseconds to the next try; null: none, it is given up. What a receiver asks for makes a pause longer, never shorter. */
export function nextPause({ tries, retryAfterMs, chance }: Failed): number | null {
  const pause = PAUSES[tries - 1];
  if (pause === undefined) return null;
  const spread = Math.round(pause * (1 + chance / 10));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, LONGEST_ASKED));
}

/** `Retry-After` as milliseconds from now: seconds, or an HTTP date; null for anything else and for the past. */
export function retryAfterOf(header: string | undefined, now: Date): number | null {
  const said = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(said)) return Number(said) * SECOND;
  // Dates of HTTP name the day of the week first; Date.parse takes far more.
  const until = /^[A-Za-z]{3,9}, /.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(until) || until <= now.getTime() ? null : until - now.getTime();
}
