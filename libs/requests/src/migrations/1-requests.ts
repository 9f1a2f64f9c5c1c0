import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The row of a request: columns to find, order and queue by, and the whole folded request as a document. */
export class Requests1764000000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROW);
    await runner.query(INDEXES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema requests cascade');
  }
}

const ROW = `
create schema requests;

create table requests.request_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  request_id uuid not null,
  number int not null,
  title text not null,
  type text not null,
  status text not null,
  consumer_team_id uuid not null,
  provider_team_id uuid,
  requester_id uuid not null,
  owner_id uuid,
  co_author_ids uuid[] not null,
  priority_class text,
  rough_minutes int,
  likely_minutes int,
  agreed_date date,
  hard_date boolean not null,
  completeness int not null,
  touches text[] not null,
  hidden_work boolean not null,
  waiting_on text not null,
  open_questions int not null,
  blocking_questions int not null,
  asked_of_consumer int not null,
  asked_of_provider int not null,
  held boolean not null,
  hold_review_due boolean not null,
  drafted_at timestamptz(3) not null,
  submitted_at timestamptz(3),
  triaged_at timestamptz(3),
  approved_at timestamptz(3),
  delivered_at timestamptz(3),
  accepted_at timestamptz(3),
  launched_at timestamptz(3),
  launched_on date,
  ended_at timestamptz(3),
  waiting_since timestamptz(3) not null,
  responded_at timestamptz(3),
  stalled_since timestamptz(3),
  merged_into uuid,
  expedite text,
  experiment text,
  properties text[] not null,
  labels uuid[] not null,
  custom_fields jsonb not null,
  open_bugs int not null,
  open_debts int not null,
  evidence_count int not null,
  checklist_gap boolean not null,
  tracking text not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);
`;

const INDEXES = `
-- R1: a number is given once in a workspace.
create unique index request_row_number on requests.request_row (workspace_id, number);
create unique index request_row_id on requests.request_row (workspace_id, request_id);
create index request_row_updated on requests.request_row (workspace_id, updated_at, request_id);
create index request_row_queue on requests.request_row (workspace_id, submitted_at, request_id) where status = 'SUBMITTED';
create index request_row_board on requests.request_row (workspace_id, status, agreed_date, request_id);
create index request_row_waiting on requests.request_row (workspace_id, waiting_on, consumer_team_id, waiting_since, request_id)
  where status <> 'DRAFT' and waiting_on <> 'NONE';
-- P6: live without tracking that somebody has seen arrive.
create index request_row_tracking_gap on requests.request_row (workspace_id, launched_on, request_id)
  where launched_on is not null and tracking in ('UNVERIFIED', 'WAIVED');
create index request_row_launched on requests.request_row (workspace_id, launched_on) where launched_on is not null;
create index request_row_approved on requests.request_row (workspace_id, approved_at) where approved_at is not null;
create index request_row_agreed on requests.request_row (workspace_id, agreed_date, request_id);
create index request_row_checklist on requests.request_row (workspace_id, triaged_at, request_id) where checklist_gap;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema requests to twolane_app;
    grant select on all tables in schema requests to twolane_app;
  end if;
end $$;
`;
