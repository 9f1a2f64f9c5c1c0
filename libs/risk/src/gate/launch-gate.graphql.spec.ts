import { RiskApi } from '../risk.fixture.js';
import { referenceOf } from '../risks/risks.fixture.js';
import { GateBench } from './gate.fixture.js';

let api: RiskApi;
let gate: GateBench;
beforeAll(async () => {
  api = await RiskApi.start();
});
beforeEach(async () => {
  gate = await GateBench.open(api);
});
afterAll(() => api.close());

const passed = (check: string) => ({ check, passed: true, code: null, reasons: [] });

describe('what risk has against a launch', () => {
  it('is nothing where nothing is touched', async () => {
    const requestId = await gate.request();
    const { conditions, verdict } = await gate.readiness(requestId);
    expect(verdict).toBe('READY');
    expect(conditions.slice(-2)).toMatchObject([passed('RISK'), passed('FREEZE')]);
    expect(await gate.launched(requestId)).toEqual([]);
  });

  it('is that nobody opened the review its touches ask for', async () => {
    const requestId = await gate.request({ touches: ['LEGAL_CLAIMS'] });
    expect((await gate.condition(requestId, 'RISK')).reasons).toMatchObject([
      { cause: 'UNDECIDED', reviewId: null, reviewNumber: null, missing: [{ kind: 'REVIEW', id: 'LEGAL' }] },
    ]);
    expect(await gate.launched(requestId)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
  });

  it('is told with all that is missing, by the launch and beforehand alike; and looking back, as it was then', async () => {
    // REQ-3 of the demo quarter on 2026-02-26.
    gate = await GateBench.open(api, '2026-01-22');
    const { workspaceId, backend, reviewer, marketer } = gate.cast;
    const requestId = await gate.request({ touches: ['LEGAL_CLAIMS'] });
    const desk = await gate.review(requestId, ['LEGAL', 'PAYMENT']);
    const riskId = await desk.identify({ title: 'Card data touches our server' });
    await desk.rate(riskId, [3, 5]);
    await desk.treat(riskId);
    const mitigationId = await desk.mitigate(riskId, { title: 'hosted card fields', due: '2026-03-03' });
    await desk.done(marketer, 'acknowledgeRisk', { riskId });
    await desk.signAll();
    await api.setClock(workspaceId, '2026-02-26T08:30:00.000Z');
    const k = referenceOf(riskId);
    const blocked = await gate.readiness(requestId);
    expect(blocked).toMatchObject({ ready: false, verdict: 'BLOCKED' });
    const [reason, ...more] = blocked.conditions.find(({ check }) => check === 'RISK')!.reasons;
    expect(more).toEqual([]);
    expect(reason).toMatchObject({
      cause: 'UNDECIDED',
      reviewId: desk.reviewId,
      reviewNumber: 1,
      highestBand: 'HIGH',
      riskIds: [k],
      missing: [
        { kind: 'BAND', riskId: k, text: `${k} is HIGH and not accepted` },
        { kind: 'MITIGATION', id: mitigationId, riskId: k, text: 'mitigation “hosted card fields” not verified' },
        { kind: 'DECISION', text: 'the review is not decided' },
      ],
    });
    const { problems } = await gate.launch(requestId);
    expect(problems).toMatchObject([{ code: 'LAUNCH_BLOCKED_BY_RISK' }]);
    expect(problems[0]!['reasons']).toEqual(blocked.conditions.find(({ check }) => check === 'RISK')!.reasons);

    await api.setClock(workspaceId, '2026-03-03T09:00:00.000Z');
    await desk.complete(riskId, mitigationId, backend);
    await desk.done(reviewer, 'verifyMitigation', { riskId, mitigationId });
    await desk.rate(riskId, [1, 5], { stage: 'CURRENT' });
    await desk.done(reviewer, 'clearReview', { reviewId: desk.reviewId });
    expect(await gate.readiness(requestId)).toMatchObject({ ready: true });
    await api.setClock(workspaceId, '2026-03-05T09:00:00.000Z');
    expect(await gate.launched(requestId)).toEqual([]);

    await api.readable();
    expect(await gate.readiness(requestId, { recordedAt: '2026-02-26T09:00:00.000Z' })).toEqual(blocked);
    const ready = await gate.condition(requestId, 'RISK', { recordedAt: '2026-03-04T09:00:00.000Z' });
    expect(ready).toMatchObject(passed('RISK'));
  });

  it('is that the scope changed after the decision, before anybody followed the change', async () => {
    const requestId = await gate.cleared();
    expect(await gate.readiness(requestId)).toMatchObject({ verdict: 'READY' });
    await gate.bench.touch(requestId, ['AUTHENTICATION']);
    expect(await gate.readiness(requestId)).toMatchObject({ verdict: 'STALE' });
    expect((await gate.condition(requestId, 'RISK')).reasons).toMatchObject([
      { cause: 'STALE', missing: [{ kind: 'SCOPE', text: 'the scope changed after the decision' }] },
    ]);
    expect(await gate.launched(requestId)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
  });

  it('is that the decision does not hold on the day of the launch', async () => {
    const requestId = await gate.cleared();
    await api.setClock(gate.cast.workspaceId, '2026-07-04T21:59:00.000Z');
    expect(await gate.readiness(requestId)).toMatchObject({ ready: true });
    await api.setClock(gate.cast.workspaceId, '2026-07-04T22:01:00.000Z');
    expect((await gate.condition(requestId, 'RISK')).reasons).toMatchObject([{ cause: 'EXPIRED' }]);
    expect(await gate.launched(requestId)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
  });

  it('is kept by the launch that it let pass', async () => {
    const requestId = await gate.cleared();
    expect(await gate.launched(requestId)).toEqual([]);
    const snapshots = await api.owner.query<{ found: { check: string; note: string | null }[] }>(
      `select data->'gateSnapshot' as found from log.event where workspace_id = $1 and type = 'RequestLaunched'`,
      [gate.cast.workspaceId],
    );
    expect(snapshots.rows[0]?.found.slice(-2)).toEqual([
      { check: 'RISK', passed: true, note: 'RR-1 holds until 2026-07-04' },
      { check: 'FREEZE', passed: true, note: null },
    ]);
  });
});

describe('a freeze', () => {
  const properties = ['www.example'];

  it('holds a launch back until its last day is over, unless both leads let it pass (P49)', async () => {
    const propertyId = await gate.property();
    const freezeId = await gate.freeze(propertyId, { to: '2026-01-07' });
    const requestId = await gate.request({ properties });
    const other = await gate.request();
    expect(await gate.condition(requestId, 'FREEZE')).toMatchObject({
      passed: false,
      code: 'FREEZE_WINDOW',
      reasons: [{ cause: 'FROZEN', freezeId, until: '2026-01-07', reviewId: null }],
    });
    expect(await gate.launched(requestId)).toEqual(['FREEZE_WINDOW']);
    expect(await gate.launched(other)).toEqual([]);
    const reason = 'The offer ends tonight.';
    const { position: first } = await gate.done('cmo', 'overrideFreeze', {
      freezeId,
      requestId,
      side: 'CONSUMER',
      reason,
    });
    expect(await gate.launched(requestId)).toEqual(['FREEZE_WINDOW']);
    const frozen = await gate.condition(requestId, 'FREEZE');
    const { position } = await gate.done('cto', 'overrideFreeze', { freezeId, requestId, side: 'PROVIDER', reason });
    expect(await gate.condition(requestId, 'FREEZE')).toMatchObject(passed('FREEZE'));
    await api.readable();
    expect(await gate.condition(requestId, 'FREEZE', { position })).toMatchObject(passed('FREEZE'));
    expect(await gate.condition(requestId, 'FREEZE', { position: first })).toEqual(frozen);
    expect(await gate.launched(requestId)).toEqual([]);
  });

  it('of other days or other properties holds nothing back', async () => {
    const propertyId = await gate.property();
    await gate.freeze(propertyId, { from: '2026-01-06', to: '2026-01-07' });
    await gate.freeze(await gate.property('shop.example'));
    expect(await gate.launched(await gate.request({ properties }))).toEqual([]);
  });

  it('is told beside what risk says, risk first', async () => {
    await gate.freeze(await gate.property());
    const requestId = await gate.request({ properties, touches: ['LEGAL_CLAIMS'] });
    const { conditions } = await gate.readiness(requestId);
    expect(conditions.filter((one) => !one.passed).map(({ check }) => check)).toEqual(['RISK', 'FREEZE']);
    expect(await gate.launched(requestId)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
  });
});

describe('many requests', () => {
  it('are asked about by as many statements as one', async () => {
    await gate.freeze(await gate.property());
    const ask = () =>
      api.ask(
        '{ requests(first: 50) { nodes { id launchReadiness { verdict conditions { check passed } } } } }',
        gate.cast.cto,
      );
    const wanted = { stage: 'submitted', touches: ['LEGAL_CLAIMS'], properties: ['www.example'] } as const;
    await gate.review(await gate.request(wanted));
    await ask();
    const one = await api.statementsOf(ask);
    for (let n = 0; n < 4; n += 1) await gate.review(await gate.request(wanted));
    const five = await api.statementsOf(ask);
    expect(five.length).toBe(one.length);
    expect(five.filter((asked) => asked.includes('risk.')).length).toBe(3);
  });
});
