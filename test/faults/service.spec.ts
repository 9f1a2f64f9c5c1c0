import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { verify } from '#libs/event-log';
import type { Access, ApiClient } from '#test/kit/api';
import { ownCluster, type OwnCluster } from '#test/kit/cluster';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { clientOf, type Program, start } from '#test/kit/program';
import { differences, RequestLoad, requestsOf, teamOf } from './request-load.js';

type Api = ApiClient<Access>;

/** Answers of /health/ready and /health/live, asked again and again. */
class Watch {
  readonly readiness: number[] = [];
  readonly liveness = new Set<number>();
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly url: string) {
    this.running = this.run();
  }

  /** Resolves when the next answer is this one. */
  async until(status: number): Promise<void> {
    const asked = this.readiness.length;
    while (!this.readiness.slice(asked + 1).includes(status)) await sleep(5);
  }

  async end(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.readiness.push((await fetch(`${this.url}/health/ready`)).status);
      this.liveness.add((await fetch(`${this.url}/health/live`)).status);
      await sleep(5);
    }
  }
}

/** Every consumer reaches the end of the log. */
const expectCaughtUp = async (api: Api): Promise<void> => {
  const query = '{ processes { name lag } }';
  const status = () => api.answer<{ lag: number }[]>(query, { as: 'Auditor' });
  // A token may ask so often in a minute, and the load has asked as well.
  while ((await status()).some(({ lag }) => lag > 0)) await sleep(150);
  expect((await status()).length).toBeGreaterThan(0);
};

interface Change {
  readonly requestChanged: { readonly position: string };
}

/** Listens to one request; when its stream ends it comes again with the last position it was told. */
class Listener {
  readonly heard: string[] = [];
  private stopped = false;
  private stream: AsyncIterableIterator<ExecutionResult> | undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly api: Api,
    private readonly id: string,
    private readonly after: string,
  ) {
    this.running = this.run();
  }

  async until(position: string): Promise<void> {
    while (!this.heard.includes(position)) await sleep(10);
  }

  async end(): Promise<void> {
    this.stopped = true;
    await this.stream?.return?.();
    await this.running;
  }

  private async run(): Promise<void> {
    const query =
      'subscription ($id: ID!, $after: LogPosition) { requestChanged(id: $id, after: $after) { position } }';
    while (!this.stopped) {
      const variables = { id: this.id, after: this.heard.at(-1) ?? this.after };
      this.stream = this.api.subscribe(query, { as: 'CMO', variables });
      // When the socket is closed or the stream ends with an error, it comes again.
      await this.hear(this.stream).catch(() => undefined);
      await sleep(20);
    }
  }

  private async hear(stream: AsyncIterable<ExecutionResult>): Promise<void> {
    for await (const { data } of stream) {
      if (!data) return;
      this.heard.push((data as unknown as Change).requestChanged.position);
    }
  }
}

interface Done {
  readonly request: { readonly id: string };
  readonly position: string;
}

describe('the service when Postgres goes away under load', () => {
  let cluster: OwnCluster;
  let database: TestDatabase;
  let programs: Program[];
  let apis: Api[];
  beforeAll(async () => {
    cluster = await ownCluster({ durable: true });
    database = await testDatabase({ migrated: false, on: cluster });
    const env = { DATABASE_URL: database.ownerUrl, PORT: '0', LOG_LEVEL: 'fatal' };
    programs = [start(env), start(env)];
    apis = await Promise.all(programs.map(clientOf));
  });
  afterAll(async () => {
    const endings = await Promise.all(programs.map((program) => program.interrupt()));
    await database.drop();
    await cluster.remove();
    expect(endings).toMatchObject([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
  });

  it.each([
    [
      'restarted',
      async (watch: Watch) => {
        await cluster.stop();
        await watch.until(503);
        await cluster.start();
      },
    ],
    ['killed', () => cluster.kill()],
  ])(
    'fails in a way that can be retried, comes back by itself and has lost nothing when it was %s',
    async (how, disturb) => {
      const [api, other] = [apis[0]!, apis[1]!];
      const load = new RequestLoad(api, { teamId: await teamOf(api), name: how });
      const watch = new Watch(api.url);
      await load.more(60);
      await disturb(watch);
      await load.more(60);
      await watch.until(200);
      await watch.end();
      await load.end();
      expect(load.unexpected).toEqual([]);
      expect([...load.failures.keys()]).toEqual(['SERVICE_UNAVAILABLE']);
      expect(watch.readiness[0]).toBe(200);
      expect(watch.readiness.every((status) => status === 200 || status === 503)).toBe(true);
      expect([...watch.liveness]).toEqual([200]);
      // The process beside it, which was asked nothing, has recovered as well and sees the same.
      const stored = await requestsOf(other, how);
      expect(differences(stored, load.acknowledged)).toEqual([]);
      await expectCaughtUp(other);
      await expect(verify(database.ownerPool())).resolves.toMatchObject({ broken: 0, first: null });
    },
  );

  it('goes on with the asynchronous work', async () => {
    await cluster.kill();
    await expectCaughtUp(apis[0]!);
  });

  it('tells those who listen of every change once, if need be after they came again with their cursor', async () => {
    const [api, other] = [apis[0]!, apis[1]!];
    const asked = 'request { id } position problems { code message }';
    const create = `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { ${asked} } }`;
    const revise = `mutation ($input: ReviseBriefInput!) { reviseBrief(input: $input, expect: { latest: true }) { ${asked} } }`;
    const input = { title: 'Listened to', type: 'BUG', consumerTeamId: await teamOf(api) };
    const { request, position } = await other.done<Done>(create, { as: 'CMO', variables: { input } });
    const change = async (text: string): Promise<string> => {
      const revision = { requestId: request.id, brief: { criteria: [{ text }] } };
      return (await other.done<Done>(revise, { as: 'CMO', variables: { input: revision } })).position;
    };
    const listener = new Listener(api, request.id, position);
    const told = [await change('The first.')];
    await listener.until(told[0]!);
    await cluster.stop();
    await cluster.start();
    told.push(await change('The second.'), await change('The third.'));
    await listener.until(told[2]!);
    await listener.end();
    expect(listener.heard).toEqual(told);
  });
});
