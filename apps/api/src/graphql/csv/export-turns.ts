import { Injectable } from '@nestjs/common';
import { TransportError } from '../../http/answer.js';

/** Exports one token may have under way in this process. */
export const MAX_EXPORTS = 2;

/** Counts what each token has under way: an export takes its time, and a caller who wants all of them at once is told to wait. */
@Injectable()
export class ExportTurns {
  private readonly underWay = new Map<string, number>();

  /**
   * Counts an export of this token; returns what to call when it is over, once or more often.
   * @throws TransportError 429
   */
  enter(tokenId: string): () => void {
    const open = this.underWay.get(tokenId) ?? 0;
    if (open >= MAX_EXPORTS) {
      const message = `At most ${MAX_EXPORTS} exports of one token at a time.`;
      throw new TransportError(429, 'LIMIT', message, {
        extensions: { category: 'LIMIT', limit: MAX_EXPORTS, retryable: true },
      });
    }
    this.underWay.set(tokenId, open + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.underWay.get(tokenId) ?? 1) - 1;
      if (left === 0) this.underWay.delete(tokenId);
      else this.underWay.set(tokenId, left);
    };
  }
}
