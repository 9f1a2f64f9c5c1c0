export { webhooksConsumers } from './consumers.js';
export { webhook, type WebhookEvent, type WebhookState, type WebhookTerms } from './domain/index.js';
export { type WebhooksFact, webhooksEvents, webhooksModel } from './events.js';
export { Webhooks1764000000811 } from './migrations/1-webhooks.js';
export { WEBHOOK_OUTBOX } from './outbox.js';
export { WebhookSecrets } from './secrets.js';
export { type Outcome, type TransportOptions, WebhookTransport } from './sending/post.js';
export { WebhookSender, type WebhookSenderOptions } from './sending/sender.js';
export { WebhooksModule } from './webhooks.module.js';
