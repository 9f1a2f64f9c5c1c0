import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ORDERING_EDGES, ORDERING_PATH } from './ordering.js';

/** Rows of roadmap items, all their versions, and of planning sessions. */
export class Roadmap1764000000751 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(INDEXES);
    await runner.query(VERSIONS_INDEX);
    await runner.query(ORDERING_EDGES);
    await runner.query(ORDERING_PATH);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema roadmap cascade');
  }
}

const ROWS = `
create schema roadmap;

create table roadmap.item_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  item_id uuid not null,
  number int not null,
  lane text not null,
  kind text not null,
  status text not null,
  horizon text,
  visibility text not null,
  start_on date,
  end_on date,
  team_ids uuid[] not null,
  ordering_ids uuid[] not null,
  dependency_ids uuid[] not null,
  request_ids uuid[] not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);

-- An item after each of its appends: it held from position up to and without until_position.
create table roadmap.item_version (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  until_position bigint not null default 9223372036854775807,
  item_id uuid not null,
  number int not null,
  lane text not null,
  kind text not null,
  status text not null,
  horizon text,
  visibility text not null,
  start_on date,
  end_on date,
  team_ids uuid[] not null,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id, position)
);

create table roadmap.session_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  session_id uuid not null,
  status text not null,
  planned_on date not null,
  held_on date,
  horizon text not null,
  joint boolean,
  baseline_position bigint,
  updated_at timestamptz(3) not null,
  document jsonb not null,
  primary key (workspace_id, stream_id)
);
`;

const INDEXES = `
create unique index item_row_number on roadmap.item_row (workspace_id, number);
create unique index item_row_id on roadmap.item_row (workspace_id, item_id);
create index item_row_start on roadmap.item_row (workspace_id, start_on, number);
create index item_row_dependencies on roadmap.item_row using gin (dependency_ids);
create index item_row_requests on roadmap.item_row using gin (request_ids);
-- A page of any past in the order of the time axis: versions of other times are passed over inside the index.
create index item_version_start on roadmap.item_version
  (workspace_id, (coalesce(start_on, 'infinity'::date)), number, position, until_position);
-- What changed between two positions, and all there was when there was little.
create index item_version_since on roadmap.item_version (workspace_id, position);
create unique index session_row_id on roadmap.session_row (workspace_id, session_id);
create index session_row_days on roadmap.session_row (workspace_id, planned_on);
`;

/**
 * All items of a past at once, to be counted: a question about ranges. Among 200,000 versions of 10,000 items any past costs what the present
 * does (2,400 pages, 10 ms). The extension came with the schema `risk` where it is to be had and allowed; else an ordered index
 * answers, the slower the longer ago.
 */
const VERSIONS_INDEX = `
do $$ begin
  if exists (select from pg_extension where extname = 'btree_gist') then
    create index item_version_held on roadmap.item_version using gist (workspace_id, int8range(position, until_position));
  else
    create index item_version_held on roadmap.item_version (workspace_id, until_position, position);
  end if;
end $$;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant usage on schema roadmap to twolane_app;
    grant select on all tables in schema roadmap to twolane_app;
  end if;
end $$;
`;
