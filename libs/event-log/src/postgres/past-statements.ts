import type { QueryConfig } from 'pg';
import { EVENT_ROW, rowQuery } from './log-pages.js';

/**
 * The horizon, and of every stream how long it is by now and the newest state kept at or before the position; one row a stream, in
 * their order. A state is none where the log tells another story of its version.
 */
const LOOK = `
select h.safe::float8 as safe, coalesce(s.version, 0) as last, k.version, k.position, k.state,
  to_char(k.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt"
from log.horizon h cross join unnest($2::text[]) with ordinality x(id, ord)
left join log.stream s on s.workspace_id = $1 and s.stream_id = x.id
left join lateral (
  select p.version, p.position::float8 as position, p.state, e.recorded_at from log.past_state p
  join log.event e on e.workspace_id = p.workspace_id and e.stream_id = p.stream_id and e.version = p.version
    and e.position = p.position and e.hash = p.hash
  where p.workspace_id = $1 and p.stream_id = x.id and p.fingerprint = $3 and p.position <= $4
  order by p.version desc limit 1) k on true
order by x.ord`;

/** A stretch of each stream, by its own key: the inner query keeps the planner from walking the log. */
const STRETCHES = `
select ${EVENT_ROW} from unnest($2::text[], $3::int[], $4::int[]) with ordinality x(id, after, up_to, ord)
cross join lateral (
  select * from log.event o
  where o.workspace_id = $1 and o.stream_id = x.id and o.version > x.after and o.version <= x.up_to and o.position <= $5
    and ($6::text[] is null or o.type = any($6))
  order by o.version offset 0) e
order by x.ord, e.version`;

/** Position and hash are the log's own: a state of a version that is not there is not kept, one of another history makes room. */
const KEEP = `
insert into log.past_state (workspace_id, stream_id, fingerprint, version, position, hash, state)
select e.workspace_id, e.stream_id, $2, e.version, e.position, e.hash, x.state
from unnest($3::text[], $4::int[], $5::jsonb[]) x(id, version, state)
join log.event e on e.workspace_id = $1 and e.stream_id = x.id and e.version = x.version
order by e.stream_id, e.version
on conflict (workspace_id, stream_id, fingerprint, version) do update
set position = excluded.position, hash = excluded.hash, kept_at = excluded.kept_at, state = excluded.state
where log.past_state.hash <> excluded.hash or log.past_state.position <> excluded.position`;

/** All but the newest $4 that were kept of each stream. */
const THIN = `
delete from log.past_state p using unnest($3::text[]) x(id)
where p.workspace_id = $1 and p.fingerprint = $2 and p.stream_id = x.id and p.version <> all(array(
  select n.version from log.past_state n where n.workspace_id = $1 and n.stream_id = x.id and n.fingerprint = $2
  order by n.kept_at desc, n.version desc limit $4))`;

/** States of other reducers, in steps; those of today may belong to a process of another program that still runs. */
const CLEAR = `
delete from log.past_state where ctid = any(array(
  select ctid from log.past_state where fingerprint <> all($1::text[]) and kept_at < clock_timestamp() - interval '1 day' limit $2))`;

const STATEMENTS = { LOOK, KEEP, THIN, CLEAR };

/** Prepared once on each connection. */
export const pastStatement = (name: keyof typeof STATEMENTS, values: unknown[]): QueryConfig => ({
  name: `log_past_${name.toLowerCase()}`,
  text: STATEMENTS[name],
  values,
});

/** Rows are read by `eventOfRow`. */
export const stretchesStatement = (values: unknown[]): ReturnType<typeof rowQuery> =>
  rowQuery({ name: 'log_past_stretches', text: STRETCHES, values });
