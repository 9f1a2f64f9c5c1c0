import fc from 'fast-check';
import type { Pool } from 'pg';
import { parsePosition } from '#libs/api-kit';
import {
  type Fact,
  type HistoryConsumer,
  type HistoryFold,
  replayKeyed,
  Sealer,
  verify,
  verifySeals,
} from '#libs/event-log';
import { circumstancesOf, gather, keyedDossiers, measureAll, windowOf } from '#libs/metrics';
import { DEMO_WORKSPACE_ID } from '#libs/people';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { ownCluster, type OwnCluster } from '#test/kit/cluster';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { Receiver } from '#test/kit/receiver';
import { tellDemoStory } from '../../apps/api/src/demo/demo-requests.js';
import { Job } from './readers-job.js';
import { contradictions, deliveriesOf, POISON, rowsOf, storyOf } from './readers-truth.js';
import { Watch } from './readers-watch.js';
import { until, Workers } from './readers-workers.js';
import { RequestLoad, teamOf } from './request-load.js';

const TURNS = ['kill', 'freeze', 'kill', 'freeze', 'crash', 'restart'] as const;
/** Another order each time; a run is repeated with the seed it names when it fails. */
const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
const [turns = []] = fc.sample(fc.shuffledSubarray([...TURNS], { minLength: TURNS.length }), { numRuns: 1, seed });
const run = `FAULTS_SEED=${seed}: ${turns.join(', ')}`;

const SEARCH = { name: 'request-search' };
const NIGHTLY = 'nightly';
/** Of one process. */
const WORK_CONNECTIONS = 5;
const REGISTER = `mutation ($url: String!, $types: [String!]) {
  registerWebhook(input: { url: $url, types: $types }) { webhook { id } problems { code } } }`;
const REVISE = `mutation ($id: ID!) {
  reviseBrief(input: { requestId: $id, brief: { criteria: [{ text: "It loads within a second." }] } }, expect: { latest: true }) {
    request { id } problems { code } } }`;
const DUE = `
with due as (
  update webhooks.delivery set next_at = clock_timestamp()
  where state = 'PENDING' and next_at > clock_timestamp() and claimed_until is null
) select exists (select from webhooks.delivery where state <> 'DELIVERED') as waiting`;
const RETRY = `mutation ($input: RetryParkedStreamInput!) { retryParkedStream(input: $input) { requested problems { code } } }`;
const SCOREBOARD = `query ($window: MetricWindowInput!) {
  scoreboard(window: $window) { asOfPosition asOfInstant rows { key value n } } }`;

const innerId = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1]!;

interface Board {
  readonly asOfPosition: string;
  readonly asOfInstant: string;
  readonly rows: readonly object[];
}

