import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets that every process on this database shares, made once and never shown: see `serviceSecret`. */
export class Api1764000000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema api;
      create table api.secret (
        name text primary key,
        -- 244 random bits, by the one source of randomness that every Postgres has.
        value bytea not null default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
      );
      insert into api.secret (name) values ('cursors'), ('demo');
      do $$ begin
        if exists (select from pg_roles where rolname = 'twolane_app') then
          grant usage on schema api to twolane_app;
          grant select on api.secret to twolane_app;
        end if;
      end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema api cascade');
  }
}
