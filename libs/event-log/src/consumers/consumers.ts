import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Instant, Position } from '../event.js';
import { PositionNotReached } from '../invalid-position.js';
import { translate } from '../postgres/failures.js';
import type { Horizon, WaitOptions } from '../postgres/horizon.js';
import { NotFound } from '../refusal.js';
import { type ConsumerDefinition, type ConsumerKey, versionOf } from './definition.js';
import { type ConsumerOverview, knownConsumer, OVERVIEW } from './overview.js';

/** How a consumer stands, as an operator sees it. */
export interface ConsumerStatus {
  readonly name: string;
  readonly version: number;
  readonly kind: 'projection' | 'process';
  readonly position: Position;
  /** Safe positions not reached yet. */
  readonly lag: number;
  readonly state: 'idle' | 'running' | 'failing';
  /** The process that holds it; null: nobody does. */
  readonly owner: string | null;
  readonly leaseUntil: Instant | null;
  readonly heartbeatAt: Instant | null;
  /** The last failure that was not an event's own, and when it was. */
  readonly failure: string | null;
  readonly failedAt: Instant | null;
  readonly parkedStreams: number;
  readonly parkedTimers: number;
}

/** How far rows of a consumer can be trusted: to be read before them. */
export interface Standing {
  /** Everything up to here is in the rows. */
  readonly position: Position;
  /** True when nothing was appended since and no stream of the workspace is left behind. */
  readonly upToDate: boolean;
  /** Streams of the workspace that were left behind: what the rows say of them is wrong. */
  readonly parkedStreams: number;
}

export interface ParkedStream {
  readonly workspaceId: string;
  readonly streamId: string;
  /** Of the event the stream stands at. */
  readonly position: Position;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: Instant;
  readonly retryRequested: boolean;
}

export interface ParkedTimer {
  readonly workspaceId: string;
  readonly key: string;
  readonly dueAt: Instant;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: Instant;
}

/** Lists of what is parked are cut here; the counts of `status` are not. */
const MOST = 1_000;

const STATUS = `
select c.name, c.version, c.kind, c.position::float8 as position, greatest(h.safe - c.position, 0)::float8 as lag, c.state, c.owner,
  c.lease_until, c.heartbeat_at, c.failure, c.failed_at,
  (select count(*) from log.parked p where p.consumer = c.name and p.version = c.version)::int as parked_streams,
  (select count(*) from log.timer t where t.process = c.name and t.parked_at is not null)::int as parked_timers
from log.consumer c cross join log.horizon h order by c.name, c.version`;

const POSITIONS = `select name, version, position::float8 as position from log.consumer where shard = 0`;

const PARKED_STREAMS = `
select workspace_id, stream_id, position::float8 as position, error, attempts, parked_at, retry_requested from log.parked
where consumer = $1 and version = $2 and ($3::uuid is null or workspace_id = $3) order by position limit ${MOST}`;

const PARKED_TIMERS = `
select workspace_id, key, due_at, failure as error, attempts, parked_at from log.timer
where process = $1 and parked_at is not null and ($2::uuid is null or workspace_id = $2) order by due_at, key limit ${MOST}`;

/** One statement and so one snapshot. `last`: the highest position drawn, read like everything else before the rows of the consumer. */
const STANDING = `
select coalesce((select c.position from log.consumer c where c.name = $1 and c.version = $2 and c.shard = 0), 0)::float8 as position,
  (select case when s.is_called then s.last_value else s.last_value - 1 end from log.event_position s)::float8 as last,
  (select count(*) from log.parked p where p.consumer = $1 and p.version = $2 and p.workspace_id = $3)::int as parked_streams`;

const RETRY_STREAM = `
with asked as (
  update log.parked set retry_requested = true
  where consumer = $1 and version = $2 and workspace_id = $3 and stream_id = $4 returning 1
) select pg_notify('log_horizon', '') from asked`;

const RETRY_TIMER = `
with asked as (
  update log.timer set parked_at = null, retry_at = null, attempts = 0
  where process = $1 and workspace_id = $2 and key = $3 and parked_at is not null returning 1
) select pg_notify('log_horizon', '') from asked`;

type Row = Readonly<Record<string, unknown>>;

