import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HORIZON, WRITERS } from './2-functions.js';

/** The append, the horizon and the making of writers of inline views: what the service may do to the log beyond reading it. */
export class EventLogFunctions1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [APPEND, LOCK, WRITERS, HORIZON, RIGHTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop function log.append_group, log.lock_streams, log.advance_horizon, log.register_inline_view`,
    );
  }
}

/**
 * Appends a group of commands in one call; every command (member) stands or falls alone. Parallel arrays, indices from 1:
 * m_ one element a command, s_ a stream of a command, e_ an event of a stream, v_ a row of an inline view with its mark and the
 * first and last of the events its marks count.
 * s_expected: n the exact version (0: not there yet), -1 any, -2 some. No stream and no command id occurs twice in a group.
 * outcome per member: appended, replayed, reused, stale. stored_: per event, null where its member was not appended.
 *
 * The planner settings keep the cached plans on the keys: they are made while the tables are small and used when they are not.
 */
const APPEND = `
create function log.append_group(
  m_workspace uuid[], m_command uuid[], m_hash bytea[], m_actor text[], m_operation text[], m_result jsonb[],
  s_member int[], s_id text[], s_type text[], s_expected int[],
  e_stream int[], e_id uuid[], e_type text[], e_schema int[], e_data jsonb[], e_meta jsonb[], e_content bytea[],
  v_stream int[], v_table text[], v_row text[], v_mark text[], v_first int[], v_last int[],
  out outcome text[], out m_position bigint[], out replayed jsonb[], out actual int[],
  out stored_version int[], out stored_position bigint[], out stored_at text[]
) language plpgsql security definer
set search_path = pg_catalog
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  members int := cardinality(m_command);
  streams int := cardinality(s_id);
  found_at int[]; found_versions int[]; found_hashes bytea[]; found_tids tid[];
  tids tid[];
  heads bytea[] := array_fill(''::bytea, array[streams]);
  versions int[];
  e_version int[]; e_hash bytea[];
  positions bigint[]; instants text[];
  sandboxes uuid[]; clocks timestamptz[];
  seen record; target record;
  s int; drawn int := 0; expected int; begun int := 0; moved int;
begin
  outcome := array_fill('appended'::text, array[members]);
  m_position := array_fill(null::bigint, array[members]);
  replayed := array_fill(null::jsonb, array[members]);
  versions := array_fill(0, array[streams]);

  -- 1. The rows of all streams, locked in sorted order: their locks are the authority for versions and for command ids.
  if 0 = any(s_expected) or -1 = any(s_expected) then
    insert into log.stream (workspace_id, stream_id, stream_type, version, head_hash)
    select m_workspace[x.member], x.id, x.type, 0, ''
    from unnest(s_member, s_id, s_type, s_expected) x(member, id, type, expected)
    where x.expected in (0, -1) order by 1, 2
    on conflict do nothing;
  end if;
  select array_agg(l.ord), array_agg(l.version), array_agg(l.head_hash), array_agg(l.ctid)
  into found_at, found_versions, found_hashes, found_tids
  from (
    select x.ord::int, st.version, st.head_hash, st.ctid
    from unnest(s_member, s_id) with ordinality x(member, id, ord)
    join log.stream st on st.workspace_id = m_workspace[x.member] and st.stream_id = x.id
    order by st.workspace_id, st.stream_id
    for update of st
  ) l;
  for i in 1..coalesce(cardinality(found_at), 0) loop
    versions[found_at[i]] := found_versions[i];
    heads[found_at[i]] := found_hashes[i];
    tids[found_at[i]] := found_tids[i];
  end loop;

  -- 2. Commands seen before. A duplicate in flight held the streams above, so it is visible by now.
  for seen in
    select x.ord::int as at, c.result, c.position, c.request_hash = x.hash as same
    from unnest(m_workspace, m_command, m_hash) with ordinality x(workspace, command, hash, ord)
    join log.command c on c.workspace_id = x.workspace and c.command_id = x.command
  loop
    outcome[seen.at] := case when seen.same then 'replayed' else 'reused' end;
    m_position[seen.at] := seen.position;
    replayed[seen.at] := seen.result;
  end loop;

  -- 3. All mismatches, with the version there is.
  actual := versions;
  for i in 1..streams loop
    expected := s_expected[i];
    if not (expected = versions[i] or expected = -1 or (expected = -2 and versions[i] > 0)) and outcome[s_member[i]] in ('appended', 'stale') then
      outcome[s_member[i]] := 'stale';
    end if;
  end loop;

  -- 4. Versions and chain, then all events in one statement.
  for i in 1..cardinality(e_stream) loop
    s := e_stream[i];
    if outcome[s_member[s]] = 'appended' then
      if versions[s] = actual[s] then begun := begun + 1; end if;
      versions[s] := versions[s] + 1;
      heads[s] := sha256(heads[s] || int4send(versions[s]) || e_content[i]);
      e_version[i] := versions[s];
      e_hash[i] := heads[s];
    else
      e_version[i] := null;
    end if;
  end loop;
  if cardinality(e_stream) > 0 and array_position(outcome, 'appended') is not null then
    -- A sandbox's clock must not move between here and the commit.
    for target in
      select c.workspace_id, c.now from log.sandbox_clock c where c.workspace_id = any(m_workspace) order by c.workspace_id for share
    loop
      sandboxes := sandboxes || target.workspace_id;
      clocks := clocks || target.now;
    end loop;
    -- The position is drawn in the inner query, the instant is taken in the outer: never earlier than its position.
    with inserted as (
      insert into log.event (position, workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
      select d.position, d.workspace, d.stream, d.version, d.id, d.type, d.schema_version, d.data, d.meta,
             coalesce(case when sandboxes is not null then clocks[array_position(sandboxes, d.workspace)] end,
                      date_trunc('milliseconds', clock_timestamp())),
             d.content, d.hash
      from (
        select nextval('log.event_position') as position, m_workspace[s_member[x.stream]] as workspace, s_id[x.stream] as stream,
               x.version, x.id, x.type, x.schema_version, x.data, x.meta, x.content, x.hash
        from unnest(e_stream, e_id, e_type, e_schema, e_data, e_meta, e_content, e_version, e_hash)
             x(stream, id, type, schema_version, data, meta, content, version, hash)
        where x.version is not null
        offset 0
      ) d
      returning event.position, event.recorded_at
    )
    select array_agg(i.position order by i.position),
           array_agg(to_char(i.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') order by i.position)
    into positions, instants from inserted i;

    -- Where the rows are is known since they were locked: not looking for them again keeps the cost of an append from growing with the log.
    update log.stream st set version = x.version, head_hash = x.head
    from unnest(tids, versions, heads, actual) x(tid, version, head, before)
    where st.ctid = x.tid and x.version <> x.before;
    get diagnostics moved = row_count;
    if moved <> begun then raise exception 'Of % streams % were written.', begun, moved; end if;
  end if;

  stored_version := e_version;
  for i in 1..cardinality(e_stream) loop
    if e_version[i] is null then
      stored_position[i] := null; stored_at[i] := null;
    else
      drawn := drawn + 1;
      stored_position[i] := positions[drawn];
      stored_at[i] := instants[drawn];
      m_position[s_member[e_stream[i]]] := positions[drawn];
    end if;
  end loop;

  -- 5. Rows of inline views: marks give way to what is known now; one call of each view's writer.
  if cardinality(v_table) > 0 then
    for i in 1..cardinality(v_table) loop
      continue when outcome[s_member[v_stream[i]]] <> 'appended';
      for k in v_first[i]..v_last[i] loop
        -- A position that stands alone becomes a number, as it is when the row is computed from stored events.
        v_row[i] := replace(replace(replace(v_row[i],
          v_mark[i] || 'at' || (k - v_first[i] + 1) || '@', stored_at[k]),
          '"' || v_mark[i] || 'no' || (k - v_first[i] + 1) || '@"', stored_position[k]::text),
          v_mark[i] || 'no' || (k - v_first[i] + 1) || '@', stored_position[k]::text);
      end loop;
    end loop;
    for target in
      select w.writer, jsonb_agg(x.row::jsonb) as rows
      from unnest(v_stream, v_table, v_row) x(stream, table_name, row)
      join log.inline_view w on w.table_name = x.table_name
      where outcome[s_member[x.stream]] = 'appended'
      group by w.table_name, w.writer order by w.table_name
    loop
      execute format('select log.%I($1)', target.writer) using target.rows;
    end loop;
  end if;

  -- 6. The commands with their results; a refused one leaves nothing.
  insert into log.command (workspace_id, command_id, actor_id, operation, request_hash, result, position)
  select x.workspace, x.command, x.actor, x.operation, x.hash, x.result, x.position
  from unnest(m_workspace, m_command, m_actor, m_operation, m_hash, m_result, m_position, outcome)
       x(workspace, command, actor, operation, hash, result, position, outcome)
  where x.outcome = 'appended' order by 1, 2;
  -- Rows of streams that did not begin after all, be it by a refusal or because they were only guarded. They are this call's own:
  -- one that another could have waited for would take the authority over its versions with it.
  if 0 = any(versions) then
    delete from log.stream st using unnest(s_member, s_id, versions) x(member, id, version)
    where x.version = 0 and st.workspace_id = m_workspace[x.member] and st.stream_id = x.id and st.version = 0;
  end if;
end $$;
`;

/** Takes the locks of `append_group` ahead of it: what is decided between the two stays true. */
const LOCK = `
create function log.lock_streams(workspace uuid, streams text[]) returns void language sql security definer set search_path = pg_catalog as $$
  select 1 from log.stream where workspace_id = workspace and stream_id = any(streams) order by workspace_id, stream_id for update;
$$;
`;

const RIGHTS = `
revoke execute on all functions in schema log from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant execute on function log.append_group, log.lock_streams, log.advance_horizon, log.ensure_partitions to twolane_app;
  end if;
end $$;
`;
