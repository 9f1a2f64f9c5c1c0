import type { InlineView, Recorded } from '#libs/event-log';
import { webhook, type WebhookEvent, type WebhookState } from './domain/index.js';

/**
 * `webhooks.webhook_row`: a row for each change, so that an event finds the webhooks as they were when it happened. The present is
 * `until_position = OPEN_END`.
 */
export interface WebhookRow {
  readonly webhook_id: string;
  readonly status: 'ACTIVE' | 'DISABLED' | 'REMOVED';
  /** What events are matched by; null: all. */
  readonly types: readonly string[] | null;
  readonly subject: string | null;
  /** See `WebhookState.course`. */
  readonly course: number;
  readonly document: WebhookState;
  readonly registered_at: string;
  readonly changed_at: string;
}

const rowOf = (document: WebhookState, event: Recorded<WebhookEvent>, before: WebhookRow | null): WebhookRow => ({
  webhook_id: event.data.webhookId,
  status: document.status ?? 'REMOVED',
  types: document.terms.types,
  subject: document.terms.subject,
  course: document.course,
  document,
  registered_at: before?.registered_at ?? event.recordedAt,
  changed_at: event.recordedAt,
});

/** Folded by the aggregate's own `evolve`: the row cannot disagree with what rules see. */
export const webhookRow: InlineView<WebhookRow, WebhookEvent> = {
  table: 'webhooks.webhook_row',
  streamType: webhook.type,
  source: import.meta.url,
  keeps: 'every',
  evolve: (row, event) => rowOf(webhook.evolve(row?.document ?? webhook.initial, event), event, row),
};
