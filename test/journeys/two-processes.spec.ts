import type { ExecutionResult } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../../apps/api/src/service/service.js';
import { type Access, ApiClient, openService, prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';
import { clientOf, Program } from '../kit/program.js';

const as = 'Campaign Manager';
const PROBLEMS = 'problems { code message }';
const CREATE = `mutation ($team: ID!, $title: String!, $key: String) {
  createRequest(input: { title: $title, type: LANDING_PAGE, consumerTeamId: $team }, idempotencyKey: $key) {
    position replayed request { id number } ${PROBLEMS} } }`;
const HOLD = `mutation ($id: ID!, $day: LocalDate!) {
  holdRequest(input: { requestId: $id, reason: "Budget", reviewDate: $day }, expect: { latest: true }) { position ${PROBLEMS} } }`;
const RESUME = `mutation ($id: ID!) { resumeRequest(input: { requestId: $id }, expect: { latest: true }) { position ${PROBLEMS} } }`;
const READ = `query ($id: ID!, $at: LogPosition) { request(id: $id, minPosition: $at) { title status held { reviewDate } } }`;
const COUNTS = `query ($at: LogPosition) { requestCounts(minPosition: $at) { total upToDate parkedStreams } }`;
const CHANGES = `subscription ($id: ID!) { requestChanged(id: $id) { type summary request { status } } }`;
const HISTORY = `query ($id: ID!) { request(id: $id) { history(first: 200) { changes { type } } } }`;

interface Done {
  readonly position: string;
  readonly replayed: boolean;
  readonly request: { readonly id: string; readonly number: number };
}

type Client = ApiClient<Access>;

/** The real program in a process of its own, from its sources, on somebody else's prepared database. */
const program = (app: 'api' | 'worker', databaseUrl: string): Program =>
  new Program(['--import', './test/kit/typescript.mjs', `apps/${app}/src/main.ts`], {
    DATABASE_URL: databaseUrl,
    MIGRATE: 'off',
    WORKER: 'off',
    DEMO: 'on',
    DEMO_QUARTER: 'off',
    PORT: '0',
  });

describe('two apis and two workers on one database', () => {
  let database: TestDatabase;
  /** Another process, and this one. */
  let [a, b]: readonly [Client | null, RunningApi | null] = [null, null];
  let programs: { readonly api: Program; readonly worker: Program };
  let standby: Service;
  let team: string;
  let today: string;

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    programs = { api: program('api', database.url), worker: program('worker', database.url) };
    a = await clientOf(programs.api);
    await owned(programs.worker.pid);
    b = await startApi({ databaseUrl: database.url });
    standby = await openService({ databaseUrl: database.url, work: true });
    const { nodes } = await b.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as,
    });
    team = nodes.find(({ name }) => name === 'Marketing')!.id;
    today = (await b.answer<{ today: string }>('{ viewer { today } }', { as })).today;
  });
  afterAll(async () => {
    await b?.stop();
    await standby?.close();
    await Promise.all([programs.api.kill(), programs.worker.kill()]);
    await database.drop();
  });

  /** Waits until every consumer is held by this process. */
  const owned = async (pid: number): Promise<void> => {
    const sql = `select count(*)::int as all, count(*) filter (where split_part(owner, '/', 2) = $1)::int as held from log.consumer`;
    const pool = database.ownerPool(1);
    for (;;) {
      const { rows } = await pool.query<{ all: number; held: number }>(sql, [String(pid)]);
      if (rows[0]!.all > 1 && rows[0]!.held === rows[0]!.all) return;
      await sleep(20);
    }
  };
  const create = (on: Client | null, title = 'Spring landing page', key: string | null = null) =>
    on!.done<Done>(CREATE, { as, variables: { team, title, key } });
  const hold = (on: Client | null, id: string) => on!.done<Done>(HOLD, { as, variables: { id, day: today } });
  const told = async (source: AsyncIterator<ExecutionResult>): Promise<{ type: string; summary: string }> => {
    const { data, errors } = (await source.next()).value as ExecutionResult<{
      requestChanged: { type: string; summary: string };
    }>;
    if (errors) throw new Error(JSON.stringify(errors));
    return data!.requestChanged;
  };
  const dues = async (on: Client | null, id: string): Promise<number> => {
    const found = await on!.answer<{ history: { changes: { type: string }[] } }>(HISTORY, { as, variables: { id } });
    return found.history.changes.filter(({ type }) => type === 'RequestHoldReviewDue').length;
  };
  const total = async (): Promise<number> =>
    (await standby.pool.query<{ n: number }>('select count(*)::int as n from requests.request_row')).rows[0]!.n;

  /** Waits until the workers have nothing left to do. */
  const settled = async (): Promise<void> => {
    // What the demo holds for another day stays.
    const timers = async () =>
      (await standby.pool.query('select from log.timer where due_at <= clock_timestamp()')).rowCount;
    for (let busy = true; busy;) {
      const { safe } = await standby.horizon.refresh();
      await standby.consumers.waitFor({ name: 'hold-review' }, safe);
      busy = (await timers()) !== 0 || (await standby.horizon.refresh()).safe !== safe;
    }
  };

  it('read on one what was written on the other', async () => {
    expect(programs.api.pid).not.toBe(process.pid);
    const { position, request } = await create(a, 'Written on A');
    expect(await b!.answer(READ, { as, variables: { id: request.id, at: position } })).toMatchObject({
      title: 'Written on A',
      status: 'DRAFT',
    });
    const held = await hold(b, request.id);
    expect(await a!.answer(READ, { as, variables: { id: request.id, at: held.position } })).toMatchObject({
      held: { reviewDate: today },
    });
  });

  it('carry a command out once, whichever of them is asked again, and also when both are asked at once', async () => {
    const first = await create(a, 'Once', 'key 1');
    const again = await create(b, 'Once', 'key 1');
    expect([first.replayed, again.replayed, again.request, again.position]).toEqual([
      false,
      true,
      first.request,
      first.position,
    ]);
    const other = await b!.answer<{ problems: { code: string }[] }>(CREATE, {
      as,
      variables: { team, title: 'Another', key: 'key 1' },
    });
    expect(other.problems).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    const both = await Promise.all([a, b, a, b].map((on) => create(on, 'At once', 'key 2')));
    expect(new Set(both.map(({ request }) => request.id)).size).toBe(1);
    expect(both.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('tell on one what happens on the other, with what a worker adds to it, once', async () => {
    const { request } = await create(b);
    const source = b!.subscribe(CHANGES, { as, variables: { id: request.id } });
    const first = told(source);
    while (b!.service.horizon.followers === 0) await sleep(5);
    await hold(a, request.id);
    const heard = [(await first).type];
    // A change of our own closes the list: whatever was to come before it has come.
    while (heard.at(-1) !== 'RequestHoldReviewDue') heard.push((await told(source)).type);
    await a!.done(RESUME, { as, variables: { id: request.id } });
    while (heard.at(-1) !== 'RequestResumed') heard.push((await told(source)).type);
    await source.return?.();
    expect(heard.filter((type) => type !== 'RequestDrafted')).toEqual([
      'RequestHeld',
      'RequestHoldReviewDue',
      'RequestResumed',
    ]);
  });

  it('count every request once, wherever it was made', async () => {
    await settled();
    const made = await Promise.all(Array.from({ length: 10 }, (_, index) => create(index % 2 ? a : b)));
    for (const on of [a, b]) {
      const counted = (at: string) => on!.answer<{ total: number }>(COUNTS, { as, variables: { at } });
      // Who has waited for each of them has waited for the last, whichever that is.
      for (const { position } of made) await counted(position);
      expect(await counted(made[0]!.position)).toEqual({ total: await total(), upToDate: true, parkedStreams: 0 });
    }
    expect(new Set(made.map(({ request }) => request.number)).size).toBe(10);
  });

  it('go on when the worker at work is killed: the other takes over, nothing is left out and nothing done twice', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => create(index % 2 ? a : b)));
    const holds = made.map(({ request }, index) => hold(index % 2 ? b : a, request.id));
    await holds[0];
    await programs.worker.kill();
    await Promise.all(holds);
    await owned(process.pid);
    await settled();
    const { position } = await create(a);
    const counts = await a!.answer<{ total: number }>(COUNTS, { as, variables: { at: position } });
    expect(counts).toMatchObject({ total: await total(), parkedStreams: 0 });
    expect(await Promise.all(made.map(({ request }, index) => dues(index % 2 ? b : a, request.id)))).toEqual(
      made.map(() => 1),
    );
  });
});
