export { webhooksConsumers } from './consumers.js';
export { webhooksEvents, webhooksModel } from './events.js';
export { WebhooksModule } from './webhooks.module.js';
