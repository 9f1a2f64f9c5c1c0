import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { RiskDesk, statement } from './risks.fixture.js';

let api: RiskApi;
let bench: RiskBench;
let desk: RiskDesk;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
  desk = await RiskDesk.open(bench);
});
afterAll(() => api.close());

describe('identifyRisk', () => {
  const input = (change: object = {}) => ({
    reviewId: desk.reviewId,
    lens: 'PAYMENT',
    title: 'Paid twice',
    ...statement,
    ...change,
  });

  it('writes down cause, event and consequence, and shows them as one sentence', async () => {
    const { backend } = desk.cast;
    const more = { category: 'MONEY', knowledge: 'WEAK' };
    const { risk, riskReview } = await desk.done(backend, 'identifyRisk', input(more));
    expect(risk).toMatchObject({
      ...more,
      lens: 'PAYMENT',
      reference: expect.stringMatching(/^K\d+$/) as string,
      reviewId: desk.reviewId,
      reviewReference: riskReview!.reference,
      version: riskReview!.version,
      statement: 'Because nobody guards the call, it is repeated; as a result, customers pay twice.',
      inherent: null,
      current: null,
      treatment: null,
      dueOn: null,
      reduced: false,
    });
    expect(await api.ask('query ($id: ID!) { node(id: $id) { ... on Risk { title } } }', backend, risk!)).toEqual({
      title: 'Paid twice',
    });
  });

  it('gives each risk of the workspace a number of its own, and a repeated command its first one', async () => {
    const key = 'e0a6b58c-0dd4-4a0a-8a0c-4d9a4f3f6a11';
    const first = await desk.done(desk.cast.reviewer, 'identifyRisk', input(), { key });
    const second = await desk.done(desk.cast.reviewer, 'identifyRisk', input());
    const again = await desk.done(desk.cast.reviewer, 'identifyRisk', input(), { key });
    expect(again).toMatchObject({ replayed: true, position: first.position, risk: { id: first.risk!.id } });
    expect(second.risk!.id).not.toBe(first.risk!.id);
  });

  it('gives different numbers to what is found at the same moment', async () => {
    const { reviewer, secondReviewer, backend } = desk.cast;
    const found = await Promise.all(
      [reviewer, secondReviewer, backend].map((who) => desk.done(who, 'identifyRisk', input())),
    );
    expect(new Set(found.map(({ risk }) => risk!.id)).size).toBe(3);
  });

  it('is refused without a whole statement, with personal data, or through a lens the review does not have', async () => {
    const { reviewer, cto, workspaceId } = { ...desk.cast };
    const incomplete = await api.problems(
      { workspaceId },
      reviewer,
      'identifyRisk',
      input({ event: ' ', cause: null }),
    );
    expect(incomplete).toMatchObject([
      { code: 'RISK_STATEMENT_INCOMPLETE', missingTexts: ['cause', 'event'], path: ['input', 'cause'] },
    ]);
    const personal = await api.problems(
      { workspaceId },
      reviewer,
      'identifyRisk',
      input({ consequence: 'Ask mara@example.com' }),
    );
    expect(personal).toMatchObject([{ code: 'PII_NOT_ALLOWED', path: ['input', 'consequence'] }]);
    expect(await desk.refused(reviewer, 'identifyRisk', input({ lens: 'LEGAL' }))).toEqual(['NOT_FOUND']);
    expect(await desk.refused(cto, 'identifyRisk', input())).toEqual(['FORBIDDEN']);
    const stale = { expect: { version: 1 } };
    const { problems } = await api.give(reviewer, 'identifyRisk', input(), stale);
    expect(problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: 1, current: { id: desk.reviewId } }]);
  });

  it('is for reviews of the own workspace', async () => {
    const elsewhere = await api.cast();
    expect(await api.refused(elsewhere, elsewhere.reviewer, 'identifyRisk', input())).toEqual(['NOT_FOUND']);
    const { id } = (await desk.done(desk.cast.reviewer, 'identifyRisk', input())).risk!;
    const asked = 'query ($id: ID!) { risk(id: $id) { id } }';
    expect(await api.ask(asked, elsewhere.reviewer, { id })).toBeNull();
    expect(await api.ask('query ($id: ID!) { node(id: $id) { id } }', elsewhere.reviewer, { id })).toBeNull();
    expect(await api.ask(asked, desk.cast.marketer, { id })).toEqual({ id });
  });
});

describe('materialiseRisk', () => {
  it('tells that a bug or an incident shows it, once each', async () => {
    const riskId = await desk.identify();
    const { backend, marketer } = desk.cast;
    // Bugs are of what is live, and of any request.
    const requestId = await bench.request({ stage: 'launched' });
    const report = { requestId, text: 'Paid twice.', foundAt: '2026-01-05', severity: 'HIGH' };
    await api.done(marketer, 'reportBug', report);
    const bug = { requestId, bugId: 'B1' };
    const seen = { riskId, occurrence: { bug }, note: 'Guard it.' };
    await desk.done(backend, 'materialiseRisk', seen);
    const { risk } = await desk.done(marketer, 'materialiseRisk', { riskId, occurrence: { incident: 'INC-42' } });
    expect(risk).toMatchObject({
      occurrences: [
        { kind: 'BUG', ...bug, incident: null },
        { kind: 'INCIDENT', requestId: null, bugId: null, incident: 'INC-42' },
      ],
    });
    expect(await desk.refused(backend, 'materialiseRisk', seen)).toEqual(['ALREADY_MATERIALISED']);
    const unknown = { riskId, occurrence: { bug: { ...bug, bugId: 'B9' } } };
    expect(await api.problems(desk.cast, backend, 'materialiseRisk', unknown)).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'occurrence', 'bug'] },
    ]);
    const personal = { riskId, occurrence: { incident: 'mara@example.com' } };
    expect(await desk.refused(backend, 'materialiseRisk', personal)).toEqual(['PII_NOT_ALLOWED']);
  });
});
