import type { MigrationInterface, QueryRunner } from 'typeorm';

/** States of streams at points of their past, kept by whoever folded that far: see past.ts. */
export class EventLogPast1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log.past_state');
  }
}

const TABLE = `
-- A cache: every row can be made again from the log, and one is only used where the event of its version has this position and this
-- hash, which is a hash over all events before it. fingerprint: of the reducer that made the state.
create table log.past_state (
  workspace_id uuid not null,
  stream_id text not null,
  fingerprint text not null,
  version int not null,
  position bigint not null,
  hash bytea not null,
  kept_at timestamptz(3) not null default clock_timestamp(),
  state jsonb not null,
  primary key (workspace_id, stream_id, fingerprint, version)
);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on log.past_state to twolane_app;
  end if;
end $$;
`;
