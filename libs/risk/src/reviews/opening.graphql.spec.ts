import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { REVIEW, ReviewDesk } from './review-desk.fixture.js';

let api: RiskApi;
let bench: RiskBench;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
});
afterAll(() => api.close());

const refused = (input: object, who = bench.cast.cto) => api.problems(bench.cast, who, 'openRiskReview', input);

describe('openRiskReview', () => {
  it('opens a review with the lenses its touches ask for and those somebody names, and tells the request at once', async () => {
    const subjectId = await bench.request({ stage: 'written', touches: ['PAYMENTS', 'PERSONAL_DATA'] });
    const input = { subjectId, lenses: ['LEGAL'] };
    const { riskReview } = await api.done(bench.cast.cto, 'openRiskReview', input, { show: { riskReview: REVIEW } });
    expect(riskReview).toMatchObject({
      id: bench.reviewOf(subjectId),
      status: 'OPEN',
      subjectKind: 'REQUEST',
      subject: { __typename: 'Request', id: subjectId },
      teams: [{ id: bench.cast.marketing }],
      priority: 'NORMAL',
      targetHours: 16,
      // Two working days from Monday at 9 in Berlin.
      answerDueAt: '2026-01-06T16:00:00.000Z',
      answerBreached: false,
      answeredAt: null,
      gateOutcome: null,
      decision: null,
      highestBand: 'LOW',
      risks: [],
    });
    const { lenses, openPoints, reference, number } = riskReview as unknown as Awaited<
      ReturnType<ReviewDesk['shown']>
    > & {
      number: number;
    };
    expect(lenses.map(({ lens }) => lens)).toEqual(['PAYMENT', 'SECURITY', 'PRIVACY', 'LEGAL']);
    expect(lenses[0]).toMatchObject({ reviewerId: null, signed: false });
    expect(lenses[0]!.checklist[0]).toEqual({
      itemId: 'card-data',
      text: 'Card data never reaches our servers.',
      needsEvidence: true,
      answer: null,
      evidence: null,
    });
    expect(lenses[0]!.openPoints[0]).toEqual({ kind: 'ANSWER', id: 'card-data' });
    expect(openPoints.map(({ kind, id }) => `${kind} ${id}`)).toContain('SIGNATURE LEGAL');
    expect(reference).toBe(`RR-${number}`);
  });

  it('writes the review and what the request owes in one append', async () => {
    const desk = await ReviewDesk.open(bench);
    const [opened] = await api.stream(bench.cast.workspaceId, desk.streamId);
    const required = (await api.stream(bench.cast.workspaceId, desk.requestStream)).at(-1);
    expect(opened).toMatchObject({ type: 'ReviewOpened', version: 1 });
    expect(required).toMatchObject({ type: 'RiskReviewRequired', data: { lenses: ['PAYMENT', 'SECURITY'] } });
    expect(Math.abs(required!.position - opened!.position)).toBe(1);
    expect(required!.meta['commandId']).toBe(opened!.meta['commandId']);
  });

  it('opens one review of one subject, and draws no number for what it refuses', async () => {
    const desk = await ReviewDesk.open(bench);
    const { reference } = await desk.shown();
    const [problem] = await refused({ subjectId: desk.requestId });
    const number = Number(reference.slice(3));
    expect(problem).toMatchObject({ __typename: 'ReviewExistsProblem', code: 'REVIEW_EXISTS', reviewNumber: number });
    const plain = await bench.request({ stage: 'written' });
    expect(await refused({ subjectId: plain })).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['input', 'lenses'] },
    ]);
    const next = await api.done(bench.cast.reviewer, 'openRiskReview', { subjectId: plain, lenses: ['PRIVACY'] });
    expect(next.riskReview!.reference).toBe(`RR-${number + 1}`);
  });

  it('carries a repeated command out once', async () => {
    const subjectId = await bench.request({ stage: 'written', touches: ['PAYMENTS'] });
    const key = randomUUID();
    const first = await api.done(bench.cast.cto, 'openRiskReview', { subjectId }, { key });
    const again = await api.done(bench.cast.cto, 'openRiskReview', { subjectId }, { key });
    expect(again).toMatchObject({ replayed: true, position: first.position });
    expect(again.riskReview!.reference).toBe(first.riskReview!.reference);
  });

  it('has two who open at once meet in one review', async () => {
    const subjectId = await bench.request({ stage: 'written', touches: ['PAYMENTS'] });
    const both = await Promise.all(
      [bench.cast.cto, bench.cast.reviewer].map((who) => api.give(who, 'openRiskReview', { subjectId })),
    );
    expect(both.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual(['REVIEW_EXISTS']);
  });

  it.each([
    ['a request nobody made', 'Request'],
    ['a property nobody registered', 'Property'],
    ['a team, which is never reviewed', 'Team'],
  ])('does not find %s', async (_what, type) => {
    const subjectId = toGlobalId(type, randomUUID());
    expect(await refused({ subjectId, lenses: ['LEGAL'] })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'subjectId'] },
    ]);
  });

  it('is for leads, product, the bridge and reviewers', async () => {
    const subjectId = await bench.request({ stage: 'written', touches: ['PAYMENTS'] });
    expect(await refused({ subjectId }, bench.cast.backend)).toMatchObject([{ code: 'FORBIDDEN', right: 'risk.open' }]);
    expect(await refused({ subjectId }, bench.cast.marketer)).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('asks the first questions alone of small work without payments', async () => {
    const large = await ReviewDesk.open(bench, { touches: ['PERSONAL_DATA'] });
    const wanted = { stage: 'estimated', touches: ['PERSONAL_DATA'], likelyMinutes: 240 } as const;
    const small = await ReviewDesk.open(bench, wanted);
    const asked = async (desk: ReviewDesk) => (await desk.shown()).lenses.map(({ checklist }) => checklist.length);
    expect(await asked(large)).toEqual([4, 4]);
    expect(await asked(small)).toEqual([3, 3]);
  });
});

