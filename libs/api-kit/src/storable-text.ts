import { badUserInput } from './api-errors.js';

// Postgres stores neither in text nor in jsonb: refused at the edge, where the caller can still be told which field it was.
function assertStorable(text: string, path: string): void {
  if (!text.includes('\u0000') && !/\p{Surrogate}/u.test(text)) return;
  throw badUserInput(
    `${path || 'A name'} holds a character that cannot be stored (U+0000 or half of a surrogate pair).`,
  );
}

/**
 * Refuses (BAD_USER_INPUT) U+0000 and lone surrogates in any string or key of the coerced arguments, from literals
 * and variables alike. `path` in the message is the place of the first one, e.g. `input.brief.title`.
 */
export function assertStorableText(args: Readonly<Record<string, unknown>>): void {
  const open: { value: unknown; path: string }[] = [{ value: args, path: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') assertStorable(value, path);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        open.push({ value: key, path: '' }, { value: item, path: path ? `${path}.${key}` : key });
      }
    }
  }
}
