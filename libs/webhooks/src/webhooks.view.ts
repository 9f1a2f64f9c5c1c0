import { type ApiContext, Ctx, IdArg, loaderOf, mapPage, Needs, NodeResolvers, type Page, Reader } from '#libs/api-kit';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { mayTell } from './access.js';
import {
  toDelivery,
  WebhookAttempt,
  WebhookDeliveriesArgs,
  WebhookDelivery,
  WebhookDeliveryConnection,
} from './delivery.type.js';
import { MOST_WEBHOOKS, webhook } from './domain/index.js';
import { toWebhook, WebhookHealth, WebhookObject } from './webhook.type.js';
import { MOST_ATTEMPTS, WebhookStore } from './webhook-store.js';

/** Who is told of events. */
@Resolver(() => WebhookObject)
export class WebhookQueries {
  constructor(
    private readonly store: WebhookStore,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Webhook',
      right: 'webhook.read',
      streamType: webhook.type,
      load: async (ids, { viewer }) => {
        const rows = await store.webhooks(viewer.workspaceId, ids);
        const found = new Map(rows.map((row) => [row.webhook_id, toWebhook(row)]));
        return ids.map((id) => found.get(id) ?? null);
      },
    });
    nodes.register({
      type: 'WebhookDelivery',
      right: 'webhook.read',
      load: async (ids, { viewer }) =>
        (await store.deliveriesOf(viewer.workspaceId, ids)).map((row) => row && toDelivery(row)),
    });
  }

  @Query(() => [WebhookObject], {
    description: `Every webhook of your workspace, in the order in which they were registered; at most ${MOST_WEBHOOKS}.`,
  })
  @Needs('webhook.read')
  async webhooks(@Reader() { viewer }: Reader): Promise<WebhookObject[]> {
    return (await this.store.webhooks(viewer.workspaceId)).map(toWebhook);
  }

  @Query(() => WebhookObject, {
    nullable: true,
    description: 'One webhook; null for one that is not there, or not any more.',
  })
  @Needs('webhook.read')
  async webhook(@IdArg('Webhook') id: string, @Reader() { viewer }: Reader): Promise<WebhookObject | null> {
    const [row] = await this.store.webhooks(viewer.workspaceId, [id]);
    return row ? toWebhook(row) : null;
  }

  @ResolveField(() => WebhookHealth, { description: 'How deliveries to it go.' })
  health(@Parent() { workspaceId, webhookId }: WebhookObject, @Ctx() context: ApiContext): Promise<WebhookHealth> {
    const load = (ids: readonly string[]) => this.store.health(workspaceId, ids);
    return loaderOf(context, WebhookHealth, load).load(webhookId);
  }

  @ResolveField(() => WebhookDeliveryConnection, {
    description:
      'What it was and is to be told of, the newest first. Of an event that happened a moment ago there may be nothing here yet; ' +
      'what came through is forgotten after 30 days, what did not after 90.',
  })
  async deliveries(
    @Parent() { workspaceId, webhookId }: WebhookObject,
    @Args() args: WebhookDeliveriesArgs,
  ): Promise<Page<WebhookDelivery>> {
    return mapPage(await this.store.deliveries(workspaceId, webhookId, args), toDelivery);
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryFields {
  constructor(private readonly store: WebhookStore) {}

  @ResolveField(() => [WebhookAttempt], {
    complexity: 5,
    description: `Every try, the first first; at most ${MOST_ATTEMPTS}.`,
  })
  async attempts(
    @Parent() { deliveryId }: WebhookDelivery,
    @Reader() { viewer }: Reader,
    @Ctx() context: ApiContext,
  ): Promise<WebhookAttempt[]> {
    const load = (ids: readonly string[]) => this.store.attempts(viewer.workspaceId, ids);
    const attempts = await loaderOf(context, WebhookAttempt, load).load(deliveryId);
    // A receiver may answer with what it was told.
    return mayTell({ viewer })
      ? attempts
      : attempts.map((attempt) => Object.assign(new WebhookAttempt(), attempt, { answer: null }));
  }
}
