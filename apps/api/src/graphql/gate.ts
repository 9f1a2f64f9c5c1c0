import type { Viewer } from '#libs/api-kit';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TransportError, unauthenticated } from '../http/answer.js';
import { API_PARTS, type ApiParts } from '../parts.js';

/** A caller before execution: the bearer token it showed, if any, and the headers it came with. */
export interface Knock {
  readonly token: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** The token of an `Authorization: Bearer` header or of the same entry in a socket's `connection_init`. */
export const bearerToken = (authorization: unknown): string | undefined =>
  typeof authorization === 'string' ? /^Bearer +([\w.~+/=-]{1,512})$/i.exec(authorization)?.[1] : undefined;

/**
 * Who may come in, and how often; the same for every transport. Everything, introspection too, needs a token.
 * Counting is in this process's memory: with several processes a token gets its budget from each, which is accepted,
 * as the limit protects a process and is no quota.
 */
@Injectable()
export class Gate {
  private readonly operations: RateLimiterMemory;

  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {
    this.operations = new RateLimiterMemory({ points: parts.options.operationsPerMinute, duration: 60 });
  }

  /**
   * Authenticates and counts one operation. A token that worked in this minute is counted before it is looked up again, so
   * that too many requests do not reach the database; one that never worked takes no place in memory.
   * @throws TransportError 401 (no valid token), 429 (too often, with Retry-After)
   */
  async admit(knock: Knock): Promise<Viewer> {
    const { token = '' } = knock;
    const isKnown = (await this.operations.get(hashed(token))) !== null;
    if (isKnown) await this.count(token);
    const viewer = await this.identify(knock);
    if (!isKnown) await this.count(token);
    return viewer;
  }

  /**
   * Authenticates without counting.
   * @throws TransportError 401
   */
  async identify({ token, headers }: Knock): Promise<Viewer> {
    const viewer = token === undefined ? null : await this.parts.authenticate(token, headers);
    if (viewer === null) throw unauthenticated();
    return viewer;
  }

  /**
   * Counts one operation of whoever shows this: a token, or a link that was found good.
   * @throws TransportError 429
   */
  async count(shown: string): Promise<void> {
    try {
      await this.operations.consume(hashed(shown));
    } catch (refused) {
      throw refused instanceof RateLimiterRes ? tooOften(refused) : refused;
    }
  }
}

// Keys stay in memory for a minute: hashes, not tokens.
const hashed = (token: string): string => createHash('sha256').update(token).digest('base64url');

const tooOften = ({ msBeforeNext }: RateLimiterRes): TransportError => {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new TransportError(429, 'TOO_MANY_REQUESTS', `Too many requests; try again in ${seconds} s.`, {
    extensions: { retryable: true, retryAfterSeconds: seconds },
    headers: { 'retry-after': String(seconds) },
  });
};
