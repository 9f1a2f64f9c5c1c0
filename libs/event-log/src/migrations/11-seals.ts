import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seals over ranges of the log, and the keys they are signed with: see seals/sealing.ts. */
export class EventLogSeals1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [TABLES, ADD, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function log.add_seal, log.seal_secret_once');
    await runner.query('drop table log.seal, log.seal_key, log.seal_secret');
  }
}

const TABLES = `
-- leaf_marks: the first four bytes of each leaf's hash. Not sealed themselves, they only tell which event it is that does not fit.
create table log.seal (
  number bigint primary key,
  first_position bigint not null,
  last_position bigint not null,
  events int not null check (events > 0),
  sealed_at timestamptz(3) not null,
  root bytea not null check (octet_length(root) = 32),
  previous bytea not null check (octet_length(previous) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  key_id bytea not null check (octet_length(key_id) = 32),
  signature bytea not null check (octet_length(signature) = 64),
  leaf_marks bytea not null check (octet_length(leaf_marks) = 4 * events)
);
-- Leaves do not compress.
alter table log.seal alter column leaf_marks set storage external;
create index seal_by_position on log.seal (last_position);

-- public_key: PEM. A key that has signed stays here forever.
create table log.seal_key (
  key_id bytea primary key check (octet_length(key_id) = 32),
  public_key text not null check (char_length(public_key) between 1 and 1000),
  first_used timestamptz(3) not null default clock_timestamp()
);

-- The key of an installation that was given none.
create table log.seal_secret (
  singleton boolean primary key default true check (singleton),
  private_key text not null
);

create trigger refuse_change before update or delete or truncate on log.seal for each statement execute function log.refuse_change();
create trigger refuse_change before update or delete or truncate on log.seal_key for each statement execute function log.refuse_change();
`;

const ADD = `
-- True: stored. False: somebody else has sealed meanwhile. What does not continue the seals, or passes the horizon, is refused.
create function log.add_seal(seal_number bigint, positions bigint[], seal_events int, at timestamptz, hashes bytea[], signed bytea, marks bytea, key text)
returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare
  last log.seal;
begin
  lock table log.seal in share row exclusive mode;
  select * into last from log.seal order by number desc limit 1;
  if seal_number <= coalesce(last.number, 0) then return false; end if;
  if seal_number <> coalesce(last.number, 0) + 1 or positions[1] <> coalesce(last.last_position, 0) + 1 or positions[2] < positions[1]
     or hashes[2] <> coalesce(last.hash, decode(repeat('0', 64), 'hex')) or positions[2] > (select safe from log.horizon) then
    raise exception 'Seal % does not follow from seal %.', seal_number, coalesce(last.number, 0) using errcode = 'check_violation';
  end if;
  insert into log.seal_key (key_id, public_key) values (hashes[4], key) on conflict do nothing;
  insert into log.seal (number, first_position, last_position, events, sealed_at, root, previous, hash, key_id, signature, leaf_marks)
  values (seal_number, positions[1], positions[2], seal_events, at, hashes[1], hashes[2], hashes[3], hashes[4], signed, marks);
  return true;
end $$;

-- The private key that is kept here: the one that was first offered.
create function log.seal_secret_once(offered text) returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text;
begin
  insert into log.seal_secret (private_key) values (offered) on conflict do nothing;
  select private_key into kept from log.seal_secret;
  return kept;
end $$;
`;

const RIGHTS = `
revoke execute on function log.add_seal, log.seal_secret_once from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on log.seal, log.seal_key, log.seal_secret to twolane_app;
    grant execute on function log.add_seal, log.seal_secret_once to twolane_app;
  end if;
end $$;
`;
