import { type Cast, requestsApi, type RequestsApi, TODAY } from '../requests.fixture.js';
import { DeliveryClient, handover, topUp } from './delivery.fixture.js';

let api: RequestsApi;
let cast: Cast;
let client: DeliveryClient;
beforeAll(async () => {
  api = await requestsApi();
  cast = await api.cast();
  client = new DeliveryClient(api, cast);
});
afterAll(() => api.close());

describe('the way of a request', () => {
  it('leads from a draft to a close, and says at every step how it stands', async () => {
    const { requester, engineer, cmo, cto } = cast;
    const requestId = await client.at('approved');
    const moved: [string, string][] = [];
    const step = async (who: typeof cto, name: string, input: object = {}) => {
      const { request } = await client.done(who, name, { requestId, ...input });
      moved.push([String(request?.status), String(request?.['waitingOn'])]);
    };
    await step(requester, 'setProperties', { properties: ['www', 'shop'] });
    await step(engineer, 'startWork');
    await step(engineer, 'confirmEstimate');
    await step(engineer, 'deliverRequest', handover);
    await step(requester, 'verifyCriterion', { criterionId: 'C1', evidence: '1.4 seconds' });
    await step(requester, 'rejectCriterion', { criterionId: 'C2', cause: 'DEFECT', note: 'It shows nothing' });
    await step(engineer, 'deliverRequest', { notes: 'Repaired' });
    await step(requester, 'verifyCriterion', { criterionId: 'C2' });
    await step(requester, 'acceptRequest');
    await step(cto, 'returnToWork', { reason: 'The launch needs a switch' });
    await step(engineer, 'deliverRequest', { notes: 'With a switch' });
    await step(requester, 'verifyCriterion', { criterionId: 'C1' });
    await step(requester, 'verifyCriterion', { criterionId: 'C2' });
    await step(cmo, 'acceptRequest');
    await step(requester, 'verifyTracking', { evidence: 'Seen in the report' });
    await step(cto, 'launchRequest');
    await step(cmo, 'waiveOutcome', { reason: 'The campaign was cut' });
    await step(requester, 'closeRequest', { note: 'Well done' });
    expect(moved).toEqual([
      ['APPROVED', 'PROVIDER'],
      ['IN_PROGRESS', 'PROVIDER'],
      ['IN_PROGRESS', 'PROVIDER'],
      ['DELIVERED', 'REQUESTER'],
      ['DELIVERED', 'REQUESTER'],
      ['IN_PROGRESS', 'PROVIDER'],
      ['DELIVERED', 'REQUESTER'],
      ['DELIVERED', 'REQUESTER'],
      ['ACCEPTED', 'PROVIDER'],
      ['IN_PROGRESS', 'PROVIDER'],
      ['DELIVERED', 'REQUESTER'],
      ['DELIVERED', 'REQUESTER'],
      ['DELIVERED', 'REQUESTER'],
      ['ACCEPTED', 'PROVIDER'],
      ['ACCEPTED', 'PROVIDER'],
      ['LAUNCHED', 'REQUESTER'],
      ['LAUNCHED', 'REQUESTER'],
      ['CLOSED', 'NONE'],
    ]);
    const fields = `status properties startedAt deliveredAt acceptedAt launchedAt launchedOn closedAt outcomeWaivedBecause
      deliveries { notes buildRef byId at } verdicts { criterionId verdict evidence cause note byId }
      trackingCheck { tracking evidence reason byId at } estimate { stale owes }
      launches { launchedOn properties gateSnapshot { check passed note } rolledBack { rollbackReason } }`;
    const at = expect.stringMatching(/^2026-01-05T/) as string;
    expect(await client.read(requestId, fields)).toEqual({
      status: 'CLOSED',
      properties: ['www', 'shop'],
      startedAt: at,
      deliveredAt: at,
      acceptedAt: at,
      launchedAt: at,
      launchedOn: TODAY,
      closedAt: at,
      outcomeWaivedBecause: 'The campaign was cut',
      deliveries: [
        { ...handover, byId: engineer.id, at },
        { notes: 'Repaired', buildRef: null, byId: engineer.id, at },
        { notes: 'With a switch', buildRef: null, byId: engineer.id, at },
      ],
      verdicts: ['C1', 'C2'].map((criterionId) => ({
        criterionId,
        verdict: 'VERIFIED',
        evidence: null,
        cause: null,
        note: null,
        byId: requester.id,
      })),
      trackingCheck: { tracking: 'VERIFIED', evidence: 'Seen in the report', reason: null, byId: requester.id, at },
      estimate: { stale: false, owes: null },
      launches: [
        {
          launchedOn: TODAY,
          properties: ['www', 'shop'],
          gateSnapshot: [
            { check: 'STATUS', passed: true, note: null },
            { check: 'NOT_HELD', passed: true, note: null },
            { check: 'TRACKING', passed: true, note: 'Seen in the report' },
            { check: 'PROVIDER', passed: true, note: null },
          ],
          rolledBack: null,
        },
      ],
    });
  });

  it('tells of every criterion what was found', async () => {
    const { requester } = cast;
    const requestId = await client.reach('half verified');
    const open = { evidence: null, cause: null, note: null };
    const fields = 'verdicts { criterionId verdict evidence cause note byId }';
    expect(await client.read(requestId, fields)).toEqual({
      verdicts: [
        { ...open, criterionId: 'C1', verdict: 'VERIFIED', evidence: '1.4 seconds', byId: requester.id },
        { ...open, criterionId: 'C2', verdict: 'OPEN', byId: null },
      ],
    });
    await client.follow(requestId, [
      requester,
      'rejectCriterion',
      { criterionId: 'C2', cause: 'MISUNDERSTOOD', note: 'Another form' },
    ]);
    expect(await client.read(requestId, fields)).toMatchObject({
      verdicts: [{}, { verdict: 'REJECTED', cause: 'MISUNDERSTOOD', note: 'Another form', byId: requester.id }],
    });
  });

  it('goes back from a launch, and is taken up again from a close', async () => {
    const { cto, requester } = cast;
    const requestId = await client.reach('launched');
    const rolled = await client.done(cto, 'rollBackLaunch', { requestId, reason: 'OTHER', note: 'Orders were lost' });
    expect(rolled.request).toMatchObject({ status: 'IN_PROGRESS' });
    expect(
      await client.read(
        requestId,
        'launchedAt launches { rolledBack { rollbackReason note failed } } trackingCheck { tracking } verdicts { verdict }',
      ),
    ).toEqual({
      launchedAt: null,
      launches: [{ rolledBack: { rollbackReason: 'OTHER', note: 'Orders were lost', failed: true } }],
      trackingCheck: { tracking: 'UNVERIFIED' },
      verdicts: [{ verdict: 'OPEN' }, { verdict: 'OPEN' }],
    });
    const closed = await client.reach('closed');
    const again = { requestId: closed, cause: 'DEFECT', note: 'The code is lost', expectedMinutes: 120 };
    const reopened = await client.done(requester, 'reopenRequest', again);
    expect(reopened.request).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await client.read(closed, 'closedAt launchedOn estimate { stale owes }')).toEqual({
      closedAt: null,
      launchedOn: TODAY,
      estimate: { stale: true, owes: 'ESTIMATE' },
    });
  });

  it('warns at a close that nobody judged success, also when the command is repeated', async () => {
    const requestId = await client.reach('waived');
    const given = { key: 'close-once' };
    const first = await client.done(cast.requester, 'closeRequest', { requestId }, given);
    const second = await client.done(cast.requester, 'closeRequest', { requestId }, given);
    expect([first.warnings, second.warnings]).toEqual([
      [{ code: 'SUCCESS_NOT_JUDGED' }],
      [{ code: 'SUCCESS_NOT_JUDGED' }],
    ]);
    expect([first.replayed, second.replayed]).toEqual([false, true]);
  });

  it('keeps the day of a launch that is written down later in the workspace’s zone', async () => {
    const alone = new DeliveryClient(api, await api.cast());
    const requestId = await alone.reach('tracked');
    await api.setClock(alone.cast.workspaceId, '2026-01-08T09:00:00.000Z');
    // Half past midnight in Berlin.
    const launchedAt = '2026-01-06T23:30:00.000Z';
    await alone.follow(requestId, [alone.cast.manager, 'launchRequest', { launchedAt }]);
    expect(await alone.read(requestId, 'launchedAt launchedOn')).toEqual({ launchedAt, launchedOn: '2026-01-07' });
  });
});

