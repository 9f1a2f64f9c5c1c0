import type { Pool, PoolClient } from 'pg';
import type { Position } from '../event.js';
import { translate } from '../postgres/failures.js';
import { OutdatedProgram } from '../unavailable.js';
import { type ConsumerDefinition, versionOf } from './definition.js';
import { errorText } from './error-text.js';
import { statement } from './statements.js';

/** Another owner has the consumer, or may have it by now: nothing more is written under this lease. */
export class LeaseLost extends Error {}

export interface LeaseOptions {
  readonly pool: Pool;
  /** Names this process among all that run consumers. */
  readonly owner: string;
  /** Milliseconds a lease runs without being renewed. */
  readonly leaseMs: number;
}

interface Claimed {
  readonly epoch: string | number;
  readonly position: string | number;
}

/** Whether another holds it, or its rows are of another code. */
async function notClaimed(pool: Pool, key: readonly unknown[], generation: string | null): Promise<null> {
  if (generation === null) return null;
  const { rows } = await pool.query<{ generation: string | null }>(statement('GENERATION', [...key])).catch(translate);
  const live = rows[0]?.generation ?? null;
  if (live !== null && live !== generation) throw new OutdatedProgram(`${String(key[0])} is of generation ${live}`);
  return null;
}

/** The right to move a consumer on, held under a fencing epoch: every write checks in its own transaction that no newer one was given. */
export class Lease {
  private readonly key: readonly [string, number];
  private reached: Position;
  private until: number;
  private inTransaction = false;

  private constructor(
    private readonly options: LeaseOptions,
    definition: ConsumerDefinition,
    { epoch, position }: Claimed,
    began: number,
  ) {
    this.key = [definition.name, versionOf(definition)];
    this.epoch = Number(epoch);
    this.reached = Number(position);
    this.until = began + options.leaseMs;
  }

  readonly epoch: number;

  /** Null: somebody else holds it. @throws OutdatedProgram, Unavailable */
  static async claim(
    options: LeaseOptions,
    definition: ConsumerDefinition,
    generation: string | null = null,
  ): Promise<Lease | null> {
    const { pool, owner, leaseMs } = options;
    const key = [definition.name, versionOf(definition)];
    const began = performance.now();
    const claim = () => pool.query<Claimed>(statement('CLAIM', [...key, owner, leaseMs, generation])).catch(translate);
    await pool.query(statement('REGISTER', [...key, definition.kind, generation])).catch(translate);
    const { rows } = await claim();
    if (!rows[0]) return notClaimed(pool, key, generation);
    await pool.query(statement('RETRY_NEWER', key)).catch(translate);
    return new Lease(options, definition, rows[0], began);
  }

  /** Renews these leases of one process; transactions under way renew theirs by themselves. What is not renewed runs out. */
  static async renew({ pool, leaseMs }: LeaseOptions, leases: readonly Lease[]): Promise<void> {
    const idle = leases.filter((lease) => !lease.inTransaction);
    if (idle.length === 0) return;
    const began = performance.now();
    const columns = [idle.map(({ key }) => key[0]), idle.map(({ key }) => key[1]), idle.map(({ epoch }) => epoch)];
    const { rows } = await pool.query<{ name: string; version: number }>(statement('HEARTBEAT', [...columns, leaseMs]));
    const renewed = new Set(rows.map(({ name, version }) => `${name} ${version}`));
    for (const lease of idle)
      if (renewed.has(lease.key.join(' '))) lease.until = Math.max(lease.until, began + leaseMs);
  }

  /** Gives up whatever this owner holds of the consumer. */
  static async release({ pool, owner }: LeaseOptions, definition: ConsumerDefinition): Promise<void> {
    await pool.query(statement('RELEASE', [definition.name, versionOf(definition), owner]));
  }

  /** Everything up to here was handled. */
  get position(): Position {
    return this.reached;
  }

  /**
   * To be called before anything that cannot be fenced by the database (a command): a process that was frozen past its lease
   * stops here. @throws LeaseLost
   */
  assertHeld(): void {
    if (performance.now() > this.until) throw new LeaseLost();
  }

  /** Runs the work in a transaction that nobody else's claim can overtake. @throws LeaseLost before the work, Unavailable, errors of the work. */
  async fenced<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.options.pool.connect().catch(translate);
    let broken: unknown;
    this.inTransaction = true;
    try {
      await client.query('begin');
      const { rows } = await client.query<Pick<Claimed, 'position'>>(statement('FENCE', [...this.key, this.epoch]));
      if (!rows[0] || Number(rows[0].position) !== this.reached) throw new LeaseLost();
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((lost: unknown) => (broken = lost));
      return translate(error);
    } finally {
      this.inTransaction = false;
      client.release(broken !== undefined);
    }
  }

  /** `fenced`, and the position moves in the same transaction. */
  async fencedTo(position: Position, work: (client: PoolClient) => Promise<void>): Promise<void> {
    const began = performance.now();
    await this.fenced(async (client) => {
      await work(client);
      await this.move(client, position);
    });
    this.moved(position, began);
  }

  /** Moves the position where there is nothing to write beside it: one statement, fenced like a transaction. @throws LeaseLost, Unavailable */
  async skipTo(position: Position): Promise<void> {
    const began = performance.now();
    await this.move(this.options.pool, position).catch(translate);
    this.moved(position, began);
  }

  /** Notes the failure where an operator sees it. */
  async noteFailure(error: unknown): Promise<void> {
    await this.options.pool.query(statement('FAILED', [...this.key, this.epoch, errorText(error)]));
  }

  private async move(connection: Pick<PoolClient, 'query'>, position: Position): Promise<void> {
    const values = [...this.key, this.epoch, position, this.options.leaseMs, this.reached];
    const { rowCount } = await connection.query(statement('MOVE', values));
    if (rowCount === 0) throw new LeaseLost();
  }

  private moved(position: Position, began: number): void {
    this.reached = position;
    this.until = began + this.options.leaseMs;
  }
}
