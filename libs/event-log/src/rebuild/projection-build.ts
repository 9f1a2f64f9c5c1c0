import type { EventCatalogue } from '../catalogue.js';
import { type Transaction, versionOf } from '../consumers/definition.js';
import type { Rebuildable } from '../consumers/generation.js';
import { type Item, itemOf, parkedRow } from '../consumers/items.js';
import { type Fence, ProjectionHandler } from '../consumers/projection.js';
import { statement } from '../consumers/statements.js';
import type { Position } from '../event.js';
import { LogPages } from '../postgres/log-pages.js';
import {
  type Connection,
  type Generation,
  inSchema,
  inTransaction,
  markFilled,
  parkedName,
  schemaOf,
} from './generation.js';
import type { RebuildOptions } from './session.js';

/** Events of one transaction. */
const PAGE = 2_000;

/** Applies the log to the tables of a projection beside the live ones. */
export class ProjectionBuild {
  private readonly beside: Rebuildable;
  private readonly handler: ProjectionHandler;
  private reached: Position;

  constructor(
    private readonly client: Connection,
    definition: Rebuildable,
    private readonly catalogue: EventCatalogue,
    private readonly generation: Generation,
  ) {
    // Nothing but rows may come of a rebuild: what a process does is done once.
    if (definition.kind !== 'projection')
      throw new Error(`Only projections are rebuilt, and ${definition.name} is none.`);
    this.reached = generation.position;
    const lead = leadTo(schemaOf(generation.name, 'building'), definition.tables);
    this.beside = {
      ...definition,
      name: parkedName(definition.name, 'building'),
      apply: (events, transaction) => definition.apply(events, ledTransaction(transaction, lead)),
    };
    this.handler = new ProjectionHandler(this.beside);
  }

  get position(): Position {
    return this.reached;
  }

  async fill(upTo: Position, options: RebuildOptions): Promise<void> {
    await this.advance(upTo, { ...options, fence: this.ownTransactions });
    if (!this.generation.filled) await markFilled(this.client, this.generation);
  }

  /** Up to this position and no further. */
  catchUp(upTo: Position): Promise<void> {
    return this.advance(upTo, { fence: this.ownTransactions });
  }

  /** The same inside of the transaction that is open. Where that is taken back, `resetTo` says so. */
  catchUpInside(upTo: Position): Promise<void> {
    const fence: Fence = { fencedTo: (to, work) => this.inSavepoint(() => this.write(to, work)) };
    return this.advance(upTo, { fence });
  }

  /** What was written since was taken back. */
  resetTo(position: Position): void {
    this.reached = position;
  }

  private readonly ownTransactions: Fence = {
    fencedTo: (to, work) => inTransaction(this.client, () => this.write(to, work)),
  };

  private async inSavepoint(work: () => Promise<void>): Promise<void> {
    await this.client.query('savepoint batch');
    try {
      await work();
      await this.client.query('release savepoint batch');
    } catch (error) {
      await this.client.query('rollback to savepoint batch');
      throw error;
    }
  }

  private async write(to: Position, work: Parameters<Fence['fencedTo']>[1]): Promise<void> {
    await work(this.client as Parameters<typeof work>[0]);
    await this.moveTo(to);
  }

  private moveTo(to: Position): Promise<unknown> {
    return this.client.query(`update log.generation set position = $1 where name = $2 and state = 'building'`, [
      to,
      this.generation.name,
    ]);
  }

  private async advance(
    upTo: Position,
    { fence, onProgress, signal }: RebuildOptions & { readonly fence: Fence },
  ): Promise<void> {
    const pages = new LogPages({ pool: this.client, types: this.beside.types, pageSize: PAGE });
    while (this.reached < upTo) {
      signal?.throwIfAborted();
      const { events, to } = await pages.read(this.reached, upTo);
      const items = events.map((event) => itemOf(event, this.catalogue));
      await this.apply(items, to, fence);
      this.reached = to;
      onProgress?.({ name: this.generation.name, done: to, total: upTo });
    }
  }

  private async apply(items: readonly Item[], to: Position, fence: Fence): Promise<void> {
    if (items.length === 0) {
      await this.moveTo(to);
      return;
    }
    const key = [this.beside.name, versionOf(this.beside)];
    await this.handler.handle(fence, {
      items,
      retry: false,
      to,
      finish: async (client, failures) => {
        for (const failure of failures) await client.query(statement('PARK', [...key, ...parkedRow(failure)]));
      },
    });
  }
}

/** Puts the tables of the schema in the place of those that a statement names. */
export function leadTo(schema: string, tables: readonly string[]): (sql: string) => string {
  const names = tables.map((table) => table.replace('.', '\\.')).join('|');
  const pattern = new RegExp(`(?<![\\w."])(?:${names})(?![\\w"])`, 'g');
  const known = new Map<string, string>();
  return (sql) => {
    const led = known.get(sql) ?? sql.replace(pattern, (table) => inSchema(schema, table));
    if (known.size < 1_000) known.set(sql, led);
    return led;
  };
}

interface Statement {
  readonly text: string;
}

/** A statement that is prepared under its name is the one for the live tables. */
const ledTransaction = (transaction: Transaction, lead: (sql: string) => string): Transaction => {
  const query = (given: string | Statement, ...rest: readonly unknown[]): unknown => {
    const led = typeof given === 'string' ? lead(given) : { ...given, name: undefined, text: lead(given.text) };
    return (transaction.query as (...all: readonly unknown[]) => unknown).call(transaction, led, ...rest);
  };
  return { query: query as Transaction['query'] };
};
