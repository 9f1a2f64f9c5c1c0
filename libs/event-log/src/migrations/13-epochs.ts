import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each epoch of the log began: what was kept from an earlier one is good up to there, and no further. */
export class EventLogEpochs1764000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(newEpoch(REMEMBER));
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(newEpoch(''));
    await runner.query('drop table log.epoch_begin');
  }
}

const TABLE = `
-- after_position: of the last event that the log held when the epoch began. The epoch a log is born with has no row. number: counts them
-- from 1, without a sequence, which a backup of rows would not bring along.
create table log.epoch_begin (
  number int primary key,
  epoch uuid not null unique,
  after_position bigint not null,
  begun_at timestamptz(3) not null default clock_timestamp()
);
`;

const REMEMBER = `
  insert into log.epoch_begin (number, epoch, after_position)
  select coalesce((select max(b.number) from log.epoch_begin b), 0) + 1, begun, coalesce(max(e.position), 0) from log.event e;`;

/** For whoever restored a backup or failed over: positions given out before are then refused instead of meaning something else. */
const newEpoch = (remember: string): string => `
create or replace function log.new_epoch() returns uuid language plpgsql security definer set search_path = pg_catalog as $$
declare
  begun uuid;
begin
  update log.horizon set epoch = gen_random_uuid() returning epoch into begun;${remember}
  perform pg_notify('log_horizon', '');
  return begun;
end $$;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on log.epoch_begin to twolane_app;
  end if;
end $$;
`;
