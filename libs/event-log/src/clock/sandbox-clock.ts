import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { type ConsumerKey, versionOf } from '../consumers/definition.js';
import type { Instant } from '../event.js';
import { translate } from '../postgres/failures.js';
import type { Horizon } from '../postgres/horizon.js';
import { ClockNotSettled, ClockOnlyForward, NotASandbox, SandboxTooLate } from './refusals.js';

export interface SandboxClockOptions {
  readonly pool: Pool;
  readonly horizon: Horizon;
  /** Every consumer that must have come to rest before the clock moves on; they may run in other processes. */
  readonly consumers: readonly ConsumerKey[];
  /** Milliseconds the consumers have to come to rest at one stop; 30,000 unless told. */
  readonly settleMs?: number;
  /** Stops of one advance at most; 1,000 unless told. */
  readonly mostStops?: number;
}

export interface Advanced {
  readonly now: Instant;
  /** The due instants at which the clock stopped on its way, in order. */
  readonly stops: readonly Instant[];
}

const ISO = (instant: string): string => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const CREATE = `
insert into log.sandbox_clock (workspace_id, now)
select $1, $2 where not exists (select from log.stream where workspace_id = $1) on conflict do nothing`;

const EXISTS = `select from log.sandbox_clock where workspace_id = $1`;

const NOW = `select ${ISO('now')} as now from log.sandbox_clock where workspace_id = $1`;

/**
 * One statement and so one snapshot: whatever a reaction or a timer causes is stored before the consumer's position moves or
 * the timer goes, so in no snapshot is it missed.
 */
const LOOK = `
with reached as (
  select min(coalesce(c.position, -1)) as position from unnest($2::text[], $3::int[]) x(name, version)
  left join log.consumer c on c.name = x.name and c.version = x.version and c.shard = 0
)
select ${ISO('k.now')} as now,
  exists (select from log.event e where e.workspace_id = $1 and e.position > (select position from reached)) as unread,
  exists (select from log.timer t where t.workspace_id = $1 and t.parked_at is null and t.due_at <= k.now) as due,
  (select ${ISO('min(t.due_at)')} from log.timer t
    where t.workspace_id = $1 and t.parked_at is null and t.due_at > k.now and t.due_at <= $4) as next
from log.sandbox_clock k where k.workspace_id = $1`;

/** From the instant that was looked at and no other: a second caller may have moved it since. */
const MOVE = `
with moved as (update log.sandbox_clock set now = $3 where workspace_id = $1 and now = $2 and now < $3 returning 1)
select pg_notify('log_horizon', '') from moved`;

interface Look {
  readonly now: Instant;
  readonly unread: boolean;
  readonly due: boolean;
  /** The next due instant up to the target. */
  readonly next: Instant | null;
}

/** The time of workspaces marked as sandbox: it stands still, and moves forward by command alone. */
export class SandboxClock {
  constructor(private readonly options: SandboxClockOptions) {}

  /**
   * Marks a workspace as sandbox; nothing happens to the clock of one that is one already. `connection` puts that in a
   * transaction of the caller's.
   * @throws SandboxTooLate when it has a history by another clock
   */
  async create(
    workspaceId: string,
    startsAt: Instant,
    connection: Pick<PoolClient, 'query'> = this.options.pool,
  ): Promise<void> {
    const { rowCount } = await connection.query(CREATE, [workspaceId, startsAt]).catch(translate);
    if (rowCount === 0 && (await connection.query(EXISTS, [workspaceId])).rowCount === 0) throw new SandboxTooLate();
  }

  /** @throws NotASandbox */
  async now(workspaceId: string): Promise<Instant> {
    const { rows } = await this.options.pool.query<{ now: Instant }>(NOW, [workspaceId]).catch(translate);
    if (!rows[0]) throw new NotASandbox();
    return rows[0].now;
  }

  /**
   * Moves the clock forward to `to`. At every instant on its way at which a timer is due it stops until all consumers have
   * read everything and no timer is due any more, and so at the end. Two callers at once go forward together.
   * @throws ClockOnlyForward, NotASandbox, ClockNotSettled
   */
  async advance(workspaceId: string, to: Instant): Promise<Advanced> {
    const target = new Date(to).toISOString();
    const began = await this.now(workspaceId);
    if (target < began) throw new ClockOnlyForward(began);
    const stops: Instant[] = [];
    for (;;) {
      const { now, next } = await this.settle(workspaceId, target);
      if (now >= target) return { now, stops };
      if (stops.length >= (this.options.mostStops ?? 1_000)) throw new ClockNotSettled(now, 'too many stops');
      await this.move(workspaceId, now, next ?? target);
      if (next !== null) stops.push(next);
    }
  }

  private async move(workspaceId: string, from: Instant, to: Instant): Promise<void> {
    await this.options.pool.query(MOVE, [workspaceId, from, to]).catch(translate);
    this.options.horizon.nudge();
  }

  /** Waits until nothing is left to do at the instant the clock stands at. */
  private async settle(workspaceId: string, target: Instant): Promise<Look> {
    const deadline = performance.now() + (this.options.settleMs ?? 30_000);
    for (let pause = 2; ; pause = Math.min(50, pause * 2)) {
      const look = await this.look(workspaceId, target);
      if (!look.unread && !look.due) return look;
      if (performance.now() > deadline)
        throw new ClockNotSettled(look.now, look.unread ? 'events to be read' : 'a timer that is due');
      await sleep(pause);
    }
  }

  private async look(workspaceId: string, target: Instant): Promise<Look> {
    const { pool, consumers } = this.options;
    const keys = [consumers.map(({ name }) => name), consumers.map(versionOf)];
    const { rows } = await pool.query<Look>(LOOK, [workspaceId, ...keys, target]).catch(translate);
    if (!rows[0]) throw new NotASandbox();
    return rows[0];
  }
}
