import { Temporal } from 'temporal-polyfill';
import { tellDemoReaders } from '../../apps/api/src/demo/demo-readers.js';
import { tellDemoStory } from '../../apps/api/src/demo/demo-requests.js';
import { tellDemoRisk } from '../../apps/api/src/demo/demo-risk.js';
import { tellDemoRoadmap } from '../../apps/api/src/demo/demo-roadmap.js';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';
import { type Tour, tourOf } from './ready-made-tour.js';

interface Reviews {
  readonly nodes: readonly {
    readonly id: string;
    readonly status: string;
    readonly subject: { readonly id: string };
  }[];
}

interface Happened {
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: string;
}

interface Told {
  readonly eventStream: { readonly event: Happened | null };
}

/** The machine of the demo. */
const JOB = 'Reporting Job';

/** The explorer's ready-made operations about risk, the roadmap and the log, in the live workspace as a start of the service leaves it. */
describe('the tour of risk, roadmap and log', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let run: Tour['run'];
  let readyMade: Tour['readyMade'];
  let names: readonly string[];
  let days: Readonly<Record<string, string>>;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    ({ run, readyMade, names } = await tourOf(api));
    await tellDemoStory(api.service, api.schema, api.demo);
    const voice = new InnerVoice(api.service, api.schema, api.demo);
    await tellDemoRisk(api.service.pool, voice);
    await tellDemoRoadmap(api.service.pool, voice);
    expect(await tellDemoReaders(api.service.pool, voice)).toBe(true);
    expect(await tellDemoReaders(api.service.pool, voice)).toBe(false);
    const { today } = await run<{ today: string }>('who-am-i');
    const soon = Temporal.PlainDate.from(today).add({ days: 60 }).toString();
    days = { '<today, from Who am I>': today, '<a day of the next months, e.g. 2026-06-30>': soon };
  }, 60_000);
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  it('leads from the matrix to a review, to what is not ready, and to what is ahead', async () => {
    expect(await run('risk-matrix')).toMatchObject({ rated: 3, notRated: 0, exposure: 33 });
    const { nodes } = await run<Reviews>('risk-reviews');
    const assessed = nodes.find(({ status }) => status === 'IN_ASSESSMENT')!;
    const untouched = nodes.find(({ status }) => status === 'OPEN')!;
    expect(await run('21-risk-review', { '<id of the review, from Risk reviews>': assessed.id })).toMatchObject({
      openPoints: expect.arrayContaining([expect.objectContaining({ kind: 'MITIGATION' })]) as object[],
      risks: [{ statement: expect.stringContaining('card data') as string }, {}, {}],
    });
    expect(await run('launch-readiness', { '<id of the request>': untouched.subject.id })).toMatchObject({
      ready: false,
      conditions: expect.arrayContaining([expect.objectContaining({ check: 'RISK', passed: false })]) as object[],
    });
    expect(await run('blocked-launches')).toMatchObject({ nodes: [{ request: { title: 'Webinar reminder' } }] });
    const { entries } = await run<{ entries: { kind: string }[] }>('change-calendar', days);
    expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['AGREED_DATE', 'FREEZE', 'PEAK']));
  });

  it('leads from the roadmap to what moved since both sides agreed on it', async () => {
    expect(await run('25-roadmap')).toMatchObject({ lanes: expect.anything() as object, nodes: { length: 8 } });
    // The first field of two: the cadence. The second has the baseline.
    expect(await run('planning')).toMatchObject({ ok: true, jointSessions: 1 });
    const sessions = '{ planningSessions { nodes { baseline { position } } } }';
    const { nodes } = await api.answer<{ nodes: { baseline: { position: string } | null }[] }>(sessions, { as: 'CMO' });
    const position = nodes.find(({ baseline }) => baseline)!.baseline!.position;
    const known = { '<position of the baseline, from Joint planning>': position };
    expect(await run('roadmap-diff', known)).toMatchObject({
      rescheduled: [{ item: { title: 'Personalised onboarding' } }, { item: { title: 'CMS upgrade' } }],
    });
    expect(await run('alignment')).toMatchObject({ pairs: [{ status: 'MISALIGNED' }, {}] });
    expect(await run('plan-stability')).toMatchObject({ percent: 75, items: 8 });
  });

  it('sets a policy with both leads, and shows what happens by itself', async () => {
    expect(await run('30-policies')).toHaveLength(5);
    expect(await run('set-policy', days, 'CMO')).toMatchObject({ policy: { proposal: { waitsFor: ['PROVIDER'] } } });
    const both = { ...days, CONSUMER: 'PROVIDER' };
    expect(await run('set-policy', both, 'CTO')).toMatchObject({ policy: { proposal: null, next: { number: 2 } } });
    const processes = await run<{ name: string }[]>('processes', {}, 'Auditor');
    expect(processes.map(({ name }) => name)).toContain('risk-follow-request');
  });

  it('gives pictures and a calendar that open without a token', async () => {
    const sessions = '{ planningSessions(filter: { status: { eq: CLOSED } }) { nodes { id } } }';
    const { nodes } = await api.answer<{ nodes: { id: string }[] }>(sessions, { as: 'CMO' });
    const { query, variables } = readyMade('pictures', { '<id of the session, from Joint planning>': nodes[0]!.id });
    const { data } = await api.run(query, { as: 'CMO', variables: { ...variables } });
    const { matrix, roadmap } = data as Record<string, { picture: { path: string } }>;
    expect(roadmap).toMatchObject({ baselineDay: days['<today, from Who am I>'] });
    for (const link of [matrix, roadmap]) {
      const response = await fetch(`${api.url}${link!.picture.path}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    }
    const { path } = await run<{ path: string }>('calendar-feed');
    expect(await (await fetch(`${api.url}${path}`)).text()).toContain('SUMMARY:RM-3 Spring campaign');
  });

  it('leads from an event to its cause and its kind, and to what was known before', async () => {
    const { nodes } = await run<{ nodes: Happened[] }>('35-events', {}, 'Auditor');
    const launch = nodes.find(({ type }) => type === 'RequestLaunched')!;
    const why = await run('36-why', { '<eventId, from Events>': launch.eventId }, 'Auditor');
    expect(why).toMatchObject({
      sentence: expect.stringContaining('launchRequest') as string,
      command: {},
      causes: [],
    });
    expect(await run('event-types', {}, JOB)).toMatchObject([{ name: launch.type, streamTypes: ['request'] }]);
    const before = new Date(Date.parse(launch.recordedAt) - 1).toISOString();
    const past = await run<{ nodes: { status: string }[] }>('as-it-was', {
      '<an instant, e.g. 2026-03-30T16:00:00Z>': before,
    });
    expect(past.nodes.map(({ status }) => status)).not.toContain('LAUNCHED');
  });

  it('shows the jobs that read the log, tools that are told of it, and whoever follows it', async () => {
    expect(await run('consumers', {}, JOB)).toMatchObject([{ name: 'nightly-figures', position: expect.any(String) }]);
    expect(await run('webhooks', {}, 'Administrator')).toEqual([]);
    const { query } = readyMade('event-stream');
    const { nodes } = await run<{ nodes: Happened[] }>('35-events', {}, JOB);
    const { cursor } = await api.answer<{ cursor: string }>('{ events(first: 1) { cursor } }', { as: JOB });
    const types = ['RequestSubmitted', 'RequestApproved', 'RequestLaunched'];
    const told = api.subscribe(query, { as: JOB, variables: { after: cursor, types } });
    // Without an event it says how far it has come.
    let first: string | undefined;
    for await (const { data } of told) if ((first = (data as unknown as Told).eventStream.event?.type)) break;
    expect(first).toBe(nodes[0]!.type);
  });

  it('is all of it', () => {
    expect(names.filter((name) => name >= '19')).toHaveLength(24);
  });
});
