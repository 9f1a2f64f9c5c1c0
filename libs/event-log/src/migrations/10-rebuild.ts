import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND, APPEND_GENERATIONS } from './2-append.js';

/** Generations of read models: the append names those it writes, and new ones are built beside the old. See rebuild/. */
export class EventLogRebuild1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop function log.append_group');
    for (const sql of [TABLES, APPEND_GENERATIONS, SCHEMA, COPY_TABLE, COPY_INDEXES, SHAPE, RIGHTS])
      await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop function log.append_group, log.create_generation_schema, log.copy_table, log.copy_indexes, log.shape_of',
    );
    await runner.query(APPEND);
    await runner.query('drop table log.generation');
    await runner.query(
      'alter table log.inline_view drop column generation; alter table log.consumer drop column generation',
    );
    await runner.query(APPEND_RIGHT);
  }
}

/** Characters of a fingerprint that name a generation; see `generationOf`. */
const SHORT = 12;

const TABLES = `
alter table log.inline_view add column generation text generated always as (left(fingerprint, ${SHORT})) stored;
create index inline_view_type on log.inline_view (stream_type);

-- Of a projection: the code its rows are of. Null: not known, or no matter.
alter table log.consumer add column generation text;

-- Rows of a read model beside those that are live: building, or kept for going back. position: everything up to here is in the rows, once
-- they are filled. at_: the last stream that is in the rows of an inline view, until then. shape: of the tables when they were copied.
create table log.generation (
  name text not null,
  state text not null check (state in ('building', 'kept')),
  kind text not null check (kind in ('inline', 'projection')),
  fingerprint text not null,
  shape text not null,
  tables text[] not null,
  position bigint not null,
  filled boolean not null default false,
  at_workspace uuid not null default '00000000-0000-0000-0000-000000000000',
  at_stream text not null default '',
  events bigint not null default 0,
  since timestamptz(3) not null default clock_timestamp(),
  primary key (name, state)
);
`;

const SCHEMA = `
-- A schema for tables that are not live. The service may look into it as into any other; it names no table there.
create function log.create_generation_schema(name text) returns void language plpgsql set search_path = pg_catalog as $$
begin
  execute format('create schema %I', name);
  if exists (select from pg_roles where rolname = 'twolane_app') then execute format('grant usage on schema %I to twolane_app', name); end if;
end $$;
`;

const COPY_TABLE = `
-- An empty table like another in another schema, under the same name: columns, defaults, constraints, triggers and grants. Indexes follow
-- when there are rows (copy_indexes). A trigger that writes other tables has to write those of its own table's schema.
create function log.copy_table(source regclass, into_schema text) returns void language plpgsql set search_path = pg_catalog as $$
declare
  target text;
  part record;
begin
  select format('%I.%I', into_schema, c.relname) into target from pg_class c where c.oid = source;
  execute format('create table %s (like %s including all excluding indexes)', target, source);
  for part in select conname, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = source and contype in ('p', 'u', 'x', 'f') loop
    execute format('alter table %s add constraint %I %s', target, part.conname, part.definition);
  end loop;
  for part in select pg_get_triggerdef(oid) as definition from pg_trigger where tgrelid = source and not tgisinternal loop
    execute replace(part.definition, format(' ON %s ', source), format(' ON %s ', target));
  end loop;
  for part in
    select a.privilege_type, r.rolname from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
    where c.oid = source and a.grantee <> c.relowner
  loop
    execute format('grant %s on %s to %I', part.privilege_type, target, part.rolname);
  end loop;
end $$;
`;

const COPY_INDEXES = `
-- The indexes of a table that no constraint brings, on its copy and under the same names; those that are there stay.
create function log.copy_indexes(source regclass, target regclass) returns void language plpgsql set search_path = pg_catalog as $$
declare
  part record;
begin
  for part in
    select c.relname, i.indisunique, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = source and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = source)
    order by i.indexrelid
  loop
    execute format('create %s index if not exists %I on %s %s', case when part.indisunique then 'unique' else '' end,
      part.relname, target, substr(part.definition, position('USING ' in part.definition)));
  end loop;
end $$;
`;

const SHAPE = `
-- Changes whenever a copy of the table would be another.
create function log.shape_of(source regclass) returns text language sql stable set search_path = pg_catalog as $$
  select md5(string_agg(x.line, ';' order by x.line)) from (
    select format('%s %s %s %s', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) as line
    from pg_attribute a where a.attrelid = source and a.attnum > 0 and not a.attisdropped
    union all select pg_get_indexdef(i.indexrelid) from pg_index i where i.indrelid = source
    union all select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = source
    union all select pg_get_triggerdef(t.oid) from pg_trigger t where t.tgrelid = source and not t.tgisinternal
  ) x
$$;
`;

const APPEND_RIGHT = `
revoke execute on function log.append_group from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant execute on function log.append_group to twolane_app;
  end if;
end $$;
`;

const RIGHTS = `
revoke execute on function log.create_generation_schema, log.copy_table, log.copy_indexes, log.shape_of from public;
${APPEND_RIGHT}
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant select on log.generation to twolane_app;
  end if;
end $$;
`;
