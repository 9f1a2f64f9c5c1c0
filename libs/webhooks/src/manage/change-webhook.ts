import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { changeWebhook, webhook } from '../domain/index.js';
import { WebhookTransport } from '../sending/post.js';
import { requireMayTell } from '../access.js';
import { WebhookPayload, WebhookPayloads } from './payload.js';
import { WebhookTermsInput } from './terms.input.js';

@InputType({ description: 'A webhook as it shall be from now on: what is left out is as if it had never been said.' })
export class ChangeWebhookInput extends WebhookTermsInput {
  @GlobalId('Webhook', { description: 'Which webhook.' })
  webhookId: string;
}

@Resolver()
export class ChangeWebhookMutation {
  constructor(
    private readonly log: EventLog,
    private readonly transport: WebhookTransport,
    private readonly payloads: WebhookPayloads,
  ) {}

  @Mutation(() => WebhookPayload, {
    description:
      'Gives a webhook another address or another choice of events, for what happens from now on; what waits already goes to the new address. ' +
      'Whoever is no administrator needs the right `log.read` as well (FORBIDDEN). NOT_FOUND; WEBHOOK_UNCHANGED; WEBHOOK_URL_REFUSED; ' +
      'UNKNOWN_EVENT_TYPE; LIMIT_REACHED; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('webhook.manage')
  async changeWebhook(
    @InputArg() { webhookId, ...terms }: ChangeWebhookInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WebhookPayload> {
    requireMayTell(caller);
    const surroundings = { known: this.log.model.catalogue.newest(), urlProblem: this.transport.urlProblem };
    const stream = { aggregate: webhook, id: webhookId, expect: expectedVersion(expect) };
    const { position, replayed } = await this.log.decideOne(caller.command, stream, (state) =>
      changeWebhook(state, { webhookId, terms }, surroundings),
    );
    return this.payloads.after(new WebhookPayload(), { webhookId, position, replayed }, caller);
  }
}
