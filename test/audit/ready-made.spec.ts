import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';
import { tellDemoHours } from '../../apps/api/src/demo/demo-hours.js';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { AS, type Tour, tourOf } from './ready-made-tour.js';

/** The explorer's ready-made operations as somebody tries them: from the first to the last, filling in what their texts say. */
describe('the tour of the ready-made operations', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let run: Tour['run'];
  let readyMade: Tour['readyMade'];
  let names: readonly string[];
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    ({ run, readyMade, names } = await tourOf(api));
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('leads from a token to a submitted request, and shows it in the queue, in lists, on the board, in a search and as it changes', async () => {
    const me = await run<{ roles: { team: { id: string } | null }[] }>('who-am-i');
    const team = me.roles[0]?.team?.id ?? '';
    const created = await run<{ request: { id: string; version: number } }>('create-request', {
      '<id of your team, from Who am I>': team,
    });
    expect(created.request).toMatchObject({ status: 'DRAFT', version: 1 });
    const { id } = created.request;
    const asked = { '<id of the request>': id };

    const watched = readyMade('watch-request', asked);
    const changes = api.subscribe(watched.query, {
      as: AS,
      variables: { ...watched.variables, after: positionOf(created) },
    });
    expect(await run('write-brief', asked)).toMatchObject({
      request: { completenessPercent: 100, missingSections: [] },
    });
    const submitted = { request: { status: 'SUBMITTED', waitingOn: 'PROVIDER' } };
    expect(await run('submit-request', asked)).toMatchObject({ ...submitted, replayed: false });
    expect(await run('submit-request', asked)).toMatchObject({ ...submitted, replayed: true });
    const told = [(await changes.next()).value, (await changes.next()).value].map(
      ({ data }: { data?: { requestChanged: { type: string } } }) => data?.requestChanged.type,
    );
    await changes.return?.();
    expect(told).toEqual(['BriefRevised', 'RequestSubmitted']);

    for (const name of ['triage-queue', 'list-requests']) {
      const page = await run<{ nodes: { id: string }[] }>(name);
      expect(page.nodes.map((node) => node.id)).toContain(id);
    }
    const board = await run<{ columns: { status: string; requests: { title: string }[] }[] }>('board');
    expect(board.columns.find(({ status }) => status === 'SUBMITTED')?.requests).toMatchObject([
      { title: 'Spring landing page', owner: null },
    ]);
    const { history } = await run<{ history: { changes: { summary: string }[] } }>('history');
    expect(history.changes[0]?.summary).toBe('REQ-1 was drafted: “Spring landing page”.');
    expect(await run('lead-times')).toMatchObject({ launched: 0, medianLeadDays: null });
    await api.answer(
      'query ($position: LogPosition) { searchRequests(text: "spring", minPosition: $position) { capped } }',
      { as: AS, variables: { position: positionOf(created) } },
    );
    expect(await run('search')).toMatchObject({ nodes: [{ request: { title: 'Spring landing page' } }] });
    expect(names.filter((name) => name < '12')).toHaveLength(11);
  });

  it('leads from the months of an agreement to recorded time, in the live workspace', async () => {
    await tellDemoHours(api.service.pool, new InnerVoice(api.service, api.schema, api.demo));
    const { nodes } = await run<{ nodes: { id: string; months: { balance: { usedMinutes: number } }[] }[] }>(
      'agreement-months',
    );
    const me = await run<{ today: string }>('who-am-i');
    const known = {
      '<id of the agreement, from Months of an agreement>': nodes[0]!.id,
      '<today, from Who am I>': me.today,
    };
    expect(await run('record-time', known, 'Backend Engineer')).toMatchObject({
      draw: { baseMinutes: 45, uncoveredMinutes: 0 },
      allotment: { balance: { usedMinutes: nodes[0]!.months[0]!.balance.usedMinutes + 45 } },
    });
    // The others ask about the demo quarter, and are tried there.
    expect(names.filter((name) => name >= '14' && name < '19').map((name) => name.slice(3))).toEqual([
      'statement',
      'as-of',
      'what-if',
      'waiting-on-leads',
      'agencies',
    ]);
  });
});

const positionOf = (payload: object): unknown => ('position' in payload ? payload.position : undefined);
