import { type ConsumerStatus, Consumers, Horizon } from '#libs/event-log';
import type { Pool } from 'pg';

/** How the log stands, as an operator sees it. Parts that this database does not have are left out. */
export interface LogStatus {
  readonly log: {
    readonly database: string;
    readonly version: string;
    readonly bytes: number;
    readonly epoch: string;
    readonly safe: number;
    readonly last: number;
    /** Seconds since the horizon found that something was to be waited for; null when it waits for nothing. */
    readonly waitingSeconds: number | null;
    readonly events: number;
    readonly streams: number;
    readonly logBytes: number;
    /** Whole partitions that are ready beyond the one in use. */
    readonly partitionsAhead: number;
  };
  readonly consumers: readonly ConsumerStatus[];
  /** Null: none yet. */
  readonly seal?: { readonly number: number; readonly lastPosition: number; readonly sealedAt: Date } | null;
  readonly webhooks?: { readonly known: number; readonly failing: number };
}

/** The versions of streams add up to the events: no need to count them. */
const LOG = `
with last as (
  select (case when is_called then last_value else last_value - 1 end)::float8 as position from log.event_position
), partition as (
  select c.oid, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''(\\d+)''\\)'))[1]::float8 as first
  from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'log.event'::regclass
)
select current_database() as database, current_setting('server_version') as version,
  pg_database_size(current_database())::float8 as bytes, h.epoch::text as epoch, h.safe::float8 as safe, last.position as last,
  case when h.safe < last.position and cardinality(h.waiting) > 0
    then extract(epoch from clock_timestamp() - h.candidate_instant)::float8 end as "waitingSeconds",
  s.events, s.streams,
  (select coalesce(sum(pg_total_relation_size(oid)), 0)::float8 from partition) as "logBytes",
  (select count(*)::int from partition where first > last.position) as "partitionsAhead"
from log.horizon h cross join last
cross join (select coalesce(sum(version), 0)::float8 as events, count(*)::float8 as streams from log.stream) s`;

const EXISTS = 'select to_regclass($1) is not null as there';

const SEAL = `
select number::float8 as number, last_position::float8 as "lastPosition", sealed_at as "sealedAt"
from log.seal order by number desc limit 1`;

const WEBHOOKS = `
select (select count(*)::int from webhooks.webhook_row where until_position = 9223372036854775807 and status <> 'REMOVED') as known,
  (select count(*)::int from webhooks.lane where failing_since is not null and not gone) as failing`;

type Row<T> = Readonly<Record<string, unknown>> & T;

/** @param pool as the owner of the database */
export async function statusOf(pool: Pool): Promise<LogStatus> {
  const one = async <T>(text: string): Promise<T | null> => (await pool.query<Row<T>>(text)).rows[0] ?? null;
  const consumers = await new Consumers(pool, new Horizon({ pool })).status();
  const log = (await one<LogStatus['log']>(LOG))!;
  const [sealed, hooked] = [await isThere(pool, 'log.seal'), await isThere(pool, 'webhooks.lane')];
  const webhooks = hooked && (await one<NonNullable<LogStatus['webhooks']>>(WEBHOOKS));
  return {
    log,
    consumers,
    ...(sealed && { seal: await one<NonNullable<LogStatus['seal']>>(SEAL) }),
    ...(webhooks && { webhooks }),
  };
}

async function isThere(pool: Pool, table: string): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>(EXISTS, [table]);
  return rows[0]!.there;
}

/** An append is open for a moment; for longer than this, something holds it. */
const STUCK_SECONDS = 60;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function troubleOf({ name, state, failure, parkedStreams, parkedTimers }: ConsumerStatus): string[] {
  const parked = [
    ...(parkedStreams > 0 ? [counted(parkedStreams, 'stream')] : []),
    ...(parkedTimers > 0 ? [counted(parkedTimers, 'timer')] : []),
  ];
  return [
    ...(parked.length > 0 ? [`${name} has parked ${parked.join(' and ')}; see "consumers", and retry.`] : []),
    ...(state === 'failing' ? [`${name} is failing: ${failure ?? 'it does not say why'}.`] : []),
  ];
}

/** What does not mend itself, one line each. */
export function troublesOf({ log, consumers, webhooks }: LogStatus): string[] {
  const { waitingSeconds, safe, last, partitionsAhead } = log;
  const isStuck = waitingSeconds !== null && waitingSeconds > STUCK_SECONDS;
  return [
    ...(isStuck
      ? [`the horizon has waited ${Math.round(waitingSeconds)} s at ${safe} of ${last}: a transaction stays open.`]
      : []),
    ...(partitionsAhead === 0 ? ['no partition is ready beyond the one in use; run migrate.'] : []),
    ...consumers.flatMap(troubleOf),
    ...((webhooks?.failing ?? 0) > 0 ? [`${counted(webhooks!.failing, 'webhook')} cannot be delivered.`] : []),
  ];
}
