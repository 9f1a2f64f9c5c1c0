import { CursorCodec, serviceSecret } from '#libs/api-kit';
import {
  type ConsumerDefinition,
  ConsumerRunner,
  Consumers,
  EventLog,
  Horizon,
  Housekeeping,
  type LogObserver,
  Past,
  PostgresLogStore,
  RowHistory,
  SandboxClock,
  Sealer,
} from '#libs/event-log';
import { connect, type Log, Metrics, openPool, type Settings } from '#libs/platform';
import { WebhookSender, WebhookTransport } from '#libs/webhooks';
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

/** Everything that lives as long as the process and knows no transport: the api, the worker and the command line stand on it. */
export class Service {
  readonly metrics = new Metrics().withProcessMetrics();
  readonly observer: LogObserver;
  readonly pool: Pool;
  readonly store: PostgresLogStore;
  readonly events: EventLog;
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
    const lost = ({ message }: Error): void => {
      // A pool that has ended leaves its connections to close by themselves; an embedded Postgres stops before all of them have.
      if (!this.pool.ending) log.warn({ reason: message }, 'a database connection was lost while idle');
    };
    this.pool = openPool({ ...connection, size: settings.databasePool, applicationName: name, onIdleError: lost });
    this.metrics.watchPool('main', this.pool);
    this.horizon = new Horizon({
      pool: this.pool,
      connect: () => connect({ ...connection, applicationName: `${name} listener` }),
      observer: this.observer,
    });
    this.store = new PostgresLogStore(this.pool, (milliseconds) => {
      this.observer.appended?.(milliseconds);
      this.horizon.signal();
    });
    this.events = new EventLog(this.store, logModel(), (error) => this.observer.error?.(error, 'snapshot'));
    this.past = new Past({ pool: this.pool, model: this.events.model, observer: this.observer });
    this.definitions = consumersOver(this.pool);
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
  startWork(): void {
    const { pool, horizon, observer, past, history, events: log, definitions: consumers } = this;
    const runner = new ConsumerRunner({ pool, log, horizon, consumers, observer });
    const housekeeping = new Housekeeping({
      pool,
      past,
      history,
      sealer: new Sealer({ pool, key: this.options.settings.sealKey }),
      keepCommandsDays: this.options.settings.commandRetentionDays,
      observer,
    });
    const epoch = () => horizon.current().epoch;
    const calls = this.metrics.counter({
      name: 'webhook_calls_total',
      help: 'Calls of webhooks by what came of them.',
      labels: ['delivered'] as const,
    });
    const onOutcome = ({ delivered }: { delivered: boolean }): void => calls.inc({ delivered: String(delivered) });
    const sender = new WebhookSender({ pool, log, epoch, transport: this.webhooks, observer, onOutcome });
    this.work = [runner, housekeeping, sender];
    runner.start();
    housekeeping.start();
    sender.start();
  }

  /** Lets go of everything, in the order in which it is no longer needed. */
  async close(): Promise<void> {
    await Promise.all(this.work.map((part) => part.stop()));
    await Promise.all([this.events.settle(), this.past.settle()]);
    await this.horizon.stop();
    await this.pool.end();
  }
}
