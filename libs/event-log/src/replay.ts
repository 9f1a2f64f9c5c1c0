import type { Pool } from 'pg';
import type { EventCatalogue, VersionPins } from './catalogue.js';
import type { Position, Recorded } from './event.js';
import { PositionNotReached } from './invalid-position.js';
import { translate } from './postgres/failures.js';
import { type EventPage, LogPages } from './postgres/log-pages.js';
import { statement } from './postgres/statements.js';

/** Where events are replayed from. */
export interface ReplaySource {
  readonly pool: Pick<Pool, 'query' | 'connect'>;
  readonly catalogue: EventCatalogue;
}

export interface ReplayOptions {
  /** Only events after this position; 0 unless told. */
  readonly after?: Position;
  /** The last position that is read; the safe horizon as it is when the replay begins unless told. */
  readonly upTo?: Position;
  /** Only these types: no others leave the database. */
  readonly types?: readonly string[];
  readonly workspaceId?: string;
  /** Versions in which the events are given; the newest unless told. */
  readonly pins?: VersionPins;
  /** Events of one batch at most; 1,000 unless told: as long as they live, every collection of garbage copies them. */
  readonly batch?: number;
  /** Ends the replay with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * (200,000 events of 500 bytes through decode and a keyed fold, beside one COPY of them parsed and dropped, two busy cores: batches of 300
 * 0.72 of its rate, of 1,000 0.81, of 2,000 0.68, of 5,000 0.61.)
 */
const BATCH = 1_000;

/**
 * The log in the order of positions, in batches that hold at least one event, lifted; events of a newer program are left out. The
 * next batch is on its way while one is handled, and two are held at most; every batch is a statement of its own. Whoever leaves
 * early (`break`) leaves no statement behind.
 * @throws PositionNotReached when `upTo` is beyond the safe horizon; Unavailable; the signal's reason
 */
export async function* replay(
  { pool, catalogue }: ReplaySource,
  { after = 0, upTo, types, workspaceId, pins, batch = BATCH, signal }: ReplayOptions = {},
): AsyncGenerator<readonly Recorded[], void, undefined> {
  const goOn = (): void => signal?.throwIfAborted();
  goOn();
  const end = await endOf(pool, upTo);
  for await (const page of pagesOf(
    new LogPages({ pool, types, workspaceId, pageSize: batch, copied: pool }),
    after,
    end,
  )) {
    goOn();
    const events = page.flatMap((event) => catalogue.lift(event, pins) ?? []);
    if (events.length > 0) yield events;
    goOn();
  }
}

/** The next page is on its way while one is handled. */
async function* pagesOf(pages: LogPages, after: Position, end: Position): AsyncGenerator<readonly Recorded[]> {
  let next: Promise<EventPage> | null = after < end ? pages.read(after, end) : null;
  try {
    while (next !== null) {
      const page: EventPage = await next;
      next = page.full ? pages.read(page.to, end) : null;
      // Heard by the next turn; until then nobody listens.
      next?.catch(() => undefined);
      yield page.events;
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

/** The position a replay ends at. @throws PositionNotReached, Unavailable */
export async function endOf(pool: Pick<Pool, 'query'>, upTo?: Position): Promise<Position> {
  const { rows } = await pool.query<{ safe: string | number }>(statement('SAFE', [])).catch(translate);
  const safe = Number(rows[0]!.safe);
  if (upTo !== undefined && upTo > safe) throw new PositionNotReached('horizon', upTo);
  return upTo ?? safe;
}
