import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the leads of a workspace set: one row for each kind of policy somebody touched. */
export class Policies1764000000661 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROW);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema policies cascade');
  }
}

const ROW = `
create schema policies;

create table policies.policy_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  kind text not null,
  last_version int not null,
  document jsonb not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, stream_id)
);
create unique index policy_row_kind on policies.policy_row (workspace_id, kind);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema policies to twolane_app;
    grant select on all tables in schema policies to twolane_app;
  end if;
end $$;
`;
