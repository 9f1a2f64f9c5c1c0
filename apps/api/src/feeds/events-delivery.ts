import type { FeedBatch } from '#libs/readers';
import type { GraphQLFormattedError } from 'graphql';
import { once } from 'node:events';
import { PassThrough, type Transform } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { errorLine, linesOf } from './events-lines.js';

export interface DeliveryOptions {
  readonly source: AsyncIterableIterator<FeedBatch>;
  readonly gzip: boolean;
  /** Rejects when the caller may not read on; asked before every batch, and in between by `recheck`. */
  readonly admitted: () => Promise<void>;
  readonly told: (error: unknown) => GraphQLFormattedError;
}

/**
 * Brings batches to one reader: the next one is read when the reader took the one before it, so that a slow reader holds a page and
 * nothing else. Whoever leaves lets go of the source at once.
 */
export class EventsDelivery {
  /** What is sent; each batch is compressed to its end, so that none waits for the next. */
  readonly stream: Transform;
  private readonly left = new AbortController();
  private failure: unknown;

  constructor(private readonly options: DeliveryOptions) {
    this.stream = options.gzip ? createGzip({ flush: constants.Z_SYNC_FLUSH }) : new PassThrough();
    this.stream.once('close', () => this.leave());
  }

  /** Resolves when everything was handed over, or the reader has left. */
  async run(): Promise<void> {
    try {
      await this.deliver();
      if (this.failure !== undefined) throw this.failure;
    } catch (error) {
      if (!this.stream.destroyed) this.stream.write(errorLine(this.options.told(this.failure ?? error)));
    } finally {
      if (!this.stream.destroyed) this.stream.end();
    }
  }

  /** Ends the answer with the reason if the caller may not read on. */
  readonly recheck = (): void => {
    this.options.admitted().catch((error: unknown) => {
      this.failure ??= error;
      this.leave();
    });
  };

  private async deliver(): Promise<void> {
    const { source, admitted } = this.options;
    const { stream, left } = this;
    for await (const batch of source) {
      if (left.signal.aborted) return;
      await admitted();
      if (!stream.destroyed && !stream.write(linesOf(batch))) await once(stream, 'drain', { signal: left.signal });
    }
  }

  private leave(): void {
    this.left.abort();
    void this.options.source.return?.();
  }
}
