import { Instant, Json, LogPosition, Node, PageInfo, toGlobalId } from '#libs/api-kit';
import type { EpochPosition } from '#libs/api-kit';
import type { Position, Recorded } from '#libs/event-log';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { validate as isUuid } from 'uuid';

/** Name of the GraphQL type, and what its own ids look like: position and event id, so that it is found without an index on event ids. */
export const LOG_EVENT = 'LogEvent';
export const LOG_EVENT_ID = /^(0|[1-9]\d{0,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

@ObjectType(LOG_EVENT, {
  implements: () => Node,
  description:
    'A stored fact: never changed, never removed. What it says stands in `data`, in the version asked for or the newest; ids in there are ' +
    'plain ones of the log.',
})
export class LogEventType extends Node {
  @Field(() => ID, {
    description: 'Uuid of the event, e.g. `5d7a6f0e-0c39-5d3b-9a51-6c3e0d9b7f42`; the same in every transport.',
  })
  eventId: string;

  @Field(() => LogPosition, { description: 'Where it stands in the log; later events have higher positions.' })
  position: EpochPosition;

  @Field(() => String, { description: 'Name of the fact, e.g. `RequestSubmitted`; `eventTypes` tells them all.' })
  type: string;

  @Field(() => Int, { description: 'Version of the schema that `data` is in, e.g. 1.' })
  schemaVersion: number;

  @Field(() => String, { description: 'The stream it belongs to, e.g. `request-6f0e…`.' })
  subject: string;

  @Field(() => Int, { description: 'Counts the events of the subject from 1.' })
  version: number;

  @Field(() => Instant, { description: 'When it was recorded.' })
  recordedAt: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who did it; null where a process did.' })
  actorId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of what acted where no person did, e.g. `process:hold-review`; null where a person did.',
  })
  actorName: string | null;

  @Field(() => String, { description: 'The role it was done in, e.g. `MARKETING_LEAD`, or `process`.' })
  actorRole: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy acted for; null without one.' })
  onBehalfOfId: string | null;

  @Field(() => ID, { description: 'Uuid of the command it came from; events of one command share it.' })
  commandId: string;

  @Field(() => String, { description: 'Shared by all that followed from one call, e.g. `req-7f3a`.' })
  correlationId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Uuid of the event, or of the firing of a timer, that a process answered by it; null where somebody decided it. See `why`.',
  })
  causationId: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Version of the policy it was decided by, e.g. 2; null where none was asked.',
  })
  policyVersion: number | null;

  @Field(() => String, { nullable: true, description: 'W3C trace context of the call, if there was one.' })
  traceparent: string | null;

  @Field(() => Json, {
    description: 'What it says, e.g. `{"revision": 1, "completeness": 100}`; `eventTypes` has the schema.',
  })
  data: object;

  /** Not a field: what its sentence is made of. */
  recorded: Recorded;
}

@ObjectType(`${LOG_EVENT}Edge`, { description: 'One event of a page and its place in the log.' })
export class LogEventEdge {
  @Field(() => String, { description: 'Its position, for `after` and `before`.' })
  cursor: string;

  @Field(() => LogEventType, { description: 'The event.' })
  node: LogEventType;
}

@ObjectType(`${LOG_EVENT}Connection`, {
  description:
    'Events in the order of the log. A page may hold fewer events than asked for, even none, and still have more after it: go on after ' +
    '`cursor` while `pageInfo.hasNextPage`.',
})
export class LogEventConnection {
  @Field(() => [LogEventEdge], { description: 'The events of this page with their places, in order.' })
  edges: LogEventEdge[];

  @Field(() => [LogEventType], { description: 'The events of this page, in order.' })
  nodes: LogEventType[];

  @Field(() => PageInfo, { description: 'Whether there is more, and from where.' })
  pageInfo: PageInfo;

  @Field(() => LogPosition, {
    description:
      'Go on here, as `after` of the next page, of a feed or of an export: it was safe before the page was read, so that nothing is missed.',
  })
  cursor: EpochPosition;
}

const personOrNull = (id: string | undefined): string | null =>
  id !== undefined && isUuid(id) ? toGlobalId('Person', id) : null;

export const logEventId = (position: Position, eventId: string): string =>
  toGlobalId(LOG_EVENT, `${position}.${eventId}`);

/** An event as the API tells it. @param epoch of the log it was read from */
export function toLogEvent(event: Recorded, epoch: string): LogEventType {
  const { meta, position, eventId } = event;
  return Object.assign(new LogEventType(), {
    id: logEventId(position, eventId),
    eventId,
    position: { epoch, position },
    type: event.type,
    schemaVersion: event.schemaVersion,
    subject: event.streamId,
    version: event.version,
    recordedAt: event.recordedAt,
    actorId: personOrNull(meta.actorId),
    actorName: isUuid(meta.actorId) ? null : meta.actorId,
    actorRole: meta.actorRole,
    onBehalfOfId: personOrNull(meta.onBehalfOf),
    commandId: meta.commandId,
    correlationId: meta.correlationId,
    causationId: meta.causationId ?? null,
    policyVersion: meta.policyVersion ?? null,
    traceparent: meta.traceparent ?? null,
    data: event.data,
    recorded: event,
  });
}
