import { MutationPayload, Needs, type Reader } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { toWebhook, WebhookObject } from '../webhook.type.js';
import { WebhookStore } from '../webhook-store.js';

@ObjectType({ description: 'What became of a command on a webhook.' })
export class WebhookPayload extends MutationPayload {
  @Field(() => WebhookObject, {
    nullable: true,
    description: 'The webhook after the command; null when it was refused, or removed.',
  })
  @Needs('webhook.read')
  webhook?: WebhookObject | null;
}

@ObjectType({ description: 'What became of a command that made a secret.' })
export class WebhookSecretPayload extends WebhookPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'What deliveries are signed with, e.g. `whsec_MfKQ…`: keep it, it is shown this once. Null when it was refused, and when the same ' +
      'command came before.',
  })
  secret?: string | null;
}

/** What a command on a webhook comes to. */
export interface WebhookChange {
  readonly webhookId: string;
  readonly position: number | null;
  readonly replayed: boolean;
}

/** Puts the webhook to what became of it. */
@Injectable()
export class WebhookPayloads {
  constructor(private readonly store: WebhookStore) {}

  async after<Payload extends WebhookPayload>(
    payload: Payload,
    { webhookId, position, replayed }: WebhookChange,
    { viewer }: Pick<Reader, 'viewer'>,
  ): Promise<Payload> {
    const [row] = await this.store.webhooks(viewer.workspaceId, [webhookId]);
    return Object.assign(payload, { webhook: row ? toWebhook(row) : null, position, replayed });
  }
}
