import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import {
  compareInlineView,
  type AppendRequest,
  Horizon,
  type LogStore,
  PostgresLogStore,
  Unavailable,
  verify,
} from '#libs/event-log';
import { openPool } from '#libs/platform';
import { ownCluster, type OwnCluster } from '#test/kit/cluster';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { hallLog, hallModel } from '../../libs/event-log/src/contract/hall.js';
import { prepareHall } from '../../libs/event-log/src/contract/postgres-harness.js';
import { Load, Reader } from './log-load.js';

/** Counts the appends that got no answer; without any, nothing was disturbed. */
const watched = (store: LogStore): LogStore & { lost: number } => {
  const watch: LogStore & { lost: number } = Object.assign(Object.create(store) as LogStore, {
    lost: 0,
    append: (request: AppendRequest) =>
      store.append(request).catch((error: unknown) => {
        watch.lost += error instanceof Unavailable ? 1 : 0;
        throw error;
      }),
  });
  return watch;
};

describe('the log when Postgres goes away in the middle of appends', () => {
  let cluster: OwnCluster;
  let database: TestDatabase;
  beforeAll(async () => {
    cluster = await ownCluster({ durable: true, template: true });
    database = await testDatabase({ on: cluster });
    await prepareHall(database.ownerPool(1));
  });
  afterAll(async () => {
    await database?.drop();
    await cluster?.remove();
  });

  /** Loads the log, does this twice in the middle of it, and gives back what callers and a reader were told. */
  const disturbed = async (disturb: () => Promise<void>, pool: Pool = database.pool(6)) => {
    const workspaceId = randomUUID();
    const store = watched(new PostgresLogStore(pool));
    const log = hallLog(store);
    const load = new Load(log, workspaceId, 12);
    const horizon = new Horizon({ pool: database.pool(1), pollMs: 10 });
    await horizon.start();
    const reader = new Reader(log);
    for (let time = 0; time < 2; time += 1) {
      await load.more(100);
      await disturb();
      await load.more(100);
    }
    await load.end();
    await reader.until(Math.max(...load.acknowledged.values()));
    await reader.end();
    await horizon.stop();
    await log.settle();
    expect([...load.unexpected, ...reader.unexpected]).toEqual([]);
    return { workspaceId, load, reader, lost: store.lost };
  };

  const stored = async (workspaceId: string) => {
    const { rows } = await database
      .ownerPool(1)
      .query<{ command: string; position: number; id: string }>(
        `select meta ->> 'commandId' as command, position, event_id as id from log.event where workspace_id = $1 order by position`,
        [workspaceId],
      );
    return rows;
  };

  const expectSound = async (workspaceId: string) => {
    await expect(verify(database.pool(1), { workspaceId })).resolves.toMatchObject({ first: null, broken: 0 });
    await expect(compareInlineView(database.ownerPool(1), hallModel, hallModel.views[0]!)).resolves.toMatchObject({
      differing: 0,
    });
  };

  it.each([
    ['killed', () => cluster.kill()],
    [
      'stopped and started',
      async () => {
        await cluster.stop();
        await cluster.start();
      },
    ],
  ])('loses and repeats nothing it acknowledged when Postgres is %s, and goes on by itself', async (_name, disturb) => {
    const { workspaceId, load, reader, lost } = await disturbed(disturb);
    const events = await stored(workspaceId);
    expect(lost).toBeGreaterThan(0);
    expect(new Map(events.map(({ command, position }) => [command, position]))).toEqual(load.acknowledged);
    expect(events).toHaveLength(load.acknowledged.size);
    const known = events.map(({ position, id }) => [position, id]);
    expect([...reader.seen].filter(([position]) => position >= events[0]!.position)).toEqual(known);
    expect(reader.repeated).toEqual([]);
    await expectSound(workspaceId);
  });

  it('gives out no position twice that a reader has seen, even when commits are not waited for', async () => {
    const hasty = new URL(database.url);
    hasty.search += '%20-c%20synchronous_commit%3Doff';
    const pool = openPool({ url: hasty.toString(), size: 6, applicationName: 'hasty' });
    const { workspaceId, reader, lost } = await disturbed(() => cluster.kill(), pool);
    await pool.end();
    expect(lost).toBeGreaterThan(0);
    const events = await stored(workspaceId);
    const seen = [...reader.seen].filter(([position]) => position >= events[0]!.position);
    expect(seen).toEqual(events.map(({ position, id }) => [position, id]));
    await expectSound(workspaceId);
  });
});
