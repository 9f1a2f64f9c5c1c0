import type { Side } from '#libs/vocabulary';
import type { Window } from './domain/index.js';

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

/** `IN_DELIVERY` as people say it. */
export const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');
export const because = (text: string | null): string => (text === null ? '' : `: ${quoted(text)}`);
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
export const listed = (words: readonly string[]): string => words.join(', ');
export const sideWord = (side: Side): string => (side === 'CONSUMER' ? 'Marketing' : 'Engineering');
export const windowWord = ({ start, end }: Pick<Window, 'start' | 'end'>): string =>
  start === end ? start : `${start} to ${end}`;
