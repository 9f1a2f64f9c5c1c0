import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of ideas, roadblocks, interruptions and captured chat messages. */
export class Intake1764000000401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(INDEXES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema intake cascade');
  }
}

const ROWS = `
create schema intake;

create table intake.idea_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  idea_id uuid not null,
  number int not null,
  title text not null,
  status text not null,
  origin_side text,
  origin_team_id uuid,
  captured_by uuid not null,
  quick_win boolean not null,
  rough_minutes int,
  touches text[] not null,
  voter_ids uuid[] not null,
  consumer_votes int not null,
  provider_votes int not null,
  votes int not null,
  request_id uuid,
  captured_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create table intake.roadblock_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  roadblock_id uuid not null,
  number int not null,
  title text not null,
  status text not null,
  until date not null,
  owner_id uuid,
  raised_by uuid not null,
  affected_request_ids uuid[] not null,
  raised_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

-- person_id is read for one purpose alone: to show somebody their own interruptions.
create table intake.interruption_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  interruption_id uuid not null,
  person_id uuid not null,
  team_id uuid,
  kind text not null,
  status text not null,
  minutes int not null,
  conversion_suggested boolean not null,
  from_team_id uuid not null,
  occurred_on date not null,
  week_start date not null,
  request_id uuid,
  logged_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

create table intake.chat_capture_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  capture_id uuid not null,
  channel text not null,
  message_id text not null,
  kind text not null,
  request_id uuid,
  idea_id uuid,
  captured_by uuid not null,
  captured_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);
`;

const INDEXES = `
create unique index idea_row_number on intake.idea_row (workspace_id, number);
create unique index idea_row_id on intake.idea_row (workspace_id, idea_id);
create index idea_row_updated on intake.idea_row (workspace_id, updated_at, idea_id);
create index idea_row_votes on intake.idea_row (workspace_id, votes, idea_id);
create unique index roadblock_row_number on intake.roadblock_row (workspace_id, number);
create unique index roadblock_row_id on intake.roadblock_row (workspace_id, roadblock_id);
create index roadblock_row_until on intake.roadblock_row (workspace_id, until, roadblock_id);
create unique index interruption_row_id on intake.interruption_row (workspace_id, interruption_id);
create index interruption_row_own on intake.interruption_row (workspace_id, person_id, occurred_on, interruption_id);
create index interruption_row_weeks on intake.interruption_row (workspace_id, week_start, team_id);
create unique index chat_capture_row_id on intake.chat_capture_row (workspace_id, capture_id);
create unique index chat_capture_row_message on intake.chat_capture_row (workspace_id, channel, message_id);
create index chat_capture_row_order on intake.chat_capture_row (workspace_id, captured_at, capture_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema intake to twolane_app;
    grant select on all tables in schema intake to twolane_app;
  end if;
end $$;
`;
