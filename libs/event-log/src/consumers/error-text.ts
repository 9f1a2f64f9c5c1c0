const MOST = 500;
const CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const SECRETS =
  /\b(password|passwd|token|secret|authorization|api[-_]?key)(["']?\s*[=:]\s*)(?:bearer\s+)?("[^"]*"|'[^']*'|\S+)/gi;

/** What is kept of an error beside a consumer: one short text, without addresses' credentials and values named like secrets. */
export const errorText = (error: unknown): string => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(CREDENTIALS, '$1')
    .replace(SECRETS, '$1$2[left out]')
    .slice(0, MOST);
};
