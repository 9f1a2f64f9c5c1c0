import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outcomes, bugs, debts, experiments and planned measurements of all requests, one row each; written by `request-records` alone. */
export class Requests1764000000206 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table requests.record_item');
  }
}

const TABLE = `
-- word: severity of a bug, state of an experiment, channel of a measurement, metric of an outcome.
-- day: end of a window or a time box, day a bug was found, day a debt is paid back.
create table requests.record_item (
  workspace_id uuid not null,
  stream_id text not null,
  item_key text collate "C" not null,
  request_id uuid not null,
  kind text not null check (kind in ('OUTCOME', 'BUG', 'DEBT', 'EXPERIMENT', 'MEASUREMENT')),
  open boolean not null,
  word text,
  owner_id uuid,
  day date,
  at timestamptz(3) not null,
  data jsonb not null,
  primary key (workspace_id, stream_id, item_key)
);
create index record_item_by_day on requests.record_item (workspace_id, kind, day, item_key);
create index record_item_by_instant on requests.record_item (workspace_id, kind, at, item_key);
create index record_item_open on requests.record_item (workspace_id, kind, open, day, item_key);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on requests.record_item to twolane_app;
  end if;
end $$;
`;
