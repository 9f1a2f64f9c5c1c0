import type { EpochPosition } from '#libs/api-kit';
import {
  eachOf,
  EventLog,
  followPages,
  Horizon,
  InvalidPosition,
  type LogPage,
  type Position,
  type Recorded,
  type VersionPins,
} from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { EventPages } from '../events/event-pages.js';
import { type AskedEvents, checkedEvents } from './asked.js';
import { type EventSelection, queryOf } from './selection.js';

/** Where a feed begins that is not told a position. */
export type FeedBeginning = 'NOW' | 'BEGINNING';

/** Whose events, which, in which versions, and after which position. */
export interface FeedWish {
  readonly workspaceId: string;
  readonly selection: EventSelection;
  readonly pins: VersionPins;
  readonly after: EpochPosition;
  /** Events read at once, and held at most for a reader that is slow. */
  readonly pageSize?: number;
}

/** An event, or none where only the cursor went on. Whoever comes back with `cursor` misses nothing and is told nothing twice. */
export interface FeedItem {
  readonly event: Recorded | null;
  readonly cursor: EpochPosition;
}

/** What was read together; never empty. */
export type FeedBatch = readonly FeedItem[];

/** Positions walked at once. So many without a word, and the cursor is told by itself: coming back, nobody walks over more than these again. */
const STRIDE: Position = 1000;

const PAGE_SIZE = 200;

/** The log of a workspace for whoever follows it, the same in every transport: one filter, one cursor, one beginning. */
@Injectable()
export class EventFeed {
  constructor(
    private readonly log: EventLog,
    private readonly horizon: Horizon,
    private readonly pages: EventPages,
  ) {}

  /**
   * A wish in the caller's words.
   * @throws ApiError BAD_USER_INPUT, InvalidPosition
   */
  async wish(asked: AskedEvents & { readonly workspaceId: string }, begin: Begin): Promise<FeedWish> {
    const checked = checkedEvents(asked, this.log.model.catalogue.newest());
    return { workspaceId: asked.workspaceId, ...checked, after: await this.begin(begin) };
  }

  /**
   * Stays and goes on. Its first item is only the place where it begins, so that whoever is cut before the first event can come back too.
   * `return()` lets go of it at once; ends with the service.
   * @throws InvalidPosition when a new epoch begins, Unavailable
   */
  follow(wish: FeedWish): AsyncIterableIterator<FeedBatch> {
    const { horizon } = this;
    const pages = followPages({
      log: this.source(wish),
      horizon,
      query: logQuery(wish),
      pageSize: wish.pageSize ?? PAGE_SIZE,
    });
    const telling = new Telling(wish.after);
    const batches = eachOf(pages, (page) => {
      this.requireEpoch(wish);
      const items = telling.itemsOf(page);
      return items.length > 0 ? [items] : [];
    });
    return beginningWith([{ event: null, cursor: wish.after }], batches);
  }

  /**
   * Ends at the horizon as it is now, or a little later; its last item is only the place it came to, also when nothing matched.
   * @throws InvalidPosition when a new epoch begins meanwhile, Unavailable
   */
  async *read(wish: FeedWish): AsyncGenerator<FeedBatch, void, undefined> {
    const { safe } = await this.horizon.refresh();
    const telling = new Telling(wish.after);
    const source = this.source(wish);
    const query = { ...logQuery(wish), limit: wish.pageSize ?? PAGE_SIZE };
    let at = wish.after.position;
    let told = false;
    for (let more = at < safe; more;) {
      const page = await source.readAll({ ...query, after: at });
      this.requireEpoch(wish);
      const items = telling.itemsOf(page);
      if (items.length > 0) yield items;
      told = items.at(-1)?.event === null;
      at = page.next;
      more = page.full && at < safe;
    }
    if (!told) yield [{ event: null, cursor: { epoch: wish.after.epoch, position: at } }];
  }

  /**
   * The log is walked, which is cheapest where most of it is asked for, as it is at its end; where a stretch of it held little, the places
   * of what is asked for lead past the rest, until the end is reached.
   */
  private source({ workspaceId, selection, pins }: FeedWish): Pick<EventLog, 'readAll'> {
    let sparse = false;
    return {
      readAll: async (query) => {
        const { after, limit } = query;
        const page = sparse
          ? await this.pages.read({ workspaceId, selection, pins, limit }, after)
          : await this.log.readAll({ ...query, upTo: after + STRIDE });
        sparse = page.full && (sparse || page.events.length < limit);
        return page;
      },
    };
  }

  private async begin({ after, from }: Begin): Promise<EpochPosition> {
    if (after !== null) {
      await this.horizon.check(after);
      return after;
    }
    const { epoch, safe } = await this.horizon.refresh();
    return { epoch, position: from === 'NOW' ? safe : 0 };
  }

  /** Positions of one epoch are never told as those of another. */
  private requireEpoch({ after }: FeedWish): void {
    if (this.horizon.current().epoch !== after.epoch) throw new InvalidPosition('OTHER_EPOCH');
  }
}

interface Begin {
  /** Null: where `from` says. */
  readonly after: EpochPosition | null;
  readonly from: FeedBeginning;
}

const logQuery = ({ workspaceId, selection, pins, after }: FeedWish) => ({
  ...queryOf(workspaceId, selection),
  pins,
  after: after.position,
});

/** What a reader has been told of how far it is. */
class Telling {
  private told: Position;

  constructor(private readonly after: EpochPosition) {
    this.told = after.position;
  }

  itemsOf({ events, next }: LogPage): FeedItem[] {
    const items: FeedItem[] = events.map((event) => ({ event, cursor: this.at(event.position) }));
    this.told = events.at(-1)?.position ?? this.told;
    if (next - this.told < STRIDE) return items;
    this.told = next;
    return [...items, { event: null, cursor: this.at(next) }];
  }

  private at(position: Position): EpochPosition {
    return { epoch: this.after.epoch, position };
  }
}

const beginningWith = <T>(first: T, rest: AsyncIterableIterator<T>): AsyncIterableIterator<T> => {
  let begun = false;
  return {
    next: () => {
      if (begun) return rest.next();
      begun = true;
      return Promise.resolve({ done: false, value: first });
    },
    return: async () => {
      begun = true;
      return (await rest.return?.()) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
