import { randomUUID } from 'node:crypto';
import {
  type Command,
  type ConsumerDefinition,
  ConsumerRunner,
  Consumers,
  EventCatalogue,
  EventLog,
  Horizon,
  type Instant,
  PostgresLogStore,
  type Position,
  type Recorded,
  registerInlineViews,
  SandboxClock,
} from '#libs/event-log';
import { Workspaces } from '#libs/people';
import { connect } from '#libs/platform';
import { policiesModel } from '#libs/policies';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import type { Pool } from 'pg';
import { request, type RequestEvent } from './domain/index.js';
import { requestsModel } from './events.js';

const events = [...policiesModel.events, ...requestsModel.events];
const aggregates = [...policiesModel.aggregates, ...requestsModel.aggregates];
const views = [...policiesModel.views, ...requestsModel.views];

export const TEAMS = ['a1b0c1d2-0000-4000-8000-000000000001', 'a1b0c1d2-0000-4000-8000-000000000002'] as const;
export const PERSON = 'a1b0c1d2-0000-4000-8000-000000000003';

/** The first fact of a request. */
export const drafted = (number: number, consumerTeamId: string = TEAMS[0]): RequestEvent => ({
  type: 'RequestDrafted',
  data: {
    number,
    title: 'Spring landing page',
    type: 'LANDING_PAGE',
    consumerTeamId,
    requesterId: PERSON,
    source: { kind: 'FORM', ref: null },
  },
});

export const commandIn = (workspaceId: string): Command => ({
  workspaceId,
  commandId: randomUUID(),
  operation: 'test',
  requestHash: '00'.repeat(32),
  actorId: PERSON,
  actorRole: 'MARKETING_MEMBER',
  correlationId: 'spec',
});

/** This context on a database of its own: facts are recorded as they are given, consumers follow the log. */
export class RequestsBench {
  readonly horizon: Horizon;
  readonly store: PostgresLogStore;
  readonly log: EventLog;
  readonly consumers: Consumers;
  readonly parked: string[] = [];
  private readonly stops: (() => Promise<void>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly owner: Pool,
    readonly pool: Pool,
  ) {
    this.horizon = new Horizon({
      pool,
      pollMs: 200,
      connect: () => connect({ url: database.url, applicationName: 'spec' }),
    });
    this.store = new PostgresLogStore(pool, this.horizon.signal);
    this.log = new EventLog(this.store, { catalogue: new EventCatalogue(events), aggregates, views });
    this.consumers = new Consumers(pool, this.horizon);
  }

  static async open(): Promise<RequestsBench> {
    const database = await testDatabase();
    const owner = database.ownerPool(2);
    await registerInlineViews(owner, { catalogue: new EventCatalogue(events), aggregates, views });
    const bench = new RequestsBench(database, owner, database.pool(12));
    await bench.horizon.start();
    return bench;
  }

  /** A workspace whose clock stands at `startsAt` until it is moved. */
  async sandbox(timeZone: string, startsAt: Instant): Promise<string> {
    const clock = this.clock([]);
    const clocks = { createSandbox: (id: string, at: string) => clock.create(id, at) };
    return (await new Workspaces(this.pool, clocks).create({ name: timeZone, sandbox: true, timeZone, startsAt }))
      .workspaceId;
  }

  clock(consumers: readonly ConsumerDefinition[]): SandboxClock {
    return new SandboxClock({ pool: this.pool, horizon: this.horizon, consumers });
  }

  /** Stores facts that happened, whoever decided them. */
  async record(workspaceId: string, requestId: string, ...facts: readonly RequestEvent[]): Promise<Position> {
    const stream = { aggregate: request, id: requestId, expect: 'latest' as const };
    const { position } = await this.log.decideOne(commandIn(workspaceId), stream, () => facts);
    if (position === null) throw new Error('No fact was given.');
    return position;
  }

  history(workspaceId: string, requestId: string): Promise<Recorded[]> {
    return this.log.readStream({ workspaceId, streamId: `${request.type}-${requestId}` });
  }

  /** Runs consumers until the bench ends or the runner is stopped. */
  run(consumers: readonly ConsumerDefinition[]): ConsumerRunner {
    const { pool, log, horizon } = this;
    const observer = {
      parked: ({ what, error }: { what: string; error: string }) => void this.parked.push(`${what}: ${error}`),
    };
    const runner = new ConsumerRunner({ pool, log, horizon, consumers, observer, pollMs: 200 });
    runner.start();
    this.stops.push(() => runner.stop());
    return runner;
  }

  async end(): Promise<void> {
    for (const stop of this.stops) await stop();
    await this.log.settle();
    await this.horizon.stop();
    await this.database.drop();
  }
}
