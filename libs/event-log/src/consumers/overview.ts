import type { Instant, Position } from '../event.js';
import { type ConsumerDefinition, versionOf } from './definition.js';

/** A consumer as somebody of one workspace may see it: figures of the whole log, and what is parked or waits in that workspace. */
export interface ConsumerOverview {
  readonly name: string;
  readonly version: number;
  readonly kind: 'projection' | 'process';
  /** What it is for; null where its program says nothing, or is an older one. */
  readonly about: string | null;
  readonly state: 'idle' | 'running' | 'failing';
  readonly position: Position;
  /** Safe positions not reached yet, events it does not read included. */
  readonly lag: number;
  /** Events it has still to read, counted to 1,000; null where nobody here knows what it reads. */
  readonly unread: number | null;
  /** Seconds since the oldest of them was stored, by the real clock; 0 without any, null where that is not known any more. */
  readonly lagSeconds: number | null;
  /** The process that holds it; null: nobody does. */
  readonly owner: string | null;
  readonly leaseUntil: Instant | null;
  /** Seconds since its owner last showed life; null: nobody holds it. */
  readonly leaseAgeSeconds: number | null;
  /** The last failure that was no event's own, as it is kept, and when it was. */
  readonly failure: string | null;
  readonly failedAt: Instant | null;
  /** Of the workspace alone, as all that follows. */
  readonly parkedStreams: number;
  readonly parkedTimers: number;
  /** Counted to 10,000. */
  readonly pendingTimers: number;
  readonly nextDueAt: Instant | null;
}

/** What the statement has to know of a definition. */
export const knownConsumer = (definition: ConsumerDefinition) => ({
  name: definition.name,
  version: versionOf(definition),
  kind: definition.kind,
  types: [...new Set(definition.types)],
});

/**
 * One statement for all of them; each figure is found by an index or cut. Events of a sandbox carry its own time, so the real one is
 * that of their command; commands are forgotten after some time, and then only the event's own instant is left.
 */
export const OVERVIEW = `
with known as (
  select * from jsonb_to_recordset($2::jsonb) as x(name text, version int, kind text, types text[])
), consumer as (
  select name, version, coalesce(c.kind, k.kind) as kind, k.types, coalesce(c.state, 'idle') as state, coalesce(c.position, 0) as position,
    c.owner, c.lease_until, c.heartbeat_at, c.failure, c.failed_at
  from known k full join (select * from log.consumer where shard = 0) c using (name, version)
)
select c.name, c.version, c.kind, c.state, c.position::float8 as position, greatest(h.safe - c.position, 0)::float8 as lag,
  case when c.types is not null then unread.events end as unread,
  case when unread.first is not null then oldest.seconds when c.types is not null then 0 end as lag_seconds,
  c.owner, c.lease_until, c.failure, c.failed_at,
  case when c.owner is not null then floor(extract(epoch from clock_timestamp() - c.heartbeat_at))::float8 end as lease_age_seconds,
  (select count(*) from log.parked p where p.workspace_id = $1 and p.consumer = c.name and p.version = c.version)::int as parked_streams,
  (select count(*) from log.timer t where t.workspace_id = $1 and t.process = c.name and t.parked_at is not null)::int as parked_timers,
  (select count(*) from (select from log.timer t
    where t.workspace_id = $1 and t.process = c.name and t.parked_at is null limit 10000) pending)::int as pending_timers,
  (select min(t.due_at) from log.timer t where t.workspace_id = $1 and t.process = c.name and t.parked_at is null) as next_due_at
from consumer c
cross join log.horizon h
cross join lateral (
  select least(coalesce(sum(found.number), 0), 1000)::int as events, min(found.first) as first
  from unnest(c.types) t(type)
  cross join lateral (
    select count(*) as number, min(page.position) as first from (
      select e.position from log.event e
      where e.type = t.type and e.position > c.position and e.position <= h.safe order by e.position limit 1000) page
  ) found
) unread
left join lateral (
  select greatest(floor(extract(epoch from clock_timestamp() - coalesce(m.recorded_at,
    case when not exists (select from log.sandbox_clock s where s.workspace_id = e.workspace_id) then e.recorded_at end))), 0)::float8 as seconds
  from log.event e
  left join log.command m on m.workspace_id = e.workspace_id and m.command_id = (e.meta ->> 'commandId')::uuid
  where e.position = unread.first
) oldest on true
order by c.name, c.version`;
