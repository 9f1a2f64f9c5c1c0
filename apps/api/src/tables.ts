/**
 * Tables that are no read model: mutable names and secrets, and what keeps the service running. A backup holds these and the log; what is
 * computed from the log anew must not be among them.
 */
export const keptTables: readonly string[] = [
  'people.person',
  'people.team',
  'people.token_secret',
  'people.workspace',
  'api.secret',
  'readers.named_consumer',
  'webhooks.secret',
  'webhooks.outbox',
  'webhooks.lane',
  'webhooks.delivery',
  'webhooks.attempt',
];

/** What projections write, by the consumer's own hand; inline views are listed in the log. */
export const projectedTables: readonly string[] = [
  'requests.record_item',
  'requests.request_count',
  'requests.request_counted',
  'requests.search_row',
  'requests.search_text',
  'requests.comment_row',
  'requests.comment_mention',
  'readers.event_place',
  'readers.event_place_head',
];
