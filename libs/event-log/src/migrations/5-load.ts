import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a decision reads, as a function: so that its plan is made once for a connection and keeps to the keys. */
export class EventLogLoad1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LOAD);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function log.load_streams`);
  }
}

/**
 * Everything a decision reads, in one statement and so on one snapshot: the time, the command if it was seen, and for each stream
 * its version, the snapshot of this fingerprint and the events after it. Events are arrays in the order of `EventTuple`.
 *
 * As a prepared statement it was planned anew for every decision, which took three times as long as carrying it out: with known
 * arrays the planner expects fewer streams, so its general plan never looks cheap enough. The other settings as in `append_group`;
 * each stream is looked up by its whole key, where a join might read all streams of a workspace that was small when it was planned.
 */
const LOAD = `
create function log.load_streams(of_workspace uuid, of_command uuid, of_hash bytea, of_streams text[], of_fingerprints text[],
  out now timestamptz, out command json, out streams json
) language plpgsql stable
set search_path = pg_catalog
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
begin
  select coalesce((select c.now from log.sandbox_clock c where c.workspace_id = of_workspace), clock_timestamp()),
    (select json_build_object('same', c.request_hash = of_hash, 'result', c.result, 'position', c.position)
       from log.command c where c.workspace_id = of_workspace and c.command_id = of_command),
    (select json_agg(json_build_object('streamId', x.id, 'version', coalesce(s.version, 0), 'head', encode(s.head_hash, 'hex'),
              'snapshot', case when n.version is not null then json_build_object('version', n.version, 'state', n.state, 'rows', n.rows) end,
              'events', (select json_agg(json_build_array(e.position, e.event_id, e.workspace_id, e.stream_id, e.version, e.type,
                                  e.schema_version, e.data, e.meta,
                                  to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.version)
                           from log.event e
                          where e.workspace_id = of_workspace and e.stream_id = x.id and e.version > coalesce(n.version, 0))) order by x.ord)
       from unnest(of_streams, of_fingerprints) with ordinality x(id, fingerprint, ord)
       left join lateral (select * from log.stream st where st.workspace_id = of_workspace and st.stream_id = x.id limit 1) s on true
       left join lateral (select * from log.snapshot sn where sn.workspace_id = of_workspace and sn.stream_id = x.id
                             and sn.fingerprint = x.fingerprint and sn.version <= s.version limit 1) n on true)
  into now, command, streams;
end $$;
`;

const RIGHTS = `
revoke execute on function log.load_streams from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'twolane_app') then
    grant execute on function log.load_streams to twolane_app;
  end if;
end $$;
`;
