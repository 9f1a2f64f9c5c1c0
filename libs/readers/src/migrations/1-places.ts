import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the events of a workspace stand, so that a small workspace in a big log is read as fast as it is small: see event-places.projection.ts. */
export class Readers1764000000801 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema readers cascade');
  }
}

/** Beside the append, and not as indexes of the log: every one of those would cost each append. */
const TABLES = `
create schema readers;

-- cause_id: the event, the firing of a timer or the command that the event names as its cause.
create table readers.event_place (
  workspace_id uuid not null,
  position bigint not null,
  type text not null,
  event_id uuid not null,
  cause_id uuid,
  primary key (workspace_id, position)
);
create index event_place_type on readers.event_place (workspace_id, type, position);
create unique index event_place_event on readers.event_place (workspace_id, event_id);
create index event_place_cause on readers.event_place (workspace_id, cause_id, position) where cause_id is not null;

-- Every event of every workspace up to here has its place. One row, or none in the beginning.
create table readers.event_place_head (
  singleton boolean primary key default true check (singleton),
  position bigint not null
);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema readers to twolane_app;
    grant select, insert, update, delete on readers.event_place, readers.event_place_head to twolane_app;
  end if;
end $$;
`;
