import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { hall, hallModel, takeSeat } from './hall.js';
import { commandOf, hallTable } from './harness.js';
import { prepareHall } from './postgres-harness.js';
import { EventLog, type LogModel } from '../event-log.js';
import { PostgresLogStore } from '../postgres/postgres-store.js';
import { OutdatedProgram } from '../unavailable.js';

const HALLS = 150;

/** A log of halls that people take seats in all the time. */
export class BusyHalls {
  readonly workspaceId = randomUUID();
  readonly failures: unknown[] = [];
  stored = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly owner: Pool,
    readonly app: Pool,
  ) {}

  static async open(): Promise<BusyHalls> {
    const database = await testDatabase();
    const owner = database.ownerPool(4);
    await prepareHall(owner);
    return new BusyHalls(database, owner, database.pool(10));
  }

  log(model: LogModel = hallModel): EventLog {
    return new EventLog(new PostgresLogStore(this.app), model);
  }

  async take(log: EventLog, id: number): Promise<void> {
    await log.decideOne(
      commandOf(this.workspaceId),
      { aggregate: hall, id: String(id), expect: 'latest' as const },
      (state) => takeSeat(state, 'x'),
    );
    this.stored += 1;
  }

  /** So many seats, hall after hall. */
  async fill(seats: number, log = this.log()): Promise<void> {
    for (let done = 0; done < seats; done += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => this.take(log, (done + n) % HALLS)));
    await log.settle();
  }

  /** Eight writers of a program go on while the work is done; where they are told to restart, they end. */
  async during<T>(work: () => Promise<T>, { writers = 8, log = this.log() } = {}): Promise<T> {
    const state = { isOver: false };
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; !state.isOver; n += 1) {
        try {
          await this.take(log, (writer * 19 + n) % HALLS);
        } catch (error) {
          this.failures.push(error);
          if (error instanceof OutdatedProgram) return;
        }
      }
    };
    const all = Array.from({ length: writers }, (_, writer) => write(writer));
    try {
      return await work();
    } finally {
      state.isOver = true;
      await Promise.all(all);
      await log.settle();
    }
  }

  async seats(): Promise<number> {
    const sql = `select coalesce(sum(taken), 0)::int as seats from ${hallTable}`;
    return (await this.owner.query<{ seats: number }>(sql)).rows[0]!.seats;
  }

  async schemas(): Promise<string[]> {
    const sql = `select nspname as name from pg_namespace where nspname ~ '^(beside|kept)_' order by 1`;
    return (await this.owner.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  }
}
