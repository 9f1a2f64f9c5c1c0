import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks as they were at any time, their secrets, and what is on its way to them. */
export class Webhooks1764000000811 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROW);
    await runner.query(SECRET);
    await runner.query(OUTBOX);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop schema webhooks cascade; delete from api.secret where name = 'webhooks'`);
  }
}

const ROW = `
create schema webhooks;

create table webhooks.webhook_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  until_position bigint not null,
  webhook_id uuid not null,
  status text not null,
  types text[],
  subject text,
  course int not null,
  document jsonb not null,
  registered_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  primary key (workspace_id, stream_id, position)
);
create index webhook_row_at on webhooks.webhook_row (workspace_id, until_position);
create index webhook_row_now on webhooks.webhook_row (workspace_id, webhook_id) where until_position = 9223372036854775807;
`;

/** \`version\` is that of the fact which brought it: the highest is the one that signs first. */
const SECRET = `
insert into api.secret (name) values ('webhooks') on conflict do nothing;

create table webhooks.secret (
  workspace_id uuid not null,
  webhook_id uuid not null,
  secret_id uuid not null,
  version int not null,
  sealed bytea not null,
  expires_at timestamptz,
  primary key (workspace_id, webhook_id, secret_id)
);
`;

/**
 * A lane is what is known of a receiver: its row is locked while deliveries are claimed, so that all processes together keep to its limit.
 * \`claim\` fences: what is recorded names the claim it was made under. \`replay\` is null for what an event caused by itself.
 */
const OUTBOX = `
create table webhooks.outbox (
  singleton boolean primary key default true check (singleton),
  position bigint not null default 0
);
insert into webhooks.outbox default values;

create table webhooks.lane (
  workspace_id uuid not null,
  webhook_id uuid not null,
  course int not null default 0,
  failures int not null default 0,
  failing_since timestamptz(3),
  gone boolean not null default false,
  last_success_at timestamptz(3),
  last_failure_at timestamptz(3),
  claimed_at timestamptz(3),
  primary key (workspace_id, webhook_id)
);

create table webhooks.delivery (
  workspace_id uuid not null,
  delivery_id uuid not null default gen_random_uuid(),
  webhook_id uuid not null,
  event_id uuid not null,
  replay uuid,
  position bigint not null,
  stream_id text not null,
  type text not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  created_at timestamptz(3) not null,
  next_at timestamptz(3) not null,
  settled_at timestamptz(3),
  attempts int not null default 0,
  tries int not null default 0,
  claim int not null default 0,
  claimed_until timestamptz(3),
  primary key (workspace_id, delivery_id)
);
create unique index delivery_once on webhooks.delivery (workspace_id, webhook_id, event_id, replay) nulls not distinct;
create index delivery_due on webhooks.delivery (workspace_id, webhook_id, next_at) where state = 'PENDING';
create index delivery_claimed on webhooks.delivery (workspace_id, webhook_id, claimed_until) where claimed_until is not null;
create index delivery_list on webhooks.delivery (workspace_id, webhook_id, created_at, delivery_id);
create index delivery_settled on webhooks.delivery (settled_at) where settled_at is not null;

create table webhooks.attempt (
  workspace_id uuid not null,
  delivery_id uuid not null,
  number int not null,
  at timestamptz(3) not null,
  status_code int,
  duration_ms int not null,
  answer text,
  error text,
  primary key (workspace_id, delivery_id, number),
  foreign key (workspace_id, delivery_id) references webhooks.delivery on delete cascade
);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema webhooks to twolane_app;
    grant select on webhooks.webhook_row to twolane_app;
    grant select, insert, update, delete on webhooks.secret, webhooks.lane, webhooks.delivery, webhooks.attempt to twolane_app;
    grant select, update on webhooks.outbox to twolane_app;
  end if;
end $$;
`;
