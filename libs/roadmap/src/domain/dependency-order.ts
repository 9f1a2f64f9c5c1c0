import type { Aggregate, Recorded } from '#libs/event-log';
import type { Dependency } from './values.js';

/** Facts of the guard beside the items. */
export interface OrderFacts {
  /** One more NEEDS or FOLLOWS stands on the stream of `fromId`. */
  OrderExtended: Pick<Dependency, 'fromId' | 'toId' | 'type'>;
}
export type OrderEvent = {
  [T in keyof OrderFacts]: { readonly type: T; readonly data: OrderFacts[T] };
}[keyof OrderFacts];

/** How often the order of a workspace's items was extended. */
export interface DependencyOrder {
  readonly count: number;
}

/**
 * That items never run in a circle (I2) concerns many streams, and a circle can be closed by two people on four different ones. So
 * every edge that makes an order is added through this one stream: whoever looked for a way back at a version that is over is sent
 * back and looks again. Edges that are taken away need no guard, they close nothing. `roadmap-dependencies-<dependencyOrderId>`.
 */
export const dependencyOrder: Aggregate<DependencyOrder, OrderEvent> = {
  type: 'roadmap-dependencies',
  initial: { count: 0 },
  source: import.meta.url,
  evolve: (order, event: Recorded<OrderEvent>) => evolveOrder(order, event),
};
export const dependencyOrderId = 'workspace';

/** Total, as every fold. */
export const evolveOrder = ({ count }: DependencyOrder, { type }: OrderEvent): DependencyOrder => ({
  count: type === 'OrderExtended' ? count + 1 : count,
});
