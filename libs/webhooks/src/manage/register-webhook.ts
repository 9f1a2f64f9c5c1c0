import { Caller, InputArg, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { createdId } from '#libs/people';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { MOST_WEBHOOKS, registerWebhook, THE_LIST, webhook, webhookList } from '../domain/index.js';
import { WebhookSecrets } from '../secrets.js';
import { WebhookTransport } from '../sending/post.js';
import { requireMayTell } from '../access.js';
import { WebhookPayloads, WebhookSecretPayload } from './payload.js';
import { WebhookTermsInput } from './terms.input.js';

@InputType({ description: 'A new webhook.' })
export class RegisterWebhookInput extends WebhookTermsInput {}

@Resolver()
export class RegisterWebhookMutation {
  private readonly secrets: WebhookSecrets;

  constructor(
    private readonly log: EventLog,
    private readonly transport: WebhookTransport,
    private readonly payloads: WebhookPayloads,
    pool: pg.Pool,
  ) {
    this.secrets = new WebhookSecrets(pool);
  }

  @Mutation(() => WebhookSecretPayload, {
    description:
      `Lets another tool be told of events from now on, by signed calls; at most ${MOST_WEBHOOKS} of a workspace. Whoever is no administrator ` +
      'needs the right `log.read` as well (FORBIDDEN). WEBHOOK_URL_REFUSED; UNKNOWN_EVENT_TYPE; LIMIT_REACHED; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('webhook.manage')
  async registerWebhook(
    @InputArg() terms: RegisterWebhookInput,
    @Caller() caller: Caller,
  ): Promise<WebhookSecretPayload> {
    requireMayTell(caller);
    const { command } = caller;
    const { workspaceId } = command;
    const [webhookId, secretId] = [createdId(command, 'webhook'), createdId(command, 'secret')];
    const surroundings = { known: this.log.model.catalogue.newest(), urlProblem: this.transport.urlProblem };
    const streams = {
      it: { aggregate: webhook, id: webhookId, expect: 'new' as const },
      list: { aggregate: webhookList, id: THE_LIST, expect: 'latest' as const },
    };
    const { position, replayed } = await this.log.decide(command, streams, ({ list }) =>
      registerWebhook(list, { webhookId, secretId, terms }, surroundings),
    );
    // After the append: whoever repeats the command completes what broke off here.
    const secret = await this.secrets.make({ workspaceId, webhookId, secretId, version: 1, overlapHours: 0 });
    const payload = await this.payloads.after(new WebhookSecretPayload(), { webhookId, position, replayed }, caller);
    return Object.assign(payload, { secret });
  }
}
