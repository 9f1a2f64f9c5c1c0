import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The calendar of a team as one row: what time is computed with as a document, and apart from it who is away. */
export class Calendar1764000000301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROW);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema calendar cascade');
  }
}

const ROW = `
create schema calendar;

create table calendar.calendar_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  team_id uuid not null,
  document jsonb not null,
  absences jsonb not null,
  absences_recorded int not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
);
create unique index calendar_row_team on calendar.calendar_row (workspace_id, team_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema calendar to twolane_app;
    grant select on all tables in schema calendar to twolane_app;
  end if;
end $$;
`;
