import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of risk reviews, all their versions, and of properties, peaks and freezes. */
export class Risk1764000000701 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(INDEXES);
    await runner.query(VERSIONS_INDEX);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists requests.request_row_taken_back');
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
  overdue boolean not null,
  opened_at timestamptz(3) not null,
  asked_at timestamptz(3) not null,
  answered_at timestamptz(3),
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
  -- An element for each risk: band, likelihood and impact as one number; null while it is not rated.
  inherent smallint[] not null,
  current smallint[] not null,
  residual_target smallint[] not null,
  occurrences int[] not null,
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
  ended boolean not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);
`;

const INDEXES = `
create unique index review_row_number on risk.review_row (workspace_id, number);
create unique index review_row_id on risk.review_row (workspace_id, review_id);
create index review_row_subject on risk.review_row (workspace_id, subject_kind, subject_id);
create index review_row_status on risk.review_row (workspace_id, status, opened_at);
create index review_row_risks on risk.review_row using gin (risk_ids);
create index review_row_properties on risk.review_row using gin (property_ids);
-- Reviews as they stand: lists of risks look at no other version.
create index review_version_present on risk.review_version (workspace_id) where until_position = 9223372036854775807;
create unique index property_row_id on risk.property_row (workspace_id, property_id);
create index property_row_name on risk.property_row (workspace_id, name);
create unique index peak_row_id on risk.peak_row (workspace_id, peak_id);
create index peak_row_days on risk.peak_row (workspace_id, from_day, to_day);
create index peak_row_property on risk.peak_row (workspace_id, property_id, from_day);
create unique index freeze_row_id on risk.freeze_row (workspace_id, freeze_id);
create index freeze_row_days on risk.freeze_row (workspace_id, from_day, to_day);

-- Requests link properties by their names: upper and lower case and spaces around a name are the same to them.
create function risk.property_keys(names text[]) returns text[] language sql immutable parallel safe
  return (select coalesce(array_agg(lower(btrim(one))), '{}') from unnest(names) as given(one));
create index request_row_property_keys on requests.request_row using gin (risk.property_keys(properties))
  where properties <> '{}';
create index request_row_taken_back on requests.request_row (workspace_id)
  where jsonb_path_exists(document, '$.launches[*].rolledBack.at');
`;

/**
 * Which versions held at a position is a question about ranges: among 200,000 versions of 10,000 reviews any past costs what the present does
 * (1,400 pages, 10 ms). The extension comes with Postgres and needs no superuser; where it is not there or not allowed, an ordered index
 * answers, the slower the longer ago.
 */
const VERSIONS_INDEX = `
do $$ begin
  if exists (select from pg_available_extensions where name = 'btree_gist') then
    begin
      create extension if not exists btree_gist schema risk;
    exception when insufficient_privilege then
      raise notice 'The extension btree_gist is not allowed here.';
    end;
  end if;
  if exists (select from pg_extension where extname = 'btree_gist') then
    create index review_version_held on risk.review_version using gist (workspace_id, int8range(position, until_position));
  else
    create index review_version_held on risk.review_version (workspace_id, until_position, position);
  end if;
end $$;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema risk to twolane_app;
    grant select on all tables in schema risk to twolane_app;
  end if;
end $$;
`;
