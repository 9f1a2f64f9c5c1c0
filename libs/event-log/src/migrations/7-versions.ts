import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WRITERS } from './2-functions.js';

/** Inline views that keep a row of every append beside those that keep the latest: see `InlineView.keeps`. */
export class EventLogVersions1764000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop function log.register_inline_view(text, text, text)');
    for (const sql of [LATEST, EVERY, REGISTER, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function log.register_inline_view, log.latest_writer, log.every_writer');
    await runner.query(WRITERS);
    await runner.query('revoke execute on function log.register_inline_view from public');
  }
}

/** A column's name, quoted, for each column of the table that is written. */
const COLUMNS = `from pg_attribute where attrelid = of_table and attnum > 0 and not attisdropped and attgenerated = ''`;

const LATEST = `
-- The body of a writer that replaces a stream's row whole.
create function log.latest_writer(of_table regclass) returns text language sql stable set search_path = pg_catalog as $$
  select format(
    'insert into %s (%s) select %s from jsonb_populate_recordset(null::%s, rows) order by workspace_id, stream_id
     on conflict (workspace_id, stream_id) do update set %s;', of_table, columns, columns, of_table, updates)
  from (
    select string_agg(format('%I', attname), ', ' order by attnum) as columns,
      string_agg(format('%I = excluded.%I', attname, attname), ', ' order by attnum) filter (where attname not in ('workspace_id', 'stream_id')) as updates
    ${COLUMNS}) x
$$;
`;

/**
 * The stream's row is its authority: it is locked by whoever appends, so nobody else adds a row between the two statements. They are two
 * because a table may have a unique index on open rows, and one statement would not say which of its parts comes first.
 *
 * Only the key gives the last row without sorting, so the planner takes it whatever other indexes there are and however empty the table
 * looks. By its key it would look the row up a second time, and on a new table as soon by any index that begins with the workspace.
 */
const EVERY = `
-- The body of a writer that closes the last row of each stream and adds rows after it, however many of a stream come at once.
create function log.every_writer(of_table regclass) returns text language plpgsql stable set search_path = pg_catalog as $$
declare
  columns text; given text;
begin
  if not exists (
    select from pg_index i where i.indrelid = of_table and i.indisprimary and array['workspace_id', 'stream_id', 'position']::text[] = array(
      select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(number, ord)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number order by k.ord)
  ) then
    raise exception 'A view that keeps every row has the primary key (workspace_id, stream_id, position): % has another.', of_table;
  end if;
  select string_agg(format('%I', attname), ', ' order by attnum),
    string_agg(case attname when 'until_position'
      then 'coalesce(lead(position) over (partition by workspace_id, stream_id order by position), 9223372036854775807)'
      else format('%I', attname) end, ', ' order by attnum)
  into columns, given ${COLUMNS};
  return format(
    'update %s t set until_position = f.position
     from (select distinct on (workspace_id, stream_id) workspace_id, stream_id, position from jsonb_populate_recordset(null::%s, rows)
            order by workspace_id, stream_id, position) f
     cross join lateral (select l.ctid from %s l where l.workspace_id = f.workspace_id and l.stream_id = f.stream_id
                          order by l.position desc limit 1) o
     where t.ctid = o.ctid;
     insert into %s (%s) select %s from jsonb_populate_recordset(null::%s, rows) order by workspace_id, stream_id, position;',
    of_table, of_table, of_table, of_table, columns, given, of_table);
end $$;
`;

/** The planner settings keep the cached plan on the keys: it is made while the table is small and used when it is not. */
const REGISTER = `
create function log.register_inline_view(view_table text, view_stream_type text, view_fingerprint text, view_keeps text default 'latest')
returns boolean language plpgsql set search_path = pg_catalog as $$
declare
  writer_name text := 'write_' || replace(view_table, '.', '_');
  settings text := case view_keeps when 'every' then 'set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off' else '' end;
  body text;
  changed boolean;
begin
  body := case view_keeps when 'latest' then log.latest_writer(view_table::regclass) when 'every' then log.every_writer(view_table::regclass) end;
  if body is null then raise exception 'A view keeps the latest row or every row, not %.', view_keeps; end if;
  execute format(
    'create or replace function log.%I(rows jsonb) returns void language plpgsql %s as $w$ begin %s end $w$', writer_name, settings, body);
  execute format('revoke execute on function log.%I(jsonb) from public', writer_name);
  if exists (select from pg_roles where rolname = 'twolane_app') then
    execute format('grant usage on schema %I to twolane_app', split_part(view_table, '.', 1));
    execute format('grant select on %s to twolane_app', view_table::regclass);
  end if;
  select fingerprint is distinct from view_fingerprint into changed from log.inline_view where table_name = view_table;
  insert into log.inline_view (table_name, stream_type, fingerprint, writer) values (view_table, view_stream_type, view_fingerprint, writer_name)
  on conflict (table_name) do update set stream_type = excluded.stream_type, fingerprint = excluded.fingerprint, writer = excluded.writer;
  return coalesce(changed, true);
end $$;
`;

const RIGHTS = `revoke execute on function log.register_inline_view, log.latest_writer, log.every_writer from public`;
