import { type EpochPosition, preparedRowsOf, sql } from '#libs/api-kit';
import { EventLog, Horizon, type Position, type Recorded, type VersionPins } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { EventSelection } from '../feed/selection.js';
import { backwardPage, forwardPage, type Paging } from './event-connection.js';
import { EventPages } from './event-pages.js';
import { type LogEventConnection, type LogEventType, toLogEvent } from './log-event.type.js';

/** Milliseconds a page waits for appends that may belong before the position it begins after. */
const LONGEST_WAIT = 5_000;

interface Asked {
  readonly workspaceId: string;
  readonly selection: EventSelection;
  readonly pins: VersionPins;
}

/** Events as callers get them: by pages, and one by one. */
@Injectable()
export class EventReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly log: EventLog,
    private readonly horizon: Horizon,
    private readonly pages: EventPages,
  ) {}

  /** @throws InvalidPosition, PositionNotReached */
  async page(asked: Asked, paging: Paging): Promise<LogEventConnection> {
    const wish = { ...asked, limit: paging.size + 1 };
    if (paging.backward) {
      const before = await this.reached(paging.before);
      return backwardPage(await this.pages.readBack(wish, before), paging.size, paging.before);
    }
    const begin = (await this.reached(paging.after)) ?? 0;
    return forwardPage(await this.pages.read(wish, begin), paging.size, begin);
  }

  /**
   * A position that nothing can come before any more: of the log as it stands, and safe.
   * @throws InvalidPosition, PositionNotReached
   */
  async reached(asked: EpochPosition | null): Promise<Position | null> {
    if (asked === null) return null;
    await this.horizon.check(asked);
    await this.horizon.waitUntilSafe(asked.position, { timeoutMs: LONGEST_WAIT });
    return asked.position;
  }

  /** The events with these uuids that are where they are said to be; null in the place of others. */
  async at(
    workspaceId: string,
    wanted: readonly { readonly position: Position; readonly eventId: string }[],
  ): Promise<(Recorded | null)[]> {
    const positions = [...new Set(wanted.map(({ position }) => position))];
    const events = await this.log.readAt(workspaceId, positions);
    const found = new Map(events.map((event) => [event.eventId, event]));
    return wanted.map(({ eventId, position }) => {
      const event = found.get(eventId);
      return event?.position === position ? event : null;
    });
  }

  /** By its uuid, as soon as its place is written down; null when it is not there or not in this workspace. */
  async byEventId(workspaceId: string, eventId: string): Promise<Recorded | null> {
    const [place] = await preparedRowsOf<{ position: Position }>(
      this.pool,
      sql`SELECT p.position::float8 AS position FROM readers.event_place p
        WHERE p.workspace_id = ${workspaceId}::uuid AND p.event_id = ${eventId}::uuid`,
    );
    if (!place) return null;
    const [event = null] = await this.at(workspaceId, [{ position: place.position, eventId }]);
    return event;
  }

  /** As the API tells it. */
  tell(event: Recorded): LogEventType {
    return toLogEvent(event, this.horizon.current().epoch);
  }
}
