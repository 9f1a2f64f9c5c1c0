import type { Pool } from 'pg';
import type { EventLog } from '../event-log.js';
import type { Position, Recorded } from '../event.js';
import { decodeEvent, type EventTuple } from '../postgres/decode.js';
import { translate } from '../postgres/failures.js';
import type { Horizon } from '../postgres/horizon.js';
import { LogPages } from '../postgres/log-pages.js';
import { type Item, itemOf, type Page } from './items.js';
import { statement } from './statements.js';

export interface PagesOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly horizon: Horizon;
  /** Events of one page at most. */
  readonly pageSize: number;
}

export interface ParkedRow {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly position: string | number;
}

/** Pages of the log for one consumer, never beyond the horizon, which is known before the page's snapshot is taken. */
export class Pages {
  private readonly pages: LogPages;
  private ahead: { readonly from: Position; readonly page: Promise<Page> } | null = null;

  constructor(
    private readonly options: PagesOptions,
    private readonly types: readonly string[],
  ) {
    this.pages = new LogPages({ ...options, types });
  }

  /** The page after this position; null at the horizon. While it is handled, the next one is on its way. */
  async after(position: Position): Promise<Page | null> {
    const { safe } = this.options.horizon.current();
    if (safe <= position) return null;
    const page = await (this.ahead?.from === position ? this.ahead.page : this.read(position, safe));
    this.ahead = page.full ? this.fetchAhead(page.to) : null;
    return page;
  }

  /** Events of a parked stream from the one it stands at, up to where the consumer is. */
  async ofStream(parked: ParkedRow, upTo: Position): Promise<Page> {
    const { pool, pageSize } = this.options;
    const values = [parked.position, upTo, this.types, pageSize, parked.workspace_id, parked.stream_id];
    const { rows } = await pool.query<{ event: EventTuple }>(statement('STREAM_PAGE', values)).catch(translate);
    const items = this.itemsOf(rows.map(({ event }) => decodeEvent(event)));
    const full = items.length === pageSize;
    return { items, full, to: full ? items.at(-1)!.event.position : upTo };
  }

  /** Drops what was fetched ahead. */
  forget(): void {
    this.ahead = null;
  }

  private fetchAhead(from: Position): { from: Position; page: Promise<Page> } {
    const page = this.read(from, this.options.horizon.current().safe);
    // Whoever takes the page hears of its failure; until then nobody listens.
    page.catch(() => undefined);
    return { from, page };
  }

  private async read(after: Position, safe: Position): Promise<Page> {
    const { events, ...page } = await this.pages.read(after, safe);
    return { ...page, items: this.itemsOf(events) };
  }

  private itemsOf(events: readonly Recorded[]): Item[] {
    return events.map((event) => itemOf(event, this.options.log.model.catalogue));
  }
}
