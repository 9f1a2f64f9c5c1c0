import { Connection, ConnectionArgs, Instant, LogPosition, Node, toGlobalId } from '#libs/api-kit';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import { DeliveryStateEnum } from './enums.js';

@ObjectType('WebhookAttempt', { description: 'One try of a delivery.' })
export class WebhookAttempt {
  @Field(() => Int, { description: 'Counts the tries of the delivery, e.g. 1.' })
  number: number;

  @Field(() => Instant, { description: 'When it was, by the real clock in sandboxes as well.' })
  at: string;

  @Field(() => Int, { nullable: true, description: 'What the receiver answered, e.g. 204; null where it did not.' })
  statusCode: number | null;

  @Field(() => Int, { description: 'Milliseconds the call took, e.g. 38.' })
  durationMs: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The beginning of the answer, up to 1 KB; null where there was none, and for whoever is no administrator and has no right `log.read`: ' +
      'a receiver may answer with what it was told.',
  })
  answer: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it does not count as delivered, in words, e.g. `The connection was refused.`; null where it does.',
  })
  error: string | null;
}

@ObjectType('WebhookDelivery', { implements: () => Node, description: 'An event on its way to a webhook.' })
export class WebhookDelivery extends Node {
  @Field(() => String, {
    description: 'Id of the event: what receivers see as `webhook-id`, the same at every delivery of it.',
  })
  eventId: string;

  @Field(() => String, { description: 'Name of the fact, e.g. `RequestSubmitted`.' })
  type: string;

  @Field(() => String, { description: 'The stream, e.g. `request-6f0e…`.' })
  subject: string;

  @Field(() => LogPosition, { description: 'Where the event stands in the log.' })
  position: number;

  @Field(() => Boolean, { description: 'True for one that was asked for by `replayWebhook`.' })
  isReplay: boolean;

  @Field(() => DeliveryStateEnum, { description: 'How it stands.' })
  state: keyof typeof DeliveryStateEnum;

  @Field(() => Int, { description: 'How often it was tried, e.g. 2.' })
  attemptCount: number;

  @Field(() => Instant, { description: 'Since when it waits, by the real clock in sandboxes as well.' })
  createdAt: string;

  @Field(() => Instant, { nullable: true, description: 'When it is tried next; null where it is not.' })
  nextAttemptAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it came through or was given up; null while it waits.' })
  settledAt: string | null;

  /** Uuid; the attempts are read by it. */
  deliveryId: string;
}

@ObjectType({ description: 'Deliveries of a webhook, page by page.' })
export class WebhookDeliveryConnection extends Connection('WebhookDelivery', () => WebhookDelivery) {}

@ArgsType()
export class WebhookDeliveriesArgs extends ConnectionArgs {
  @Field(() => DeliveryStateEnum, { nullable: true, description: 'Only those that stand so.' })
  @IsOptional()
  @IsEnum(DeliveryStateEnum)
  state?: keyof typeof DeliveryStateEnum | null;
}

/** The columns that are shown. */
export const DELIVERY_COLUMNS = [
  'delivery_id',
  'webhook_id',
  'event_id',
  'replay',
  'position',
  'stream_id',
  'type',
  'state',
  'attempts',
  'created_at',
  'next_at',
  'settled_at',
] as const;

export interface DeliveryRow {
  readonly delivery_id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly replay: string | null;
  readonly position: string | number;
  readonly stream_id: string;
  readonly type: string;
  readonly state: keyof typeof DeliveryStateEnum;
  readonly attempts: number;
  readonly created_at: Date;
  readonly next_at: Date;
  readonly settled_at: Date | null;
}

export const toDelivery = (row: DeliveryRow): WebhookDelivery =>
  Object.assign(new WebhookDelivery(), {
    id: toGlobalId('WebhookDelivery', row.delivery_id),
    eventId: row.event_id,
    type: row.type,
    subject: row.stream_id,
    position: Number(row.position),
    isReplay: row.replay !== null,
    state: row.state,
    attemptCount: row.attempts,
    createdAt: row.created_at.toISOString(),
    nextAttemptAt: row.state === 'PENDING' ? row.next_at.toISOString() : null,
    settledAt: row.settled_at?.toISOString() ?? null,
    deliveryId: row.delivery_id,
  });
