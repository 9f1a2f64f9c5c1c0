import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Labels, custom fields and templates of a workspace, and the filters people have saved; written by the append alone. */
export class Requests1764000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table requests.request_settings_row, requests.saved_filter_row');
  }
}

const TABLES = `
create table requests.request_settings_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  labels jsonb not null,
  custom_fields jsonb not null,
  templates jsonb not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create table requests.saved_filter_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  saved_filter_id uuid not null,
  owner_id uuid not null,
  name text not null,
  shared boolean not null,
  deleted boolean not null,
  filter jsonb not null,
  sort_order jsonb not null,
  saved_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create unique index saved_filter_row_id on requests.saved_filter_row (workspace_id, saved_filter_id);
create index saved_filter_row_owner on requests.saved_filter_row (workspace_id, owner_id, name, saved_filter_id) where not deleted;
create index saved_filter_row_shared on requests.saved_filter_row (workspace_id, name, saved_filter_id) where shared and not deleted;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on requests.request_settings_row, requests.saved_filter_row to twolane_app;
  end if;
end $$;
`;
