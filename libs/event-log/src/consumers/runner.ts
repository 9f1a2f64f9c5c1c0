import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Pool } from 'pg';
import { CatalogueError } from '../catalogue.js';
import type { EventLog } from '../event-log.js';
import type { LogObserver } from '../observer.js';
import type { Horizon } from '../postgres/horizon.js';
import type { ConsumerDefinition } from './definition.js';
import { DueWatch } from './due-watch.js';
import { Lease, type LeaseOptions } from './lease.js';
import { ConsumerWorker } from './worker.js';

export interface ConsumerRunnerOptions {
  /** Two connections for each consumer this process may own are enough. */
  readonly pool: Pool;
  readonly log: EventLog;
  /** Started by whoever made it. */
  readonly horizon: Horizon;
  readonly consumers: readonly ConsumerDefinition[];
  /** Milliseconds after which others take over from a process that died; 10,000 unless told. */
  readonly leaseMs?: number;
  /** Milliseconds between two looks when nobody rings; 1,000 unless told, jittered. */
  readonly pollMs?: number;
  /** Events of one transaction of a projection at most; 500 unless told. */
  readonly pageSize?: number;
  readonly observer?: LogObserver;
}

/** Events a process reacts to between two checkpoints, at most: after a crash they are reacted to again. */
const PROCESS_PAGE = 50;

/** Runs consumers in this process. Several processes may run the same ones: each consumer has one owner at a time. */
export class ConsumerRunner {
  private readonly workers: readonly ConsumerWorker[];
  /** The name of this process beside the consumers it holds. */
  readonly owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;

  private readonly leasing: LeaseOptions;
  private readonly observer: LogObserver | undefined;
  private readonly timers: DueWatch;
  private heart: NodeJS.Timeout | undefined;

  constructor({ consumers, leaseMs = 10_000, pollMs = 1_000, pageSize = 500, ...rest }: ConsumerRunnerOptions) {
    checkDefinitions(consumers, rest.log);
    this.leasing = { pool: rest.pool, owner: this.owner, leaseMs };
    this.observer = rest.observer;
    this.workers = consumers.map((definition) => {
      const size = definition.kind === 'process' ? Math.min(pageSize, PROCESS_PAGE) : pageSize;
      return new ConsumerWorker(definition, { ...rest, owner: this.owner, leaseMs, pollMs, pageSize: size });
    });
    const firing = () => this.workers.filter(({ fires }) => fires);
    this.timers = new DueWatch({
      ...rest,
      pollMs,
      names: () => firing().map(({ name }) => name),
      onDue: (due) => firing().forEach(({ name, due: ring }) => name === due && ring()),
    });
  }

  start(): void {
    for (const worker of this.workers) worker.start();
    this.timers.start();
    this.heart ??= setInterval(() => void this.renew(), this.leasing.leaseMs / 3);
  }

  /** Finishes what is under way and releases every lease. */
  async stop(): Promise<void> {
    await Promise.all([this.timers.stop(), ...this.workers.map((worker) => worker.stop())]);
    clearInterval(this.heart);
  }

  private async renew(): Promise<void> {
    const held = this.workers.flatMap(({ held: lease }) => lease ?? []);
    await Lease.renew(this.leasing, held).catch((error: unknown) => this.observer?.error?.(error, 'leases'));
  }
}

/** A consumer of events nobody declared would wait for them in silence. */
function checkDefinitions(consumers: readonly ConsumerDefinition[], { model }: EventLog): void {
  const names = new Set(consumers.map(({ name, version = 1 }) => `${name} ${version}`));
  if (names.size < consumers.length) throw new CatalogueError('Two consumers have the same name and version.');
  const declared = new Set(model.catalogue.types.map(({ type }) => type));
  for (const { name, types } of consumers) {
    const unknown = types.find((type) => !declared.has(type));
    if (unknown !== undefined)
      throw new CatalogueError(`Consumer ${name} reads event type ${unknown}, which is not declared.`);
  }
}
