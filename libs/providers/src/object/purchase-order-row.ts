import type { InlineView } from '#libs/event-log';
import { type KnownOrder, purchaseOrder, type PurchaseOrderEvent } from '../domain/index.js';

/** `providers.purchase_order_row`; money in minor units of `currency`. */
export interface PurchaseOrderRow {
  readonly provider_id: string;
  readonly ceiling: number;
  readonly spent: number;
  readonly currency: string;
  readonly updated_at: string;
}

const stateOf = ({ ceiling, spent, currency }: PurchaseOrderRow): KnownOrder => ({
  status: 'known',
  ceiling,
  spent,
  currency,
});

export const purchaseOrderRow: InlineView<PurchaseOrderRow, PurchaseOrderEvent> = {
  table: 'providers.purchase_order_row',
  streamType: purchaseOrder.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is CeilingSet.
    const { ceiling, spent, currency } = purchaseOrder.evolve(
      row === null ? purchaseOrder.initial : stateOf(row),
      event,
    ) as KnownOrder;
    const providerId = event.streamId.slice(purchaseOrder.type.length + 1);
    return { provider_id: providerId, ceiling, spent, currency, updated_at: event.recordedAt };
  },
};
