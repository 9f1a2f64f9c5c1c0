import { limitExceeded } from '#libs/api-kit';
import { Inject, Injectable } from '@nestjs/common';
import { API_PARTS, type ApiParts } from '../parts.js';

/** Streams that are open, by token: whoever opens them one after the other is told to close some first. */
@Injectable()
export class OpenStreams {
  private readonly openByToken = new Map<string, number>();

  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  /**
   * Counts a stream of this token. Returns what to call when the stream is over.
   * @throws ApiError LIMIT when it has as many as it may
   */
  enter(tokenId: string): () => void {
    const { maxSubscriptions } = this.parts.options;
    const open = this.openByToken.get(tokenId) ?? 0;
    if (open >= maxSubscriptions)
      throw limitExceeded(`At most ${maxSubscriptions} event streams for one token.`, maxSubscriptions);
    this.openByToken.set(tokenId, open + 1);
    return () => {
      const left = (this.openByToken.get(tokenId) ?? 1) - 1;
      if (left === 0) this.openByToken.delete(tokenId);
      else this.openByToken.set(tokenId, left);
    };
  }
}
