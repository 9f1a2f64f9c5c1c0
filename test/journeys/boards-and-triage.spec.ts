import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';

interface Payload {
  readonly request: { readonly id: string };
  readonly position: string;
}

const brief = {
  userStories: [{ role: 'visitor', want: 'see the offers on one page', benefit: 'I find mine' }],
  criteria: [{ text: 'The page loads within 2 seconds' }],
  context: {
    campaignGoal: 'Sell 300 bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: 'Uses the page kit',
  trackingNotNeeded: 'Counted by the shop',
};

describe('boards and triage of a whole service', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let teams: { readonly marketing: string; readonly engineering: string };
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as: 'CTO',
    });
    const of = (name: string) => nodes.find((team) => team.name === name)?.id ?? '';
    teams = { marketing: of('Marketing'), engineering: of('Engineering') };
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  const give = (as: string, name: string, input: object): Promise<Payload> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const expect = name === 'createRequest' ? '' : ', expect: { latest: true }';
    const document = `mutation ($input: ${type}!) { ${name}(input: $input${expect}) {
      request { id } position problems { code message } } }`;
    return api.done<Payload>(document, { as, variables: { input } });
  };
  const draft = async (title: string): Promise<string> => {
    const input = { title, type: 'LANDING_PAGE', consumerTeamId: teams.marketing };
    return (await give('Campaign Manager', 'createRequest', input)).request.id;
  };
  const submitted = async (title: string): Promise<string> => {
    const requestId = await draft(title);
    await give('Campaign Manager', 'reviseBrief', { requestId, brief });
    await give('Campaign Manager', 'submitRequest', { requestId });
    return requestId;
  };
  const triageOf = async (requestId: string) => {
    const viewer = '{ viewer { person { id } } }';
    const { person } = await api.answer<{ person: { id: string } }>(viewer, { as: 'Product Manager' });
    const size = { priorityClass: 'NORMAL', roughMinutes: 600 };
    return { requestId, providerTeamId: teams.engineering, ownerId: person.id, ...size };
  };
  const triaged = async (title: string): Promise<string> => {
    const requestId = await submitted(title);
    await give('CTO', 'triageRequest', await triageOf(requestId));
    return requestId;
  };

  it('show each request in the column of its status, the next date first, and count them', async () => {
    await draft('A draft');
    const [later, sooner] = [await submitted('Later'), await submitted('Sooner')];
    const dated = (requestId: string, date: string) =>
      give('CMO', 'agreeDate', { requestId, date, dateKind: 'HARD_EVENT', sides: ['CONSUMER', 'PROVIDER'] });
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await dated(later, inDays(20));
    const { position } = await dated(sooner, inDays(10));
    const board = await api.answer<{ columns: { status: string; count: number; requests: { title: string }[] }[] }>(
      `query ($team: ID!, $position: LogPosition) { board(consumerTeamId: $team, first: 3, minPosition: $position) {
        columns { status count requests { title owner { name } } } } }`,
      { as: 'CTO', variables: { team: teams.marketing, position } },
    );
    expect(board.columns.map(({ status }) => status)).toEqual([
      'DRAFT',
      'SUBMITTED',
      'TRIAGED',
      'ESTIMATED',
      'APPROVED',
      'IN_PROGRESS',
      'DELIVERED',
      'ACCEPTED',
      'LAUNCHED',
    ]);
    const [drafts, queue] = board.columns;
    expect(drafts).toMatchObject({ count: 1, requests: [{ title: 'A draft' }] });
    expect(queue).toMatchObject({ count: 2, requests: [{ title: 'Sooner' }, { title: 'Later' }] });

    const deadlines = await api.answer<{ nodes: { title: string }[] }>(
      '{ deadlineBoard { nodes { title dueDate } } }',
      {
        as: 'Campaign Manager',
      },
    );
    expect(deadlines.nodes.map(({ title }) => title)).toEqual(['Sooner', 'Later']);
    await expect(
      api.answer<{ nodes: unknown[] }>('{ deadlineBoard(overdue: true) { nodes { title } } }', { as: 'CMO' }),
    ).resolves.toEqual({ nodes: [] });
  });

  it('say who waits for whom, and show both sides the same load', async () => {
    const requestId = await triaged('Questions');
    const question = { requestId, kind: 'WHY', text: 'Which offer comes first?', blocking: true };
    await triaged('Estimates');
    const { position } = await give('Backend Engineer', 'askQuestion', question);
    const tap = { kind: 'FAVOUR', minutes: 30, topic: 'A banner', fromTeamId: teams.marketing };
    await api.done(
      'mutation ($input: LogInterruptionInput!) { logInterruption(input: $input) { problems { code message } } }',
      { as: 'Backend Engineer', variables: { input: { ...tap, occurredOn: new Date().toISOString().slice(0, 10) } } },
    );
    const waits = await api.answer<{ owing: string; count: number; longest: { title: string }[] }[]>(
      `query ($position: LogPosition) { whoWaitsForWhom(minPosition: $position) {
        owing waiting count longestSince consumerTeam { name } providerTeam { name } longest { title waitingOn } } }`,
      { as: 'CMO', variables: { position } },
    );
    expect(waits).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          owing: 'CONSUMER',
          waiting: 'PROVIDER',
          count: 1,
          longest: [{ title: 'Questions', waitingOn: 'REQUESTER' }],
        }),
        expect.objectContaining({
          owing: 'PROVIDER',
          waiting: 'CONSUMER',
          count: 2,
          providerTeam: null,
          longest: ['Later', 'Sooner'].map((title) => ({ title, waitingOn: 'PROVIDER' })),
        }),
        expect.objectContaining({
          owing: 'PROVIDER',
          count: 1,
          longest: [{ title: 'Estimates', waitingOn: 'PROVIDER' }],
        }),
      ]),
    );

    const load = `query ($team: ID!) { teamLoad(teamId: $team) { inWork wipLimit wipLimitIsHard overdue waitingForTeam questionsToAnswer
      toEstimate approvalsWaiting acceptancesWaiting hardDatesAhead interruptions interruptionMinutes } }`;
    for (const team of [teams.marketing, teams.engineering]) {
      const [seenByMarketing, seenByEngineering] = await Promise.all(
        ['CMO', 'CTO'].map((as) => api.answer<object>(load, { as, variables: { team } })),
      );
      expect(seenByMarketing).toEqual(seenByEngineering);
    }
    await expect(api.answer(load, { as: 'CMO', variables: { team: teams.marketing } })).resolves.toMatchObject({
      questionsToAnswer: 1,
      waitingForTeam: 1,
      hardDatesAhead: 2,
      inWork: 0,
    });
    await expect(api.answer(load, { as: 'CMO', variables: { team: teams.engineering } })).resolves.toMatchObject({
      questionsToAnswer: 0,
      toEstimate: 2,
      interruptions: 1,
      interruptionMinutes: 30,
    });
  });

  it('show the clocks of the queue, and keep counts of others from whoever sees only their own', async () => {
    const queue = await api.answer<{ nodes: { serviceLevels: object[] }[] }>(
      '{ triageQueue(first: 1) { nodes { serviceLevels { clock owedBy targetMinutes usedMinutes remainingMinutes paused breached } } } }',
      { as: 'CTO' },
    );
    expect(queue.nodes[0]?.serviceLevels).toMatchObject([
      { clock: 'FIRST_RESPONSE', owedBy: 'PROVIDER', targetMinutes: 480, paused: false, breached: false },
    ]);
    for (const query of ['{ board { columns { count } } }', '{ whoWaitsForWhom { count } }']) {
      const { errors } = await api.run(query, { as: 'Agency Designer' });
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });

  it('tell what differs between any two revisions of a brief', async () => {
    const requestId = await submitted('Revised');
    const more = { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }, { text: 'It works on phones' }] };
    await give('Campaign Manager', 'reviseBrief', { requestId, brief: more });
    const diff = await api.answer<{ briefDiff: object[] }>(
      'query ($id: ID!) { request(id: $id) { briefDiff(from: 1, to: 2) { path before after } } }',
      { as: 'CMO', variables: { id: requestId } },
    );
    expect(diff.briefDiff).toEqual([
      { path: 'criteria.C1.text', before: 'The page loads within 2 seconds', after: 'The page loads within 1 second' },
      { path: 'criteria.C2', before: null, after: '{"id":"C2","text":"It works on phones","measure":null}' },
    ]);
    const { errors } = await api.run('query ($id: ID!) { request(id: $id) { briefDiff(from: 1, to: 9) { path } } }', {
      as: 'CMO',
      variables: { id: requestId },
    });
    expect(errors?.[0]).toMatchObject({
      message: 'The brief has no revision 9; it has 2.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('say in triage when nobody is accountable for a property, until somebody is (P29)', async () => {
    const triage = async (title: string) => {
      const requestId = await submitted(title);
      await give('Campaign Manager', 'setProperties', { requestId, properties: ['shop.example'] });
      const document = `mutation ($input: TriageRequestInput!) { triageRequest(input: $input, expect: { latest: true }) {
        warnings { code } problems { code message } } }`;
      const variables = { input: await triageOf(requestId) };
      return (await api.done<{ warnings: object[] }>(document, { as: 'CTO', variables })).warnings;
    };
    expect(await triage('Nobody answers for the shop')).toEqual([{ code: 'NO_ACCOUNTABLE_ROLE' }]);
    const party = { teamId: teams.engineering };
    const input = { property: 'shop.example', role: 'ACCOUNTABLE', party };
    await api.done(
      'mutation ($input: SetResponsibilityInput!) { setResponsibility(input: $input, expect: { latest: true }) { problems { code message } } }',
      { as: 'CTO', variables: { input } },
    );
    expect(await triage('Engineering answers for the shop')).toEqual([]);
  });

  it('let one of two triage a request at once, and tell the other', async () => {
    const input = await triageOf(await submitted('Twice'));
    const document = `mutation ($input: TriageRequestInput!) { triageRequest(input: $input, expect: { version: 3 }) {
      request { status } problems { code ... on StaleVersionProblem { expected actual } } } }`;
    const answers = await Promise.all(
      ['CTO', 'Product Manager'].map((as) => api.answer<object>(document, { as, variables: { input } })),
    );
    const stale = { request: null, problems: [{ code: 'CONCURRENCY_CONFLICT', expected: 3, actual: 5 }] };
    const won = { request: { status: 'TRIAGED' }, problems: [] };
    expect(answers).toEqual(expect.arrayContaining([stale, won]));
  });
});
