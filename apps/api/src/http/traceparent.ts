import { randomBytes } from 'node:crypto';

// Version 00 ends after its flags, later ones may go on; version ff, and ids of nothing but zeros, are invalid.
const ids = '-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})';
const pattern = new RegExp(`^(?:00${ids}|(?!00|ff)[0-9a-f]{2}${ids}(?:-.*)?)$`);

/**
 * The W3C traceparent of this hop: the caller's trace continued under a span of our own, or a new, unsampled trace when the
 * header is missing or malformed (as the recommendation asks: never fail on it).
 */
export const continueTrace = (incoming: string | undefined): string => {
  const span = randomBytes(8).toString('hex');
  const [, trace0, flags0, trace1, flags1] = pattern.exec(incoming ?? '') ?? [];
  const trace = trace0 ?? trace1 ?? randomBytes(16).toString('hex');
  return `00-${trace}-${span}-${flags0 ?? flags1 ?? '00'}`;
};
