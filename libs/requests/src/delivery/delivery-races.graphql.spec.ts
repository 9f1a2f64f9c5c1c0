import { type Name, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { DeliveryClient, handover, type LateStage, topUp } from './delivery.fixture.js';

let api: RequestsApi;
let client: DeliveryClient;
beforeAll(async () => {
  api = await requestsApi();
  client = new DeliveryClient(api, await api.cast());
});
afterAll(() => api.close());

describe('two at once', () => {
  const versionOf = async (requestId: string): Promise<number> =>
    Number((await client.read(requestId, 'version'))['version']);

  const ACTS = {
    start: { at: 'approved', command: 'startWork', by: ['engineer', 'cto'], leadsTo: 'IN_PROGRESS' },
    deliver: {
      at: 'started',
      command: 'deliverRequest',
      by: ['engineer', 'cto'],
      leadsTo: 'DELIVERED',
      input: handover,
    },
    accept: { at: 'verified', command: 'acceptRequest', by: ['requester', 'cmo'], leadsTo: 'ACCEPTED' },
    launch: { at: 'tracked', command: 'launchRequest', by: ['cto', 'manager'], leadsTo: 'LAUNCHED' },
    'roll back': {
      at: 'launched',
      command: 'rollBackLaunch',
      by: ['cto', 'manager'],
      leadsTo: 'IN_PROGRESS',
      input: { reason: 'DEFECT' },
    },
    close: { at: 'waived', command: 'closeRequest', by: ['requester', 'cmo'], leadsTo: 'CLOSED' },
    reopen: {
      at: 'closed',
      command: 'reopenRequest',
      by: ['requester', 'cto'],
      leadsTo: 'IN_PROGRESS',
      input: { cause: 'DEFECT', expectedMinutes: 0 },
    },
  } as const satisfies Record<string, { at: LateStage; command: string; by: Name[]; leadsTo: string; input?: object }>;

  it.each(Object.entries(ACTS))('%s: one wins, the other is told where it stands now', async (_name, act) => {
    const { cast } = client;
    const requestId = await client.reach(act.at);
    const before = await versionOf(requestId);
    const input = { requestId, ...('input' in act ? act.input : {}) };
    const payloads = await Promise.all(act.by.map((who) => client.give(cast[who], act.command, input)));
    const refused = payloads.flatMap(({ problems }) => problems);
    expect(refused).toMatchObject([{ __typename: 'InvalidStateProblem', state: act.leadsTo }]);
    expect(await versionOf(requestId)).toBe(before + 1);
  });

  it('with the version both have seen: the other is told that somebody was faster', async () => {
    const { cast } = client;
    const requestId = await client.reach('tracked');
    const version = await versionOf(requestId);
    const payloads = await Promise.all(
      [cast.cto, cast.manager].map((who) => client.give(who, 'launchRequest', { requestId }, { expect: { version } })),
    );
    expect(payloads.flatMap(({ problems }) => problems)).toMatchObject([
      { code: 'CONCURRENCY_CONFLICT', expected: version, actual: version + 1, current: { status: 'LAUNCHED' } },
    ]);
  });

  it('an acceptance and a change of scope: never accepted on an estimate that does not hold', async () => {
    const { cast } = client;
    for (let round = 0; round < 4; round += 1) {
      const requestId = await client.reach('verified');
      const criteria = [{ id: 'C1', text: 'The page loads within 1 second' }, { text: 'It prints' }];
      const revision = { requestId, brief: { criteria }, cause: 'CHANGED_MIND' };
      const [accepted, revised] = await Promise.all([
        client.give(cast.cmo, 'acceptRequest', { requestId }),
        client.give(cast.requester, 'reviseBrief', revision),
      ]);
      const codes = [accepted, revised].map((payload) => payload.problems[0]?.code ?? 'DONE');
      expect([
        ['DONE', 'INVALID_STATE'],
        ['ESTIMATE_STALE', 'DONE'],
      ]).toContainEqual(codes);
    }
  });

  it('both signatures of a top-up: it is approved once', async () => {
    const { cast } = client;
    const requestId = await client.reach('started');
    await client.moveScope(requestId);
    await client.follow(requestId, [cast.engineer, 'submitEstimate', topUp]);
    const before = await versionOf(requestId);
    await Promise.all([
      client.done(cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER' }),
      client.done(cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' }),
    ]);
    expect(await versionOf(requestId)).toBe(before + 3);
    expect(await client.read(requestId, 'estimate { owes } approvals { side }')).toMatchObject({
      estimate: { owes: null },
      approvals: [{}, {}],
    });
  });
});
