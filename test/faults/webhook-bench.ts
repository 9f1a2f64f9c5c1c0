import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ConsumerRunner, Consumers, type EventLog, Horizon, registerInlineViews } from '#libs/event-log';
import {
  type TransportOptions,
  WEBHOOK_OUTBOX,
  webhook,
  webhooksConsumers,
  WebhookSender,
  type WebhookSenderOptions,
  type WebhookTerms,
  WebhookTransport,
} from '#libs/webhooks';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { Receiver } from '#test/kit/receiver';
import type { Pool } from 'pg';
import { happen, hookModel, openHookLog, register, termsAt } from './webhook-model.js';

const APP = fileURLToPath(new URL('./webhook-app.mjs', import.meta.url));

export const until = async (what: string, condition: () => Promise<boolean> | boolean): Promise<void> => {
  const deadline = performance.now() + 40_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`It never came: ${what}`);
    await sleep(10);
  }
};

/** What a sender of the bench does otherwise than all others. */
export type BenchSender = Partial<Omit<WebhookSenderOptions, 'transport'>> & {
  readonly transport?: Partial<TransportOptions>;
};

/** What is written of a try. */
export interface Logged {
  readonly state: string;
  readonly number: number | null;
  readonly status_code: number | null;
  readonly answer: string | null;
  readonly error: string | null;
}

interface Parts {
  readonly database: TestDatabase;
  readonly owner: Pool;
  readonly pool: Pool;
  readonly horizon: Horizon;
}

/** A log with webhooks, an outbox that runs when it is told to, and senders that go by a clock of their own. */
export class HookBench {
  /** What senders go by, in milliseconds. */
  clock = 0;
  readonly log: EventLog;
  readonly owner: Pool;
  readonly database: TestDatabase;
  private workspaceId = randomUUID() as string;
  private readonly state: Consumers;
  private receivers: Receiver[] = [];
  private apps: ChildProcessWithoutNullStreams[] = [];

  private constructor(private readonly parts: Parts) {
    const { pool, horizon } = parts;
    ({ database: this.database, owner: this.owner } = parts);
    this.log = openHookLog(pool, horizon.signal);
    this.state = new Consumers(pool, horizon);
  }

  static async open(): Promise<HookBench> {
    const database = await testDatabase();
    const owner = database.ownerPool(3);
    await registerInlineViews(owner, hookModel());
    const pool = database.pool(12);
    const horizon = new Horizon({ pool, pollMs: 50 });
    await horizon.start();
    return new HookBench({ database, owner, pool, horizon });
  }

  async close(): Promise<void> {
    await this.parts.horizon.stop();
    await this.database.drop();
  }

  /** A new workspace, in the present. */
  begin(): string {
    this.clock = Date.now();
    this.workspaceId = randomUUID();
    return this.workspaceId;
  }

  async end(): Promise<void> {
    for (const app of this.apps) app.kill('SIGKILL');
    this.apps = [];
    for (const receiver of this.receivers) await receiver.stop();
    this.receivers = [];
    await this.owner.query('delete from webhooks.delivery; delete from webhooks.lane');
  }

  async receiver(): Promise<Receiver> {
    const started = await Receiver.start();
    this.receivers.push(started);
    return started;
  }

  outbox(): ConsumerRunner {
    const { pool, horizon } = this.parts;
    const consumers = webhooksConsumers(hookModel().catalogue.types.map(({ type }) => type));
    return new ConsumerRunner({ pool, log: this.log, horizon, consumers, pollMs: 50 });
  }

  /** Lets the outbox take what has happened, up to this position; the clock stands somewhat ahead of that afterwards. */
  async collected(position: number): Promise<void> {
    const runner = this.outbox();
    runner.start();
    await this.state.waitFor({ name: WEBHOOK_OUTBOX }, position, { timeoutMs: 40_000 });
    await runner.stop();
    this.clock = Math.max(this.clock, Date.now() + 2000);
  }

  /** @returns where the last of them stands */
  async events(count: number): Promise<number> {
    let position = 0;
    for (let n = 0; n < count; n += 1) position = await happen(this.log, this.workspaceId);
    return position;
  }

  hook(url: string, more: Partial<WebhookTerms> = {}) {
    return register({ log: this.log, pool: this.parts.pool }, this.workspaceId, termsAt(url, more));
  }

  /** A webhook, and an event it is to be told of. */
  async one(url: string) {
    const made = await this.hook(url);
    await this.collected(await this.events(1));
    return made;
  }

  sender({ transport = {}, ...more }: BenchSender = {}): WebhookSender {
    return new WebhookSender({
      pool: this.parts.pool,
      log: this.log,
      epoch: () => 'e1',
      transport: new WebhookTransport({ allowPrivate: true, ...transport }),
      now: () => new Date(this.clock),
      ...more,
    });
  }

  /** A sender in a process of its own, to be killed or frozen; see `webhook-app.mjs`. */
  start() {
    const app = spawn(process.execPath, [APP, this.database.url]);
    app.stderr.pipe(process.stderr);
    this.apps.push(app);
    const said: string[] = [];
    createInterface({ input: app.stdout }).on('line', (line) => said.push(line));
    return { app, says: (word: string) => until(`it says ${word}, it said ${said.join()}`, () => said.includes(word)) };
  }

  async logged(webhookId: string): Promise<Logged[]> {
    const { rows } = await this.owner.query<Logged>(
      `select d.state, a.number, a.status_code, a.answer, a.error from webhooks.delivery d
       left join webhooks.attempt a using (workspace_id, delivery_id)
       where d.webhook_id = $1 order by d.position, a.number`,
      [webhookId],
    );
    return rows;
  }

  /** What the outbox has written for a webhook. */
  async matched(webhookId: string): Promise<{ stream_id: string; position: number }[]> {
    const { rows } = await this.owner.query<{ stream_id: string; position: number }>(
      'select stream_id, position::float8 as position from webhooks.delivery where webhook_id = $1 order by position',
      [webhookId],
    );
    return rows;
  }

  factsOf(webhookId: string) {
    return this.log.readStream({ workspaceId: this.workspaceId, streamId: `${webhook.type}-${webhookId}` });
  }
}
