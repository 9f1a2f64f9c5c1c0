import type { Position, Recorded } from './event.js';
import type { LogPage } from './store.js';

interface Read {
  readonly after: Position;
  readonly limit: number;
  readonly safe: Position;
  /** The last position that was looked at, if the limit did not cut the page before. */
  readonly end: Position;
}

/** The page that these events are, and where to go on. */
export function pageOf(events: readonly Recorded[], { after, limit, safe, end }: Read): LogPage {
  const cut = events.length === limit;
  return {
    events,
    safe,
    full: cut || end < safe,
    next: cut ? (events.at(-1)?.position ?? after) : Math.max(after, end),
  };
}
