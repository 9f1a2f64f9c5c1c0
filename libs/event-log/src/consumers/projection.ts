import type { PoolClient } from 'pg';
import type { Recorded } from '../event.js';
import { mayPass } from '../postgres/failures.js';
import type { ProjectionConsumer } from './definition.js';
import { type Batch, type Handler, Poison, tryEach, unparked } from './handler.js';
import type { Lease } from './lease.js';

/** What a batch is committed under: a lease, or the lock of whoever builds rows beside the live ones. */
export type Fence = Pick<Lease, 'fencedTo'>;

/** Applies a batch in one transaction with the position; when it throws, the events one by one, to find the stream to blame. */
export class ProjectionHandler implements Handler {
  constructor(private readonly definition: ProjectionConsumer) {}

  async handle(lease: Fence, batch: Batch): Promise<void> {
    if (batch.items.some(({ problem }) => problem !== null)) return this.oneByOne(lease, batch);
    try {
      await this.together(lease, batch);
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      await this.oneByOne(lease, batch);
    }
  }

  private together(lease: Fence, batch: Batch): Promise<void> {
    return lease.fencedTo(batch.to, async (client) => {
      const items = await unparked(client, this.definition, batch);
      if (items.length > 0)
        await this.apply(
          items.map(({ event }) => event),
          client,
        );
      await batch.finish(client, []);
    });
  }

  private oneByOne(lease: Fence, batch: Batch): Promise<void> {
    return lease.fencedTo(batch.to, async (client) => {
      const items = await unparked(client, this.definition, batch);
      const failures = await tryEach(items, async (event) => {
        await client.query('savepoint event');
        try {
          await this.apply([event], client);
          await client.query('release savepoint event');
        } catch (error) {
          if (error instanceof Poison) await client.query('rollback to savepoint event');
          throw error;
        }
      });
      await batch.finish(client, failures);
    });
  }

  private async apply(events: readonly Recorded[], client: PoolClient): Promise<void> {
    try {
      await this.definition.apply(events, client);
    } catch (error) {
      throw mayPass(error) ? error : new Poison(error);
    }
  }
}
