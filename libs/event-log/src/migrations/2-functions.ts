/**
 * Makes (or renews) the writer of an inline view from the columns of its table, and lists the view. The writer's plan is cached
 * like that of any function; a row is replaced whole.
 */
export const WRITERS = `
create function log.register_inline_view(view_table text, view_stream_type text, view_fingerprint text) returns boolean language plpgsql
set search_path = pg_catalog as $$
declare
  columns text; updates text;
  writer_name text := 'write_' || replace(view_table, '.', '_');
  changed boolean;
begin
  select string_agg(format('%I', attname), ', ' order by attnum),
         string_agg(format('%I = excluded.%I', attname, attname), ', ' order by attnum) filter (where attname not in ('workspace_id', 'stream_id'))
  into columns, updates
  from pg_attribute where attrelid = view_table::regclass and attnum > 0 and not attisdropped and attgenerated = '';
  execute format(
    'create or replace function log.%I(rows jsonb) returns void language plpgsql as $w$ begin
       insert into %s (%s) select %s from jsonb_populate_recordset(null::%s, rows) order by workspace_id, stream_id
       on conflict (workspace_id, stream_id) do update set %s; end $w$',
    writer_name, view_table::regclass, columns, columns, view_table::regclass, updates);
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

/**
 * Moves the horizon: the highest position below which nothing can appear any more. An append holds RowExclusiveLock on log.event
 * from before it draws its positions to the end of its transaction; so when everyone who held it just after the candidate was
 * read is gone, every position up to the candidate is decided. Each step is a statement of its own, in this order, so that each
 * sees what is true after the one before. A holder without a pid is a prepared transaction; after a restart it has another
 * name, so none may be there at the moment of the decision.
 */
export const HORIZON = `
create function log.advance_horizon(out epoch uuid, out safe bigint, out advanced boolean) language plpgsql security definer
set search_path = pg_catalog as $$
declare
  h log.horizon;
  before_candidate timestamptz;
  last bigint;
  holders text[];
  prepared boolean;
begin
  select * into h from log.horizon for update;
  epoch := h.epoch;
  advanced := false;
  if h.candidate > h.safe then
    select array_agg(l.virtualtransaction), bool_or(l.pid is null) into holders, prepared from pg_locks l
    where l.relation = 'log.event'::regclass and l.mode = 'RowExclusiveLock' and l.granted
      and l.database = (select oid from pg_database where datname = current_database());
    if not coalesce(h.waiting && holders, false) and not coalesce(prepared, false) then
      h.safe := h.candidate; h.safe_instant := h.candidate_instant; advanced := true;
    end if;
  end if;

  if h.candidate = h.safe then
    before_candidate := date_trunc('milliseconds', clock_timestamp());
    select case when s.is_called then s.last_value else s.last_value - 1 end into last from log.event_position s;
    if last > h.safe then
      select array_agg(l.virtualtransaction), bool_or(l.pid is null) into holders, prepared from pg_locks l
      where l.relation = 'log.event'::regclass and l.mode = 'RowExclusiveLock' and l.granted
        and l.database = (select oid from pg_database where datname = current_database());
      h.candidate := last; h.candidate_instant := before_candidate; h.waiting := coalesce(holders, '{}');
      if holders is null then h.safe := last; h.safe_instant := before_candidate; advanced := true; end if;
      update log.horizon set safe = h.safe, safe_instant = h.safe_instant, candidate = h.candidate,
        candidate_instant = h.candidate_instant, waiting = h.waiting;
    end if;
  end if;
  if advanced then
    update log.horizon set safe = h.safe, safe_instant = h.safe_instant where log.horizon.safe <> h.safe;
    -- Readers elsewhere are woken by whoever moved the horizon, and by nobody else.
    perform pg_notify('log_horizon', h.safe::text);
  end if;
  -- The number must not leave this call before it is durable: after a crash the sequence may hand out lost numbers again.
  perform set_config('synchronous_commit', 'on', true);
  safe := h.safe;
end $$;
`;
