/** A word of a list found in a text; `index` counts UTF-16 units. */
export interface FoundWord {
  readonly word: string;
  readonly index: number;
}

const escaped = (word: string): string =>
  word
    .split(/\s+/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+');

/** A finder of whole words and phrases, blind to case; the longest phrase wins where several begin. `clean` is not in `clean-up`. */
export function wordFinder(words: readonly string[]): (text: string) => FoundWord[] {
  if (words.length === 0) return () => [];
  const longestFirst = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}]|\\p{L}-)(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}]|-\\p{L})`,
    'giu',
  );
  return (text) => [...text.matchAll(pattern)].map((match) => ({ word: match[0], index: match.index }));
}
