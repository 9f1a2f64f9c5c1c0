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

/**
 * The same function, made once for each list of words. The lists of a policy never change, and compiling them costs more than
 * reading a brief.
 */
export function oncePerList<Made>(make: (words: readonly string[]) => Made): (words: readonly string[]) => Made {
  const made = new WeakMap<readonly string[], { readonly value: Made }>();
  return (words) => {
    const known = made.get(words) ?? { value: make(words) };
    made.set(words, known);
    return known.value;
  };
}

/** A finder of whole words and phrases, blind to case; the longest phrase wins where several begin. `clean` is not in `clean-up`. */
export const wordFinder = oncePerList((words): ((text: string) => FoundWord[]) => {
  if (words.length === 0) return () => [];
  const longestFirst = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}]|\\p{L}-)(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}]|-\\p{L})`,
    'giu',
  );
  return (text) => [...text.matchAll(pattern)].map((match) => ({ word: match[0], index: match.index }));
});
