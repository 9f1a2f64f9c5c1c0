import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said of metrics: one row for each of which anything was said. Their figures come from the history of rows. */
export class Metrics1764000000821 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROW);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema metrics cascade');
  }
}

const ROW = `
create schema metrics;

create table metrics.metric_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  document jsonb not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema metrics to twolane_app;
    grant select on all tables in schema metrics to twolane_app;
  end if;
end $$;
`;
