import type { Side } from '#libs/vocabulary';

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

/** `WRONG_DURATION` as people say it. */
export const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');
export const because = (text: string | null | undefined): string => (text ? `: ${quoted(text)}` : '');
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
export const minutesOf = (count: number): string => counted(count, 'minute');
export const leadOf = (side: Side): string => (side === 'CONSUMER' ? 'CMO' : 'CTO');
export const listed = (words: readonly string[]): string => words.join(', ');
