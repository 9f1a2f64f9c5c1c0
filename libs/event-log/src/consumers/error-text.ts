import { Refusal } from '../refusal.js';
import { Unavailable } from '../unavailable.js';

const MOST = 500;
const CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const SECRETS =
  /\b(password|passwd|token|secret|authorization|api[-_]?key)(["']?\s*[=:]\s*)(?:bearer\s+)?("[^"]*"|'[^']*'|\S+)/gi;

/** What a refusal is kept as: its code, which no name of a class looks like, and its message. */
const REFUSAL = /^([A-Z][A-Z0-9_]*_[A-Z0-9_]+|FORBIDDEN): /;
const NEWER = /^NewerEvent: /;
const PASSING = /^Unavailable: /;

const named = (error: unknown): string => {
  if (error instanceof Refusal) return `${error.code}: ${error.message}`;
  if (error instanceof Unavailable) return `Unavailable: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};

/** What is kept of an error beside a consumer: one short text, without addresses' credentials and values named like secrets. */
export const errorText = (error: unknown): string =>
  named(error)
    .replace(/\p{Cc}+/gu, ' ')
    .replace(CREDENTIALS, '$1')
    .replace(SECRETS, '$1$2[left out]')
    .slice(0, MOST);

/**
 * What a caller may be told of a kept text: a refusal as it would be told to them, of everything else only what kind of failure it was.
 * `whole` is false where the failure may be about somebody else's data: then a refusal is told by its code alone.
 */
export function tellableFailure(text: string, { whole }: { readonly whole: boolean }): string {
  const code = REFUSAL.exec(text)?.[1];
  if (code !== undefined) return whole ? text : `${code}: refused by a rule.`;
  if (NEWER.test(text)) return 'An event was written by a newer program than the one that runs.';
  if (PASSING.test(text)) return 'The database could not be reached, or was too busy; it is tried again.';
  return 'Unexpected; the service’s own log tells more.';
}
