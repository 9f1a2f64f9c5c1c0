import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { formatPosition } from '#libs/api-kit';
import {
  backup,
  checkFiles,
  type Manifest,
  readManifest,
  requireEmpty,
  requireSameProgram,
  Sealer,
  verify,
  verifySeals,
} from '#libs/event-log';
import { WEBHOOK_OUTBOX, WebhookSender } from '#libs/webhooks';
import { ApiClient, prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { ownCluster, type OwnCluster } from '#test/kit/cluster';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { twolane } from '#test/kit/program';
import { Receiver } from '#test/kit/receiver';
import { keptTables } from '../../apps/api/src/tables.js';
import { differences, RequestLoad, requestsOf, teamOf } from './request-load.js';

const CREATE =
  'mutation ($input: CreateRequestInput!) { createRequest(input: $input) { request { id reference } position problems { code } } }';
const HOLD = `mutation ($id: ID!, $day: LocalDate!) {
  holdRequest(input: { requestId: $id, reason: "Budget", reviewDate: $day }, expect: { latest: true }) { position problems { code } } }`;

const REGISTER = `mutation ($url: String!) { registerWebhook(input: { url: $url, types: ["RequestDrafted"] }) {
  webhook { id } problems { code } } }`;
const ENABLE = `mutation ($id: ID!) { enableWebhook(input: { webhookId: $id }, expect: { latest: true }) {
  webhook { status } problems { code } } }`;
const WAITING = `select count(*)::int as count from webhooks.delivery where state = 'PENDING'`;

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

interface Created {
  readonly request: { readonly id: string; readonly reference: string };
  readonly position: string;
}

/** Caches, read models and the standing of the horizon, which begins anew. */
const RECOMPUTED = [
  'log.generation',
  'log.horizon',
  'log.inline_view',
  'log.past_state',
  'log.row_version',
  'log.snapshot',
];

const EVENTS = 'select position::float8 as position, encode(hash, $1) as hash, recorded_at from log.event order by 1';

describe('a backup under load, restored into a fresh cluster', () => {
  const clusters: OwnCluster[] = [];
  let workspaceId: string;
  let folder: string;
  let source: TestDatabase;
  let target: TestDatabase;
  let api: RunningApi;
  let restored: RunningApi;
  /** What had been told when the backup began, and what it says of itself. */
  let told: ReadonlyMap<string, number>;
  let manifest: Manifest;
  let load: RequestLoad;
  /** In trouble while the backup is made: something waits for it. */
  let receiver: Receiver;
  let webhookId: string;
  const settings = { WEBHOOK_ALLOW_PRIVATE: 'on' };
  const cluster = async (template: boolean): Promise<OwnCluster> => {
    const made = await ownCluster({ template });
    clusters.push(made);
    return made;
  };
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'twolane-backup-')), 'copy');
    source = await testDatabase({ on: await cluster(true) });
    await prepareViews(source.ownerUrl);
    target = await testDatabase({ migrated: false, on: await cluster(false) });
    api = await startApi({ databaseUrl: source.url, work: true, settings });
    receiver = await Receiver.start();
    receiver.answers(503);
    // Timers are due by the workspace's time, which stands still: none of them fires before it is told to.
    const owner = source.ownerPool(1);
    const sandbox = `insert into log.sandbox_clock (workspace_id, now) select workspace_id, '${inDays(0)}' from people.workspace returning workspace_id as id`;
    workspaceId = (await owner.query<{ id: string }>(sandbox)).rows[0]!.id;
  });
  afterAll(async () => {
    await load?.end();
    await api?.stop();
    await restored?.stop();
    await receiver?.stop();
    await Promise.all([source, target].map((database) => database?.drop()));
    await Promise.all(clusters.map((made) => made.remove()));
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  const events = async (pool: Pool) =>
    (await pool.query<{ position: number; hash: string; recorded_at: Date }>(EVENTS, ['hex'])).rows;

  const within = <Event extends { position: number }>(all: readonly Event[]): Event[] =>
    all.filter(({ position }) => position <= manifest.lastPosition);

  it('is made while writers go on, and is there under its name only when it is whole', async () => {
    const asking = { as: 'Administrator', variables: { url: receiver.url } };
    webhookId = (await api.done<{ webhook: { id: string } }>(REGISTER, asking)).webhook.id;
    const teamId = await teamOf(api);
    const input = { title: 'A held one', type: 'BUG', consumerTeamId: teamId };
    const { request } = await api.done<Created>(CREATE, { as: 'CMO', variables: { input } });
    await api.done(HOLD, { as: 'CMO', variables: { id: request.id, day: inDays(3).slice(0, 10) } });
    load = new RequestLoad(api, { teamId, name: 'load' });
    await load.more(60);
    await new Sealer({ pool: api.service.pool, most: 40 }).all();
    await api.service.consumers.waitFor({ name: WEBHOOK_OUTBOX }, api.service.horizon.current().safe);
    told = new Map(load.acknowledged);
    const options = { folder, tables: keptTables, program: '0.0.1' };
    const interrupted = new AbortController();
    const halfway = backup(source.ownerPool(1), { ...options, signal: interrupted.signal }, ({ rows }) => {
      if (rows > 20) interrupted.abort();
    });
    await expect(halfway).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(join(folder, '..'))).toEqual([]);
    manifest = await backup(source.ownerPool(1), options);
    await load.more(30);
    await load.end();
    expect(load.unexpected).toEqual([]);
    await expect(backup(source.ownerPool(1), options)).rejects.toThrow('is not empty');
    expect(manifest.safePosition).toBeLessThan((await events(source.ownerPool(1))).at(-1)!.position);
  });

  it('is refused when a byte of it is another one, when its program is, or when it was never finished', async () => {
    const path = join(folder, 'people.person.copy.gz');
    const bytes = await readFile(path);
    await writeFile(path, bytes.with(20, bytes[20]! ^ 1));
    await expect(checkFiles(folder, manifest)).rejects.toThrow('person.copy.gz is not what was backed up');
    await rm(path);
    await expect(checkFiles(folder, manifest)).rejects.toThrow('person.copy.gz cannot be read: ENOENT');
    await writeFile(path, bytes);
    await checkFiles(folder, manifest);
    const program = { manifest, tables: keptTables, migrations: manifest.migrations };
    requireSameProgram(program, '0.0.1');
    const other = { ...program, migrations: [...manifest.migrations.slice(1), 'Newer1999999999999'] };
    expect(() => requireSameProgram(other, '0.0.2')).toThrow(
      /version 0\.0\.1 .*, this is 0\.0\.2, .*lacks Newer1999999999999, it has EventLog1764000000001\): restore it/,
    );
    expect(() => requireSameProgram({ ...program, tables: [] }, '0.0.2')).toThrow('their tables differ: restore it');
    await expect(readManifest(join(folder, '..'))).rejects.toThrow('is no backup: it has no manifest.json');
  });

  it('holds every table of the log that cannot be computed anew', async () => {
    const all = `select format('log.%s', c.relname) as name from pg_class c
      where c.relnamespace = 'log'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
    const { rows } = await source.ownerPool(1).query<{ name: string }>(all);
    const held = new Set(manifest.files.map(({ table }) => table));
    expect(rows.map(({ name }) => name).filter((name) => !held.has(name))).toEqual(RECOMPUTED);
  });

  it('brings back the log as it was at one moment, computes its read models and verifies all of it', async () => {
    const { code, stdout, stderr } = await twolane({ DATABASE_URL: target.ownerUrl }, 'restore', folder);
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Chains: \d+ events in \d+ streams, 0 broken\.$/m);
    expect(stdout).toMatch(/^Seals: \d+ over \d+ events, 0 broken;/m);
    expect(stdout).toMatch(/ 0 tables differ from the log\.$/m);
    expect(stdout).toMatch(/^Webhooks: 1 disabled, what waits for them is not sent; /m);
    await expect(requireEmpty(target.ownerPool(1))).rejects.toThrow('The database is not empty');

    const [before, after] = [await events(source.ownerPool(1)), await events(target.ownerPool(1))];
    const [backedUp, more] = [within(after), after.slice(within(after).length)];
    const kept = new Set(backedUp.map(({ position }) => position));
    expect(backedUp).toEqual(before.filter(({ position }) => kept.has(position)));
    // That the webhook is disabled.
    expect(more).toHaveLength(1);
    expect(backedUp).toHaveLength(manifest.files.find(({ table }) => table === 'log.event')!.rows);
    // A command is there with all of its events, or not at all.
    const whole = `select meta ->> 'commandId' as command, count(*)::int as events from log.event where position <= $1 group by 1 order by 1`;
    const commands = async (database: TestDatabase, upTo: number) =>
      (await database.ownerPool(1).query<{ command: string; events: number }>(whole, [upTo])).rows;
    const all = new Map(
      (await commands(source, before.at(-1)!.position)).map(({ command, events: count }) => [command, count]),
    );
    for (const { command, events: count } of await commands(target, manifest.lastPosition))
      expect(all.get(command)).toBe(count);
    expect(await verifySeals(target.ownerPool(1))).toMatchObject({ broken: 0, keys: [expect.anything()] });
  });

  it('goes on where it was: tokens, numbers, seals; old positions are refused', async () => {
    // What was restored by the built program is of another build than this one: a start makes up for that.
    await prepareViews(target.ownerUrl);
    restored = await startApi({ databaseUrl: target.url, work: true, settings });
    const client = new ApiClient(restored.url, api.demo);
    const stored = await requestsOf(client, 'load');
    const unknown = differences(stored, told).filter((line) => line.endsWith('is lost'));
    expect(unknown).toEqual([]);

    const { epoch, safe } = api.service.horizon.current();
    for (const position of [1, manifest.safePosition, safe]) {
      const old = formatPosition({ epoch, position });
      const read = { as: 'CMO', variables: { at: old } };
      const { errors } = await client.run(
        'query ($at: LogPosition) { requests(minPosition: $at) { totalCount } }',
        read,
      );
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_POSITION' });
      await expect(restored.service.horizon.check({ epoch, position })).rejects.toMatchObject({
        details: { reason: 'OTHER_EPOCH' },
      });
    }

    const references = async (database: TestDatabase): Promise<Set<string>> => {
      const { rows } = await database
        .ownerPool(1)
        .query<{ reference: string }>('select document ->> $1 as reference from requests.request_row', ['reference']);
      return new Set(rows.map(({ reference }) => reference));
    };
    const taken = await references(target);
    const input = { title: 'After the restore', type: 'BUG', consumerTeamId: await teamOf(client) };
    const created = await client.done<Created>(CREATE, { as: 'CMO', variables: { input } });
    expect(taken).not.toContain(created.request.reference);
    expect(created.request.reference).toMatch(/\d/);

    const sealer = new Sealer({ pool: restored.service.pool });
    const last = Math.max(...(await events(target.ownerPool(1))).map(({ position }) => position));
    await restored.service.horizon.waitUntilSafe(last);
    await sealer.all();
    expect(await verifySeals(target.ownerPool(1))).toMatchObject({ broken: 0, unsealed: 0, keys: [expect.anything()] });
    expect(await verify(target.ownerPool(1))).toMatchObject({ broken: 0 });
  });

  it('does nothing a second time: processes keep their place, a timer fires once', async () => {
    const pool = target.ownerPool(1);
    const reports = `select count(*)::int as count from log.event where type = 'RequestHoldReviewDue'`;
    const made = async () => (await pool.query<{ count: number }>(reports)).rows[0]!.count;
    expect(await made()).toBe(0);
    await restored.service.clock.advance(workspaceId, inDays(5));
    expect(await made()).toBe(1);
    const rest = `select count(*)::int as count from log.timer where process = 'hold-review'`;
    expect((await pool.query<{ count: number }>(rest)).rows).toEqual([{ count: 0 }]);
    const processes = `select bool_and(position >= $1) as kept from log.consumer where kind = 'process'`;
    expect((await pool.query<{ kept: boolean }>(processes, [manifest.safePosition])).rows).toEqual([{ kept: true }]);
  });

  it('tells no webhook what waited when it was backed up, nor anything new, until somebody enables it', async () => {
    // The original tells it nothing more by itself.
    await source.ownerPool(1).query(`update webhooks.delivery set next_at = 'infinity'`);
    receiver.recovers();
    const heard = receiver.received.length;
    const { rows } = await target.ownerPool(1).query<{ count: number }>(WAITING);
    expect(rows[0]!.count).toBeGreaterThan(0);
    // All that waits is due.
    await target.ownerPool(1).query('update webhooks.delivery set next_at = clock_timestamp()');
    const sender = new WebhookSender({
      pool: restored.service.pool,
      log: restored.service.events,
      epoch: () => restored.service.horizon.current().epoch,
      transport: restored.service.webhooks,
    });
    expect(await sender.round()).toBe(0);
    expect(receiver.received).toHaveLength(heard);
    await new ApiClient(restored.url, api.demo).done(ENABLE, { as: 'Administrator', variables: { id: webhookId } });
    const owner = target.ownerPool(1);
    while ((await owner.query<{ count: number }>(WAITING)).rows[0]!.count > 0) await sleep(20);
    expect(receiver.received).toHaveLength(heard + rows[0]!.count);
    // Hundreds of calls, four at a time.
  }, 180_000);
});
