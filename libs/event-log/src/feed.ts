import type { EventLog } from './event-log.js';
import type { Recorded } from './event.js';
import type { Horizon } from './postgres/horizon.js';
import type { LogPage, LogQuery } from './store.js';

export interface FeedOptions {
  readonly log: Pick<EventLog, 'readAll'>;
  readonly horizon: Pick<Horizon, 'changes'>;
  /** What is followed, and after which position; the position of an event that was given goes on where that one was left. */
  readonly query: Omit<LogQuery, 'limit'>;
  /** Events held at most for a reader that is slow; 100 unless told. */
  readonly pageSize?: number;
}

/**
 * Events as they become readable: in the order of positions, none missed and none twice, however many write. Reads a page only
 * when the one before it was taken. Ends when the horizon stops, and at once by `return()`, also while the next event is awaited:
 * a generator alone would answer that only after its next event. Nothing is held before the first `next()`.
 * @throws Unavailable when the database does not answer, InvalidPosition when a new epoch begins: follow again
 */
export const followLog = (options: FeedOptions): AsyncIterableIterator<Recorded> =>
  eachOf(followPages(options), ({ events }) => events);

/** The same by pages as they were read, also those in which nothing matched: `next` of each is where to go on after it. */
export function followPages(options: FeedOptions): AsyncIterableIterator<LogPage> {
  const leave = new AbortController();
  const pages = pagesOf(options, leave.signal);
  return {
    next: () => pages.next(),
    return: () => {
      leave.abort();
      return pages.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* pagesOf(
  { log, horizon, query, pageSize = 100 }: FeedOptions,
  signal: AbortSignal,
): AsyncGenerator<LogPage, undefined, undefined> {
  let { after } = query;
  for await (const safe of horizon.changes(signal)) {
    for (let more = safe > after; more && !signal.aborted;) {
      const page = await log.readAll({ ...query, after, limit: pageSize });
      yield page;
      after = page.next;
      more = page.full;
    }
  }
  return undefined;
}

/** What is made of each value of a source, one by one; left as the source is left, and asked by one at a time. */
export function eachOf<Whole, Part>(
  source: AsyncIterator<Whole, undefined>,
  partsOf: (whole: Whole) => readonly Part[],
): AsyncIterableIterator<Part> {
  const finished = { done: true, value: undefined } as const;
  let parts: Iterator<Part> = [][Symbol.iterator]();
  let left = false;
  const next = async (): Promise<IteratorResult<Part>> => {
    while (!left) {
      const part = parts.next();
      if (!part.done) return part;
      const whole = await source.next();
      if (whole.done) return finished;
      parts = partsOf(whole.value)[Symbol.iterator]();
    }
    return finished;
  };
  return {
    next,
    return: async () => {
      left = true;
      await source.return?.();
      return finished;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
