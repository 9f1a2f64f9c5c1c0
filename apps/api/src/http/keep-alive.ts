import type { Writable } from 'node:stream';

export interface KeepAlive {
  /** Said while there is nothing to say, so that a peer that is gone is noticed. */
  readonly beat: string;
  readonly beatMs: number;
  /** Milliseconds after which a reader that takes nothing of what waits for it is let go. */
  readonly stallMs: number;
  /** Called with every beat, said or not. */
  readonly onBeat?: () => void;
}

/**
 * Keeps a stream of an answer alive as long as somebody reads it. Nothing is added to what a slow reader has not taken; one that takes
 * nothing at all is cut: it may be frozen, or gone without a word.
 */
export function keepAlive(stream: Writable, { beat, beatMs, stallMs, onBeat }: KeepAlive): void {
  let takenAt = performance.now();
  const timer = setInterval(() => {
    const waits = stream.writableNeedDrain || stream.writableEnded;
    if (!waits) {
      stream.write(beat);
      takenAt = performance.now();
    } else if (performance.now() - takenAt >= stallMs) stream.destroy();
    onBeat?.();
  }, beatMs);
  stream.on('drain', () => (takenAt = performance.now()));
  stream.once('close', () => clearInterval(timer));
}
