import { limitExceeded } from '#libs/api-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { Drain } from '../http/drain.js';
import { keepAlive } from '../http/keep-alive.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { Places } from './places.js';

/** Streams that are open: few of one token, each with signs of life, and all told to leave when the service stops. */
@Injectable()
export class OpenStreams {
  private readonly places: Places;

  constructor(
    private readonly drain: Drain,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {
    this.places = new Places(parts.options.maxSubscriptions);
  }

  /**
   * Counts a stream of this token. Returns what to call when the stream is over.
   * @throws ApiError LIMIT when it has as many as it may
   */
  enter(tokenId: string): () => void {
    const leave = this.places.take(tokenId);
    const { limit } = this.places;
    if (!leave) throw limitExceeded(`At most ${limit} event streams for one token.`, limit);
    return leave;
  }

  /** Keeps a stream open until it is over, its reader is gone, or the service stops. @param beat said while there is nothing to say */
  hold(stream: Writable, beat: string, onBeat?: () => void): void {
    const { beatMs, stallMs } = this.parts.options;
    keepAlive(stream, { beat, beatMs, stallMs, ...(onBeat && { onBeat }) });
    const forget = this.drain.watch(() => stream.destroy());
    stream.once('close', forget);
  }
}
