import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Positions between two marks, at least. */
const SPACING = 256;

/**
 * Which positions an instant lies between, so that a reader of the past need not search for it. Marks are left by whoever moves the
 * horizon or a sandbox's clock, in the same transaction, and never change.
 */
export class EventLogInstants1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [TABLES, HORIZON, CLOCKS, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger leave_mark on log.horizon; drop trigger leave_mark on log.sandbox_clock');
    await runner.query('drop function log.mark_horizon, log.mark_clock');
    await runner.query('drop table log.instant_mark, log.clock_mark');
  }
}

const TABLES = `
-- Events up to position were recorded at or before recorded_by; events after it at recorded_from or later. By the database's clock,
-- so none of this is said of sandboxes.
create table log.instant_mark (
  position bigint primary key,
  recorded_from timestamptz(3) not null,
  recorded_by timestamptz(3) not null
);
create index instant_mark_from on log.instant_mark (recorded_from, position);
create index instant_mark_by on log.instant_mark (recorded_by, position);

-- The clock of a sandbox stood at this instant, and has left it: what was recorded then has this position or a lower one, what comes later a higher one.
create table log.clock_mark (
  workspace_id uuid not null,
  instant timestamptz(3) not null,
  position bigint not null,
  primary key (workspace_id, instant)
);
`;

const HORIZON = `
-- Every event up to the new safe position was stored by now; those after it draw their positions after safe_instant was read, and
-- their instants after that. Both are cut to milliseconds as those of events are.
create function log.mark_horizon() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.safe >= coalesce((select max(m.position) from log.instant_mark m), 0) + ${SPACING} then
    insert into log.instant_mark (position, recorded_from, recorded_by)
    values (new.safe, new.safe_instant, date_trunc('milliseconds', clock_timestamp()));
  end if;
  return null;
end $$;
create trigger leave_mark after update on log.horizon for each row when (new.safe > old.safe) execute function log.mark_horizon();
`;

const CLOCKS = `
-- An append holds the clock's row from before it draws positions to its end, so none of this workspace is open here.
create function log.mark_clock() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into log.clock_mark (workspace_id, instant, position)
  select old.workspace_id, old.now, case when s.is_called then s.last_value else s.last_value - 1 end from log.event_position s
  on conflict (workspace_id, instant) do update set position = excluded.position;
  return null;
end $$;
create trigger leave_mark after update on log.sandbox_clock for each row when (new.now <> old.now) execute function log.mark_clock();
`;

const RIGHTS = `
revoke execute on function log.mark_horizon, log.mark_clock from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on log.instant_mark, log.clock_mark to twolane_app;
  end if;
end $$;
`;
