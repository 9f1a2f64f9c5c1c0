import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events per partition; the next ones are made ahead by `log.ensure_partitions`. */
export const PARTITION_SIZE = 10_000_000;

/**
 * The log's tables and guards. Whoever connects as the service's role can read them, append through `log.append_group`
 * and keep the tables that are caches or bookkeeping; nobody can change or remove an event.
 */
export class EventLog1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [TABLES, IMMUTABILITY, PARTITIONS, RIGHTS]) await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('The log is the source of truth: it is never dropped by a migration.');
  }
}

const TABLES = `
create schema log;

-- CACHE 1: a session must not keep numbers back, or the horizon would pass numbers still to be used.
create sequence log.event_position cache 1;

create table log.stream (
  workspace_id uuid not null,
  stream_id text not null,
  stream_type text not null,
  version int not null,
  head_hash bytea not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 70);

create table log.event (
  position bigint not null default nextval('log.event_position'),
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  data jsonb not null,
  meta jsonb not null,
  recorded_at timestamptz(3) not null,
  content_hash bytea not null,
  hash bytea not null
) partition by range (position);

create table log.command (
  workspace_id uuid not null,
  command_id uuid not null,
  actor_id text not null,
  operation text not null,
  request_hash bytea not null,
  result jsonb not null,
  position bigint,
  recorded_at timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, command_id)
);
create index command_age on log.command using brin (recorded_at);

-- safe: every event up to here is committed or will never be. candidate: becomes safe when all of waiting are gone.
create table log.horizon (
  singleton boolean primary key default true check (singleton),
  epoch uuid not null default gen_random_uuid(),
  safe bigint not null default 0,
  safe_instant timestamptz(3) not null default clock_timestamp(),
  candidate bigint not null default 0,
  candidate_instant timestamptz(3) not null default clock_timestamp(),
  waiting text[] not null default '{}'
);
insert into log.horizon default values;

create table log.snapshot (
  workspace_id uuid not null,
  stream_id text not null,
  fingerprint text not null,
  version int not null,
  state jsonb not null,
  rows jsonb not null,
  primary key (workspace_id, stream_id, fingerprint)
);

create table log.counter (
  workspace_id uuid not null,
  name text not null,
  last bigint not null,
  primary key (workspace_id, name)
);

-- A workspace listed here is a sandbox: its time stands still but for log.advance_clock.
create table log.sandbox_clock (
  workspace_id uuid primary key,
  now timestamptz(3) not null
);

-- Read models written inside the append; the writer is made by log.register_inline_view.
create table log.inline_view (
  table_name text primary key,
  stream_type text not null,
  fingerprint text not null,
  writer text not null
);
`;

const IMMUTABILITY = `
create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The event log is append-only: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger refuse_change before update or delete or truncate on log.event
  for each statement execute function log.refuse_change();
`;

const PARTITIONS = `
-- A partition is made apart and attached: ATTACH does not wait for open appends, CREATE ... PARTITION OF would.
create function log.add_partition(number bigint) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  name text := 'event_p' || number;
  lower_bound bigint := number * ${PARTITION_SIZE};
  upper_bound bigint := (number + 1) * ${PARTITION_SIZE};
begin
  perform pg_advisory_xact_lock(hashtext('log.add_partition'));
  -- Not to_regclass: its cache may not have heard yet of what another has committed while we waited.
  if exists (select from pg_class c where c.relnamespace = 'log'::regnamespace and c.relname = name) then return; end if;
  execute format('create table log.%I (like log.event including defaults)', name);
  execute format('alter table log.%I add primary key (position)', name);
  execute format('alter table log.%I add constraint %I check (position >= %s and position < %s)', name, name || '_range', lower_bound, upper_bound);
  execute format('create unique index %I on log.%I (workspace_id, stream_id, version)', name || '_version', name);
  execute format('create index %I on log.%I (type, position)', name || '_type', name);
  execute format('create trigger refuse_change before update or delete or truncate on log.%I for each statement execute function log.refuse_change()', name);
  execute format('alter table log.event attach partition log.%I for values from (%s) to (%s)', name, lower_bound, upper_bound);
end $$;

-- Keeps the partition in use and two more; cheap when there is nothing to do.
create function log.ensure_partitions() returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  current_partition bigint := (select last_value / ${PARTITION_SIZE} from log.event_position);
begin
  for ahead in 0..2 loop
    if to_regclass(format('log.%I', 'event_p' || (current_partition + ahead))) is null then
      perform log.add_partition(current_partition + ahead);
    end if;
  end loop;
end $$;

select log.ensure_partitions();
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema log to twolane_app;
    grant select on all tables in schema log to twolane_app;
    grant select on sequence log.event_position to twolane_app;
    grant insert, update, delete on log.snapshot, log.counter to twolane_app;
    grant insert, update on log.sandbox_clock to twolane_app;
    grant delete on log.command to twolane_app;
    alter default privileges in schema log grant select on tables to twolane_app;
  end if;
end $$;
revoke execute on function log.add_partition(bigint) from public;
`;
