import type { ProjectionConsumer, Recorded, Transaction } from '#libs/event-log';

/** The consumer's name, for those who wait for it. */
export const WEBHOOK_OUTBOX = 'webhook-outbox';

/**
 * Matches each event with the webhooks as they stood when it happened: one begins after the fact that registered, changed or enabled it,
 * and is told of none of its own facts.
 *
 * What the outbox has passed once is not taken again, also when its consumer begins anew at the start of the log (rows that were delivered
 * are forgotten after a while, so they alone would not tell). What a parked stream has missed is taken when it is tried again.
 */
const COLLECT = `
with x as (
  select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[])
    as x(workspace_id, position, event_id, stream_id, type)
), fresh as (
  select x.* from x, webhooks.outbox o
  where x.position > o.position or exists (
    select from log.parked p
    where p.consumer = $6 and p.workspace_id = x.workspace_id and p.stream_id = x.stream_id and p.position <= x.position)
), made as (
  insert into webhooks.delivery (workspace_id, webhook_id, event_id, position, stream_id, type, created_at, next_at)
  select f.workspace_id, r.webhook_id, f.event_id, f.position, f.stream_id, f.type, clock_timestamp(), clock_timestamp()
  from fresh f join webhooks.webhook_row r
    on r.workspace_id = f.workspace_id and r.position < f.position and r.until_position > f.position
  where r.status = 'ACTIVE' and (r.types is null or f.type = any(r.types)) and (r.subject is null or r.subject = f.stream_id)
  order by f.position
  on conflict do nothing returning workspace_id, webhook_id
), lanes as (
  insert into webhooks.lane (workspace_id, webhook_id) select distinct workspace_id, webhook_id from made on conflict do nothing
)
update webhooks.outbox set position = greatest(position, (select max(position) from x))`;

const collect = (events: readonly Recorded[], transaction: Transaction) =>
  transaction.query(COLLECT, [
    events.map(({ workspaceId }) => workspaceId),
    events.map(({ position }) => position),
    events.map(({ eventId }) => eventId),
    events.map(({ streamId }) => streamId),
    events.map(({ type }) => type),
    WEBHOOK_OUTBOX,
  ]);

/**
 * Writes what is to be delivered, in the transaction that moves its place in the log: one statement for a batch.
 * @param types every type there is
 */
export const webhookOutbox = (types: readonly string[]): ProjectionConsumer => ({
  kind: 'projection',
  name: WEBHOOK_OUTBOX,
  about: 'What webhooks are to be told of.',
  types,
  async apply(events, transaction) {
    await collect(events, transaction);
  },
});
