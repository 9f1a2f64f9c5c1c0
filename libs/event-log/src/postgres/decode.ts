import type { EventMeta, Instant, Position, Recorded } from '../event.js';

/** The order of `EVENT_COLUMNS` in statements.ts. */
export type EventTuple = [Position, string, string, string, number, string, number, object, EventMeta, Instant];

export const decodeEvent = (tuple: EventTuple): Recorded => {
  const [position, eventId, workspaceId, streamId, version, type, schemaVersion, data, meta, recordedAt] = tuple;
  return { position, eventId, workspaceId, streamId, version, type, schemaVersion, data, meta, recordedAt };
};
