import type { Side } from '#libs/vocabulary';

/** Longest piece of somebody's own words in a sentence, in UTF-16 units. */
const LONGEST = 160;

/** Their own words, cut where they are long. */
export const quoted = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line}”`;
};

/** `NO_LONGER_NEEDED` as people say it. */
export const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');
export const listed = (words: readonly string[]): string => words.map(spoken).join(', ');
export const because = (text: string | null | undefined): string => (text ? `: ${quoted(text)}` : '');
export const noted = (reason: string, note: string | null): string =>
  `${spoken(reason)}${note ? ` (${quoted(note)})` : ''}`;
export const sideOf = (side: Side): string => (side === 'CONSUMER' ? 'marketing' : 'engineering');
/** Who speaks for a side. */
export const leadOf = (side: Side): string => (side === 'CONSUMER' ? 'CMO' : 'CTO');
export const hours = (minutes: number): string => `${Math.round(minutes / 6) / 10} h`;
