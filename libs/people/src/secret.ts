import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 bits in base64url after a prefix that scanners for leaked secrets can look for. */
const FORMAT = /^twl_[A-Za-z0-9_-]{43}$/;
const written = (secret: Buffer): string => `twl_${secret.toString('base64url')}`;

/** A new token in clear: shown once, kept nowhere. */
export const newToken = (): string => written(randomBytes(32));

/** The token a demo role always has under the same key, so that a restart does not invalidate bookmarks. */
export const demoToken = (key: string, role: string): string =>
  written(createHmac('sha256', key).update(role).digest());

/**
 * What is stored and looked up; null for text that is no token. A plain hash is enough for 256 random bits, and a lookup by
 * hash tells nothing by its time: whoever varies a token does not know how its hash varies.
 */
export const hashOfToken = (token: string): Buffer | null =>
  FORMAT.test(token) ? createHash('sha256').update(token).digest() : null;
