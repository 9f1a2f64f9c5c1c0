import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { commandOf, happened, requestOf } from '../contract/harness.js';
import type { Position } from '../event.js';
import { PostgresLogStore } from '../postgres/postgres-store.js';
import { Sealer, type SealerOptions } from './sealer.js';

/** A log of its own with few events, and somebody with every right and a bad intention. */
export class SealBench {
  readonly workspaceId = randomUUID();

  private constructor(
    readonly database: TestDatabase,
    readonly app: Pool,
    readonly owner: Pool,
  ) {}

  static async open(): Promise<SealBench> {
    const database = await testDatabase();
    return new SealBench(database, database.pool(), database.ownerPool(2));
  }

  /** Appends to `thing-a`, `thing-b` and `thing-c` in turns and lets the horizon pass. */
  async happen(times: number): Promise<void> {
    const store = new PostgresLogStore(this.app);
    for (let turn = 0; turn < times; turn += 1) {
      const id = `thing-${'abc'[turn % 3]!}`;
      await store.append(
        requestOf(commandOf(this.workspaceId), { id, expected: 'any', facts: happened(`turn ${turn}`) }),
      );
    }
    await this.owner.query('select log.advance_horizon()');
  }

  sealer(options: Partial<SealerOptions> = {}): Sealer {
    return new Sealer({ pool: this.app, ...options });
  }

  async positions(): Promise<Position[]> {
    const { rows } = await this.owner.query<{ position: number }>('select position from log.event order by 1');
    return rows.map(({ position }) => position);
  }

  /** Without triggers, as whoever owns the server can. */
  async tamper(...statements: readonly string[]): Promise<void> {
    const client = await this.owner.connect();
    try {
      await client.query('set session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
    } finally {
      client.release(true);
    }
  }
}
