import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import {
  disableWebhook,
  enableWebhook,
  removeWebhook,
  THE_LIST,
  webhook,
  type WebhookEvent,
  webhookList,
  type WebhookState,
} from '../domain/index.js';
import { WebhookSecrets } from '../secrets.js';
import { requireMayTell } from '../access.js';
import { WebhookPayload, WebhookPayloads } from './payload.js';

@InputType({ description: 'Which webhook.' })
export class WebhookInput {
  @GlobalId('Webhook', { description: 'The webhook.' })
  webhookId: string;
}

@InputType({ description: 'Which webhook, and why.' })
export class DisableWebhookInput extends WebhookInput {
  @Text({ nullable: true, description: 'Why: up to 500 characters, without personal data.' })
  note?: string | null;
}

interface Asked {
  readonly webhookId: string;
  readonly expect: Expect;
  readonly caller: Caller;
}

/** Whether a webhook is told of events at all. */
@Resolver()
export class SwitchWebhookMutations {
  private readonly secrets: WebhookSecrets;

  constructor(
    private readonly log: EventLog,
    private readonly payloads: WebhookPayloads,
    pool: pg.Pool,
  ) {
    this.secrets = new WebhookSecrets(pool);
  }

  @Mutation(() => WebhookPayload, {
    description:
      'Tells a webhook nothing more: what happens from now on is not collected for it, what waits stays where it is. NOT_FOUND; INVALID_STATE ' +
      'unless it is ACTIVE; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('webhook.manage')
  disableWebhook(
    @InputArg() { webhookId, note }: DisableWebhookInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WebhookPayload> {
    return this.change({ webhookId, expect, caller }, (state) =>
      disableWebhook(state, { webhookId, reason: 'ASKED', note }),
    );
  }

  @Mutation(() => WebhookPayload, {
    description:
      'Tells a disabled webhook of what happens from now on, and of what waited when it was disabled; `replayWebhook` brings what happened ' +
      'meanwhile. Whoever is no administrator needs the right `log.read` as well (FORBIDDEN). NOT_FOUND; INVALID_STATE unless it is DISABLED.',
  })
  @Needs('webhook.manage')
  enableWebhook(
    @InputArg() { webhookId }: WebhookInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WebhookPayload> {
    requireMayTell(caller);
    return this.change({ webhookId, expect, caller }, (state) => enableWebhook(state, webhookId));
  }

  @Mutation(() => WebhookPayload, {
    description:
      'Ends a webhook, with its secrets and with what waits. It does not come back: register another one. NOT_FOUND.',
  })
  @Needs('webhook.manage')
  async removeWebhook(
    @InputArg() { webhookId }: WebhookInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WebhookPayload> {
    const { command } = caller;
    const streams = {
      it: { aggregate: webhook, id: webhookId, expect: expectedVersion(expect) },
      list: { aggregate: webhookList, id: THE_LIST, expect: 'latest' as const },
    };
    const { position, replayed } = await this.log.decide(command, streams, ({ it }) => removeWebhook(it, webhookId));
    await this.secrets.forget({ workspaceId: command.workspaceId, webhookId });
    return this.payloads.after(new WebhookPayload(), { webhookId, position, replayed }, caller);
  }

  private async change(
    { webhookId, expect, caller }: Asked,
    rule: (state: WebhookState) => readonly WebhookEvent[],
  ): Promise<WebhookPayload> {
    const stream = { aggregate: webhook, id: webhookId, expect: expectedVersion(expect) };
    const { position, replayed } = await this.log.decideOne(caller.command, stream, rule);
    return this.payloads.after(new WebhookPayload(), { webhookId, position, replayed }, caller);
  }
}
