import { toGlobalId } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Lag, NAMED_CONSUMER, NamedConsumerType } from './named-consumer.type.js';
import { isAhead, NamedConsumers } from './named-consumers.js';
import type { StoredConsumer } from './store.js';

/** Consumers as the API tells them. */
@Injectable()
export class ConsumerTeller {
  constructor(private readonly consumers: NamedConsumers) {}

  tell(workspaceId: string, consumer: StoredConsumer): NamedConsumerType {
    let counted: Promise<Lag> | null = null;
    return Object.assign(new NamedConsumerType(), {
      id: toGlobalId(NAMED_CONSUMER, consumer.name),
      name: consumer.name,
      types: consumer.selection.types,
      subject: consumer.selection.subject,
      pins: Object.entries(this.consumers.pins(consumer)).map(([type, version]) => ({ type, version })),
      position: this.consumers.checkpoint(consumer),
      isAheadOfLog: isAhead(consumer),
      version: consumer.version,
      registeredAt: consumer.registeredAt,
      acknowledgedAt: consumer.acknowledgedAt,
      count: () => (counted ??= this.consumers.lag(workspaceId, consumer)),
    });
  }
}
