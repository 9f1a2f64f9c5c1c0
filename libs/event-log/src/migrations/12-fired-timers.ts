import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Timers that made commands are remembered: the events of those name the firing as their cause, and the timer itself is gone by then. */
export class EventLogFiredTimers1764000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log.fired_timer');
  }
}

const TABLE = `
-- firing_id: what events name as their causation. causation_id: the event that had led to the timer, or an earlier firing.
create table log.fired_timer (
  workspace_id uuid not null,
  firing_id uuid not null,
  process text not null,
  key text not null,
  due_at timestamptz(3) not null,
  causation_id text not null,
  fired_at timestamptz(3) not null default clock_timestamp(),
  primary key (workspace_id, firing_id)
);
create index fired_timer_cause on log.fired_timer (workspace_id, causation_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert on log.fired_timer to twolane_app;
  end if;
end $$;
`;
