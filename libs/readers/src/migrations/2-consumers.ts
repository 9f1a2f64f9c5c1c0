import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far those who read the log by pages are: the one thing here that cannot be computed from the log. */
export class Readers1764000000802 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table readers.named_consumer');
  }
}

const TABLE = `
-- types, subject: what it reads; null: all. pins: by type the version it reads, of types that are not named the first.
-- position: it has everything up to here, in this epoch of the log. version: grows with every change of what it reads.
create table readers.named_consumer (
  workspace_id uuid not null,
  name text not null check (char_length(name) between 1 and 100),
  types text[],
  subject text,
  pins jsonb not null,
  position bigint not null,
  epoch uuid not null,
  version int not null default 1,
  registered_by text not null,
  registered_at timestamptz(3) not null default clock_timestamp(),
  acknowledged_at timestamptz(3),
  primary key (workspace_id, name)
) with (fillfactor = 70);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on readers.named_consumer to twolane_app;
  end if;
end $$;
`;
