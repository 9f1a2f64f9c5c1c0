import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of priority boards and of the responsibilities on each property; written by the append alone. */
export class Alignment1764000000501 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BOARDS);
    await runner.query(RESPONSIBILITIES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema alignment cascade');
  }
}

const BOARDS = `
create schema alignment;

create table alignment.priority_board_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  board_id uuid not null,
  consumer_team_id uuid not null,
  provider_team_id uuid not null,
  request_ids uuid[] not null,
  joint_order uuid[] not null,
  opened_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create unique index priority_board_row_id on alignment.priority_board_row (workspace_id, board_id);
create unique index priority_board_row_pair on alignment.priority_board_row (workspace_id, consumer_team_id, provider_team_id);
`;

const RESPONSIBILITIES = `
create table alignment.responsibility_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  property_id uuid not null,
  property text not null,
  property_key text not null,
  accountable boolean not null,
  held jsonb not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create unique index responsibility_row_id on alignment.responsibility_row (workspace_id, property_id);
create unique index responsibility_row_key on alignment.responsibility_row (workspace_id, property_key);
create index responsibility_row_updated on alignment.responsibility_row (workspace_id, updated_at, property_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema alignment to twolane_app;
    grant select on all tables in schema alignment to twolane_app;
  end if;
end $$;
`;
