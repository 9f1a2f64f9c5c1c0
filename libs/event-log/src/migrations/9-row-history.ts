import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of streams with every version of each, written beside the append: see row-history.ts. */
export class EventLogRowHistory1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [TABLE, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log.row_version');
  }
}

/**
 * Nothing of a row ever changes, so it is no range that would have to be closed: as of a position P a stream's row is its last one up to P,
 * one step down the key. Which streams have one by then is what the second index says, and no other: whatever position a workspace is
 * read at, it costs what it returns.
 */
const TABLE = `
-- A read model: every row can be made again from the log. fold: what is told of a stream; generation: of the code that made the row, and the
-- version of the consumer that writes it. is_first: the stream had none before. detail: the part of the row that nobody looks for; apart, it is
-- only unpacked for rows that are shown.
create table log.row_version (
  workspace_id uuid not null,
  fold text not null check (char_length(fold) between 1 and 200),
  generation int not null,
  stream_id text not null,
  position bigint not null,
  version int not null,
  is_first boolean not null,
  row jsonb not null,
  detail jsonb,
  primary key (workspace_id, fold, generation, stream_id, position)
);
create index row_version_begun on log.row_version (workspace_id, fold, generation, position, stream_id) where is_first;
-- For clearing away what an older program wrote.
create index row_version_generation on log.row_version (generation);
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on log.row_version to twolane_app;
  end if;
end $$;
`;