describe('addLenses', () => {
  it('adds what is missing and leaves what is there', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'assigned' });
    const { status, lenses } = await desk.done(bench.cast.cto, 'addLenses', { lenses: ['LEGAL', 'PAYMENT'] });
    expect(lenses.map(({ lens, reviewerId }) => [lens, reviewerId !== null])).toEqual([
      ['PAYMENT', true],
      ['SECURITY', true],
      ['LEGAL', false],
    ]);
    expect(status).toBe('IN_ASSESSMENT');
    const again = await desk.give(bench.cast.cto, 'addLenses', { lenses: ['LEGAL'] });
    expect(again).toMatchObject({ position: null, problems: [] });
    expect((await api.stream(bench.cast.workspaceId, desk.requestStream)).at(-1)).toMatchObject({
      type: 'RiskReviewRequired',
      data: { lenses: ['PAYMENT', 'SECURITY', 'LEGAL'] },
    });
  });

  it('takes a decision up again that was made without them', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'cleared' });
    const { status, gateOutcome } = await desk.done(bench.cast.reviewer, 'addLenses', { lenses: ['LEGAL'] });
    expect({ status, gateOutcome }).toEqual({ status: 'IN_ASSESSMENT', gateOutcome: 'STALE' });
  });

  it('does not find a review nobody opened, and is not everybody’s', async () => {
    const desk = await ReviewDesk.open(bench);
    const nowhere = { reviewId: toGlobalId('RiskReview', randomUUID()), lenses: ['LEGAL'] };
    expect(await api.problems(bench.cast, bench.cast.cto, 'addLenses', nowhere)).toMatchObject([
      { code: 'NOT_FOUND', what: 'risk review', path: ['input', 'reviewId'] },
    ]);
    expect(await desk.refused(bench.cast.backend, 'addLenses', { lenses: ['LEGAL'] })).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  });
});
