import type { EventLog } from './event-log.js';
import type { Recorded } from './event.js';
import type { Horizon } from './postgres/horizon.js';
import type { LogQuery } from './store.js';

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
export function followLog(options: FeedOptions): AsyncIterableIterator<Recorded> {
  const leave = new AbortController();
  const events = eventsOf(options, leave.signal);
  return {
    next: () => events.next(),
    return: () => {
      leave.abort();
      return events.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* eventsOf(
  { log, horizon, query, pageSize = 100 }: FeedOptions,
  signal: AbortSignal,
): AsyncGenerator<Recorded, undefined, undefined> {
  let { after } = query;
  for await (const safe of horizon.changes(signal)) {
    for (let more = safe > after; more && !signal.aborted;) {
      const page = await log.readAll({ ...query, after, limit: pageSize });
      yield* page.events;
      after = page.next;
      more = page.full;
    }
  }
  return undefined;
}
