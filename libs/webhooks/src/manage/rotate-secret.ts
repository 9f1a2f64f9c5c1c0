import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Whole } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { createdId } from '#libs/people';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { OVERLAP_HOURS, rotateSecret, webhook } from '../domain/index.js';
import { WebhookSecrets } from '../secrets.js';
import { WebhookPayloads, WebhookSecretPayload } from './payload.js';

@InputType({ description: 'A new secret for a webhook.' })
export class RotateWebhookSecretInput {
  @GlobalId('Webhook', { description: 'Which webhook.' })
  webhookId: string;

  @Whole({
    nullable: true,
    description: `For so many hours the secret before signs beside the new one: 0 to 168, ${OVERLAP_HOURS} unless told; 0 where it has leaked.`,
  })
  overlapHours?: number | null;
}

@Resolver()
export class RotateWebhookSecretMutation {
  private readonly secrets: WebhookSecrets;

  constructor(
    private readonly log: EventLog,
    private readonly payloads: WebhookPayloads,
    pool: pg.Pool,
  ) {
    this.secrets = new WebhookSecrets(pool);
  }

  @Mutation(() => WebhookSecretPayload, {
    description:
      'Signs with a new secret from now on. For a while the one before signs as well: `webhook-signature` then holds a signature of each, so ' +
      'that the receiver can change over in its own time; at most three sign side by side. By the real clock in sandboxes as well. ' +
      'NOT_FOUND; VALIDATION_FAILED.',
  })
  @Needs('webhook.manage')
  async rotateWebhookSecret(
    @InputArg() { webhookId, overlapHours }: RotateWebhookSecretInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WebhookSecretPayload> {
    const { command } = caller;
    const secretId = createdId(command, 'secret');
    const stream = { aggregate: webhook, id: webhookId, expect: expectedVersion(expect) };
    const { position, replayed, versions } = await this.log.decideOne(command, stream, (state) =>
      rotateSecret(state, { webhookId, secretId, overlapHours }),
    );
    const place = { workspaceId: command.workspaceId, webhookId, secretId, version: versions.it };
    const secret = await this.secrets.make({ ...place, overlapHours: overlapHours ?? OVERLAP_HOURS });
    const payload = await this.payloads.after(new WebhookSecretPayload(), { webhookId, position, replayed }, caller);
    return Object.assign(payload, { secret });
  }
}
