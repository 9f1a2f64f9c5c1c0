import type { QueryConfig } from 'pg';

/** An event as the statements below select it; see `decodeEvent`. */
export const EVENT_COLUMNS = `json_build_array(e.position, e.event_id, e.workspace_id, e.stream_id, e.version, e.type, e.schema_version,
  e.data, e.meta, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** Everything a decision reads, on one snapshot: see `log.load_streams`. */
const LOAD = `select now, command, streams from log.load_streams($1::uuid, $2::uuid, $3::bytea, $4::text[], $5::text[])`;

const APPEND = `
select * from log.append_group($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::jsonb[],
  $7::int[], $8::text[], $9::text[], $10::int[],
  $11::int[], $12::uuid[], $13::text[], $14::int[], $15::jsonb[], $16::jsonb[], $17::bytea[],
  $18::int[], $19::text[], $20::text[], $21::text[], $22::int[], $23::int[], $24::text[])`;

const LOCK = `select log.lock_streams($1, $2::text[])`;

const READ_STREAM = `
select ${EVENT_COLUMNS} as event from log.event e
where e.workspace_id = $1 and e.stream_id = $2 and e.version > $3 and e.version <= $4 and ($5::text[] is null or e.type = any($5))
order by e.version limit $6`;

/** One snapshot for horizon and events would be wrong: the horizon is read first, by a statement of its own. */
const SAFE = `select epoch, safe from log.horizon`;

const READ_ALL = `
select ${EVENT_COLUMNS} as event from log.event e
where e.position > $1 and e.position <= $2 and ($3::uuid is null or e.workspace_id = $3)
  and ($4::text is null or e.stream_id = $4) and ($5::text[] is null or e.type = any($5))
order by e.position limit $6`;

/** A stream's events by its own key; the planner would walk the whole log by position for a rare stream. */
const READ_ALL_OF_STREAM = `
select ${EVENT_COLUMNS} as event from log.event e
where e.workspace_id = $3 and e.stream_id = $4 and e.position > $1 and e.position <= $2 and ($5::text[] is null or e.type = any($5))
order by e.version limit $6`;

/** Joined, so that each position is looked up by the primary key of its partition. */
const READ_AT = `
select ${EVENT_COLUMNS} as event from unnest($2::bigint[]) wanted(position)
join log.event e on e.position = wanted.position where e.workspace_id = $1 order by e.position`;

/** A newer one stays, unless it claims more than the stream holds. */
const SAVE_SNAPSHOT = `
insert into log.snapshot (workspace_id, stream_id, fingerprint, version, state, rows) values ($1, $2, $3, $4, $5, $6)
on conflict (workspace_id, stream_id, fingerprint) do update set version = excluded.version, state = excluded.state, rows = excluded.rows
where log.snapshot.version < excluded.version
  or log.snapshot.version > (select s.version from log.stream s where s.workspace_id = $1 and s.stream_id = $2)`;

const NEXT_NUMBER = `
insert into log.counter as c (workspace_id, name, last) values ($1, $2, $3)
on conflict (workspace_id, name) do update set last = c.last + excluded.last returning last`;

/** `last`: the highest position drawn. A read, so that a log at rest is not written to. */
const LAST = `(select case when s.is_called then s.last_value else s.last_value - 1 end from log.event_position s) as last`;
const PEEK = `select epoch, safe, ${LAST} from log.horizon`;
const ADVANCE = `select epoch, safe, ${LAST} from log.advance_horizon()`;

const STATEMENTS = {
  LOAD,
  APPEND,
  LOCK,
  READ_STREAM,
  SAFE,
  READ_ALL,
  READ_ALL_OF_STREAM,
  READ_AT,
  SAVE_SNAPSHOT,
  NEXT_NUMBER,
  PEEK,
  ADVANCE,
};

/** A named statement is prepared once on each connection. */
export const statement = (name: keyof typeof STATEMENTS, values: unknown[]): QueryConfig => ({
  name: `log_${name.toLowerCase()}`,
  text: STATEMENTS[name],
  values,
});
