import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { ReviewDesk } from './review-desk.fixture.js';

let api: RiskApi;
let bench: RiskBench;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
});
afterAll(() => api.close());

const block = { reason: 'It cannot be undone.', unblockWhen: 'A way back was tried.' };
const conditions = [{ text: 'Somebody is on call', preLaunch: true }];

/** Both streams in one append, and the request is told the version of the decision (K6). */
async function expectTold(desk: ReviewDesk, type: string, outcome: string): Promise<void> {
  const { workspaceId } = bench.cast;
  const review = await api.stream(workspaceId, desk.streamId);
  const request = await api.stream(workspaceId, desk.requestStream);
  const [said, told] = [review.at(-1)!, request.at(-1)!];
  expect({ said: said.type, told: told.type }).toEqual({ said: type, told: 'RiskGateFactRecorded' });
  expect(told.data).toMatchObject({ reviewVersion: said.version, outcome });
  const together = [...review, ...request].filter(({ meta }) => meta['commandId'] === said.meta['commandId']);
  expect(together).toContain(told);
  const positions = together.map(({ position }) => position);
  expect(Math.max(...positions) - Math.min(...positions)).toBe(together.length - 1);
}

describe('clearReview', () => {
  it('lets it pass until its risks are looked at again, and tells the request in the same append', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'signed' });
    const shown = await desk.done(bench.cast.reviewer, 'clearReview');
    expect(shown).toMatchObject({
      status: 'CLEARED',
      gateOutcome: 'CLEARED',
      answeredAt: '2026-01-05T08:00:00.000Z',
      answerBreached: false,
      // 180 days from 2026-01-05, as nothing is rated worse than LOW.
      decision: { stands: true, validUntil: '2026-07-04', highestBand: 'LOW', conditions: [], blockedBecause: null },
    });
    await expectTold(desk, 'ReviewCleared', 'CLEARED');
  });

  it('is refused with everything that stands in the way', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'answered' });
    const high = await desk.risk([3, 5]);
    const planned = { title: 'Hosted card fields', ownerId: bench.cast.backend.id, due: '2026-01-20', preLaunch: true };
    await api.done(bench.cast.cto, 'addMitigation', { riskId: high, ...planned });
    await desk.signAll();
    const [problem] = await desk.refused(bench.cast.reviewer, 'clearReview');
    expect(problem).toMatchObject({
      __typename: 'ReviewNotClearableProblem',
      code: 'REVIEW_NOT_CLEARABLE',
      highestBand: 'HIGH',
      missingPoints: [{ kind: 'BAND' }, { kind: 'ACKNOWLEDGEMENT' }, { kind: 'MITIGATION', id: 'M1' }],
    });
    const points = problem!['missingPoints'] as { text: string }[];
    expect(points.at(-1)!.text).toBe('mitigation “Hosted card fields” not verified');
    expect((await desk.shown()).openPoints).toEqual(points);
    // The same with conditions; blocking it is possible.
    const withConditions = await desk.refused(bench.cast.reviewer, 'clearReviewWithConditions', { conditions });
    expect(withConditions).toMatchObject([{ code: 'REVIEW_NOT_CLEARABLE' }]);
    const blocked = await desk.done(bench.cast.reviewer, 'blockReview', block);
    expect(blocked.decision).toMatchObject({ highestBand: 'HIGH' });
  });

  it('is refused before every lens is signed, on another scope, and to who asked for the work', async () => {
    const { reviewer, marketer, cto } = bench.cast;
    const early = await ReviewDesk.open(bench, { at: 'answered' });
    expect(await early.refused(reviewer, 'clearReview')).toMatchObject([
      { code: 'INVALID_STATE', state: 'IN_ASSESSMENT', allowed: ['DECISION_PENDING'] },
    ]);
    const moved = await ReviewDesk.open(bench, { at: 'signed' });
    const brief = { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }] };
    await api.done(marketer, 'reviseBrief', { requestId: moved.requestId, brief });
    for (const [name, input] of [
      ['clearReview', {}],
      ['clearReviewWithConditions', { conditions }],
      ['blockReview', block],
    ] as const)
      expect(await moved.refused(reviewer, name, input)).toMatchObject([{ code: 'SCOPE_CHANGED' }]);
    expect(await moved.refused(cto, 'clearReview')).toMatchObject([{ code: 'FORBIDDEN', right: 'risk.sign' }]);
  });

  it.each(['clearReview', 'clearReviewWithConditions', 'blockReview'])(
    'and no other decision is for who builds it: %s',
    async (name) => {
      const { workspaceId, engineering, manager } = bench.cast;
      const held = [{ role: 'RISK_REVIEWER', teamId: null }] as const;
      const building = await api.join(workspaceId, held);
      const desk = await ReviewDesk.open(bench, { at: 'signed', stage: 'submitted' });
      const triage = { providerTeamId: engineering, ownerId: building.id, priorityClass: 'NORMAL', roughMinutes: 60 };
      await api.done(manager, 'triageRequest', { requestId: desk.requestId, ...triage });
      const input = { clearReview: {}, clearReviewWithConditions: { conditions }, blockReview: block }[name]!;
      expect(await desk.refused(building, name, input)).toMatchObject([
        { code: 'REVIEWER_CONFLICT', personId: building.id, conflictPart: 'ENGINEER' },
      ]);
    },
  );

  it('says what version there is by now to who saw another one', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'signed' });
    const { version } = await desk.shown();
    const { problems } = await desk.give(bench.cast.reviewer, 'clearReview', {}, { expect: { version: version - 1 } });
    expect(problems[0]).toMatchObject({
      code: 'CONCURRENCY_CONFLICT',
      expected: version - 1,
      actual: version,
      current: { id: desk.reviewId },
    });
  });

  it('has one of two decisions at once win, and tells the other the version', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'signed' });
    const { version } = await desk.shown();
    const seen = { expect: { version } };
    const answers = await Promise.all([
      desk.give(bench.cast.reviewer, 'clearReview', {}, seen),
      desk.give(bench.cast.secondReviewer, 'blockReview', block, seen),
    ]);
    const lost = answers.find(({ problems }) => problems.length > 0)!;
    expect(answers.filter(({ problems }) => problems.length === 0)).toHaveLength(1);
    expect(lost.problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: version, actual: version + 1 }]);
    const decisions = (await desk.facts()).filter((type) => type === 'ReviewCleared' || type === 'ReviewBlocked');
    expect(decisions).toHaveLength(1);
    const gate = (await api.stream(bench.cast.workspaceId, desk.requestStream)).filter(
      ({ type }) => type === 'RiskGateFactRecorded',
    );
    expect(gate).toHaveLength(1);
  });
});

