import { toGlobalId } from '#libs/api-kit';
import { fromGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { RiskBench } from '../risk-requests.fixture.js';
import { type Member, RiskApi } from '../risk.fixture.js';
import { ReviewDesk } from './review-desk.fixture.js';

let api: RiskApi;
let bench: RiskBench;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
});
afterAll(() => api.close());

const yes = (itemId: string, evidence: string | null = 'https://docs.example/1') => ({
  itemId,
  answer: 'YES',
  evidence,
});
const lens = 'PAYMENT';

/** Somebody who reviews risk and does something else beside it. */
const alsoReviewer = (role: 'MARKETING_MEMBER' | 'ENGINEER'): Promise<Member> => {
  const { workspaceId, marketing, engineering } = bench.cast;
  const teamId = fromGlobalId(role === 'ENGINEER' ? engineering : marketing, 'Team');
  const review = { role: 'RISK_REVIEWER', teamId: fromGlobalId(engineering, 'Team') } as const;
  return api.join(workspaceId, [{ role, teamId }, review]);
};

describe('assignReviewer', () => {
  it('gives a lens to somebody, and begins the assessment with the last one', async () => {
    const { cto, reviewer, secondReviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench);
    const first = await desk.done(cto, 'assignReviewer', { lens, reviewerId: reviewer.id });
    expect(first).toMatchObject({ status: 'OPEN', lenses: [{ reviewerId: reviewer.id }, { reviewerId: null }] });
    const last = await desk.done(cto, 'assignReviewer', { lens: 'SECURITY', reviewerId: secondReviewer.id });
    expect(last.status).toBe('IN_ASSESSMENT');
    const other = await desk.done(reviewer, 'assignReviewer', { lens, reviewerId: secondReviewer.id });
    expect(other.lenses[0]!.reviewerId).toBe(secondReviewer.id);
    const again = await desk.give(cto, 'assignReviewer', { lens, reviewerId: secondReviewer.id });
    expect(again).toMatchObject({ position: null, problems: [] });
  });

  it('never gives it to who asked for the work', async () => {
    const asking = await alsoReviewer('MARKETING_MEMBER');
    const { cto, marketing, workspaceId } = bench.cast;
    const what = { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: marketing };
    const subjectId = (await api.done(asking, 'createRequest', what)).request!.id;
    const { riskReview } = await api.done(cto, 'openRiskReview', { subjectId, lenses: [lens] });
    const input = { reviewId: riskReview!.id, lens, reviewerId: asking.id };
    expect(await api.problems({ workspaceId }, cto, 'assignReviewer', input)).toMatchObject([
      {
        __typename: 'ReviewerConflictProblem',
        code: 'REVIEWER_CONFLICT',
        personId: asking.id,
        conflictPart: 'REQUESTER',
        path: ['input', 'reviewerId'],
      },
    ]);
  });

  it('never gives it to who builds the work, nor lets them answer or sign', async () => {
    const building = await alsoReviewer('ENGINEER');
    const desk = await ReviewDesk.open(bench, { at: 'assigned', stage: 'submitted' });
    await desk.assignAll(building);
    const triage = {
      providerTeamId: bench.cast.engineering,
      ownerId: building.id,
      priorityClass: 'NORMAL',
      roughMinutes: 60,
    };
    await api.done(bench.cast.manager, 'triageRequest', { requestId: desk.requestId, ...triage });
    const conflict = { code: 'REVIEWER_CONFLICT', conflictPart: 'ENGINEER', personId: building.id };
    const answers = [yes('card-data')];
    expect(await desk.refused(building, 'answerLens', { lens, answers })).toMatchObject([conflict]);
    expect(await desk.refused(building, 'signLens', { lens })).toMatchObject([conflict]);
    const reviewerId = building.id;
    expect(await desk.refused(bench.cast.cto, 'assignReviewer', { lens, reviewerId })).toMatchObject([conflict]);
  });

  it('is refused for nobody, for a lens the review has not, for another role, and once it is signed or decided', async () => {
    const { cto, backend, reviewer, secondReviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'answered' });
    const assign = (input: object) => desk.refused(cto, 'assignReviewer', { lens, reviewerId: reviewer.id, ...input });
    expect(await assign({ reviewerId: toGlobalId('Person', randomUUID()) })).toMatchObject([
      { code: 'NOT_FOUND', what: 'person', path: ['input', 'reviewerId'] },
    ]);
    expect(await assign({ lens: 'LEGAL' })).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'lens'] }]);
    expect(await assign({ reviewerId: bench.cast.frontend.id })).toMatchObject([
      { __typename: 'ReviewerNotQualifiedProblem', code: 'REVIEWER_NOT_QUALIFIED', lens, roles: ['RISK_REVIEWER'] },
    ]);
    await desk.done(reviewer, 'signLens', { lens });
    expect(await assign({ reviewerId: secondReviewer.id })).toMatchObject([
      { __typename: 'LensAlreadySignedProblem', code: 'LENS_ALREADY_SIGNED', lens },
    ]);
    await desk.done(reviewer, 'signLens', { lens: 'SECURITY' });
    await desk.done(reviewer, 'clearReview');
    expect(await assign({})).toMatchObject([{ code: 'INVALID_STATE', state: 'CLEARED' }]);
    const byBackend = await desk.refused(backend, 'assignReviewer', { lens, reviewerId: reviewer.id });
    expect(byBackend).toMatchObject([{ code: 'FORBIDDEN', right: 'risk.assign' }]);
  });
});

