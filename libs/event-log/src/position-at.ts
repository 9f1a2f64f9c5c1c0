import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryConfig } from 'pg';
import type { Instant, Position } from './event.js';
import { translate } from './postgres/failures.js';
import type { Horizon, WaitOptions } from './postgres/horizon.js';
import { Refusal } from './refusal.js';

/** An instant that is not over: what is recorded at or before it is not known yet. */
export class InstantNotPast extends Refusal<{ now: Instant }> {
  constructor(now: Instant, path?: readonly string[]) {
    const message = `This instant is not over yet: it is ${now} there. Name an earlier one, or none to read what is known now.`;
    super('INSTANT_NOT_PAST', 'VALIDATION', message, { now }, { path });
  }
}

export interface PositionAtSource {
  readonly pool: Pick<Pool, 'query'>;
  readonly horizon: Pick<Horizon, 'waitUntilSafe'>;
}

export interface PositionAtOptions extends WaitOptions {
  /** Where in the input the instant stands, for the refusal. */
  readonly path?: readonly string[];
}

const ISO = (instant: string): string => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What is asked before anything else, so that whatever draws a position after the next statement has begun is recorded later than `now`. */
const CLOCK = `
select c.now is not null as sandbox, coalesce(c.now, h.safe_instant) > $2::timestamptz as over,
  ${ISO(`coalesce(c.now, date_trunc('milliseconds', clock_timestamp()))`)} as now,
  case when c.now is null then h.safe else coalesce((
    select m.position from log.clock_mark m where m.workspace_id = $1 and m.instant <= $2 order by m.instant desc limit 1), 0) end as position
from log.horizon h left join log.sandbox_clock c on c.workspace_id = $1`;

/** The highest position drawn. */
const LAST = `select case when is_called then last_value else last_value - 1 end as position from log.event_position`;

/**
 * Everything up to `low` was recorded by then, everything after `high` later; between the two, a few hundred positions that each tell.
 * $3: a position after which everything was recorded later, or is still to come. (Among 1,000,000 events 22 to 34 buffers, 0.1 ms: six of the
 * marks, the others of 256 events. The inner query keeps the planner from reading all events of a small workspace instead.)
 */
const FIND = `
with known as materialized (
  select coalesce((select m.position from log.instant_mark m where m.recorded_by <= $2 order by m.recorded_by desc, m.position desc limit 1), 0) as low,
    coalesce((select m.position from log.instant_mark m where m.recorded_from > $2 order by m.recorded_from, m.position limit 1), $3) as high
)
select coalesce((
  select e.position from (
    select x.position, x.workspace_id, x.recorded_at from log.event x
    where x.position > k.low and x.position <= least(k.high, $3) order by x.position desc offset 0) e
  where e.workspace_id = $1 and e.recorded_at <= $2 order by e.position desc limit 1), k.low) as position
from known k`;

interface Clock {
  readonly sandbox: boolean;
  /** The instant asked for is over beyond doubt: nothing that is still to come can have been recorded then. */
  readonly over: boolean;
  readonly now: Instant;
  /** Of a sandbox: where it stood then. Of others: the horizon. */
  readonly position: Position;
}

/**
 * The position to read a workspace at to see what was known at an instant: up to it lies all that was recorded at or before the
 * instant, the last of it included, and nothing of the workspace that comes later. (It is that of the workspace's last event then, or a
 * later one with no event of the workspace in between.) The answer is safe to read and never changes, and of two instants
 * the later one never has the lower answer.
 *
 * Two appends at the same time may draw positions and instants in opposite order. So an instant is no clean cut: what lies
 * before the last event recorded by then is read with it, be it recorded a moment later.
 *
 * An instant after the horizon's own waits for the horizon, as far as appends of that time are still open. A sandbox has its own time. All
 * this rests on a database clock that does not go back; where a failover has turned it back, positions have a new epoch.
 * @throws InstantNotPast; PositionNotReached when an append stays open longer than the timeout; Unavailable; the signal's reason
 */
export async function positionAt(
  source: PositionAtSource,
  workspaceId: string,
  instant: Instant,
  { path, ...wait }: PositionAtOptions = {},
): Promise<Position> {
  const at = new Date(instant).toISOString();
  const clock = await clockOf(source.pool, workspaceId, at);
  if (!clock.over && (clock.sandbox || at > clock.now)) throw new InstantNotPast(clock.now, path);
  if (clock.sandbox) return safely(source, clock.position, wait);
  if (clock.over) return find(source.pool, [workspaceId, at, clock.position]);
  await outlast(source.pool, workspaceId, clock.now, at);
  return find(source.pool, [workspaceId, at, await presentPosition(source, wait)]);
}

/**
 * A position that is safe to read at and holds everything that was stored before the call. Waits for appends that are open.
 * @throws PositionNotReached when one stays open longer than the timeout; Unavailable; the signal's reason
 */
export const presentPosition = async (source: PositionAtSource, wait: WaitOptions = {}): Promise<Position> =>
  safely(source, await positionOf(source.pool, { name: 'log_last', text: LAST }), wait);

const clockOf = async (pool: PositionAtSource['pool'], workspaceId: string, at: Instant): Promise<Clock> => {
  const query = { name: 'log_clock', text: CLOCK, values: [workspaceId, at] };
  const { rows } = await pool.query<Omit<Clock, 'position'> & { position: string | number }>(query).catch(translate);
  return { ...rows[0]!, position: Number(rows[0]!.position) };
};

/** Instants are counted in milliseconds: one that has begun is over in the next. */
const outlast = async (
  pool: PositionAtSource['pool'],
  workspaceId: string,
  now: Instant,
  at: Instant,
): Promise<void> => {
  for (let reached = now; reached <= at; reached = (await clockOf(pool, workspaceId, at)).now) await sleep(1);
};

const safely = async (source: PositionAtSource, position: Position, wait: WaitOptions): Promise<Position> => {
  await source.horizon.waitUntilSafe(position, wait);
  return position;
};

const find = (pool: PositionAtSource['pool'], values: unknown[]): Promise<Position> =>
  positionOf(pool, { name: 'log_position_at', text: FIND, values });

const positionOf = async (pool: PositionAtSource['pool'], query: QueryConfig): Promise<Position> => {
  const { rows } = await pool.query<{ position: string | number }>(query).catch(translate);
  return Number(rows[0]!.position);
};