describe('clearReviewWithConditions and meetCondition', () => {
  it('lets it pass on conditions; each that is met is told to the request', async () => {
    const { reviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'conditional' });
    expect(await desk.shown()).toMatchObject({
      status: 'CONDITIONAL',
      gateOutcome: 'CONDITIONAL',
      decision: {
        conditions: [
          { conditionId: 'C1', text: 'Somebody is on call', preLaunch: true, met: false },
          { conditionId: 'C2', preLaunch: false, met: false },
        ],
      },
    });
    await expectTold(desk, 'ReviewClearedWithConditions', 'CONDITIONAL');
    const met = { conditionId: 'C1', evidence: 'The plan for the week' };
    const { decision } = await desk.done(reviewer, 'meetCondition', met);
    expect(decision!.conditions.map(({ met: is }) => is)).toEqual([true, false]);
    await expectTold(desk, 'ConditionMet', 'CONDITIONAL');
    expect(await desk.give(reviewer, 'meetCondition', met)).toMatchObject({ position: null, problems: [] });
  });

  it('refuses no condition, a condition that is not there, one without evidence, and where nothing is conditional', async () => {
    const { reviewer, cto } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'signed' });
    const clear = (given: object[]) => desk.refused(reviewer, 'clearReviewWithConditions', { conditions: given });
    expect(await clear([])).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['input', 'conditions'] }]);
    const many = Array.from({ length: 51 }, () => conditions[0]!);
    expect(await clear(many)).toMatchObject([{ code: 'LIMIT_REACHED', max: 50 }]);
    const met = { conditionId: 'C1', evidence: 'The plan' };
    expect(await desk.refused(reviewer, 'meetCondition', met)).toMatchObject([{ code: 'INVALID_STATE' }]);
    await desk.done(reviewer, 'clearReviewWithConditions', { conditions });
    expect(await desk.refused(reviewer, 'meetCondition', { ...met, conditionId: 'C9' })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'conditionId'] },
    ]);
    expect(await desk.refused(reviewer, 'meetCondition', { conditionId: 'C1' })).toMatchObject([
      { code: 'REASON_REQUIRED', path: ['input', 'evidence'] },
    ]);
    expect(await desk.refused(cto, 'meetCondition', met)).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('blockReview', () => {
  it('says why and what would change it, and tells the request', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'blocked' });
    expect(await desk.shown()).toMatchObject({
      status: 'BLOCKED',
      gateOutcome: 'BLOCKED',
      decision: {
        stands: true,
        validUntil: null,
        blockedBecause: 'Somebody asked.',
        unblockWhen: 'A way back was tried.',
      },
    });
    await expectTold(desk, 'ReviewBlocked', 'BLOCKED');
  });

  it('owes both', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'signed' });
    const { reviewer } = bench.cast;
    expect(await desk.refused(reviewer, 'blockReview', { reason: 'No.' })).toMatchObject([
      { code: 'REASON_REQUIRED', path: ['input', 'unblockWhen'] },
    ]);
    expect(await desk.refused(reviewer, 'blockReview', { unblockWhen: 'Yes.' })).toMatchObject([
      { code: 'REASON_REQUIRED', path: ['input', 'reason'] },
    ]);
  });
});

