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
 * outcome per member: appended, replayed, reused, stale. m_at: when its events were recorded. s_actual per stream: its version
 * before the call. e_position per event; of members that were not appended it means nothing.
 *
 * Nearly every command is new and finds its streams as it expects them, so the group is claimed on that assumption, without a
 * look: streams and commands are written on condition. Where that fails it is taken back, and the group is judged: streams are
 * locked and read, commands looked up, and only what stands is claimed again. Judged at once are groups whose versions or chains
 * cannot be known without a look.
 *
 * The planner settings keep the cached plans on the keys: they are made while the tables are small and used when they are not.
 */
const APPEND_HEAD = `
create function log.append_group(
  m_workspace uuid[], m_command uuid[], m_hash bytea[], m_actor text[], m_operation text[], m_result jsonb[],
  s_member int[], s_id text[], s_type text[], s_expected int[],
  e_stream int[], e_id uuid[], e_type text[], e_schema int[], e_data jsonb[], e_meta jsonb[], e_content bytea[],
  v_stream int[], v_table text[], v_row text[], v_mark text[], v_first int[], v_last int[],`;

const APPEND_EVENTS = `
  out outcome text[], out m_position bigint[], out m_replayed jsonb[], out m_at text[], out s_actual int[], out e_position bigint[]
) language plpgsql security definer
set search_path = pg_catalog
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  members constant int := cardinality(m_command);
  streams constant int := cardinality(s_id);
  events constant int := cardinality(e_stream);
  judged boolean := -1 = any(s_expected) or -2 = any(s_expected);
  s_head bytea[]; s_version int[]; s_last int[];
  e_version int[]; e_hash bytea[];
  instant timestamptz; m_clock timestamptz[];
  moved_last int[]; moved_head bytea[];
  written int; due int;
  seen record; target record;
  s int;
begin
  outcome := array_fill('appended'::text, array[members]);
  m_position := array_fill(null::bigint, array[members]);
  m_replayed := array_fill(null::jsonb, array[members]);
  s_actual := s_expected;

  loop
    if judged then
      -- The rows of all streams, locked in sorted order: their locks are the authority for versions and for command ids.
      insert into log.stream (workspace_id, stream_id, stream_type, version, head_hash)
      select m_workspace[x.member], x.id, x.type, 0, ''
      from unnest(s_member, s_id, s_type, s_expected) x(member, id, type, expected)
      where x.expected in (0, -1) order by 1, 2
      on conflict do nothing;
      s_actual := array_fill(0, array[streams]);
      s_head := array_fill(''::bytea, array[streams]);
      for seen in
        select x.ord::int as at, st.version, st.head_hash
        from unnest(s_member, s_id) with ordinality x(member, id, ord)
        join log.stream st on st.workspace_id = m_workspace[x.member] and st.stream_id = x.id
        order by st.workspace_id, st.stream_id
        for update of st
      loop
        s_actual[seen.at] := seen.version;
        s_head[seen.at] := seen.head_hash;
      end loop;
      for i in 1..streams loop
        if not (s_expected[i] = s_actual[i] or s_expected[i] = -1 or s_expected[i] = -2 and s_actual[i] > 0) then
          outcome[s_member[i]] := 'stale';
        end if;
      end loop;
      -- A duplicate in flight held the streams above, so it is visible by now.
      for seen in
        select x.ord::int as at, c.result, c.position, c.request_hash = x.hash as same
        from unnest(m_workspace, m_command, m_hash) with ordinality x(workspace, command, hash, ord)
        join log.command c on c.workspace_id = x.workspace and c.command_id = x.command
      loop
        outcome[seen.at] := case when seen.same then 'replayed' else 'reused' end;
        m_position[seen.at] := seen.position;
        m_replayed[seen.at] := seen.result;
      end loop;
    else
      s_head := array_fill(null::bytea, array[streams]);
    end if;

    -- Versions, and the chain as far as it is known; s_last: the last event of each stream.
    s_version := s_actual;
    s_last := array_fill(null::int, array[streams]);
    e_version := array_fill(null::int, array[events]);
    e_hash := array_fill(null::bytea, array[events]);
    due := 0;
    for i in 1..events loop
      s := e_stream[i];
      continue when outcome[s_member[s]] <> 'appended';
      if s_last[s] is null then
        if s_actual[s] = 0 then s_head[s] := ''; end if;
        due := due + 1;
      end if;
      s_last[s] := i;
      s_version[s] := s_version[s] + 1;
      e_version[i] := s_version[s];
      if s_head[s] is not null then
        s_head[s] := sha256(s_head[s] || int4send(e_version[i]) || e_content[i]);
        e_hash[i] := s_head[s];
      end if;
    end loop;
    exit when judged and not 'appended' = any(outcome);
    -- Only guarded, or several events upon a hash that is not known.
    if not judged and (due < streams or exists (select from unnest(s_actual, s_version) x(before, after) where x.before > 0 and x.after > x.before + 1)) then
      judged := true;
      continue;
    end if;

    begin
      written := 0;
      if not judged and 0 = any(s_actual) then
        insert into log.stream (workspace_id, stream_id, stream_type, version, head_hash)
        select m_workspace[s_member[i]], s_id[i], s_type[i], s_version[i], s_head[i]
        from generate_series(1, streams) i where s_actual[i] = 0 order by 1, 2;
        get diagnostics written = row_count;
      end if;
      if written < due then
        with moved as (
          update log.stream st set version = x.version, head_hash = coalesce(x.head, sha256(st.head_hash || int4send(x.version) || e_content[x.last]))
          from (
            select m_workspace[s_member[i]] as workspace, s_id[i] as id, s_actual[i] as before, s_version[i] as version, s_head[i] as head, s_last[i] as last
            from generate_series(1, streams) i where s_last[i] is not null and (judged or s_actual[i] > 0) order by 1, 2
          ) x
          where st.workspace_id = x.workspace and st.stream_id = x.id and st.version = x.before
          returning x.last, st.head_hash
        )
        select array_agg(m.last), array_agg(m.head_hash) into moved_last, moved_head from moved m;
        written := written + coalesce(cardinality(moved_last), 0);
        if written < due then
          raise exception 'Of % streams % were found as expected.', due, written using errcode = 'serialization_failure';
        end if;
        for i in 1..cardinality(moved_last) loop
          e_hash[moved_last[i]] := moved_head[i];
        end loop;
      end if;

      -- A sandbox's clock must not move between the drawing of positions and the commit.
      m_clock := array_fill(null::timestamptz, array[members]);
      for target in
        select c.workspace_id, c.now from log.sandbox_clock c where c.workspace_id = any(m_workspace) order by c.workspace_id for share
      loop
        for i in 1..members loop
          if m_workspace[i] = target.workspace_id then m_clock[i] := target.now; end if;
        end loop;
      end loop;
      -- The horizon waits for who holds this lock, which an INSERT takes as well: from before the first position is drawn to the end.
      lock table only log.event in row exclusive mode;
      select array_agg(nextval('log.event_position')) into e_position from generate_series(1, events);
      -- Never earlier than its position.
      instant := date_trunc('milliseconds', clock_timestamp());
      for i in 1..events loop
        if e_version[i] is not null then m_position[s_member[e_stream[i]]] := e_position[i]; end if;
      end loop;

      insert into log.command (workspace_id, command_id, actor_id, operation, request_hash, result, position)
      select m_workspace[i], m_command[i], m_actor[i], m_operation[i], m_hash[i], m_result[i], m_position[i]
      from generate_series(1, members) i where outcome[i] = 'appended' order by 1, 2;
      exit;
    exception when unique_violation or serialization_failure then
      -- After it was judged, only the same command on other streams can have come between: the next try finds its result.
      if judged then raise; end if;
      judged := true;
    end;
  end loop;

  insert into log.event (position, workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
  select e_position[i], m_workspace[s_member[e_stream[i]]], s_id[e_stream[i]], e_version[i], e_id[i], e_type[i], e_schema[i], e_data[i], e_meta[i],
         coalesce(m_clock[s_member[e_stream[i]]], instant), e_content[i], e_hash[i]
  from generate_series(1, events) i where e_version[i] is not null;
  m_at := array_fill(to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), array[members]);
  for i in 1..coalesce(cardinality(m_clock), 0) loop
    if m_clock[i] is not null then m_at[i] := to_char(m_clock[i] at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'); end if;
  end loop;

`;

