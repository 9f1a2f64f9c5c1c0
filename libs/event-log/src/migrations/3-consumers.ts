import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who reads the log on and how far: consumers with their leases, streams they parked, timers of processes, and new epochs. */
export class EventLogConsumers1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [TABLES, EPOCH, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function log.new_epoch`);
    await runner.query(`drop table log.consumer, log.parked, log.timer`);
  }
}

const TABLES = `
-- position: everything up to here was handled. epoch: grows with every claim; who holds an older one writes nothing.
create table log.consumer (
  name text not null check (char_length(name) between 1 and 200),
  version int not null,
  shard int not null default 0,
  kind text not null check (kind in ('projection', 'process')),
  position bigint not null default 0,
  owner text,
  epoch bigint not null default 0,
  lease_until timestamptz(3),
  heartbeat_at timestamptz(3),
  state text not null default 'idle' check (state in ('idle', 'running', 'failing')),
  failure text,
  failed_at timestamptz(3),
  primary key (name, version, shard)
) with (fillfactor = 50);

-- A stream a consumer could not go on with. position: of the event it stands at; nothing of the stream from there on was handled.
-- needs_newer_program: tried again by itself when another program takes the consumer over.
create table log.parked (
  workspace_id uuid not null,
  consumer text not null,
  version int not null,
  stream_id text not null,
  position bigint not null,
  error text not null,
  needs_newer_program boolean not null default false,
  attempts int not null default 1,
  parked_at timestamptz(3) not null default clock_timestamp(),
  retry_requested boolean not null default false,
  primary key (workspace_id, consumer, version, stream_id)
);
create index parked_of_consumer on log.parked (consumer, version, retry_requested);

-- An appointment of a process with itself, due by the workspace's time.
create table log.timer (
  workspace_id uuid not null,
  process text not null,
  key text not null check (char_length(key) between 1 and 500),
  due_at timestamptz(3) not null,
  payload jsonb not null,
  correlation_id text not null,
  causation_id text not null,
  attempts int not null default 0,
  failure text,
  retry_at timestamptz(3),
  parked_at timestamptz(3),
  primary key (workspace_id, process, key)
);
create index timer_due on log.timer (process, due_at) where parked_at is null;
create index timer_of_workspace on log.timer (workspace_id, due_at) where parked_at is null;
`;

const EPOCH = `
-- For whoever restored a backup or failed over: positions given out before are then refused instead of meaning something else.
create function log.new_epoch() returns uuid language plpgsql security definer set search_path = pg_catalog as $$
declare
  begun uuid;
begin
  update log.horizon set epoch = gen_random_uuid() returning epoch into begun;
  perform pg_notify('log_horizon', '');
  return begun;
end $$;
revoke execute on function log.new_epoch from public;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on log.consumer, log.parked, log.timer to twolane_app;
  end if;
end $$;
`;
