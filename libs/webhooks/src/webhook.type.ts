import { Instant, Node, toGlobalId } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { WebhookDisabledByEnum, WebhookStatusEnum } from './enums.js';
import type { WebhookRow } from './webhook-row.js';

@ObjectType('WebhookPin', { description: 'A type of events whose data comes in the version that is known there.' })
export class WebhookPin {
  @Field(() => String, { description: 'Name of the fact, e.g. `RequestSubmitted`.' })
  type: string;

  @Field(() => Int, { description: 'Version of its data, e.g. 1.' })
  version: number;
}

@ObjectType('WebhookHealth', { description: 'How deliveries to a webhook go, by the real clock in sandboxes as well.' })
export class WebhookHealth {
  @Field(() => Instant, {
    nullable: true,
    description:
      'Since when every delivery has failed; null where the last one came through. After five days it is disabled.',
  })
  failingSince: string | null;

  @Field(() => Int, { description: 'Failures since the last success, e.g. 0.' })
  consecutiveFailures: number;

  @Field(() => Instant, { nullable: true, description: 'When a delivery last came through.' })
  lastSuccessAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When a delivery last failed.' })
  lastFailureAt: string | null;

  @Field(() => Int, { description: 'Deliveries that wait, counted to 10,000.' })
  pending: number;

  @Field(() => Int, { description: 'Seconds for which the oldest of them has waited; 0 without one.' })
  lagSeconds: number;
}

@ObjectType('Webhook', {
  implements: () => Node,
  description:
    'A receiver that is told of events by signed calls (Standard Webhooks; the body is a CloudEvent of version 1.0). At least once, in no ' +
    'promised order: `webhook-id` is the id of the event, the same each time.',
})
export class WebhookObject extends Node {
  @Field(() => Int, { description: 'Counts the facts about it, e.g. `3`; for `expect`.' })
  version: number;

  @Field(() => String, { description: 'Where deliveries go, e.g. `https://tools.example/hooks/twolane`.' })
  url: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of the facts it is told of; null: all.' })
  types: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'The stream it is told of, e.g. `request-6f0e…`; null: all.' })
  subject: string | null;

  @Field(() => [WebhookPin], {
    description: 'Types whose data it gets in a version of its own; of all others the newest.',
  })
  versions: WebhookPin[];

  @Field(() => WebhookStatusEnum, { description: 'Whether it is told of events.' })
  status: keyof typeof WebhookStatusEnum;

  @Field(() => WebhookDisabledByEnum, { nullable: true, description: 'Why it is disabled; null while it is not.' })
  disabledBy: keyof typeof WebhookDisabledByEnum | null;

  @Field(() => String, { nullable: true, description: 'The same in words, where somebody said any.' })
  note: string | null;

  @Field(() => Instant, { description: 'When it was registered.' })
  registeredAt: string;

  @Field(() => Instant, { description: 'When it was last changed.' })
  changedAt: string;

  /** Uuids; `history`, `health` and `deliveries` are read by them. */
  webhookId: string;
  workspaceId: string;
  streamId: string;
}

/** A row with the columns of the log. */
export interface ReadRow extends Pick<WebhookRow, 'webhook_id' | 'status' | 'document'> {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly registered_at: Date;
  readonly changed_at: Date;
}

/** As callers see it; those that were removed are not shown. */
export const toWebhook = (row: ReadRow): WebhookObject => {
  const { terms, disabledBy, note } = row.document;
  const { versions, ...rest } = terms;
  return Object.assign(new WebhookObject(), rest, {
    id: toGlobalId('Webhook', row.webhook_id),
    version: row.version,
    versions: Object.entries(versions).map(([type, version]) => ({ type, version })),
    status: row.status,
    disabledBy,
    note,
    registeredAt: row.registered_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    webhookId: row.webhook_id,
    workspaceId: row.workspace_id,
    streamId: row.stream_id,
  });
};