/** What any process may ask of consumers, wherever they run: how they stand, that they have read something, and to try again. */
export class Consumers {
  private reading: Promise<ReadonlyMap<string, Position>> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly horizon: Horizon,
    /** Those this program knows, whoever runs them. */
    private readonly definitions: readonly ConsumerDefinition[] = [],
  ) {}

  async status(): Promise<ConsumerStatus[]> {
    return (await this.rows(STATUS, [])).map((row) => camelCased(row) as unknown as ConsumerStatus);
  }

  /** Every consumer as somebody of a workspace may see it, by name: those this program knows, and those that have run before. */
  async overview(workspaceId: string): Promise<ConsumerOverview[]> {
    const known = JSON.stringify(this.definitions.map(knownConsumer));
    const abouts = new Map(this.definitions.map(({ name, about }) => [name, about ?? null]));
    return (await this.rows(OVERVIEW, [workspaceId, known])).map((row) => {
      const overview = camelCased(row) as unknown as ConsumerOverview;
      return { ...overview, about: abouts.get(overview.name) ?? null };
    });
  }

  /** Whether this program knows a consumer of this name, or one has run before. */
  async isKnown(name: string): Promise<boolean> {
    if (this.definitions.some((one) => one.name === name)) return true;
    return (await this.rows('select from log.consumer where name = $1 limit 1', [name])).length > 0;
  }

  /**
   * Read your writes: resolves once the consumer has handled everything up to this position (a parked stream excepted).
   * @throws PositionNotReached after the timeout; the signal's reason
   */
  async waitFor(
    consumer: ConsumerKey,
    position: Position,
    { timeoutMs = 10_000, signal }: WaitOptions = {},
  ): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    if (await this.reached(consumer, position)) return;
    await this.horizon.waitUntilSafe(position, { timeoutMs, ...(signal ? { signal } : {}) });
    for (let pause = 5; !(await this.reached(consumer, position)); pause = Math.min(100, pause * 2)) {
      signal?.throwIfAborted();
      if (performance.now() > deadline) throw new PositionNotReached(`consumer ${consumer.name}`, position);
      await sleep(pause);
    }
  }

  /** How far the consumer's rows of this workspace can be trusted when they are read next. */
  async standing(consumer: ConsumerKey, workspaceId: string): Promise<Standing> {
    const [row] = await this.rows(STANDING, [consumer.name, versionOf(consumer), workspaceId]);
    const { position, last, parkedStreams } = camelCased(row!) as {
      position: number;
      last: number;
      parkedStreams: number;
    };
    return { position, upToDate: position >= last && parkedStreams === 0, parkedStreams };
  }

  /** Streams the consumer has left behind, the oldest first, at most 1,000: rows of these are not up to date. */
  async parkedStreams(consumer: ConsumerKey, workspaceId: string | null = null): Promise<ParkedStream[]> {
    const rows = await this.rows(PARKED_STREAMS, [consumer.name, versionOf(consumer), workspaceId]);
    return rows.map((row) => camelCased(row) as unknown as ParkedStream);
  }

  /** Timers the process has given up, at most 1,000. */
  async parkedTimers(process: ConsumerKey, workspaceId: string | null = null): Promise<ParkedTimer[]> {
    return (await this.rows(PARKED_TIMERS, [process.name, workspaceId])).map(
      (row) => camelCased(row) as unknown as ParkedTimer,
    );
  }

  /** Lets the consumer's owner go on with a parked stream, from the event it stands at. @throws NotFound when it is not parked */
  async retryParked(consumer: ConsumerKey, workspaceId: string, streamId: string): Promise<void> {
    const asked = await this.rows(RETRY_STREAM, [consumer.name, versionOf(consumer), workspaceId, streamId]);
    if (asked.length === 0) throw new NotFound('parked stream');
    this.horizon.nudge();
  }

  /** @throws NotFound when no such timer was given up */
  async retryTimer(process: ConsumerKey, workspaceId: string, key: string): Promise<void> {
    const asked = await this.rows(RETRY_TIMER, [process.name, workspaceId, key]);
    if (asked.length === 0) throw new NotFound('parked timer');
    this.horizon.nudge();
  }

  private async reached(consumer: ConsumerKey, position: Position): Promise<boolean> {
    const positions = await this.positions();
    return (positions.get(`${consumer.name} ${versionOf(consumer)}`) ?? -1) >= position;
  }

  /** However many wait, one statement at a time asks for all of them. */
  private positions(): Promise<ReadonlyMap<string, Position>> {
    this.reading ??= this.rows(POSITIONS, [])
      .then(
        (rows) =>
          new Map(rows.map(({ name, version, position }) => [`${String(name)} ${String(version)}`, Number(position)])),
      )
      .finally(() => (this.reading = null));
    return this.reading;
  }

  private async rows(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values).catch(translate)).rows;
  }
}

const camelCased = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value instanceof Date ? value.toISOString() : value,
    ]),
  );