describe('readers of the log on bad days', () => {
  let cluster: OwnCluster;
  let database: TestDatabase;
  let owner: Pool;
  let api: RunningApi;
  let workers: Workers;
  let watch: Watch;
  let job: Job;
  let hooks: Record<'healthy' | 'failing' | 'hanging', { receiver: Receiver; types: string[] | null; id: string }>;
  /** The request whose events one projection cannot take for a while. */
  let poisoned: { readonly id: string; readonly streamId: string };
  /** The last event before the first bad day. */
  let before: number;

  const last = async (): Promise<number> =>
    (await owner.query<{ last: number }>('select max(position)::float8 as last from log.event')).rows[0]!.last;
  const parked = () => api.service.consumers.parkedStreams(SEARCH, DEMO_WORKSPACE_ID);
  const hook = async (types: string[] | null) => {
    const receiver = await Receiver.start();
    const asking = { as: 'Administrator', variables: { url: receiver.url, types } };
    const { webhook } = await api.done<{ webhook: { id: string } }>(REGISTER, asking);
    return { receiver, types, id: innerId(webhook.id) };
  };

  beforeAll(async () => {
    cluster = await ownCluster({ durable: true, template: true });
    database = await testDatabase({ on: cluster });
    await prepareViews(database.ownerUrl);
    owner = database.ownerPool(3);
    await owner.query(POISON);
    workers = new Workers(database.url, owner);
    const limits = { operationsPerMinute: 1_000_000 };
    api = await startApi({ databaseUrl: database.url, limits, settings: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
    await tellDemoStory(api.service, api.schema, api.demo);
    hooks = {
      healthy: await hook(null),
      failing: await hook(['RequestDrafted']),
      hanging: await hook(['BriefRevised']),
    };
    hooks.failing.receiver.answers(500);
    hooks.hanging.receiver.answer = () => undefined;
    await workers.ready();
    job = new Job(api, NIGHTLY);
    watch = new Watch(owner, NIGHTLY);
  });
  afterAll(async () => {
    await watch?.end();
    await workers?.end();
    await api?.stop();
    await Promise.all(Object.values(hooks ?? {}).map(({ receiver }) => receiver.stop()));
    await database?.drop();
    await cluster?.remove();
  });

  const befall = {
    kill: () => workers.kill(),
    freeze: () => workers.freeze(),
    crash: () => cluster.kill(),
    restart: async () => {
      await cluster.stop();
      await cluster.start();
    },
  };

  const revise = () => api.done(REVISE, { as: 'CMO', variables: { id: poisoned.id } });
  const retry = () =>
    api.done<{ requested: boolean }>(RETRY, {
      as: 'Administrator',
      variables: { input: { consumer: SEARCH.name, streamId: poisoned.streamId } },
    });

  it('a stream with a poison event is parked, and the others go on', async () => {
    const { nodes } = await api.answer<{ nodes: { id: string }[] }>(
      '{ requests(first: 1, filter: { status: { eq: DRAFT } }) { nodes { id } } }',
      { as: 'CMO' },
    );
    const id = nodes[0]!.id;
    poisoned = { id, streamId: `request-${innerId(id)}` };
    before = await last();
    await owner.query('insert into public.poison values ($1)', [innerId(id)]);
    await revise();
    await until('it is parked', async () => (await parked()).length === 1);
    await api.service.consumers.waitFor(SEARCH, await last());
  });

  it('all is answered while workers are killed, frozen and thawed, and Postgres is', async () => {
    const load = new RequestLoad(api, { teamId: await teamOf(api), name: 'load' });
    for (const turn of turns) {
      await load.more(12);
      await befall[turn]();
    }
    await load.more(12);
    await load.end();
    expect([run, load.unexpected]).toEqual([run, []]);
    expect([...load.failures.keys()].filter((code) => code !== 'SERVICE_UNAVAILABLE')).toEqual([]);
  }, 240_000);

  it('what was parked is tried in vain, stays parked, and goes on when its reason is gone', async () => {
    const { attempts } = (await parked())[0]!;
    await retry();
    await until('it was tried', async () => (await parked())[0]!.attempts > attempts);
    await revise();
    await owner.query('delete from public.poison');
    expect(await retry()).toMatchObject({ requested: true });
    await until('it went on', async () => (await parked()).length === 0);
  });

  it('no consumer is left behind or failing', async () => {
    const end = await last();
    const standing = async () =>
      (await api.service.consumers.status()).filter(
        ({ position, state, parkedStreams, parkedTimers }) =>
          position < end || state === 'failing' || parkedStreams + parkedTimers > 0,
      );
    await until('all of them are there', async () => (await standing()).length === 0).catch(async () =>
      expect([run, await standing()]).toEqual([run, []]),
    );
  }, 90_000);

  it('every webhook is told of all that it asked for, and its log says what became of it', async () => {
    const { failing, hanging } = hooks;
    for (const { receiver } of [failing, hanging]) {
      expect(receiver.received.length).toBeGreaterThan(0);
      receiver.recovers();
    }
    // As if the days of their pauses had passed.
    const isSettled = async () => !(await owner.query<{ waiting: boolean }>(DUE)).rows[0]!.waiting;
    await until('all of them have everything', isSettled, { pauseMs: 200 });
    const deliveries = (await deliveriesOf(owner)).filter(({ position }) => position > before);
    const { rows: stored } = await owner.query<{ id: string; type: string }>(
      'select event_id as id, type from log.event where workspace_id = $1 and position > $2 order by position',
      [DEMO_WORKSPACE_ID, before],
    );
    for (const [name, { id, types, receiver }] of Object.entries(hooks)) {
      const wanted = stored.filter(({ type }) => types?.includes(type) !== false).map((event) => event.id);
      const made = deliveries.filter(({ webhook_id: webhookId }) => webhookId === id).map((one) => one.event_id);
      expect(wanted.length).toBeGreaterThan(20);
      expect([run, name, made]).toEqual([run, name, wanted]);
      const arrived = new Set(receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id));
      expect([run, name, wanted.filter((event) => !arrived.has(event))]).toEqual([run, name, []]);
    }
    expect([run, (await deliveriesOf(owner)).flatMap(contradictions)]).toEqual([run, []]);
  }, 90_000);

  it('figures are what the log says', async () => {
    const now = new Date();
    const window = { quarter: `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}` };
    const board = await api.answer<Board>(SCOREBOARD, { as: 'CMO', variables: { window } });
    const { pool, events } = api.service;
    const states = await replayKeyed({ pool, catalogue: events.model.catalogue }, keyedDossiers, {
      workspaceId: DEMO_WORKSPACE_ID,
      upTo: parsePosition(board.asOfPosition).position,
    });
    const dossiers = gather([...states.values()]);
    const circumstances = circumstancesOf(dossiers, { now: board.asOfInstant, timeZone: 'Europe/Berlin' });
    const figures = measureAll({ dossiers, window: windowOf(window), circumstances });
    expect(board.rows).toEqual(figures.map(({ metric: { key }, measured: { value, n } }) => ({ key, value, n })));
    expect(figures.filter(({ measured: { n } }) => n > 0).length).toBeGreaterThan(5);
  });

  it('rows as of any position are what their events make', async () => {
    const { service } = api;
    const end = await last();
    await service.horizon.waitUntilSafe(end);
    const story = await storyOf(service.events, DEMO_WORKSPACE_ID, end);
    const places = [end, ...fc.sample(fc.integer({ min: story[0]!.position, max: end }), { numRuns: 3, seed })];
    const folds = service.definitions.flatMap((consumer) => (consumer as Partial<HistoryConsumer>).folds ?? []);
    expect(folds.length).toBeGreaterThan(5);
    for (const fold of folds) {
      const truth = rowsOf({ fold, story, log: service.events });
      for (const place of places) {
        const asked = fold as HistoryFold<Record<string, unknown>, Fact>;
        const rows = await service.history.rowsAt(asked, DEMO_WORKSPACE_ID, place);
        expect([run, fold.name, place, rows]).toEqual([run, fold.name, place, truth(place)]);
      }
    }
  });

  it('every event has its place', async () => {
    const columns = 'workspace_id, position::float8 as position, type, event_id';
    const stored = await owner.query(`select ${columns} from log.event order by position`);
    const placed = await owner.query(`select ${columns} from readers.event_place order by position`);
    expect(placed.rows).toEqual(stored.rows);
  });

  it('a job whose place is kept has seen every event once and in order, and its place never went back', async () => {
    await job.end();
    const stored = await owner.query<{ id: string }>(
      'select event_id as id from log.event where workspace_id = $1 order by position',
      [DEMO_WORKSPACE_ID],
    );
    expect([run, job.seen]).toEqual([run, stored.rows.map(({ id }) => id)]);
    expect(watch.places.length).toBeGreaterThan(20);
    expect(watch.places).toEqual(watch.places.toSorted((one, other) => one - other));
  });

  it('the chain is whole, and sealed without a gap', async () => {
    await workers.end();
    await new Sealer({ pool: api.service.pool }).all();
    expect(await verify(owner)).toMatchObject({ broken: 0, first: null });
    expect(await verifySeals(owner)).toMatchObject({ broken: 0, unsealed: 0 });
    const { rows } = await owner.query<{ first: number; last: number }>(
      'select first_position::float8 as first, last_position::float8 as last from log.seal order by number',
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map(({ first }) => first)).toEqual([1, ...rows.slice(0, -1).map((seal) => seal.last + 1)]);
  });

  it('the work keeps to its connections', () => {
    // Of two workers, and of one that was killed a moment ago.
    expect(watch.connections.get('twolane worker work')).toBeLessThanOrEqual(3 * WORK_CONNECTIONS);
  });
});
