import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROLES } from '#libs/people';
import { ApiClient } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { clientOf, type Environment, processesOf, type Program, start, twolane, worker } from '#test/kit/program';
import { differences, RequestLoad, requestsOf, teamOf } from './request-load.js';

/** What is at work for a folder can be asked where there is /proc. */
const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** Milliseconds a spec may take that starts whole services, some of them twice, on a busy machine. */
const PATIENCE = 180_000;

let base: string;
let dataDir: string;
const running: Program[] = [];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'twolane-start-'));
  dataDir = join(base, 'data');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.interrupt()));
  await rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const started = (env: Environment = {}): Program => {
  // One start tells the demo quarter as well; the others are about something else.
  const program = start({ PORT: '0', DATA_DIR: dataDir, DEMO_QUARTER: 'off', ...env });
  running.push(program);
  return program;
};
const postmaster = async (): Promise<number> =>
  Number((await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
const supervisors = async (program: Program): Promise<number[]> => {
  const database = await postmaster();
  return (await processesOf(dataDir)).filter((pid) => pid !== program.pid && pid !== database);
};

interface Viewer {
  readonly person: { readonly name: string };
  readonly roles: readonly { readonly role: string }[];
}

onLinux('a start on an empty folder', () => {
  it(
    'serves, gives a working token to everybody of the demo, and stops at Ctrl-C with all it started',
    async () => {
      const program = started({ DEMO_QUARTER: 'on' });
      const client = await clientOf(program);
      const held = new Set<string>();
      for (const { title } of client.demo) {
        const query = '{ viewer { person { name } roles { role } } }';
        const viewer = await client.answer<Viewer>(query, { as: title });
        expect(viewer.person.name).toContain(title);
        for (const { role } of viewer.roles) held.add(role);
      }
      // Nobody of the demo builds bridges; one machine of it works, cut to what a reporting job needs.
      expect(held).toEqual(new Set(ROLES.filter((role) => role !== 'BRIDGE')));
      expect((await fetch(`${client.url}/health/ready`)).status).toBe(200);
      expect(await (await fetch(client.url)).text()).toContain('<html');
      expect((await processesOf(dataDir)).length).toBeGreaterThan(2);
      expect(await program.interrupt()).toMatchObject({ code: 0, stderr: '' });
      expect(await processesOf(dataDir)).toEqual([]);
      expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
    },
    PATIENCE,
  );

  it.each([
    ['the service', async () => []],
    [
      'the service, the supervisor and Postgres at once',
      async (p: Program) => [...(await supervisors(p)), await postmaster()],
    ],
  ])(
    'loses no word when %s is killed in the middle of work, and starts again by itself',
    async (_, others) => {
      const first = started();
      const client = await clientOf(first);
      const load = new RequestLoad(client, { teamId: await teamOf(client), name: 'Load' });
      await load.more(100);
      const victims = await others(first);
      await load.more(20);
      await first.kill(...victims);
      await load.halt();
      expect(load.unexpected).toEqual([]);
      const again = await clientOf(started());
      expect(again.demo).toEqual(client.demo);
      const before = await requestsOf(again, 'Load');
      const kept = new Map(before.map(({ title, version }) => [title, version]));
      for (const [title, version] of load.acknowledged)
        expect([title, kept.get(title)! >= version]).toEqual([title, true]);
      expect(await load.resend(again)).toBeGreaterThan(0);
      expect(load.unexpected).toEqual([]);
      expect(differences(await requestsOf(again, 'Load'), load.acknowledged)).toEqual([]);
    },
    PATIENCE,
  );
});

onLinux('a start that cannot succeed says why in one line and leaves nothing behind', () => {
  const refused = async (env: Environment, line: RegExp) => {
    const { code, stdout, stderr } = await started({ DEMO: 'off', ...env }).ended;
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(line);
    expect(stdout).not.toContain('Twolane is up');
    expect(code).toBe(1);
    expect(await processesOf(dataDir)).toEqual([]);
  };

  it('when the port is in use', async () => {
    const squatter: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    await refused({ PORT: String(port) }, new RegExp(`^127\\.0\\.0\\.1:${port} is in use: .*PORT`));
    await new Promise((resolve) => squatter.close(resolve));
  });

  it.each([
    [
      'the address is not of this machine',
      { HOST: '192.0.2.1' },
      /^192\.0\.2\.1 is no address of this machine: .*HOST/,
    ],
    ['the host is unknown', { HOST: 'nowhere.invalid' }, /nowhere\.invalid.*HOST/],
    [
      'settings are wrong',
      { PORT: 'abc', DEMO: 'maybe' },
      /^Wrong settings: PORT is "abc", allowed is a whole number.*; DEMO is /,
    ],
    [
      'nothing listens at DATABASE_URL',
      { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' },
      /^The database .* nothing listens there/,
    ],
    [
      'and migrating is left to others',
      { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x', MIGRATE: 'off' },
      /^The database .* nothing listens there/,
    ],
  ])('when %s', async (_, env: Environment, line) => {
    await refused(env, line);
    const { stderr } = running[0]!;
    expect(stderr).not.toContain('hunter2');
  });

  it('when DATABASE_URL has not been migrated and must not be', async () => {
    const database = await testDatabase({ migrated: false });
    await refused({ DATABASE_URL: database.ownerUrl, MIGRATE: 'off' }, /migrat/i);
    await database.drop();
  });

  it('when the folder cannot be used', async () => {
    await mkdir(base, { recursive: true });
    await writeFile(join(base, 'file'), '');
    await refused({ DATA_DIR: join(base, 'file') }, /file/);
  });

  it(
    'when another instance works in the folder, which goes on',
    async () => {
      const first = started();
      const client = await clientOf(first);
      const { code, stderr } = await started().ended;
      expect(stderr).toBe(`The data folder ${dataDir} is in use by another running instance (process ${first.pid}).\n`);
      expect(code).toBe(1);
      expect((await fetch(`${client.url}/health/ready`)).status).toBe(200);
    },
    PATIENCE,
  );
});

onLinux('with DATABASE_URL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase({ migrated: false });
  });
  // After the programs were stopped.
  afterEach(() => database.drop());

  const addressIn = async (program: Program): Promise<string> => (await program.says(/Twolane is up: (\S+)/))[1] ?? '';

  it('that Postgres is used, nothing embedded starts, and without the demo no token is printed', async () => {
    const program = started({ DATABASE_URL: database.ownerUrl, DEMO: 'off' });
    const url = await addressIn(program);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await processesOf(dataDir)).toEqual([program.pid]);
    const { code, stdout } = await program.interrupt();
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/twl_|Its Postgres/);
    expect(existsSync(dataDir)).toBe(false);
    const { rows } = await database.ownerPool().query<object>('select from people.workspace');
    expect(rows).toEqual([]);
  });

  it(
    'a worker of its own does the work of an api that does none',
    async () => {
      const env = { DATABASE_URL: database.ownerUrl, DEMO: 'off' };
      const url = await addressIn(started({ ...env, WORKER: 'off' }));
      const beside = worker(env);
      running.push(beside);
      await beside.says(/"message":"works"/);
      const created = await twolane(env, 'workspace', 'create', '--name', 'Trial', '--sandbox', '2026-01-05T08:00:00Z');
      const [, workspaceId = '', admin = ''] =
        /^workspace {2}(\S+) .*\n^token {6}(twl_\S+)$/m.exec(created.stdout) ?? [];
      const asAdmin = new ApiClient(url, [{ title: 'admin', token: admin }]);
      const run = <Shape extends object>(mutation: string, input: object, client = asAdmin) =>
        client.done<Shape>(mutation, {
          as: client.demo[0]!.title,
          variables: { input },
          headers: { 'idempotency-key': randomUUID() },
        });

      const { team } = await run<{ team: { id: string } }>(
        'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } problems { code message } } }',
        { name: 'Marketing', side: 'CONSUMER', timeZone: 'UTC' },
      );
      const { person } = await run<{ person: { id: string } }>(
        'mutation ($input: AddPersonInput!) { addPerson(input: $input) { person { id } problems { code message } } }',
        { name: 'Mara' },
      );
      await run(
        'mutation ($input: RoleInput!) { grantRole(input: $input, expect: { latest: true }) { problems { code message } } }',
        {
          personId: person.id,
          role: 'MARKETING_LEAD',
          teamId: team.id,
        },
      );
      const minted = await twolane(env, 'token', 'mint', '--workspace', workspaceId, '--person', person.id);
      const mara = new ApiClient(url, [{ title: 'Mara', token: minted.stdout.trim() }]);

      const { request } = await run<{ request: { id: string } }>(
        'mutation ($input: CreateRequestInput!) { createRequest(input: $input) { request { id } problems { code message } } }',
        { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: team.id },
        mara,
      );
      await run(
        'mutation ($input: HoldRequestInput!) { holdRequest(input: $input, expect: { version: 1 }) { problems { code message } } }',
        { requestId: request.id, reason: 'The campaign waits.', reviewDate: '2026-02-02' },
        mara,
      );
      const held = () =>
        mara.answer('query ($id: ID!) { request(id: $id) { held { reviewDue } } }', {
          as: 'Mara',
          variables: { id: request.id },
        });
      expect(await held()).toEqual({ held: { reviewDue: false } });
      const advanced = await run(
        'mutation ($input: AdvanceClockInput!) { advanceClock(input: $input) { now stops problems { code message } } }',
        { to: '2026-02-03T08:00:00.000Z' },
      );
      expect(advanced).toMatchObject({ now: '2026-02-03T08:00:00.000Z', stops: ['2026-02-02T00:00:00.000Z'] });
      expect(await held()).toEqual({ held: { reviewDue: true } });
      expect(await beside.interrupt()).toMatchObject({ code: 0, stderr: '' });
    },
    PATIENCE,
  );
});

describe('a worker', () => {
  it('without DATABASE_URL says what it lacks', async () => {
    expect(await worker({}).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Wrong setting: DATABASE_URL[^\n]*\n$/),
    });
  });
});
