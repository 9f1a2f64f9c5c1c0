import { preparedRowsOf, splitGlobalId, sql } from '#libs/api-kit';
import { EventLog, Horizon, type Position, type Recorded, type VersionPins } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { validate as isUuid } from 'uuid';
import type { EventSelection } from '../feed/selection.js';
import { backwardPage, forwardPage, type Paging } from './event-connection.js';
import { EventPages } from './event-pages.js';
import { reachedPosition } from './reached.js';
import { LOG_EVENT, LOG_EVENT_ID, type LogEventConnection, type LogEventType, toLogEvent } from './log-event.type.js';

interface Asked {
  readonly workspaceId: string;
  readonly selection: EventSelection;
  readonly pins: VersionPins;
}

/** Where an event stands, as its own id tells it. */
export interface EventPlace {
  readonly position: Position;
  readonly eventId: string;
}

/** Position and uuid in an own id that fits `LOG_EVENT_ID`. */
export function placeOf(id: string): EventPlace {
  const [position, eventId = ''] = id.split('.');
  return { position: Number(position), eventId };
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
    const from = paging.from && (await reachedPosition(this.horizon, paging.from));
    if (paging.backward) return backwardPage(await this.pages.readBack(wish, from), paging.size, paging.from);
    const begin = from ?? 0;
    return forwardPage(await this.pages.read(wish, begin), paging.size, begin);
  }

  /** The events with these uuids that are where they are said to be; null in the place of others. */
  async at(workspaceId: string, wanted: readonly EventPlace[]): Promise<(Recorded | null)[]> {
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

  /** By its uuid or its global id; null when it is not there or not in this workspace. */
  async find(workspaceId: string, id: string): Promise<Recorded | null> {
    if (isUuid(id)) return this.byEventId(workspaceId, id);
    const parts = splitGlobalId(id);
    if (parts?.type !== LOG_EVENT || !LOG_EVENT_ID.test(parts.id)) return null;
    const [event = null] = await this.at(workspaceId, [placeOf(parts.id)]);
    return event;
  }

  /** As the API tells it. */
  tell(event: Recorded): LogEventType {
    return toLogEvent(event, this.horizon.current().epoch);
  }
}
