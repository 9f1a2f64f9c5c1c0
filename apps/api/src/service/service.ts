import { CursorCodec, serviceSecret } from '#libs/api-kit';
import {
  type ConsumerDefinition,
  ConsumerRunner,
  type ConsumerRunnerOptions,
  Consumers,
  EventLog,
  Horizon,
  Housekeeping,
  type HousekeepingOptions,
  type LogObserver,
  Past,
  PostgresLogStore,
  RowHistory,
  SandboxClock,
  Sealer,
  type SealerOptions,
} from '#libs/event-log';
import { connect, type Log, Metrics, openPool, type Settings } from '#libs/platform';
import { WebhookSender, type WebhookSenderOptions, WebhookTransport } from '#libs/webhooks';
import type { Pool } from 'pg';
import { consumersOver, logModel } from '../contexts.js';
import { observeLog } from './observe-log.js';

export interface ServiceOptions {
  readonly url: string;
  /** The role every connection works as; null: the user of the address. */
  readonly role: string | null;
  readonly settings: Settings;
  readonly log: Log;
  /** Shown in `pg_stat_activity`, e.g. `twolane api`. */
  readonly name: string;
}

/** Other paces of the asynchronous work than the product's own. */
export interface WorkPaces {
  readonly consumers?: Pick<ConsumerRunnerOptions, 'leaseMs' | 'pollMs'>;
  readonly housekeeping?: Pick<HousekeepingOptions, 'everyMs'>;
  readonly seals?: Pick<SealerOptions, 'due'>;
  readonly webhooks?: Partial<Pick<WebhookSenderOptions, 'leaseMs' | 'pollMs' | 'transport'>>;
}

/** Everything that lives as long as the process and knows no transport: the api, the worker and the command line stand on it. */
export class Service {
  readonly metrics = new Metrics().withProcessMetrics();
  readonly observer: LogObserver;
  /** For whoever asks and decides. */
  readonly pool: Pool;
  /** For the asynchronous work alone: however much of it there is, nobody who asks waits for a connection. */
  private readonly workPool: Pool;
  readonly store: PostgresLogStore;
  readonly events: EventLog;
  private readonly workEvents: EventLog;
  readonly past: Past;
  readonly horizon: Horizon;
  readonly definitions: readonly ConsumerDefinition[];
  readonly consumers: Consumers;
  readonly history: RowHistory;
  readonly clock: SandboxClock;
  readonly webhooks: WebhookTransport;
  cursors: CursorCodec;
  private work: { stop(): Promise<void> }[] = [];

  private constructor(private readonly options: ServiceOptions) {
    const { url, role, settings, log, name } = options;
    this.observer = observeLog(this.metrics, log);
    const connection = { url, role, statementSeconds: settings.statementSeconds };
    const onIdleError = ({ message }: Error): void => {
      // A pool that has ended leaves its connections to close by themselves; an embedded Postgres stops before all of them have.
      if (!this.pool.ending) log.warn({ reason: message }, 'a database connection was lost while idle');
    };
    this.pool = openPool({ ...connection, size: settings.databasePool, applicationName: name, onIdleError });
    const ofWork = { size: settings.databaseWorkPool, applicationName: `${name} work` };
    this.workPool = openPool({ ...connection, ...ofWork, onIdleError });
    this.metrics.watchPool('main', this.pool);
    this.metrics.watchPool('work', this.workPool);
    this.horizon = new Horizon({
      pool: this.pool,
      connect: () => connect({ ...connection, applicationName: `${name} listener` }),
      observer: this.observer,
    });
    const storeOn = (pool: Pool) =>
      new PostgresLogStore(pool, (milliseconds) => {
        this.observer.appended?.(milliseconds);
        this.horizon.signal();
      });
    const onSnapshotError = (error: unknown): void => this.observer.error?.(error, 'snapshot');
    this.store = storeOn(this.pool);
    this.events = new EventLog(this.store, logModel(), onSnapshotError);
    this.workEvents = new EventLog(storeOn(this.workPool), this.events.model, onSnapshotError);
    this.past = new Past({ pool: this.pool, model: this.events.model, observer: this.observer });
    this.definitions = consumersOver(this.workPool);
    this.consumers = new Consumers(this.pool, this.horizon, this.definitions);
    this.history = new RowHistory(this);
    this.webhooks = new WebhookTransport({ allowPrivate: settings.webhookAllowPrivate });
    this.clock = new SandboxClock({ pool: this.pool, horizon: this.horizon, consumers: this.definitions });
  }

  /** @throws Unavailable when the database does not answer */
  static async open(options: ServiceOptions): Promise<Service> {
    const service = new Service(options);
    try {
      service.cursors = new CursorCodec(await serviceSecret(service.pool, 'cursors'));
      await service.horizon.start();
      return service;
    } catch (error) {
      await service.close();
      throw error;
    }
  }

  /** Takes part in the asynchronous work: consumers, timers, housekeeping. Any number of processes may. */
  startWork(paces: WorkPaces = {}): void {
    const { workPool: pool, horizon, observer, past, history, workEvents: log, definitions } = this;
    const runner = new ConsumerRunner({ pool, log, horizon, consumers: definitions, observer, ...paces.consumers });
    const housekeeping = new Housekeeping({
      pool,
      past,
      history,
      sealer: new Sealer({ pool, key: this.options.settings.sealKey, ...paces.seals }),
      keepCommandsDays: this.options.settings.commandRetentionDays,
      observer,
      ...paces.housekeeping,
    });
    const sender = this.webhookSender(paces.webhooks);
    this.work = [runner, housekeeping, sender];
    runner.start();
    housekeeping.start();
    sender.start();
  }

  private webhookSender(pace: WorkPaces['webhooks']): WebhookSender {
    const calls = this.metrics.counter({
      name: 'webhook_calls_total',
      help: 'Calls of webhooks by what came of them.',
      labels: ['delivered'] as const,
    });
    const { workPool: pool, workEvents: log, webhooks: transport, observer } = this;
    return new WebhookSender({
      pool,
      log,
      transport,
      observer,
      epoch: () => this.horizon.current().epoch,
      onOutcome: ({ delivered }) => calls.inc({ delivered: String(delivered) }),
      ...pace,
    });
  }

  /** Lets go of everything, in the order in which it is no longer needed. */
  async close(): Promise<void> {
    await Promise.all(this.work.map((part) => part.stop()));
    await Promise.all([this.events.settle(), this.workEvents.settle(), this.past.settle()]);
    await this.horizon.stop();
    await Promise.all([this.pool.end(), this.workPool.end()]);
  }
}
