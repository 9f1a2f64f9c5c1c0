import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What can be found of requests and their comments; written by the consumer `request-search` alone. */
export class Requests1764000000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WORDS);
    await runner.query(TABLES);
    await runner.query(INDEX);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table requests.search_text, requests.search_row');
    await runner.query('drop text search configuration requests.words');
  }
}

/**
 * Words as they are written, in small letters and without accents: workspaces write several languages, and a stemmer of the wrong one
 * does harm. Both extensions come with Postgres and need no superuser; where they are not there or not allowed, accents count.
 */
const WORDS = `
create text search configuration requests.words (copy = pg_catalog.simple);
do $$
declare
  extension text;
  dictionary text;
begin
  foreach extension in array array['unaccent', 'btree_gin'] loop
    if exists (select from pg_available_extensions where name = extension) then
      begin
        execute format('create extension if not exists %I schema requests', extension);
      exception when insufficient_privilege then
        raise notice 'The extension % is not allowed here.', extension;
      end;
    end if;
  end loop;
  select oid::regdictionary::text into dictionary from pg_ts_dict where dictname = 'unaccent' limit 1;
  if dictionary is not null then
    execute format(
      'alter text search configuration requests.words
       alter mapping for word, hword, hword_part, numword, numhword, hword_numpart with %s, pg_catalog.simple', dictionary);
  end if;
end $$;
`;

const TABLES = `
-- place: position of the last fact that changed the document. What is written is kept apart, so that rows are small to rank.
create table requests.search_row (
  workspace_id uuid not null,
  document_id uuid not null,
  request_id uuid not null,
  place bigint not null,
  words tsvector not null,
  primary key (workspace_id, document_id)
) with (toast_tuple_target = 8160);
create index search_row_newest on requests.search_row (workspace_id, place desc);
-- How common a word is decides how it is looked for.
alter table requests.search_row alter column words set statistics 1000;

create table requests.search_text (
  workspace_id uuid not null,
  document_id uuid not null,
  title text,
  brief text,
  dialogue text,
  comment text,
  primary key (workspace_id, document_id)
);
`;

/** Read by every search and written beside the log: entries are put in their place at once. */
const INDEX = `
do $$ begin
  if exists (select from pg_extension where extname = 'btree_gin') then
    create index search_row_words on requests.search_row using gin (workspace_id, words) with (fastupdate = off);
  else
    create index search_row_words on requests.search_row using gin (words) with (fastupdate = off);
  end if;
end $$;
`;

const RIGHTS = `
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select, insert, update, delete on requests.search_row, requests.search_text to twolane_app;
  end if;
end $$;
`;
