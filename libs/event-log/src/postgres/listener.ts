import type { Client } from 'pg';
import { backoff, Wake } from '../wake.js';

/**
 * LISTENs on a connection of its own, made by `connect` (a connected client; not one of a pool, and not through a pooler in
 * transaction mode). Connects again by itself. Notifications are hints: whoever gets none still polls.
 */
export class NotificationListener {
  private readonly wake = new Wake();
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(
    private readonly connect: () => Promise<Client>,
    private readonly notified: (payload: string) => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopped;) {
      try {
        await this.listen(() => (failures = 0));
      } catch (error) {
        this.onError(error);
      }
      failures += 1;
      if (!this.stopped) await this.wake.sleep(backoff(failures, 100, 10_000));
    }
  }

  /** Returns when the connection is lost or the listener is stopped. */
  private async listen(connected: () => void): Promise<void> {
    const client = await this.connect();
    let lost = false;
    const onLoss = (): void => {
      lost = true;
      this.wake.ring();
    };
    client
      .on('error', onLoss)
      .on('end', onLoss)
      .on('notification', ({ payload }) => this.notified(payload ?? ''));
    try {
      await client.query('listen log_horizon');
      connected();
      // What was said before this connection stood was said to nobody.
      this.notified('');
      while (!lost && !this.stopped) await this.wake.sleep(60_000);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
