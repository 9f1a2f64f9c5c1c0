import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of agreements, their months and time entries. */
export class Hours1764000000601 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(INDEXES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema hours cascade');
  }
}

const ROWS = `
create schema hours;

create table hours.agreement_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  agreement_id uuid not null,
  number int not null,
  status text not null,
  consumer_team_id uuid not null,
  provider_team_id uuid not null,
  provider_kind text not null,
  provider_id uuid not null,
  time_zone text not null,
  currency text not null,
  valid_from text not null,
  valid_to text,
  drafted_at timestamptz(3) not null,
  consents_since jsonb not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

-- Minutes of a month are below 2^31 (a month grants 1,000,000 at most); amounts are in the document, where they are below 2^53.
create table hours.allotment_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  agreement_id uuid not null,
  period text not null,
  status text not null,
  base_pool int not null,
  consumed int not null,
  open_reserved int not null,
  available int not null,
  overage_approved int not null,
  overage_consumed int not null,
  uncovered int not null,
  request_ids uuid[] not null,
  grace_ends_on date,
  accept_by date,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 70);

create table hours.waiting_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  agreement_id uuid not null,
  period text not null,
  waits boolean not null,
  moments jsonb not null,
  automatic jsonb,
  primary key (workspace_id, stream_id)
) with (fillfactor = 70);

create table hours.time_entry_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  agreement_id uuid not null,
  entry_id text not null,
  period text not null,
  worked_period text not null,
  request_id uuid,
  person_id uuid not null,
  worked_on date not null,
  activity text not null,
  billable boolean not null,
  minutes int not null,
  status text not null,
  credited_minutes int not null,
  credit_periods text[] not null,
  booked_at timestamptz(3) not null,
  booked_position bigint not null,
  reversed_at timestamptz(3),
  reversed_position bigint,
  corrects_entry_id text,
  updated_at timestamptz(3) not null,
  credits jsonb not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);
`;

const INDEXES = `
create unique index agreement_row_number on hours.agreement_row (workspace_id, number);
create unique index agreement_row_id on hours.agreement_row (workspace_id, agreement_id);
create index agreement_row_teams on hours.agreement_row (workspace_id, consumer_team_id, provider_team_id);
create unique index allotment_row_month on hours.allotment_row (workspace_id, agreement_id, period);
create index allotment_row_requests on hours.allotment_row using gin (request_ids);
-- Most months ask nothing of anybody: the index holds those that do alone.
create index waiting_row_waits on hours.waiting_row (workspace_id, agreement_id, period) where waits;
create unique index time_entry_row_id on hours.time_entry_row (workspace_id, agreement_id, entry_id);
create index time_entry_row_month on hours.time_entry_row (workspace_id, agreement_id, period, booked_position);
-- Few entries are ever credited: the index holds those alone.
create index time_entry_row_credits on hours.time_entry_row (workspace_id, agreement_id) where credited_minutes > 0;
create index time_entry_row_person on hours.time_entry_row (workspace_id, person_id, worked_on, stream_id);
create index time_entry_row_request on hours.time_entry_row (workspace_id, request_id, worked_on, stream_id) where request_id is not null;
create index time_entry_row_worked on hours.time_entry_row (workspace_id, worked_on, stream_id);
create index time_entry_row_corrects on hours.time_entry_row (workspace_id, agreement_id, corrects_entry_id)
  where corrects_entry_id is not null;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema hours to twolane_app;
    grant select on all tables in schema hours to twolane_app;
  end if;
end $$;
`;
