import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { webhook, type WebhookEvent, webhookList, type WebhookListEvent } from './domain/index.js';
import { webhookRow } from './webhook-row.js';

/** Every event of this context with the schema version written today; the compiler misses none. */
export const webhooksEvents: readonly EventDefinition[] = [
  ...versionsOf<WebhookEvent>(webhook.type, {
    WebhookRegistered: 1,
    WebhookChanged: 1,
    WebhookSecretRotated: 1,
    WebhookDisabled: 1,
    WebhookEnabled: 1,
    WebhookRemoved: 1,
  }),
  ...versionsOf<WebhookListEvent>(webhookList.type, { WebhookListed: 1, WebhookUnlisted: 1 }),
];

/** Any fact of this context. */
export type WebhooksFact = WebhookEvent | WebhookListEvent;

/** What this context adds to the log's model. */
export const webhooksModel: Omit<LogModel, 'catalogue'> & { readonly events: readonly EventDefinition[] } = {
  events: webhooksEvents,
  aggregates: [webhook, webhookList] as readonly Aggregate<unknown, Fact>[],
  views: [webhookRow] as readonly InlineView<object, Fact>[],
};
