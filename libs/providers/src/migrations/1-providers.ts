import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of agencies, of their purchase orders, and of the teams their people are in. */
export class Providers1764000000651 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(INDEXES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema providers cascade');
  }
}

const ROWS = `
create schema providers;

create table providers.provider_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  provider_id uuid not null,
  number int not null,
  name text not null,
  team_id uuid not null,
  status text not null,
  valid_from date,
  valid_until date,
  open_items int not null,
  open_accesses int not null,
  invited_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

-- Money in minor units.
create table providers.purchase_order_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  provider_id uuid not null,
  ceiling bigint not null,
  spent bigint not null,
  currency text not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create table providers.agency_team_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  team_id uuid not null,
  provider_id uuid not null,
  taken boolean not null,
  primary key (workspace_id, stream_id)
);
`;

const INDEXES = `
create unique index provider_row_number on providers.provider_row (workspace_id, number);
create unique index provider_row_id on providers.provider_row (workspace_id, provider_id);
create index provider_row_until on providers.provider_row (workspace_id, valid_until, provider_id);
create index provider_row_team on providers.provider_row (workspace_id, team_id, provider_id);
create unique index purchase_order_row_id on providers.purchase_order_row (workspace_id, provider_id);
create unique index agency_team_row_id on providers.agency_team_row (workspace_id, team_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema providers to twolane_app;
    grant select on all tables in schema providers to twolane_app;
  end if;
end $$;
`;
