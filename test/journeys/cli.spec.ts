import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { clientOf, type Ending, type Environment, Program, processesOf, start, twolane } from '#test/kit/program';

const WORKSPACE = '0b0e3a52-6b77-4d5e-9d6b-3f0a3c1d2e4f';
const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** Refused in exactly one line. */
const refusedAs = (line: string | RegExp) => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(
    new RegExp(`^[^\\n]*${typeof line === 'string' ? line : line.source}[^\\n]*\\n$`),
  ) as string,
});

const workspaceIn = ({ stdout }: Ending): { workspaceId: string; token: string } => {
  const [, workspaceId = '', token = ''] = /^workspace {2}(\S+) .*\n^token {6}(twl_\S+)$/m.exec(stdout) ?? [];
  return { workspaceId, token };
};

describe('the command line on the Postgres of DATABASE_URL', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let env: Environment;
  const give = (...args: string[]): Promise<Ending> => twolane(env, ...args);
  /** An api may be asked by a token that the command line made. */
  const asked = <Shape>(token: string, query: string): Promise<Shape> =>
    new ApiClient(api.url, [{ title: 'me', token }]).answer<Shape>(query, { as: 'me' });

  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
    env = { DATABASE_URL: database.ownerUrl };
  });
  afterAll(async () => {
    await api?.stop();
    await database.drop();
  });

  it('refuses to verify before the first migration, migrates, and does so again without harm', async () => {
    expect(await give('verify')).toEqual(refusedAs(/lacks \d+ of the migrations: run them/));
    expect(await give('migrate')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('Up to date.'),
    });
    const again = await give('migrate');
    expect(again).toMatchObject({ code: 0, stdout: 'Up to date. The service works as twolane_app.\n' });
    expect(await give('workspace', 'list')).toMatchObject({ code: 0, stdout: 'No workspace yet.\n' });
    expect(await give('consumers', 'list')).toMatchObject({ code: 0, stdout: 'No consumer has run yet.\n' });
    api = await startApi({ databaseUrl: database.url, work: true });
  });

  it('makes workspaces whose administrator can work at once, and tokens cut to what was asked', async () => {
    const [real, sandbox] = await Promise.all([
      give('workspace', 'create', '--name', 'Acme', '--zone', 'Europe/Berlin'),
      give('workspace', 'create', '--name', 'Trial', '--sandbox', '2026-01-05T08:00:00Z'),
    ]);
    const trial = workspaceIn(sandbox);
    const admin = '{ viewer { workspace { name sandbox timeZone } now person { id } roles { role } } }';
    expect(await asked(workspaceIn(real).token, admin)).toMatchObject({
      workspace: { name: 'Acme', sandbox: false, timeZone: 'Europe/Berlin' },
      roles: [{ role: 'ADMIN' }],
    });
    const viewer = await asked<{ person: { id: string } }>(trial.token, admin);
    expect(viewer).toMatchObject({ workspace: { name: 'Trial', sandbox: true }, now: '2026-01-05T08:00:00.000Z' });
    const listed = (await give('workspace', 'list')).stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(listed[0]).toEqual(['workspace', 'name', 'sandbox', 'zone']);
    expect(listed).toContainEqual([trial.workspaceId, 'Trial', 'true', 'UTC']);

    const mint = ['token', 'mint', '-w', trial.workspaceId, '-p', viewer.person.id];
    const cut = await give(...mint, '--roles', 'ADMIN', '--scopes', 'people.read,clock.advance', '--days', '2');
    expect(cut).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^twl_\S+\n$/) });
    const rights = await asked<{ rights: { right: string }[] }>(cut.stdout.trim(), '{ viewer { rights { right } } }');
    expect(rights.rights.map(({ right }) => right).toSorted()).toEqual(['clock.advance', 'people.read']);
  });

  it('shows who follows the log', async () => {
    const { stdout } = await give('consumers', 'list');
    expect(stdout).toMatch(/^name +version +kind +state +position +lag +parked +failure\n/);
    expect(stdout).toMatch(/^hold-review +\d+ +process +/m);
  });

  it.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['workspace', 'nonsense'], /unknown command 'nonsense'/],
    [['verify', '--wrong'], /unknown option '--wrong'/],
    [['verify', '--only', 'chains,hopes'], /Unknown parts: hopes; there are chains, seals, views/],
    [['verify', '--against', '/nowhere'], /\/nowhere cannot be read: ENOENT/],
    [['seal', 'nonsense'], /unknown command 'nonsense'/],
    [['seal', 'export', '/nowhere/seals'], /\/nowhere\/seals cannot be written: ENOENT/],
    [['proof', 'the last one'], /its id \(a uuid\) or its position, not by "the last one"/],
    [['restore', '/nowhere'], /\/nowhere is no backup: it has no manifest\.json/],
    [['workspace', 'create'], /required option .*--name/],
    [['workspace', 'create', '--name', ' '], /1 to 200 characters/],
    [['workspace', 'create', '--name', 'X', '--zone', 'Mars/Base'], /IANA time zone/],
    [['token', 'mint', '-w', WORKSPACE, '-p', WORKSPACE], /No such person/],
    [
      ['token', 'mint', '-w', WORKSPACE, '-p', WORKSPACE, '-r', 'BOSS'],
      /Unknown roles: BOSS; there are MARKETING_MEMBER/,
    ],
    [['consumers', 'retry', 'hold-review', WORKSPACE, 'request-1'], /No such parked stream/],
  ])('refuses %j in one line', async (args, line) => {
    expect(await give(...args)).toEqual(refusedAs(line));
  });

  it('explains itself', async () => {
    const [help, group] = await Promise.all([give('--help'), give('workspace')]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['migrate', 'workspace', 'token', 'consumers', 'verify'])
      expect(help.stdout).toContain(`  ${name} `);
    expect(group).toMatchObject({ code: 1, stderr: expect.stringContaining('create [options]') });
  });

  it('lets a consumer go on with what it had parked', async () => {
    const { workspaceId } = workspaceIn(await give('workspace', 'create', '--name', 'Parked'));
    const park = `insert into log.parked (consumer, version, workspace_id, stream_id, position, error)
      values ('hold-review', 1, $1, 'request-1', 1, 'planted')`;
    await database.ownerPool().query(park, [workspaceId]);
    expect(await give('consumers', 'retry', 'hold-review', workspaceId, 'request-1')).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('seals what has happened, proves an event to whoever has the key, and compares with what was exported', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twolane-cli-'));
    const [seals, proof, key] = ['seals.ndjson', 'proof.json', 'key.pem'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    expect(await give('seal')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^(Sealed \d+|Everything was)/),
    });
    const made = await Promise.all([
      give('seal', 'export', seals),
      give('proof', '1', '--out', proof),
      give('seal', 'key'),
    ]);
    expect(made.map(({ code }) => code)).toEqual([0, 0, 0]);
    await writeFile(key, made[2].stdout);
    expect(await new Program(['apps/cli/check-proof.mjs', proof, key], {}).ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/PROVEN: seal 1 of [^]+\(yours\), holds it at position 1\.\n$/),
    });
    expect(await give('verify', '--only', 'seals', '--against', seals, '--key', key)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/compared with \d+ exported ones, 0 broken/),
    });
    await rm(folder, { recursive: true });
  });

  it('verifies a sound log, and names the first break of one that somebody has changed', async () => {
    expect(await give('verify')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Chains: \d+ events in \d+ streams, 0 broken\.\nSeals: [^]+, 0 broken; [^]+\nRead models: .* 0 tables differ from the log\.\n$/,
      ),
    });
    const { rows } = await database
      .ownerPool()
      .query<{ position: number; stream: string; workspace: string }>(
        'select position, stream_id as stream, workspace_id as workspace from log.event order by position limit 1 offset 2',
      );
    const { position, stream, workspace } = rows[0]!;
    const tamperer = await database.ownerPool().connect();
    await tamperer.query('set session_replication_role = replica');
    await tamperer.query(`update log.event set data = data || '{"forged": true}' where position = $1`, [position]);
    tamperer.release(true);
    const found = await give('verify');
    expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining(', 1 broken.\n') });
    expect(found.stdout).toContain(`First break: content at position ${position}, ${stream} `);
    expect(await give('verify', '--workspace', workspace)).toMatchObject({ code: 1 });
    const other = (await give('workspace', 'create', '--name', 'Untouched')).stdout.split(/ +/)[1] ?? '';
    expect(await give('verify', '--workspace', other)).toMatchObject({ code: 0 });
  });
});

onLinux('the command line without DATABASE_URL', () => {
  let base: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'twolane-cli-'));
  });
  afterAll(() => rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

  it('works alone on the folder, beside a running start, and leaves nothing running', async () => {
    const env = { DATA_DIR: join(base, 'data'), PORT: '0', DEMO: 'off' };
    const alone = workspaceIn(await twolane(env, 'workspace', 'create', '--name', 'Alone'));
    expect(await processesOf(env.DATA_DIR)).toEqual([]);
    const service = start(env);
    const { url } = await clientOf(service);
    const beside = workspaceIn(await twolane(env, 'workspace', 'create', '--name', 'Beside'));
    for (const { token } of [alone, beside]) {
      const client = new ApiClient(url, [{ title: 'me', token }]);
      expect(await client.answer('{ viewer { roles { role } } }', { as: 'me' })).toEqual({
        roles: [{ role: 'ADMIN' }],
      });
    }
    expect(await twolane(env, 'verify')).toMatchObject({ code: 0 });
    expect(await service.interrupt()).toMatchObject({ code: 0, stderr: '' });
    expect(await processesOf(env.DATA_DIR)).toEqual([]);
  });
});
