import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many requests stand where, and what of each request is needed to keep that count; written by the consumer `request-counts` alone. */
export class Requests1764000000202 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table requests.request_count, requests.request_counted');
  }
}

const TABLES = `
create table requests.request_count (
  workspace_id uuid not null,
  status text not null,
  waiting_on text not null,
  consumer_team_id uuid not null,
  provider_team_id uuid,
  requests int not null check (requests > 0)
);
-- Requests without a provider yet are one group of their own.
create unique index request_count_group on requests.request_count
  (workspace_id, status, waiting_on, consumer_team_id, provider_team_id) nulls not distinct;

-- version: of the last event that was counted; an event of that version or an older one is never counted again.
create table requests.request_counted (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  state jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on requests.request_count, requests.request_counted to twolane_app;
  end if;
end $$;
`;
