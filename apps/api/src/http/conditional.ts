import type { FastifyRequest } from 'fastify';

/** What tells two states of one resource apart. */
export interface Validators {
  /** With its quotes. */
  readonly etag: string;
  /** Null where it is not certain to the second. */
  readonly lastModified: Date | null;
}

/** A tag without the mark of whoever compressed the answer on its way. */
const bare = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether the caller has this very state already (RFC 9110, 13.2.2): a tag counts more than an instant. */
export function isFresh({ headers }: Pick<FastifyRequest, 'headers'>, { etag, lastModified }: Validators): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) return known.trim() === '*' || known.split(',').some((tag) => bare(tag) === bare(etag));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return lastModified !== null && Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}
