import type { QueryConfig } from 'pg';
import { EVENT_COLUMNS } from '../postgres/statements.js';

/**
 * Leases run on the database's clock; $4 of CLAIM and the like are milliseconds. $5 of CLAIM, $4 of REGISTER: the generation of a projection's
 * code, so that rows of another code are not written on; null: it has none.
 */
const REGISTER = `
insert into log.consumer (name, version, kind, generation) values ($1, $2, $3, $4) on conflict do nothing`;

const CLAIM = `
update log.consumer set owner = $3, epoch = epoch + 1, state = 'running', heartbeat_at = clock_timestamp(),
  lease_until = clock_timestamp() + $4 * interval '1 millisecond', generation = coalesce($5, generation)
where name = $1 and version = $2 and shard = 0 and (owner is null or owner = $3 or lease_until < clock_timestamp())
  and ($5::text is null or generation is null or generation = $5)
returning epoch, position`;

const GENERATION = `
select generation from log.consumer where name = $1 and version = $2 and shard = 0`;

/** Whoever takes a consumer over may be the newer program that parked streams wait for. */
const RETRY_NEWER = `
update log.parked set retry_requested = true where consumer = $1 and version = $2 and needs_newer_program`;

/**
 * All leases of a process by one statement. One whose row is locked is left out: a transaction that moves it on renews it by itself. Not flushed
 * to disk at once: a lease that a crash of the server makes shorter is claimed anew.
 */
const HEARTBEAT = `
with held as (
  select c.name, c.version from log.consumer c
  join unnest($1::text[], $2::int[], $3::bigint[]) x(name, version, epoch) on c.name = x.name and c.version = x.version and c.epoch = x.epoch
  where c.shard = 0 for update of c skip locked
)
update log.consumer c set heartbeat_at = clock_timestamp(), lease_until = clock_timestamp() + $4 * interval '1 millisecond'
from held, (select set_config('synchronous_commit', 'off', true)) later
where c.name = held.name and c.version = held.version and c.shard = 0
returning c.name, c.version`;

/** The others are told at once, so that one of them goes on. By owner: its last claim may not have been answered. */
const RELEASE = `
with released as (
  update log.consumer set owner = null, lease_until = null, state = 'idle'
  where name = $1 and version = $2 and shard = 0 and owner = $3 returning 1
) select pg_notify('log_horizon', '') from released`;

const FAILED = `
update log.consumer set state = 'failing', failure = $4, failed_at = clock_timestamp()
where name = $1 and version = $2 and shard = 0 and epoch = $3`;

/** No row: another owner has claimed it since. The row stays locked, so nobody can claim it before this transaction ends. */
const FENCE = `
select position from log.consumer where name = $1 and version = $2 and shard = 0 and epoch = $3 for update`;

/**
 * Not flushed to disk at once: what a crash of the server takes back is rows, timers and position together, and it is done again.
 * (Claims are flushed, so that an epoch is never given twice.)
 */
const MOVE = `
update log.consumer set position = $4, state = 'running', heartbeat_at = clock_timestamp(),
  lease_until = clock_timestamp() + $5 * interval '1 millisecond'
from (select set_config('synchronous_commit', 'off', true)) later
where name = $1 and version = $2 and shard = 0 and epoch = $3 and position = $6`;

const PARKED_AMONG = `
select p.workspace_id, p.stream_id from log.parked p
join unnest($3::uuid[], $4::text[]) x(workspace_id, stream_id) on p.workspace_id = x.workspace_id and p.stream_id = x.stream_id
where p.consumer = $1 and p.version = $2`;

const PARK = `
insert into log.parked (consumer, version, workspace_id, stream_id, position, error, needs_newer_program)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, consumer, version, stream_id) do update
set position = excluded.position, error = excluded.error, needs_newer_program = excluded.needs_newer_program,
  attempts = log.parked.attempts + 1, retry_requested = false`;

