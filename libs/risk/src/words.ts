import type { Side } from '#libs/vocabulary';
import type { Lens } from './domain/index.js';

/** Longest piece of somebody's own words in a sentence, in characters. */
const LONGEST = 160;

/** Their own words, cut where they are long. */
export const quoted = (text: string): string => {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim().replace(/\.$/, ''));
  const line = characters
    .slice(0, LONGEST - 1)
    .join('')
    .trimEnd();
  return `“${characters.length > LONGEST ? `${line}…` : characters.join('')}”`;
};

/** A reason that may be missing, after a colon. */
export const because = (reason: string | null): string => (reason === null ? '' : `: ${quoted(reason)}`);

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const [last, ...rest] = parts.toReversed();
  return rest.length === 0 ? (last ?? '') : `${rest.toReversed().join(', ')} and ${last}`;
}

/** `THIRD_PARTY` → `third party`. */
export const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');

/** `Payment`, `Third party`. */
export const lensWord = (lens: Lens): string => `${lens.charAt(0)}${spoken(lens).slice(1)}`;

export const lensWords = (lenses: readonly Lens[]): string => listed(lenses.map(lensWord));

/** `1 condition`, `2 conditions`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Who speaks for a side. */
export const leadOf = (side: Side): string => (side === 'CONSUMER' ? 'marketing lead' : 'engineering lead');

/** Local days as the log has them, the last one included. */
export const span = (from: string, to: string): string => (from === to ? `on ${from}` : `from ${from} to ${to}`);
