import type { EventMeta, Instant, Position, Recorded } from '../event.js';

/** The order of `EVENT_COLUMNS` in statements.ts. */
export type EventTuple = [Position, string, string, string, number, string, number, object, EventMeta, Instant];

export const decodeEvent = (tuple: EventTuple): Recorded => {
  const [position, eventId, workspaceId, streamId, version, type, schemaVersion, data, meta, recordedAt] = tuple;
  return { position, eventId, workspaceId, streamId, version, type, schemaVersion, data, meta, recordedAt };
};

/** The order of `EVENT_ROW` in log-pages.ts: the documents as text, the instant in milliseconds since 1970. */
export type EventRow = [Position, string, string, string, number, string, number, string, string, number];

export const eventOfRow = (row: EventRow): Recorded => {
  const [position, eventId, workspaceId, streamId, version, type, schemaVersion, data, meta, milliseconds] = row;
  return decodeEvent([
    position,
    eventId,
    workspaceId,
    streamId,
    version,
    type,
    schemaVersion,
    JSON.parse(data) as object,
    JSON.parse(meta) as EventMeta,
    new Date(milliseconds).toISOString(),
  ]);
};
