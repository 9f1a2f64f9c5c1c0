import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of risk reviews, all their versions, and of properties, peaks and freezes. */
export class Risk1764000000701 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(INDEXES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema risk cascade');
  }
}

const ROWS = `
create schema risk;

create table risk.review_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  review_id uuid not null,
  number int not null,
  status text not null,
  priority text not null,
  subject_kind text not null,
  subject_id uuid not null,
  team_ids uuid[] not null,
  property_ids uuid[] not null,
  lenses text[] not null,
  reviewer_ids uuid[] not null,
  risk_ids text[] not null,
  highest_band text not null,
  valid_until date,
  opened_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 70);

-- A review after each of its appends: it held from position up to and without until_position.
create table risk.review_version (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  until_position bigint not null default 9223372036854775807,
  review_id uuid not null,
  number int not null,
  status text not null,
  subject_kind text not null,
  subject_id uuid not null,
  team_ids uuid[] not null,
  property_ids uuid[] not null,
  updated_at timestamptz(3) not null,
  risks jsonb not null,
  primary key (workspace_id, stream_id, position)
);

create table risk.property_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  property_id uuid not null,
  name text not null,
  is_public boolean not null,
  tested_capacity_rpm int,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);

create table risk.peak_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  peak_id uuid not null,
  property_id uuid not null,
  from_day date not null,
  to_day date not null,
  expected_rpm int not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);

create table risk.freeze_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  freeze_id uuid not null,
  property_ids uuid[] not null,
  from_day date not null,
  to_day date not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);
`;

const INDEXES = `
create unique index review_row_number on risk.review_row (workspace_id, number);
create unique index review_row_id on risk.review_row (workspace_id, review_id);
create index review_row_subject on risk.review_row (workspace_id, subject_kind, subject_id);
create index review_row_risks on risk.review_row using gin (risk_ids);
create index review_row_properties on risk.review_row using gin (property_ids);
create index review_version_until on risk.review_version (workspace_id, until_position);
create unique index property_row_id on risk.property_row (workspace_id, property_id);
create index property_row_name on risk.property_row (workspace_id, name);
create unique index peak_row_id on risk.peak_row (workspace_id, peak_id);
create index peak_row_days on risk.peak_row (workspace_id, from_day, to_day);
create unique index freeze_row_id on risk.freeze_row (workspace_id, freeze_id);
create index freeze_row_days on risk.freeze_row (workspace_id, from_day, to_day);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema risk to twolane_app;
    grant select on all tables in schema risk to twolane_app;
  end if;
end $$;
`;
