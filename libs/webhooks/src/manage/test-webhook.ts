import { randomUUID } from 'node:crypto';
import { Caller, InputArg, MutationPayload, Needs } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { Field, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { WebhookSecrets } from '../secrets.js';
import { headersOf, pingOf } from '../sending/payload.js';
import { WebhookTransport } from '../sending/post.js';
import { WebhookStore } from '../webhook-store.js';
import { requireMayTell } from '../access.js';
import { WebhookInput } from './switch-webhook.js';

@ObjectType({ description: 'What a receiver made of a trial call. A repetition calls again.' })
export class TestWebhookPayload extends MutationPayload {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True when it answered with a status from 200 to 299; null when it was not called.',
  })
  delivered?: boolean;

  @Field(() => Int, { nullable: true, description: 'What it answered, e.g. 204; null where it did not.' })
  statusCode?: number | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds the call took, e.g. 38.' })
  durationMs?: number;

  @Field(() => String, { nullable: true, description: 'The beginning of its answer, up to 1 KB.' })
  answer?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it does not count as delivered, in words; null where it does.',
  })
  error?: string | null;
}

@Resolver()
export class TestWebhookMutation {
  private readonly secrets: WebhookSecrets;

  constructor(
    private readonly store: WebhookStore,
    private readonly transport: WebhookTransport,
    pool: pg.Pool,
  ) {
    this.secrets = new WebhookSecrets(pool);
  }

  @Mutation(() => TestWebhookPayload, {
    description:
      'Sends `twolane.ping` to a webhook at once, signed like a delivery, and tells what came of it; a disabled one can be tried as well. It is ' +
      'no delivery: nothing of it is kept. Whoever is no administrator needs the right `log.read` as well (FORBIDDEN). NOT_FOUND.',
  })
  @Needs('webhook.manage')
  async testWebhook(@InputArg() { webhookId }: WebhookInput, @Caller() caller: Caller): Promise<TestWebhookPayload> {
    requireMayTell(caller);
    const { workspaceId } = caller.viewer;
    const [row] = await this.store.webhooks(workspaceId, [webhookId]);
    if (!row) throw new NotFound('webhook', ['input', 'webhookId']);
    const now = new Date();
    const message = pingOf(randomUUID(), { workspaceId, webhookId }, now);
    const headers = headersOf(message, await this.secrets.signing({ workspaceId, webhookId }, null), now);
    const outcome = await this.transport.post({ url: row.document.terms.url, headers, body: message.body });
    const { delivered, statusCode, durationMs, answer, error } = outcome;
    return Object.assign(new TestWebhookPayload(), { delivered, statusCode, durationMs, answer, error });
  }
}