describe('answerLens', () => {
  it('answers several questions in one append; a later answer replaces an earlier one', async () => {
    const { reviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'assigned' });
    const no = { itemId: 'refund', answer: 'NO', evidence: 'Nobody owns it yet.' };
    await desk.done(reviewer, 'answerLens', { lens, answers: [yes('card-data'), no] });
    const { lenses } = await desk.done(reviewer, 'answerLens', { lens, answers: [yes('refund', null)] });
    expect(lenses[0]!.checklist.map(({ itemId, answer, evidence }) => [itemId, answer, evidence])).toEqual([
      ['card-data', 'YES', 'https://docs.example/1'],
      ['charged-once', null, null],
      ['refund', 'YES', null],
      ['reconciled', null, null],
    ]);
    const answered = (await api.stream(bench.cast.workspaceId, desk.streamId)).filter(
      ({ type }) => type === 'LensQuestionAnswered',
    );
    expect(answered.map(({ meta }) => meta['commandId'] === answered[0]!.meta['commandId'])).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('takes all answers or none, and tells which one is refused and why', async () => {
    const { reviewer, cto } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'assigned' });
    const answer = (...answers: object[]) => desk.refused(reviewer, 'answerLens', { lens, answers });
    const path = ['input', 'answers', '1'];
    expect(await answer(yes('refund'), yes('card-data', null))).toMatchObject([
      {
        __typename: 'EvidenceRequiredProblem',
        code: 'EVIDENCE_REQUIRED',
        itemId: 'card-data',
        path: [...path, 'evidence'],
      },
    ]);
    expect(await answer(yes('refund'), { itemId: 'card-data', answer: 'NO' })).toMatchObject([
      { code: 'REASON_REQUIRED', path: [...path, 'evidence'] },
    ]);
    expect(await answer(yes('refund'), yes('moon'))).toMatchObject([{ code: 'NOT_FOUND', path: [...path, 'itemId'] }]);
    expect(await answer(yes('refund', 'Ask mara@example.com'))).toMatchObject([{ code: 'PII_NOT_ALLOWED' }]);
    expect(await answer()).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['input', 'answers'] }]);
    const many = Array.from({ length: 31 }, () => yes('refund'));
    expect(await answer(...many)).toMatchObject([{ code: 'LIMIT_REACHED', max: 30 }]);
    expect(await desk.refused(cto, 'answerLens', { lens, answers: [yes('refund')] })).toMatchObject([
      { code: 'FORBIDDEN', right: 'risk.sign' },
    ]);
  });

  it('is closed with the signature and with the decision', async () => {
    const { reviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'answered' });
    await desk.done(reviewer, 'signLens', { lens });
    const answers = [yes('refund')];
    expect(await desk.refused(reviewer, 'answerLens', { lens, answers })).toMatchObject([
      { code: 'LENS_ALREADY_SIGNED' },
    ]);
    await desk.signAll();
    await desk.done(reviewer, 'clearReview');
    expect(await desk.refused(reviewer, 'answerLens', { lens, answers })).toMatchObject([{ code: 'INVALID_STATE' }]);
  });
});

