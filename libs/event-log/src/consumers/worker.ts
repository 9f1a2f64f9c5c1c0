import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { HorizonView, LogObserver } from '../observer.js';
import { translate } from '../postgres/failures.js';
import { backoff, jittered, Wake } from '../wake.js';
import { type ConsumerDefinition, versionOf } from './definition.js';
import { errorText } from './error-text.js';
import type { Handler } from './handler.js';
import { type Failure, parkedRow } from './items.js';
import { Lease, LeaseLost, type LeaseOptions } from './lease.js';
import { Pages, type PagesOptions, type ParkedRow } from './pages.js';
import { ProcessHandler } from './process.js';
import { ProjectionHandler } from './projection.js';
import { generationOfConsumer } from './generation.js';
import { statement } from './statements.js';

export interface WorkerOptions extends LeaseOptions, PagesOptions {
  /** Milliseconds between two looks when nobody rings. */
  readonly pollMs: number;
  readonly observer?: LogObserver;
}

const FAILED = { first: 100, most: 5_000 };
/** Milliseconds between two tries to claim what another one holds, at least: the horizon may ring far more often. */
const STANDBY = 200;
/** Looks at the log for one look for wishes to retry when nobody rings for them. */
const RETRIES = 10;

/** One consumer in one process: claims it when nobody else has it, moves it on, and hands it over when stopped. */
export class ConsumerWorker {
  private readonly wake = new Wake();
  private readonly handler: Handler;
  private readonly process: ProcessHandler | null = null;
  private readonly key: readonly [string, number];
  private readonly pages: Pages;
  private readonly generation: string | null;
  private lease: Lease | null = null;
  private toldOf: HorizonView | null = null;
  /** By `performance.now()`: when to look for wishes to retry, although nobody rang for one. */
  private retriesAt = 0;
  /** Whether a timer may be due. */
  private mayFire = true;
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(
    private readonly definition: ConsumerDefinition,
    private readonly options: WorkerOptions,
  ) {
    this.key = [definition.name, versionOf(definition)];
    this.pages = new Pages(options, definition.types);
    this.generation = generationOfConsumer(definition, options.log.model.catalogue);
    if (definition.kind === 'process') this.handler = this.process = new ProcessHandler(definition, options);
    else this.handler = new ProjectionHandler(definition);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the batch under way, then lets another process go on at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.ring();
    await this.running;
  }

  get name(): string {
    return this.definition.name;
  }

  /** A timer came due by the clock alone. */
  readonly due = (): void => {
    this.mayFire = true;
    this.wake.ring();
  };

  /** Whether timers are its business. */
  get fires(): boolean {
    return this.lease !== null && this.definition.kind === 'process' && this.definition.fire !== undefined;
  }

  /** What it holds now. */
  get held(): Lease | null {
    return this.lease;
  }

  /** A ring without anything new in the log is for something beside it: a wish to retry may be among that. */
  private readonly rung = (view: HorizonView): void => {
    if (this.toldOf === null || view === this.toldOf) this.retriesAt = 0;
    this.toldOf = view;
    this.mayFire = true;
    this.wake.ring();
  };

  private async run(): Promise<void> {
    const unfollow = this.options.horizon.follow(this.rung);
    for (let failures = 0; !this.stopped;) {
      try {
        await this.turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        await this.failed(error);
        if (!this.stopped) await this.wake.sleep(backoff(failures, FAILED.first, FAILED.most));
      }
    }
    unfollow();
    await Lease.release(this.options, this.definition).catch(this.report);
  }

  /** One look around: claims the consumer, handles all there is, and sleeps. */
  private async turn(): Promise<void> {
    this.lease ??= await this.claim();
    if (this.lease) await this.catchUp(this.lease);
    else await sleep(jittered(STANDBY));
    if (!this.stopped) await this.wake.sleep(jittered(this.options.pollMs));
  }

  private async claim(): Promise<Lease | null> {
    const lease = await Lease.claim(this.options, this.definition, this.generation);
    if (lease) {
      this.retriesAt = 0;
      this.mayFire = true;
    }
    return lease;
  }

  /** Tries parked streams again where that was asked for; then pages, and timers one by one, each after the events before it. */
  private async catchUp(lease: Lease): Promise<void> {
    const step = async () => (await this.nextPage(lease)) || (await this.fireNext(lease));
    await this.retry(lease);
    while (!this.stopped && (await step()));
  }

  private async retry(lease: Lease): Promise<void> {
    const now = performance.now();
    if (now < this.retriesAt) return;
    this.retriesAt = now + jittered(RETRIES * this.options.pollMs);
    while (!this.stopped && (await this.retryNext(lease)));
  }

  /** Whatever failed, the consumer is claimed anew: then its position is what the database says it is. */
  private async failed(error: unknown): Promise<void> {
    const { lease } = this;
    this.lease = null;
    this.pages.forget();
    if (error instanceof LeaseLost) return;
    this.report(error);
    await lease?.noteFailure(error).catch(this.report);
  }

  private readonly report = (error: unknown): void => {
    this.options.observer?.error?.(error, `consumer ${this.definition.name}`);
  };

  /** False when the consumer has reached the horizon. */
  private async nextPage(lease: Lease): Promise<boolean> {
    const page = await this.pages.after(lease.position);
    if (page === null) return false;
    if (page.items.length === 0) await lease.skipTo(page.to);
    else {
      await this.handler.handle(lease, {
        items: page.items,
        retry: false,
        to: page.to,
        finish: (client, failures) => this.park(client, failures),
      });
    }
    const { horizon, observer } = this.options;
    observer?.consumerLag?.(this.definition.name, Math.max(0, horizon.current().safe - lease.position));
    return true;
  }

  /** False when nothing is due; after that whoever rings, and the clock, tell when to look again. */
  private async fireNext(lease: Lease): Promise<boolean> {
    if (!this.process || !this.mayFire) return false;
    this.mayFire = false;
    const fired = await this.process.fireNext(lease);
    if (fired) this.mayFire = true;
    return fired;
  }

  private async park(client: PoolClient, failures: readonly Failure[]): Promise<void> {
    for (const failure of failures) {
      await client.query(statement('PARK', [...this.key, ...parkedRow(failure)]));
      const { workspaceId, streamId } = failure.event;
      this.options.observer?.parked?.({
        consumer: this.definition.name,
        workspaceId,
        what: streamId,
        error: errorText(failure.error),
      });
    }
  }

  /** Brings one parked stream, from the event it stands at, to where the consumer is; false when no retry was asked for. */
  private async retryNext(lease: Lease): Promise<boolean> {
    const { rows } = await this.options.pool.query<ParkedRow>(statement('RETRY_NEXT', [...this.key])).catch(translate);
    const row = rows[0];
    if (!row) return false;
    const stream = [...this.key, row.workspace_id, row.stream_id];
    const { items, to, full } = await this.pages.ofStream(row, lease.position);
    await this.handler.handle(lease, {
      items,
      retry: true,
      to: lease.position,
      finish: async (client, failures) => {
        if (failures.length > 0) await this.park(client, failures);
        else await client.query(full ? statement('UNPARK_UP_TO', [...stream, to + 1]) : statement('UNPARK', stream));
      },
    });
    return true;
  }
}
