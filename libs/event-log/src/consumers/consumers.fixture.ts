import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { connect } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { hall, hallModel, takeSeat } from '../contract/hall.js';
import { commandOf } from '../contract/harness.js';
import { EventLog } from '../event-log.js';
import type { Position } from '../event.js';
import { streamId } from '../event.js';
import type { LogObserver } from '../observer.js';
import { Horizon } from '../postgres/horizon.js';
import { PostgresLogStore } from '../postgres/postgres-store.js';
import { Consumers } from './consumers.js';
import type { ConsumerDefinition, ProjectionConsumer } from './definition.js';
import { ConsumerRunner, type ConsumerRunnerOptions } from './runner.js';

/** Polls until the condition holds. @throws after the deadline, naming what was waited for */
export const until = async (
  what: string,
  condition: () => Promise<boolean> | boolean,
  deadlineMs = 20_000,
): Promise<void> => {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await sleep(10);
  }
};

/** A gate that stays shut until it is opened. */
export const gate = (): { readonly passed: Promise<void>; readonly open: () => void } => {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
};

export const hallId = (id: string): string => streamId({ type: hall.type, id });

/** What a projection writes in these specs: one row for each event it was given, so that a second time shows as an error or a row. */
export const SEEN = `
create table public.seen (
  consumer text not null, position bigint not null, workspace_id uuid not null, stream_id text not null, version int not null,
  note text, ordinal bigint generated always as identity
);
grant select, insert on public.seen to twolane_app;
`;

export interface Seen {
  readonly position: Position;
  readonly streamId: string;
  readonly version: number;
}

type Applied = ProjectionConsumer['apply'];

export const INSERT_SEEN = `
insert into public.seen (consumer, position, workspace_id, stream_id, version)
select $1, * from unnest($2::bigint[], $3::uuid[], $4::text[], $5::int[])`;

/** A projection that writes down what it sees; `before` may fail. */
export const witness = (name: string, before: Applied = () => Promise.resolve()): ProjectionConsumer => ({
  kind: 'projection',
  name,
  types: ['SeatTaken'],
  async apply(events, transaction) {
    await before(events, transaction);
    await transaction.query(INSERT_SEEN, [
      name,
      events.map(({ position }) => position),
      events.map(({ workspaceId }) => workspaceId),
      events.map((event) => event.streamId),
      events.map(({ version }) => version),
    ]);
  },
});

/** A log, a horizon and consumers on a database of their own, working as the service's role. */
export const consumerBench = async (): Promise<ConsumerBench> => {
  const database = await testDatabase();
  const owner = database.ownerPool(2);
  await owner.query(SEEN);
  const bench = new ConsumerBench(database, owner, database.pool(12));
  await bench.horizon.start();
  return bench;
};

export class ConsumerBench {
  readonly horizon: Horizon;
  readonly log: EventLog;
  readonly consumers: Consumers;
  readonly errors: string[] = [];
  readonly observer: LogObserver = { error: (error, where) => this.errors.push(`${where}: ${String(error)}`) };
  private readonly stops: (() => Promise<void>)[] = [];

  constructor(
    readonly database: TestDatabase,
    readonly owner: Pool,
    readonly pool: Pool,
  ) {
    this.horizon = this.newHorizon();
    this.log = new EventLog(new PostgresLogStore(pool, this.horizon.signal), { ...hallModel, views: [] });
    this.consumers = new Consumers(pool, this.horizon);
  }

  newHorizon(options: { listen?: boolean; pollMs?: number } = {}): Horizon {
    const { listen = true, pollMs = 200 } = options;
    const own = { connect: () => connect({ url: this.database.url, applicationName: 'listener' }) };
    const horizon = new Horizon({ pool: this.pool, pollMs, observer: this.observer, ...(listen ? own : {}) });
    this.stops.push(() => horizon.stop());
    return horizon;
  }

  /** A runner that is started, and stopped with the bench. */
  run(consumers: readonly ConsumerDefinition[], options: Partial<ConsumerRunnerOptions> = {}): ConsumerRunner {
    const { pool, log, horizon, observer } = this;
    const runner = new ConsumerRunner({ pool, log, horizon, consumers, observer, pollMs: 200, ...options });
    runner.start();
    this.stops.unshift(() => runner.stop());
    return runner;
  }

  /** Lets somebody take a seat; resolves to the event's position. */
  async take(workspaceId: string, hallName: string, by: string = randomUUID()): Promise<Position> {
    const stream = { aggregate: hall, id: hallName, expect: 'latest' as const };
    const { position } = await this.log.decideOne(commandOf(workspaceId), stream, (state) => takeSeat(state, by));
    return position!;
  }

  async seen(consumer: string): Promise<Seen[]> {
    const sql = `select position::float8 as position, stream_id as "streamId", version from public.seen where consumer = $1 order by ordinal`;
    return (await this.owner.query<Seen>(sql, [consumer])).rows;
  }

  async positionOf(name: string): Promise<Position | null> {
    const sql = 'select position::float8 as position from log.consumer where name = $1';
    return (await this.owner.query<{ position: number }>(sql, [name])).rows[0]?.position ?? null;
  }

  async end(): Promise<void> {
    for (const stop of this.stops) await stop();
    await this.log.settle();
    await this.database.drop();
  }
}