describe('signLens', () => {
  it('is the reviewer’s alone, or their deputy’s; the last one asks for a decision', async () => {
    const { reviewer, secondReviewer, workspaceId } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'answered' });
    expect(await desk.refused(secondReviewer, 'signLens', { lens })).toMatchObject([{ code: 'FORBIDDEN' }]);
    await api.delegate(workspaceId, reviewer, secondReviewer, 'RISK_REVIEWER');
    const first = await desk.done(secondReviewer, 'signLens', { lens }, { onBehalfOf: reviewer });
    expect(first).toMatchObject({
      status: 'IN_ASSESSMENT',
      lenses: [{ signed: true, openPoints: [] }, { signed: false }],
    });
    const last = await desk.done(reviewer, 'signLens', { lens: 'SECURITY' });
    expect(last).toMatchObject({ status: 'DECISION_PENDING', openPoints: [] });
    expect(await desk.refused(reviewer, 'signLens', { lens })).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('needs every answer, and every risk of the lens rated and treated', async () => {
    const { reviewer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'assigned' });
    const told = { cause: 'Nobody guards it.', event: 'It is repeated.', consequence: 'Customers pay twice.' };
    await api.done(reviewer, 'identifyRisk', { reviewId: desk.reviewId, lens, title: 'Paid twice', ...told });
    const [problem] = await desk.refused(reviewer, 'signLens', { lens });
    expect(problem).toMatchObject({ __typename: 'LensIncompleteProblem', code: 'LENS_INCOMPLETE', lens });
    const { missingPoints } = problem as unknown as { missingPoints: { kind: string; id: string }[] };
    expect(missingPoints.map(({ kind }) => kind)).toEqual([
      'ANSWER',
      'ANSWER',
      'ANSWER',
      'ANSWER',
      'RATING',
      'TREATMENT',
    ]);
    const { lenses } = await desk.shown();
    expect(lenses[0]!.openPoints.map(({ kind }) => kind)).toEqual(missingPoints.map(({ kind }) => kind));
  });

  it('is not given to a scope that moved before the review followed it', async () => {
    const { reviewer, marketer } = bench.cast;
    const desk = await ReviewDesk.open(bench, { at: 'answered' });
    const brief = { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }] };
    await api.done(marketer, 'reviseBrief', { requestId: desk.requestId, brief });
    const [problem] = await desk.refused(reviewer, 'signLens', { lens });
    expect(problem).toMatchObject({ __typename: 'ScopeChangedProblem', code: 'SCOPE_CHANGED', retryable: true });
    expect(problem!['currentScope']).not.toBe(problem!['reviewed']);
  });

  it('is given once', async () => {
    const desk = await ReviewDesk.open(bench, { at: 'answered' });
    await desk.done(bench.cast.reviewer, 'signLens', { lens });
    expect(await desk.refused(bench.cast.reviewer, 'signLens', { lens })).toMatchObject([
      { code: 'LENS_ALREADY_SIGNED' },
    ]);
    expect(await desk.refused(bench.cast.reviewer, 'signLens', { lens: 'LEGAL' })).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });
});
