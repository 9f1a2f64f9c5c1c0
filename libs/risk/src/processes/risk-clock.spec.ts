import { workspacePolicy } from '#libs/policies';
import type { PolicyKindName } from '#libs/vocabulary';
import { defaultGrid, defaultReviewTerms, type MatrixGrid } from '../domain/index.js';
import type { RiskApi } from '../risk.fixture.js';
import type { Place } from '../risks/risks.fixture.js';
import { FollowBench } from './follow.fixture.js';

let api: RiskApi;
beforeAll(async () => {
  // Two reviews a firing: what a policy moves is spread over several.
  api = await FollowBench.start(2);
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(() => api.close());

/** A request whose review has a risk at a place, e.g. (3, 4): HIGH by the matrix of the house. */
async function withRisk(bench: FollowBench, place: Place, treatment: Readonly<Record<string, unknown>> = {}) {
  const requestId = await bench.request({ stage: 'tracked', touches: ['LEGAL_CLAIMS'] });
  const desk = bench.desk(requestId);
  const riskId = await desk.identify({ lens: 'LEGAL' });
  await desk.rate(riskId, place);
  await desk.treat(riskId, treatment);
  await bench.settle();
  return { requestId, desk, riskId };
}

/** A HIGH risk that both leads accepted until a day, acknowledged, and its review cleared. */
async function accepted(bench: FollowBench, expiresOn: string): Promise<string> {
  const { cmo, cto, marketer } = bench.cast;
  const { requestId, desk, riskId } = await withRisk(bench, [3, 4], { treatment: 'ACCEPT' });
  await desk.done(cmo, 'acceptRisk', desk.acceptance(riskId, 'CONSUMER', { expiresOn }));
  await desk.done(cto, 'acceptRisk', desk.acceptance(riskId, 'PROVIDER', { expiresOn }));
  await desk.done(marketer, 'acknowledgeRisk', { riskId });
  await bench.clear(requestId);
  return requestId;
}

const said = async (bench: FollowBench, requestId: string, type: string) =>
  (await bench.review(requestId)).filter((one) => one.type === type);

/** Both leads set a policy, as the log tells it. */
const set = (bench: FollowBench, kind: PolicyKindName, { version = 2, effectiveFrom = '', value = {} }) =>
  api.happened(bench.cast.workspaceId, { aggregate: workspacePolicy, id: kind }, [
    {
      type: 'PolicySet',
      data: { kind, version, effectiveFrom, value, reason: null, setOn: '2026-01-05', byIds: ['a', 'b'] },
    },
  ]);

describe('an acceptance that ends', () => {
  it.each(['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'])(
    'closes the gate with the day after, in %s and with nobody looking',
    async (timeZone) => {
      const bench = await FollowBench.open(api, { timeZone });
      const requestId = await accepted(bench, '2026-01-20');
      expect(await bench.gate(requestId)).toEqual(['CLEARED']);
      const before = (await bench.course(requestId)).length;
      expect(await bench.at('2026-01-20T23:59')).toEqual([]);
      expect(await bench.gate(requestId)).toEqual(['CLEARED']);
      expect(await bench.at('2026-01-21T12:00')).toEqual(['2026-01-21T00:00']);
      expect((await bench.review(requestId)).slice(before)).toMatchObject([
        { type: 'RiskAcceptanceExpired', data: { expiredOn: '2026-01-20' }, meta: { actorId: 'process:risk-clock' } },
        { type: 'ReviewExpired', data: { cause: 'ACCEPTANCE', validUntil: '2026-01-20' } },
      ]);
      expect(await bench.gate(requestId)).toEqual(['CLEARED', 'EXPIRED']);
      const problems = await api.problems(bench.cast, bench.cast.cto, 'launchRequest', { requestId });
      expect(problems).toMatchObject([{ code: 'LAUNCH_BLOCKED_BY_RISK' }]);
    },
  );

  it('takes a decision with it that held longer, and that ends by itself where nothing was accepted (K7)', async () => {
    const bench = await FollowBench.open(api);
    const requestId = await bench.cleared({ touches: ['LEGAL_CLAIMS'] });
    expect(await bench.at('2026-07-04T23:59')).toEqual([]);
    expect(await bench.at('2026-07-06T00:00')).toEqual(['2026-07-05T00:00']);
    expect(await said(bench, requestId, 'ReviewExpired')).toMatchObject([
      { data: { cause: 'VALIDITY', validUntil: '2026-07-04' } },
    ]);
    expect(await bench.gate(requestId)).toEqual(['CLEARED', 'EXPIRED']);
  });
});

describe('a risk that nobody looks at', () => {
  it('is overdue when its day begins, and once, however often the timer fires (P51)', async () => {
    const bench = await FollowBench.open(api);
    const { requestId } = await withRisk(bench, [3, 4]);
    const timers = 'select key, due_at from log.timer where workspace_id = $1';
    const { rows } = await api.owner.query<{ due_at: Date }>(timers, [bench.cast.workspaceId]);
    expect(rows.map(({ due_at }) => bench.local(due_at.toISOString()))).toEqual(['2026-02-04T00:00']);
    expect(await bench.at('2026-03-01T12:00')).toEqual(['2026-02-04T00:00']);
    const due = await said(bench, requestId, 'RiskReviewDue');
    expect(due).toMatchObject([{ data: { dueOn: '2026-02-04', cause: 'CADENCE' } }]);
    const before = await api.events(bench.cast.workspaceId);
    // The facts were stored and the timer was not put away: it fires again.
    await api.owner.query(
      `insert into log.timer (process, workspace_id, key, due_at, payload, correlation_id, causation_id)
       select 'risk-clock', workspace_id, stream_id, $2, '{}', event_id, event_id from log.event
       where workspace_id = $1 and type = 'RiskReviewDue'`,
      [bench.cast.workspaceId, rows[0]!.due_at],
    );
    await bench.settle();
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
  });

  it('is due later when it was rated again, and never when its request ended', async () => {
    const bench = await FollowBench.open(api);
    const { requestId, desk, riskId } = await withRisk(bench, [3, 4]);
    await bench.at('2026-01-20T12:00');
    await desk.rate(riskId, [3, 4], { stage: 'CURRENT' });
    await bench.settle();
    expect(await bench.at('2026-02-18T23:59')).toEqual([]);
    await bench.done('marketer', 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    expect(await bench.at('2026-12-01T12:00')).toEqual([]);
    expect(await said(bench, requestId, 'RiskReviewDue')).toEqual([]);
  });
});

describe('a policy that is set', () => {
  const five = async (bench: FollowBench): Promise<string[]> => {
    const ids: string[] = [];
    for (const place of [
      [3, 4],
      [3, 4],
      [3, 4],
      [3, 4],
      [2, 2],
    ] as const) {
      const { requestId } = await withRisk(bench, place);
      ids.push(requestId);
    }
    return ids;
  };

  it('moves the days of all reviews with its first day', async () => {
    const bench = await FollowBench.open(api);
    const ids = await five(bench);
    const value = { ...defaultReviewTerms, reviewDays: { ...defaultReviewTerms.reviewDays, HIGH: 10 } };
    await set(bench, 'RISK_REVIEW_TERMS', { effectiveFrom: '2026-01-12', value });
    expect(await bench.at('2026-01-31T12:00')).toEqual(['2026-01-12T00:00', '2026-01-15T00:00']);
    const due = await Promise.all(ids.map((id) => said(bench, id, 'RiskReviewDue')));
    expect(due.map((facts) => facts.map(({ data }) => data['dueOn']))).toEqual([
      ['2026-01-15'],
      ['2026-01-15'],
      ['2026-01-15'],
      ['2026-01-15'],
      [],
    ]);
  });

  it('makes risks due at once that another matrix sees in another band (K5)', async () => {
    const bench = await FollowBench.open(api);
    const ids = await five(bench);
    const value = defaultGrid.map((row) => [...row]) as unknown as MatrixGrid;
    (value as unknown as string[][])[1]![1] = 'MEDIUM';
    await set(bench, 'RISK_MATRIX', { effectiveFrom: '2026-01-12', value });
    expect(await bench.at('2026-01-31T12:00')).toEqual(['2026-01-12T00:00']);
    expect(await said(bench, ids[4]!, 'RiskReviewDue')).toMatchObject([
      { data: { dueOn: '2026-01-12', cause: 'MATRIX_CHANGED' } },
    ]);
    expect(await said(bench, ids[0]!, 'RiskReviewDue')).toEqual([]);
  });
});