/** A long retry goes on in the next transaction. */
const UNPARK_UP_TO = `
update log.parked set position = $5 where consumer = $1 and version = $2 and workspace_id = $3 and stream_id = $4`;

const UNPARK = `
delete from log.parked where consumer = $1 and version = $2 and workspace_id = $3 and stream_id = $4`;

const RETRY_NEXT = `
select workspace_id, stream_id, position from log.parked
where consumer = $1 and version = $2 and retry_requested order by position limit 1`;

const STREAM_PAGE = `
select ${EVENT_COLUMNS} as event from log.event e
where e.workspace_id = $5 and e.stream_id = $6 and e.position >= $1 and e.position <= $2 and e.type = any($3)
order by e.version limit $4`;

const SCHEDULE = `
insert into log.timer (process, workspace_id, key, due_at, payload, correlation_id, causation_id) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, process, key) do update
set due_at = excluded.due_at, payload = excluded.payload, correlation_id = excluded.correlation_id,
  causation_id = excluded.causation_id, attempts = 0, failure = null, retry_at = null, parked_at = null`;

const CANCEL = `
delete from log.timer where process = $1 and workspace_id = $2 and key = $3`;

const TIMER = `t.workspace_id, t.key, t.due_at, t.payload, t.correlation_id, t.causation_id, t.attempts`;
const WAITING = (process: string) =>
  `t.process = ${process} and t.parked_at is null and (t.retry_at is null or t.retry_at <= statement_timestamp())`;

/** Timers due by their workspace's time. Two searches, so that each finds its timers by index. */
const dueOf = (process: string, order: string): string => `
  (select ${TIMER} from log.timer t
   where ${WAITING(process)} and t.due_at <= statement_timestamp()
     and not exists (select from log.sandbox_clock c where c.workspace_id = t.workspace_id)
   ${order} limit 1)
  union all
  (select ${TIMER} from log.sandbox_clock c join log.timer t on t.workspace_id = c.workspace_id and t.due_at <= c.now
   where ${WAITING(process)} ${order} limit 1)`;

/** The first timer that is due. */
const DUE = `
select *, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due from (
  ${dueOf('$1', 'order by t.due_at, t.workspace_id, t.key')}
) first order by due_at, workspace_id, key limit 1`;

/** Processes that have a timer due. */
const ANY_DUE = `
select p.name from unnest($1::text[]) p(name) where exists (${dueOf('p.name', '')})`;

/** $5: id of the firing, $6: whether it did something that names it as its cause, $7: what had set the timer. */
const FIRED = `
with gone as (delete from log.timer where process = $1 and workspace_id = $2 and key = $3 and due_at = $4)
insert into log.fired_timer (workspace_id, firing_id, process, key, due_at, causation_id)
select $2::uuid, $5::uuid, $1::text, $3::text, $4::timestamptz, $7::text where $6::boolean on conflict do nothing`;

/** $6: whether it is given up; $7: milliseconds to the next try. */
const MISFIRED = `
update log.timer set attempts = attempts + 1, failure = $5, parked_at = case when $6 then clock_timestamp() end,
  retry_at = clock_timestamp() + $7 * interval '1 millisecond'
where process = $1 and workspace_id = $2 and key = $3 and due_at = $4`;

const STATEMENTS = {
  REGISTER,
  CLAIM,
  GENERATION,
  RETRY_NEWER,
  HEARTBEAT,
  RELEASE,
  FAILED,
  FENCE,
  MOVE,
  PARKED_AMONG,
  PARK,
  UNPARK_UP_TO,
  UNPARK,
  RETRY_NEXT,
  STREAM_PAGE,
  SCHEDULE,
  CANCEL,
  DUE,
  ANY_DUE,
  FIRED,
  MISFIRED,
};

/** A named statement is prepared once on each connection. */
export const statement = (name: keyof typeof STATEMENTS, values: unknown[]): QueryConfig => ({
  name: `consumer_${name.toLowerCase()}`,
  text: STATEMENTS[name],
  values,
});
