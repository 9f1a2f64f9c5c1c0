import { historyOf, registerTelling } from '#libs/api-kit';
import { Module } from '@nestjs/common';
import { ChangeWebhookMutation } from './manage/change-webhook.js';
import { WebhookPayloads } from './manage/payload.js';
import { RedeliverMutation } from './manage/redeliver.js';
import { RegisterWebhookMutation } from './manage/register-webhook.js';
import { ReplayWebhookMutation } from './manage/replay-webhook.js';
import { RotateWebhookSecretMutation } from './manage/rotate-secret.js';
import { SwitchWebhookMutations } from './manage/switch-webhook.js';
import { TestWebhookMutation } from './manage/test-webhook.js';
import './problems.js';
import { summaryOf } from './summary.js';
import { webhook, webhookList } from './domain/index.js';
import { WebhookObject } from './webhook.type.js';
import { WebhookStore } from './webhook-store.js';
import { WebhookDeliveryFields, WebhookQueries } from './webhooks.view.js';

registerTelling({ streamType: webhookList.type, summaryOf });

/**
 * Other tools are told of events by signed calls. Needs `pg.Pool`, `EventLog`, `Horizon`, `CursorCodec`, `NodeResolvers` and
 * `WebhookTransport` from modules that are global; the deliveries themselves are made where the asynchronous work is done (`WebhookSender`).
 */
@Module({
  providers: [
    WebhookStore,
    WebhookPayloads,
    RegisterWebhookMutation,
    ChangeWebhookMutation,
    RotateWebhookSecretMutation,
    SwitchWebhookMutations,
    TestWebhookMutation,
    RedeliverMutation,
    ReplayWebhookMutation,
    WebhookQueries,
    WebhookDeliveryFields,
    historyOf(() => WebhookObject, 'webhook.read', { summaryOf, streamType: webhook.type }),
  ],
})
export class WebhooksModule {}
