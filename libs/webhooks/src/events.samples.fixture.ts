import type { Samples } from '#test/kit/golden';
import type { WebhooksFact } from './events.js';

const webhookId = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a11';
const terms = {
  url: 'https://tools.example/hooks/twolane',
  description: 'Tickets of the web team',
  types: ['RequestSubmitted'],
  subject: null,
  versions: { RequestSubmitted: 1 },
};

/** One of each fact, in an order in which they could have happened. */
export const samples: Samples<WebhooksFact> = {
  WebhookListed: { webhookId },
  WebhookRegistered: { webhookId, secretId: '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a12', ...terms },
  WebhookChanged: { webhookId, ...terms, url: 'https://tools.example/hooks/other', types: null, subject: 'request-1' },
  WebhookSecretRotated: { webhookId, secretId: '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a13', overlapHours: 24 },
  WebhookDisabled: { webhookId, reason: 'FAILING', note: 'No delivery came through for 5 days.' },
  WebhookEnabled: { webhookId },
  WebhookRemoved: { webhookId },
  WebhookUnlisted: { webhookId },
};
