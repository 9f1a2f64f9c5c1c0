import type { Pool, PoolClient } from 'pg';
import type { Position, Recorded } from '../event.js';
import { pageOf } from '../page-of.js';
import type {
  AppendOutcome,
  AppendRequest,
  DecisionStore,
  Loaded,
  LoadQuery,
  LogPage,
  LogQuery,
  LogStore,
  Snapshot,
  StreamQuery,
} from '../store.js';
import { appendCall, type AppendAnswer, outcomesOf } from './append-call.js';
import { decodeEvent, type EventTuple } from './decode.js';
import { translate } from './failures.js';
import { GroupAppender } from './group-appender.js';
import { statement } from './statements.js';

type Queryable = Pick<Pool | PoolClient, 'query'>;

interface LoadRow {
  now: Date;
  command: { same: boolean; result: object; position: Position | null } | null;
  streams: { streamId: string; version: number; snapshot: Snapshot | null; events: EventTuple[] | null }[] | null;
}

/** The log in Postgres. Stateless but for the calls that wait to be grouped: any number of processes may work on one database. */
export class PostgresLogStore implements LogStore {
  private readonly group = new GroupAppender((requests) => this.send(this.pool, requests));

  /** `appended` is called after every append that was committed, with the milliseconds it took; e.g. to signal a horizon. */
  constructor(
    private readonly pool: Pool,
    private readonly appended: (milliseconds: number) => void = () => undefined,
  ) {}

  load(query: LoadQuery): Promise<Loaded> {
    return load(this.pool, query).catch(translate);
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const began = performance.now();
    const outcome = await this.group.append(request).catch(translate);
    if (outcome.kind === 'appended') this.appended(performance.now() - began);
    return outcome;
  }

  async locked<T>(
    workspaceId: string,
    streamIds: readonly string[],
    work: (store: DecisionStore) => Promise<T>,
  ): Promise<T> {
    const client = await this.pool.connect().catch(translate);
    const began = performance.now();
    let broken: unknown;
    let appended = false;
    try {
      await client.query('begin');
      await client.query(statement('LOCK', [workspaceId, streamIds]));
      const result = await work({
        load: (query) => load(client, query),
        append: async (request) => {
          const [outcome] = await this.send(client, [request]);
          appended = outcome!.kind === 'appended';
          return outcome!;
        },
      });
      await client.query('commit');
      if (appended) this.appended(performance.now() - began);
      return result;
    } catch (error) {
      await client.query('rollback').catch((lost: unknown) => (broken = lost));
      return translate(error);
    } finally {
      client.release(broken !== undefined);
    }
  }

  async readStream({
    workspaceId,
    streamId,
    afterVersion = 0,
    upToVersion,
    types,
    limit = 1000,
  }: StreamQuery): Promise<Recorded[]> {
    const values = [workspaceId, streamId, afterVersion, upToVersion ?? 2 ** 31 - 1, types ?? null, limit];
    const { rows } = await this.pool.query<{ event: EventTuple }>(statement('READ_STREAM', values)).catch(translate);
    return rows.map(({ event }) => decodeEvent(event));
  }

  async readAll({ after, limit, workspaceId, streamId, types, upTo }: LogQuery): Promise<LogPage> {
    const { safe } = await this.horizon();
    const end = Math.min(safe, upTo ?? safe);
    const name = workspaceId !== undefined && streamId !== undefined ? 'READ_ALL_OF_STREAM' : 'READ_ALL';
    const values = [after, end, workspaceId ?? null, streamId ?? null, types ?? null, limit];
    const { rows } = await this.pool.query<{ event: EventTuple }>(statement(name, values)).catch(translate);
    const events = rows.map(({ event }) => decodeEvent(event));
    return pageOf(events, { after, limit, safe, end });
  }

  async readAt(workspaceId: string, positions: readonly Position[]): Promise<Recorded[]> {
    const query = statement('READ_AT', [workspaceId, positions]);
    const { rows } = await this.pool.query<{ event: EventTuple }>(query).catch(translate);
    return rows.map(({ event }) => decodeEvent(event));
  }

  /** The log's epoch and the highest position that readers may see. */
  async horizon(): Promise<{ epoch: string; safe: Position }> {
    const { rows } = await this.pool.query<{ epoch: string; safe: string }>(statement('SAFE', [])).catch(translate);
    return { epoch: rows[0]!.epoch, safe: Number(rows[0]!.safe) };
  }

  async saveSnapshot(
    snapshot: Snapshot & { workspaceId: string; streamId: string; fingerprint: string },
  ): Promise<void> {
    const { workspaceId, streamId, fingerprint, version, state, rows } = snapshot;
    const values = [workspaceId, streamId, fingerprint, version, JSON.stringify(state), JSON.stringify(rows)];
    await this.pool.query(statement('SAVE_SNAPSHOT', values)).catch(translate);
  }

  /** The next number of a workspace's series (1, 2, …), e.g. for `REQ-<n>`; a number drawn and not used leaves a gap. */
  nextNumber(workspaceId: string, series: string): Promise<number> {
    return this.nextNumbers(workspaceId, series, 1);
  }

  /** So many numbers at once, which follow each other: the first of them. */
  async nextNumbers(workspaceId: string, series: string, count: number): Promise<number> {
    const { rows } = await this.pool
      .query<{ last: string }>(statement('NEXT_NUMBER', [workspaceId, series, count]))
      .catch(translate);
    return Number(rows[0]!.last) - count + 1;
  }

  private async send(connection: Queryable, requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    const { rows } = await connection.query<AppendAnswer>(appendCall(requests));
    return outcomesOf(requests, rows[0]!);
  }
}

async function load(connection: Queryable, { command, streams }: LoadQuery): Promise<Loaded> {
  const { rows } = await connection.query<LoadRow>(
    statement('LOAD', [
      command.workspaceId,
      command.commandId,
      Buffer.from(command.requestHash, 'hex'),
      streams.map(({ streamId }) => streamId),
      streams.map(({ fingerprint }) => fingerprint),
    ]),
  );
  const { now, command: seen, streams: found } = rows[0]!;
  return {
    now: now.toISOString(),
    command:
      seen && (seen.same ? { kind: 'replayed', position: seen.position, result: seen.result } : { kind: 'reused' }),
    streams: (found ?? []).map((stream) => ({ ...stream, events: (stream.events ?? []).map(decodeEvent) })),
  };
}
