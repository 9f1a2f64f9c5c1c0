import { registerEnumType } from '@nestjs/graphql';

export const WebhookStatusEnum = { ACTIVE: 'ACTIVE', DISABLED: 'DISABLED' } as const;
export const WebhookDisabledByEnum = { ASKED: 'ASKED', GONE: 'GONE', FAILING: 'FAILING' } as const;
export const DeliveryStateEnum = { PENDING: 'PENDING', DELIVERED: 'DELIVERED', FAILED: 'FAILED' } as const;

registerEnumType(WebhookStatusEnum, {
  name: 'WebhookStatus',
  description: 'Whether a webhook is told of events.',
  valuesMap: {
    ACTIVE: { description: 'It is.' },
    DISABLED: {
      description:
        'It is not, and what happens meanwhile is not collected for it; what waited already goes on when it is enabled.',
    },
  },
});

registerEnumType(WebhookDisabledByEnum, {
  name: 'WebhookDisabledBy',
  description: 'Why a webhook is disabled.',
  valuesMap: {
    ASKED: { description: 'Somebody disabled it.' },
    GONE: { description: 'Its receiver answered with 410: gone.' },
    FAILING: { description: 'No delivery came through for five days.' },
  },
});

registerEnumType(DeliveryStateEnum, {
  name: 'WebhookDeliveryState',
  description: 'How a delivery stands.',
  valuesMap: {
    PENDING: { description: 'It is tried as soon as its next attempt is due.' },
    DELIVERED: { description: 'The receiver answered with a status from 200 to 299; forgotten after 30 days.' },
    FAILED: {
      description: 'It was tried ten times in more than three days, or its receiver is gone; forgotten after 90 days.',
    },
  },
});
