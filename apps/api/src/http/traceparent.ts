import { randomBytes } from 'node:crypto';

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The W3C traceparent of this hop: the caller's trace continued under a span of our own, or a new, unsampled trace when the
 * header is missing or malformed (as the recommendation asks: never fail on it).
 */
export const continueTrace = (incoming: string | undefined): string => {
  const span = randomBytes(8).toString('hex');
  const [, version, trace, parent, flags, rest] = pattern.exec(incoming ?? '') ?? [];
  const valid =
    version !== undefined &&
    version !== 'ff' &&
    !(version === '00' && rest !== undefined) &&
    !/^0+$/.test(trace ?? '0') &&
    !/^0+$/.test(parent ?? '0');
  return valid ? `00-${trace}-${span}-${flags}` : `00-${randomBytes(16).toString('hex')}-${span}-00`;
};