describe('a top-up', () => {
  it('is estimated and signed anew while the work goes on', async () => {
    const { engineer, cmo, cto } = cast;
    const requestId = await client.reach('started');
    await client.moveScope(requestId);
    expect(await client.read(requestId, 'status estimate { stale owes }')).toEqual({
      status: 'IN_PROGRESS',
      estimate: { stale: true, owes: 'CONFIRMATION' },
    });
    const estimated = await client.done(engineer, 'submitEstimate', { requestId, ...topUp });
    expect(estimated.request).toMatchObject({ status: 'IN_PROGRESS', waitingOn: 'REQUESTER' });
    expect(await client.read(requestId, 'approvals { side } estimate { owes likelyMinutes }')).toEqual({
      approvals: [],
      estimate: { owes: 'SIGNATURES', likelyMinutes: 720 },
    });
    const half = await client.done(cmo, 'approveRequest', { requestId, side: 'CONSUMER' });
    expect(half.request).toMatchObject({ status: 'IN_PROGRESS', waitingOn: 'PROVIDER' });
    await client.done(cto, 'approveRequest', { requestId, side: 'PROVIDER' });
    expect(await client.read(requestId, 'approvals { side } estimate { stale owes }')).toEqual({
      approvals: [{ side: 'CONSUMER' }, { side: 'PROVIDER' }],
      estimate: { stale: false, owes: null },
    });
    await client.follow(requestId, [engineer, 'deliverRequest', handover]);
  });
});
