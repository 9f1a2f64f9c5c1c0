import type { PoolClient } from 'pg';
import type { EventLog } from '../event-log.js';
import { type EventTuple, decodeEvent } from '../postgres/decode.js';
import type { Position } from '../event.js';
import type { LogObserver } from '../observer.js';
import { translate } from '../postgres/failures.js';
import type { Horizon } from '../postgres/horizon.js';
import { backoff, jittered, Wake } from '../wake.js';
import { type ConsumerDefinition, versionOf } from './definition.js';
import { errorText } from './error-text.js';
import type { Handler } from './handler.js';
import { type Failure, itemOf, type Page, parkedRow } from './items.js';
import { Lease, LeaseLost, type LeaseOptions } from './lease.js';
import { ProcessHandler } from './process.js';
import { ProjectionHandler } from './projection.js';
import { statement } from './statements.js';

export interface WorkerOptions extends LeaseOptions {
  readonly log: EventLog;
  readonly horizon: Horizon;
  /** Milliseconds between two looks when nobody rings. */
  readonly pollMs: number;
  /** Events of one batch at most. */
  readonly pageSize: number;
  readonly observer?: LogObserver;
}

interface ParkedRow {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly position: string | number;
}

const FAILED = { first: 100, most: 5_000 };
/** Milliseconds between two tries to claim what another one holds, at least: the horizon may ring far more often. */
const STANDBY = 200;

/** One consumer in one process: claims it when nobody else has it, moves it on, and hands it over when stopped. */
export class ConsumerWorker {
  private readonly wake = new Wake();
  private readonly handler: Handler;
  private readonly process: ProcessHandler | null;
  private readonly key: readonly [string, number];
  private lease: Lease | null = null;
  private ahead: { readonly from: Position; readonly page: Promise<Page> } | null = null;
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(
    private readonly definition: ConsumerDefinition,
    private readonly options: WorkerOptions,
  ) {
    this.key = [definition.name, versionOf(definition)];
    this.process = definition.kind === 'process' ? new ProcessHandler(definition, options) : null;
    this.handler = definition.kind === 'process' ? new ProcessHandler(definition, options) : new ProjectionHandler(definition);
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

  private async run(): Promise<void> {
    const unfollow = this.options.horizon.follow(this.wake.ring);
    const heart = setInterval(() => void this.lease?.heartbeat().catch(this.report), this.options.leaseMs / 3);
    for (let failures = 0; !this.stopped; ) {
      try {
        await this.turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        await this.failed(error);
        if (!this.stopped) await this.wake.sleep(backoff(failures, FAILED.first, FAILED.most));
      }
    }
    clearInterval(heart);
    unfollow();
    await Lease.release(this.options, this.definition).catch(this.report);
  }

  /** One look around: claims, tries parked streams again where that was asked for, handles all there is, and sleeps. */
  private async turn(): Promise<void> {
    this.lease ??= await Lease.claim(this.options, this.definition);
    const { lease } = this;
    if (lease) {
      while (!this.stopped && (await this.retryNext(lease)));
      while (!this.stopped && ((await this.nextPage(lease)) || (await this.process?.fireNext(lease))));
    } else {
      await new Promise((resolve) => setTimeout(resolve, jittered(STANDBY)));
    }
    if (!this.stopped) await this.wake.sleep(jittered(this.options.pollMs));
  }

  /** Whatever failed, the consumer is claimed anew: then its position is what the database says it is. */
  private async failed(error: unknown): Promise<void> {
    const { lease } = this;
    this.lease = null;
    this.ahead = null;
    if (error instanceof LeaseLost) return;
    this.report(error);
    await lease?.noteFailure(error).catch(this.report);
  }

  private readonly report = (error: unknown): void => {
    this.options.observer?.error?.(error, `consumer ${this.definition.name}`);
  };

  /** False when the consumer has reached the horizon. */
  private async nextPage(lease: Lease): Promise<boolean> {
    const { safe } = this.options.horizon.current();
    if (safe <= lease.position) return false;
    const page = await (this.ahead?.from === lease.position ? this.ahead.page : this.read(lease.position, safe));
    this.ahead = page.full ? this.fetchAhead(page.to) : null;
    if (page.items.length === 0) await lease.skipTo(page.to);
    else {
      await this.handler.handle(lease, {
        items: page.items,
        retry: false,
        to: page.to,
        finish: (client, failures) => this.park(client, failures),
      });
    }
    this.options.observer?.consumerLag?.(this.definition.name, Math.max(0, this.options.horizon.current().safe - lease.position));
    return true;
  }

  /** The next page is on its way while this one is handled. */
  private fetchAhead(from: Position): { from: Position; page: Promise<Page> } {
    const page = this.read(from, this.options.horizon.current().safe);
    // Whoever takes the page hears of its failure; until then nobody listens.
    page.catch(() => undefined);
    return { from, page };
  }

  private async read(after: Position, safe: Position): Promise<Page> {
    const { pool, pageSize } = this.options;
    const { rows } = await pool.query<{ event: EventTuple }>(statement('PAGE', [after, safe, this.definition.types, pageSize])).catch(translate);
    return this.pageOf(rows, safe);
  }

  private pageOf(rows: readonly { event: EventTuple }[], end: Position): Page {
    const { log, pageSize } = this.options;
    const items = rows.map(({ event }) => itemOf(decodeEvent(event), log.model.catalogue));
    const full = items.length === pageSize;
    return { items, full, to: full ? items.at(-1)!.event.position : end };
  }

  private async park(client: PoolClient, failures: readonly Failure[]): Promise<void> {
    for (const failure of failures) {
      await client.query(statement('PARK', [...this.key, ...parkedRow(failure)]));
      const { workspaceId, streamId } = failure.event;
      this.options.observer?.parked?.({ consumer: this.definition.name, workspaceId, what: streamId, error: errorText(failure.error) });
    }
  }

  /** Brings one parked stream, from the event it stands at, to where the consumer is; false when no retry was asked for. */
  private async retryNext(lease: Lease): Promise<boolean> {
    const { pool, pageSize } = this.options;
    const { rows } = await pool.query<ParkedRow>(statement('RETRY_NEXT', [...this.key])).catch(translate);
    const row = rows[0];
    if (!row) return false;
    const stream = [row.workspace_id, row.stream_id];
    const values = [row.position, lease.position, this.definition.types, pageSize, ...stream];
    const found = await pool.query<{ event: EventTuple }>(statement('STREAM_PAGE', values)).catch(translate);
    const page = this.pageOf(found.rows, lease.position);
    await this.handler.handle(lease, {
      items: page.items,
      retry: true,
      to: lease.position,
      finish: async (client, failures) => {
        if (failures.length > 0) await this.park(client, failures);
        else if (page.full) await client.query(statement('UNPARK_UP_TO', [...this.key, ...stream, page.to + 1]));
        else await client.query(statement('UNPARK', [...this.key, ...stream]));
      },
    });
    return true;
  }
}
