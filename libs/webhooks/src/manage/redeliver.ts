import { Caller, GlobalId, InputArg, MutationPayload, Needs, rowsOf, sql } from '#libs/api-kit';
import { InvalidState, NotFound } from '#libs/event-log';
import { requireRoom } from '#libs/vocabulary';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { toDelivery, WebhookDelivery } from '../delivery.type.js';
import { MOST_TRIES } from '../domain/index.js';
import { MOST_ATTEMPTS, WebhookStore } from '../webhook-store.js';
import { requireMayTell } from '../access.js';

@InputType({ description: 'Which delivery.' })
export class RedeliverInput {
  @GlobalId('WebhookDelivery', { description: 'The delivery.' })
  deliveryId: string;
}

@ObjectType({ description: 'A delivery that is due again.' })
export class RedeliverPayload extends MutationPayload {
  @Field(() => WebhookDelivery, {
    nullable: true,
    description: 'The delivery as it stands now; null when it was refused.',
  })
  @Needs('webhook.read')
  delivery?: WebhookDelivery | null;
}

@Resolver()
export class RedeliverMutation {
  constructor(
    private readonly pool: pg.Pool,
    private readonly store: WebhookStore,
  ) {}

  @Mutation(() => RedeliverPayload, {
    description:
      'Delivers something again at once, whether it came through before or not, with the same `webhook-id`; asking twice is asking once. ' +
      'Whoever is no administrator needs the right `log.read` as well (FORBIDDEN). NOT_FOUND for what is forgotten; INVALID_STATE unless the ' +
      `webhook is ACTIVE; LIMIT_REACHED after ${MOST_ATTEMPTS} attempts.`,
  })
  @Needs('webhook.manage')
  async redeliver(@InputArg() { deliveryId }: RedeliverInput, @Caller() caller: Caller): Promise<RedeliverPayload> {
    requireMayTell(caller);
    const { workspaceId } = caller.viewer;
    const [delivery] = await this.store.deliveriesOf(workspaceId, [deliveryId]);
    const [webhook] = delivery ? await this.store.webhooks(workspaceId, [delivery.webhook_id]) : [];
    if (!delivery || !webhook) throw new NotFound('webhook delivery', ['input', 'deliveryId']);
    if (webhook.status !== 'ACTIVE') throw new InvalidState(webhook.status, ['ACTIVE']);
    requireRoom(delivery.attempts + MOST_TRIES, MOST_ATTEMPTS, { what: 'attempts of one delivery' });
    await this.makeDue(workspaceId, deliveryId);
    const [after] = await this.store.deliveriesOf(workspaceId, [deliveryId]);
    return Object.assign(new RedeliverPayload(), { delivery: after ? toDelivery(after) : null });
  }

  private async makeDue(workspaceId: string, deliveryId: string): Promise<void> {
    await rowsOf(
      this.pool,
      sql`UPDATE webhooks.delivery SET state = 'PENDING', tries = 0, settled_at = NULL, next_at = clock_timestamp()
        WHERE workspace_id = ${workspaceId}::uuid AND delivery_id = ${deliveryId}::uuid`,
    );
  }
}