describe('reopenReview', () => {
  it('takes a decision up again, lens by lens, and closes the gate', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'cleared' });
    const wish = { reason: 'The form is another one.', lenses: ['PAYMENT'] };
    const shown = await desk.done(bench.cast.reviewer, 'reopenReview', wish);
    expect(shown).toMatchObject({
      status: 'IN_ASSESSMENT',
      gateOutcome: 'STALE',
      decision: { stands: false },
      lenses: [
        { lens: 'PAYMENT', signed: false },
        { lens: 'SECURITY', signed: true },
      ],
    });
    await expectTold(desk, 'ReviewReopened', 'STALE');
    await desk.signAll();
    expect(await desk.done(bench.cast.reviewer, 'clearReview')).toMatchObject({
      status: 'CLEARED',
      gateOutcome: 'CLEARED',
    });
    const all = await desk.done(bench.cast.reviewer, 'reopenReview', { reason: 'Once more.' });
    expect(all.lenses.every(({ signed }) => !signed)).toBe(true);
  });

  it('owes a reason, knows its lenses, and needs a decision', async () => {
    const { reviewer, cto } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'cleared' });
    expect(await desk.refused(reviewer, 'reopenReview')).toMatchObject([{ code: 'REASON_REQUIRED' }]);
    expect(await desk.refused(reviewer, 'reopenReview', { reason: 'Why not.', lenses: ['LEGAL'] })).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect(await desk.refused(cto, 'reopenReview', { reason: 'Why not.' })).toMatchObject([{ code: 'FORBIDDEN' }]);
    await desk.done(reviewer, 'reopenReview', { reason: 'Once more.' });
    expect(await desk.refused(reviewer, 'reopenReview', { reason: 'Again.' })).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
  });
});

describe('cancelReview', () => {
  it('ends a review with its subject, and only then; a revived one is looked at whole', async () => {
    const { cto, cmo, marketer, backend, reviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'cleared' });
    const reason = 'The campaign was cut.';
    expect(await desk.refused(cto, 'cancelReview', { reason })).toMatchObject([
      { code: 'SUBJECT_NOT_ENDED', category: 'STATE' },
    ]);
    await api.done(marketer, 'withdrawRequest', { requestId: desk.requestId, reason: 'CAMPAIGN_CANCELLED' });
    expect(await desk.refused(cto, 'cancelReview')).toMatchObject([{ code: 'REASON_REQUIRED' }]);
    expect(await desk.refused(backend, 'cancelReview', { reason })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await desk.done(cmo, 'cancelReview', { reason })).toMatchObject({
      status: 'CANCELLED',
      gateOutcome: 'CANCELLED',
    });
    await expectTold(desk, 'ReviewCancelled', 'CANCELLED');
    expect(await desk.refused(cto, 'cancelReview', { reason })).toMatchObject([{ code: 'INVALID_STATE' }]);
    const revived = await desk.done(reviewer, 'reopenReview', { reason: 'It is on again.', lenses: ['PAYMENT'] });
    expect(revived.lenses.every(({ signed }) => !signed)).toBe(true);
  });
});

it.each([
  'assignReviewer',
  'answerLens',
  'signLens',
  'clearReview',
  'clearReviewWithConditions',
  'meetCondition',
  'blockReview',
  'reopenReview',
  'cancelReview',
])('%s does not find a review nobody opened', async (name) => {
  const { reviewer } = bench.cast;
  const lens = 'PAYMENT';
  const reviewId = toGlobalId('RiskReview', randomUUID());
  const inputs: Readonly<Record<string, object>> = {
    assignReviewer: { lens, reviewerId: reviewer.id },
    answerLens: { lens, answers: [] },
    signLens: { lens },
    clearReviewWithConditions: { conditions },
    meetCondition: { conditionId: 'C1' },
  };
  const who = name === 'cancelReview' ? bench.cast.cto : reviewer;
  expect(await api.problems(bench.cast, who, name, { reviewId, ...inputs[name] })).toMatchObject([
    { code: 'NOT_FOUND', what: 'risk review', path: ['input', 'reviewId'] },
  ]);
});
