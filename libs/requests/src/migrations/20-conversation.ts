import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Talk beside requests: who follows them, what was said, who was mentioned. */
export class Requests1764000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table requests.comment_mention, requests.comment_row, requests.conversation_row');
  }
}

const TABLES = `
create table requests.conversation_row (
  workspace_id uuid not null,
  stream_id text not null,
  version int not null,
  position bigint not null,
  request_id uuid not null,
  comments int not null,
  watcher_ids uuid[] not null,
  left_ids uuid[] not null,
  primary key (workspace_id, stream_id)
) with (fillfactor = 80);
create unique index conversation_row_request on requests.conversation_row (workspace_id, request_id);
-- A person belongs to one workspace alone.
create index conversation_row_watchers on requests.conversation_row using gin (watcher_ids);

-- The two below are written by the consumer request-comments alone.
-- place, applied: versions of the conversation that added the comment and that changed it last.
create table requests.comment_row (
  workspace_id uuid not null,
  request_id uuid not null,
  comment_id uuid not null,
  place int not null,
  position bigint not null,
  applied int not null,
  version int not null,
  by_id uuid not null,
  on_behalf_of uuid,
  text text,
  mentions uuid[] not null,
  reply_to uuid,
  at timestamptz(3) not null,
  edited_at timestamptz(3),
  removed_at timestamptz(3),
  removed_by uuid,
  removed_because text,
  primary key (workspace_id, comment_id)
);
create unique index comment_row_place on requests.comment_row (workspace_id, request_id, place, comment_id);

create table requests.comment_mention (
  workspace_id uuid not null,
  person_id uuid not null,
  -- Of the comment's first fact in the log: its place among all comments.
  position bigint not null,
  comment_id uuid not null,
  primary key (workspace_id, person_id, position, comment_id)
);
create index comment_mention_comment on requests.comment_mention (workspace_id, comment_id);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on requests.conversation_row to twolane_app;
    grant select, insert, update, delete on requests.comment_row, requests.comment_mention to twolane_app;
  end if;
end $$;
`;
