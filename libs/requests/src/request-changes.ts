import { Instant, LogPosition, registerTelling, toGlobalId } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Recorded } from '#libs/event-log';
import { validate as isUuid } from 'uuid';
import { request, type RequestEvent } from './domain/index.js';
import { summaryOf } from './request-summary.js';

@ObjectType('RequestChange', { description: 'Something that happened to a request.' })
export class RequestChangeType {
  @Field(() => LogPosition, {
    description: 'Where it stands in the log: give it to `after`, and nothing after it is missed or told twice.',
  })
  position: number;

  @Field(() => String, { description: 'Name of the fact, e.g. `RequestSubmitted`; more may be added.' })
  type: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  at: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of the person who did it; null where the service acted by itself.',
  })
  actorId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy acted for.' })
  onBehalfOfId: string | null;

  @Field(() => String, {
    description: 'What happened, in a sentence to show to a person, e.g. `The CMO approved it.`',
  })
  summary: string;

  /** Not a field: the request is looked up by it when it is asked for. */
  requestId: string;
}

registerTelling({ streamType: request.type, summaryOf: (event) => summaryOf(event as Recorded<RequestEvent>) });

const personOrNull = (id: string | undefined): string | null =>
  id !== undefined && isUuid(id) ? toGlobalId('Person', id) : null;

/** An event of a request as the API tells it. */
export const toChange = (event: Recorded): RequestChangeType =>
  Object.assign(new RequestChangeType(), {
    position: event.position,
    type: event.type,
    at: event.recordedAt,
    actorId: personOrNull(event.meta.actorId),
    onBehalfOfId: personOrNull(event.meta.onBehalfOf),
    summary: summaryOf(event as Recorded<RequestEvent>),
    requestId: event.streamId.slice(request.type.length + 1),
  });
