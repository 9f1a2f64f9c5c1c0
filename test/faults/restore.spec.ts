import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConsumerRunner, Consumers, Horizon, logMigrations, verify } from '#libs/event-log';
import { type EmbeddedPostgres, migrate, openPool, startEmbeddedPostgres } from '#libs/platform';
import type { Pool } from 'pg';
import { commandIn, happen, openLog, seenTable, witness } from './consumer-model.js';

const workspace = randomUUID();
const list = witness('list');

/** One process of the service on a cluster. */
class Site {
  private constructor(
    readonly pool: Pool,
    readonly owner: Pool,
    readonly horizon: Horizon,
  ) {}

  static async open(postgres: EmbeddedPostgres): Promise<Site> {
    const url = postgres.url('postgres');
    const owner = openPool({ url, size: 2, applicationName: 'restore owner' });
    const pool = openPool({ url, size: 6, applicationName: 'restore', role: 'twolane_app' });
    const site = new Site(pool, owner, new Horizon({ pool, pollMs: 50 }));
    await site.horizon.start();
    return site;
  }

  async happen(count: number): Promise<void> {
    const log = openLog(this.pool, this.horizon.signal);
    for (let turn = 0; turn < count; turn += 1) await happen(log, commandIn(workspace), `s${turn % 3}`, 'x');
  }

  /** Lets the consumer run until it has read everything that is stored. */
  async consume(): Promise<void> {
    const { pool, horizon } = this;
    const log = openLog(pool, horizon.signal);
    const runner = new ConsumerRunner({ pool, log, horizon, consumers: [list], pollMs: 50 });
    runner.start();
    const { rows } = await this.owner.query<{ last: number }>('select max(position)::float8 as last from log.event');
    await new Consumers(pool, horizon).waitFor(list, rows[0]!.last);
    await runner.stop();
  }

  /** Positions stored, and positions the consumer was given, in its order. */
  async stored(): Promise<number[]> {
    return (await this.owner.query<{ p: number }>('select position::float8 as p from log.event order by 1')).rows.map(
      ({ p }) => p,
    );
  }

  async seen(): Promise<number[]> {
    return (
      await this.owner.query<{ p: number }>('select position::float8 as p from public.seen order by ordinal')
    ).rows.map(({ p }) => p);
  }

  async close(): Promise<void> {
    await this.horizon.stop();
    await Promise.all([this.pool.end(), this.owner.end()]);
  }
}

describe('a backup restored into a fresh cluster', () => {
  const folders: string[] = [];
  const running: EmbeddedPostgres[] = [];
  const start = async (dataDir: string): Promise<EmbeddedPostgres> => {
    const postgres = await startEmbeddedPostgres({ dataDir });
    running.push(postgres);
    return postgres;
  };
  const folder = async (): Promise<string> => {
    const made = await mkdtemp(join(tmpdir(), `twolane-test-${process.pid}-`));
    folders.push(made);
    return made;
  };
  afterAll(async () => {
    await Promise.all(running.map((postgres) => postgres.stop()));
    await Promise.all(folders.map((made) => rm(made, { recursive: true, force: true })));
  });

  it('begins a new epoch: old positions are refused, consumers go on without a gap or a repetition', async () => {
    const original = await folder();
    const before = await start(original);
    await migrate({ url: before.url('postgres'), migrations: logMigrations });
    const lost = await Site.open(before);
    await lost.owner.query(seenTable);
    await lost.happen(12);
    await lost.consume();
    await lost.happen(5);
    await lost.close();
    await before.stop();
    const copy = join(await folder(), 'data');
    await cp(original, copy, { recursive: true });

    // The original lives on for a while: what it gives out from here on, the restored log never had.
    const ahead = await Site.open(await start(original));
    await ahead.happen(3);
    const given = ahead.horizon.current();
    const last = (await ahead.stored()).at(-1)!;
    while (ahead.horizon.current().safe < last) await sleep(5);
    const lostPosition = { epoch: given.epoch, position: last };
    await ahead.close();

    const restored = await Site.open(await start(copy));
    // Without a new epoch the position would be ahead today, and mean another event tomorrow.
    await expect(restored.horizon.check(lostPosition)).rejects.toMatchObject({ details: { reason: 'AHEAD_OF_LOG' } });
    await restored.owner.query('select log.new_epoch()');
    await restored.happen(6);
    await expect(restored.horizon.check(lostPosition)).rejects.toMatchObject({ details: { reason: 'OTHER_EPOCH' } });
    await restored.consume();
    expect(await restored.seen()).toEqual(await restored.stored());
    expect(await restored.stored()).toHaveLength(12 + 5 + 6);
    expect(await verify(restored.owner)).toMatchObject({ broken: 0, events: 23 });
    await restored.close();
  });
});
