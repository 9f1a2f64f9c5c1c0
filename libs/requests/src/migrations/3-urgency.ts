import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What teams have in work, the urgent requests of a month, and the work that alternatives avoided. */
export class Requests1764000000204 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table requests.expedite_quota_row, requests.workload_row');
    await runner.query('alter table requests.request_row drop column avoided_minutes');
  }
}

const TABLES = `
create table requests.workload_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  team_id uuid not null,
  wip_limit int,
  hard boolean not null,
  in_work uuid[] not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);
create unique index workload_row_team on requests.workload_row (workspace_id, team_id);

create table requests.expedite_quota_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  consumer_team_id uuid not null,
  period text not null,
  used int not null,
  granted jsonb not null,
  primary key (workspace_id, stream_id)
);
create unique index expedite_quota_row_month on requests.expedite_quota_row (workspace_id, period, consumer_team_id);

-- Few requests have an accepted alternative: the sum reads those alone.
alter table requests.request_row add column avoided_minutes int not null default 0;
create index request_row_avoided on requests.request_row (workspace_id) include (avoided_minutes) where avoided_minutes > 0;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on requests.workload_row, requests.expedite_quota_row to twolane_app;
  end if;
end $$;
`;