const APPEND_ROWS = `  -- Rows of inline views: marks give way to what is known now; one call of each view's writer.
  if cardinality(v_table) > 0 then
    for i in 1..cardinality(v_table) loop
      continue when outcome[s_member[v_stream[i]]] <> 'appended';
      for k in v_first[i]..v_last[i] loop
        -- A position that stands alone becomes a number, as it is when the row is computed from stored events.
        v_row[i] := replace(replace(replace(v_row[i],
          v_mark[i] || 'at' || (k - v_first[i] + 1) || '@', m_at[s_member[v_stream[i]]]),
          '"' || v_mark[i] || 'no' || (k - v_first[i] + 1) || '@"', e_position[k]::text),
          v_mark[i] || 'no' || (k - v_first[i] + 1) || '@', e_position[k]::text);
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

  -- Rows of streams that did not begin after all, be it by a refusal or because they were only guarded. They are this call's own:
  -- one that another could have waited for would take the authority over its versions with it.
  if judged and 0 = any(s_version) then
    delete from log.stream st using unnest(s_member, s_id, s_version) x(member, id, version)
    where x.version = 0 and st.workspace_id = m_workspace[x.member] and st.stream_id = x.id and st.version = 0;
  end if;
end $$;
`;

/** As it was before rows named their generation. */
export const APPEND = APPEND_HEAD + APPEND_EVENTS + APPEND_ROWS;

/**
 * v_generation: of the code that made a row. Whoever appends to a stream brings the rows of all views that follow its type, made by the
 * code whose rows are live; the lock on log.event is held by now, for which a switch of generations waits as well.
 */
export const APPEND_GENERATIONS = `${APPEND_HEAD} v_generation text[],${APPEND_EVENTS}  if exists (
    select from log.inline_view w
    where w.stream_type in (select s_type[i] from generate_series(1, streams) i where s_last[i] is not null)
      and not exists (
        select from unnest(v_table, v_generation) x(table_name, generation)
        where x.table_name = w.table_name and x.generation = w.generation)
  ) then
    raise exception 'The rows of the read models are of another generation than those of this program.' using errcode = 'LG001';
  end if;

${APPEND_ROWS}`;

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
