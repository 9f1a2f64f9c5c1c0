import { formatPosition } from '#libs/api-kit';
import type { Recorded } from '#libs/event-log';

/** A stored fact as CloudEvents 1.0 has it (JSON format, structured mode); names of extensions are lower-case as the format demands. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The event's id: the same in every transport and at every delivery, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly source: string;
  /** Name of the fact, e.g. `RequestSubmitted`. */
  readonly type: string;
  /** The stream, e.g. `request-6f0e…`. */
  readonly subject: string;
  /** When it was recorded, RFC 3339 in UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Where the JSON schema of `data` is. */
  readonly dataschema: string;
  readonly data: object;
  /** Opaque cursor: what comes after this event is what comes after this position. */
  readonly position: string;
  /** Counts the events of the subject from 1. */
  readonly streamversion: number;
  readonly schemaversion: number;
  readonly actorid: string;
  readonly actorrole: string;
  readonly commandid: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly onbehalfof?: string;
  readonly policyversion?: number;
  readonly traceparent?: string;
}

/** Where the JSON schema of a type's data is served. */
export const schemaPath = (type: string, version: number): string => `/events/schemas/${type}/${version}.json`;

/** @param epoch of the log the event was read from */
export const cloudEventOf = (event: Recorded, epoch: string): CloudEvent => ({
  specversion: '1.0',
  id: event.eventId,
  source: `/workspaces/${event.workspaceId}`,
  type: event.type,
  subject: event.streamId,
  time: event.recordedAt,
  datacontenttype: 'application/json',
  dataschema: schemaPath(event.type, event.schemaVersion),
  data: event.data,
  position: formatPosition({ epoch, position: event.position }),
  streamversion: event.version,
  schemaversion: event.schemaVersion,
  ...extensionsOf(event.meta),
});

function extensionsOf({ causationId, onBehalfOf, policyVersion, traceparent, ...meta }: Recorded['meta']) {
  return {
    actorid: meta.actorId,
    actorrole: meta.actorRole,
    commandid: meta.commandId,
    correlationid: meta.correlationId,
    ...(causationId !== undefined && { causationid: causationId }),
    ...(onBehalfOf !== undefined && { onbehalfof: onBehalfOf }),
    ...(policyVersion !== undefined && { policyversion: policyVersion }),
    ...(traceparent !== undefined && { traceparent }),
  };
}
