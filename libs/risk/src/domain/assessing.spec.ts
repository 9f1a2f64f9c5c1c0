import { answerChecklist, answerLens, assignReviewer, maxAnswers, signLens } from './assessing.js';
import { codeOf, Desk, pendingDesk, people, refusalOf } from './given.spec-kit.js';
import { addLenses, hastenReview, openReview } from './opening.js';
import { blockReview } from './decision.js';
import { identifyRisk, materialiseRisk } from './risks.js';

const personal = [{ touch: 'PERSONAL_DATA' }] as const;

const opened = (): Desk => {
  const desk = new Desk();
  desk.open(personal);
  return desk;
};

describe('opening a review', () => {
  it('happens once, and tells the subject', () => {
    const desk = new Desk();
    expect(desk.open([{ touch: 'PAYMENTS' }], { number: 7 })).toEqual(['ReviewOpened', 'RiskReviewRequired']);
    expect(desk.state).toMatchObject({ status: 'OPEN', number: 7, priority: 'NORMAL', version: 1, targetHours: 16 });
    expect(desk.gate).toEqual({ 'r-1': null });
    expect(refusalOf(() => desk.open(personal))).toMatchObject({ code: 'REVIEW_EXISTS', details: { number: 7 } });
  });

  it('is fast for urgent work with public traffic (P52)', () => {
    const desk = new Desk();
    desk.open([], { expedite: true });
    expect(desk.state).toMatchObject({ priority: 'FAST', targetHours: 1, lenses: [{ lens: 'PEAK_TRAFFIC' }] });
  });

  it('is hurried once when the work becomes urgent later, until it is answered', () => {
    const desk = opened();
    const urgent = { scope: { touches: personal, expedite: true } };
    expect(desk.do(hastenReview, { scope: { touches: personal } })).toEqual([]);
    expect(desk.do(hastenReview, urgent)).toEqual(['ReviewHastened']);
    expect(desk.state).toMatchObject({ priority: 'FAST', targetHours: 1 });
    expect(desk.do(hastenReview, urgent)).toEqual([]);
    const answered = pendingDesk();
    answered.do(blockReview, { reviewId: 'r-1', reason: 'It leaks.', unblockWhen: 'It is tight.' });
    expect(answered.do(hastenReview, urgent)).toEqual([]);
    expect(codeOf(() => new Desk().do(hastenReview, urgent))).toBe('NOT_FOUND');
  });

  it('needs a lens, be it by hand', () => {
    const desk = new Desk();
    expect(codeOf(() => desk.open([]))).toBe('VALIDATION_FAILED');
    desk.do(openReview, { reviewId: 'r-1', number: 1, scope: { touches: [] }, lenses: ['LEGAL'] });
    expect(desk.state.lenses.map(({ lens }) => lens)).toEqual(['LEGAL']);
  });

  it('names the versions it used', () => {
    expect(opened().facts[0]?.fact.data).toMatchObject({ cause: { touches: ['PERSONAL_DATA'], policyVersion: 1 } });
  });

  it('adds what is missing, once', () => {
    const desk = opened();
    const scope = { touches: [...personal, { touch: 'LEGAL_CLAIMS' as const }] };
    expect(desk.do(addLenses, { reviewId: 'r-1', scope })).toEqual(['LensesAdded', 'RiskReviewRequired']);
    expect(desk.do(addLenses, { reviewId: 'r-1', scope })).toEqual([]);
    expect(codeOf(() => new Desk().do(addLenses, { reviewId: 'r-1', scope }))).toBe('NOT_FOUND');
  });

  it('takes a lens while a decision is due back into assessment', () => {
    const desk = pendingDesk();
    desk.do(addLenses, { reviewId: 'r-1', scope: { touches: [] }, lenses: ['LEGAL'] });
    expect(desk.state.status).toBe('IN_ASSESSMENT');
  });
});

describe('reviewers', () => {
  it('are neither requester nor engineer of the work', () => {
    const desk = opened();
    expect(refusalOf(() => desk.assign('SECURITY', people.campaign))).toMatchObject({
      code: 'REVIEWER_CONFLICT',
      details: { part: 'REQUESTER' },
      path: ['input', 'reviewerId'],
    });
    expect(refusalOf(() => desk.assign('SECURITY', people.backend)).details).toMatchObject({ part: 'ENGINEER' });
  });

  it('are qualified', () => {
    expect(refusalOf(() => opened().assign('SECURITY', people.cmo))).toMatchObject({
      code: 'REVIEWER_NOT_QUALIFIED',
      details: { lens: 'SECURITY', roles: ['RISK_REVIEWER'] },
    });
  });

  it('begin the assessment with the last lens, and may change before they sign', () => {
    const desk = opened();
    desk.assign('SECURITY');
    expect(desk.state.status).toBe('OPEN');
    desk.assign('PRIVACY');
    expect(desk.state.status).toBe('IN_ASSESSMENT');
    expect(desk.assign('PRIVACY')).toEqual([]);
    expect(desk.assign('PRIVACY', people.second)).toEqual(['ReviewerAssigned']);
    expect(codeOf(() => desk.assign('LEGAL'))).toBe('NOT_FOUND');
    desk.answer('PRIVACY');
    desk.sign('PRIVACY', people.second);
    const input = { lens: 'PRIVACY', reviewerId: 'p-rita', reviewerRoles: ['RISK_REVIEWER'] } as const;
    expect(codeOf(() => desk.do(assignReviewer, input))).toBe('LENS_ALREADY_SIGNED');
  });
});

describe('a checklist', () => {
  it('wants to see something for some answers, and a reason for others', () => {
    const desk = opened();
    const item = { lens: 'PRIVACY', itemId: 'consent' } as const;
    expect(codeOf(() => desk.do(answerChecklist, { ...item, answer: 'YES' }))).toBe('EVIDENCE_REQUIRED');
    expect(codeOf(() => desk.do(answerChecklist, { ...item, answer: 'NO' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => desk.do(answerChecklist, { lens: 'PRIVACY', itemId: 'nothing', answer: 'YES' }))).toBe(
      'NOT_FOUND',
    );
    expect(desk.do(answerChecklist, { ...item, answer: 'NOT_APPLICABLE', evidence: 'No data is kept.' })).toEqual([
      'LensQuestionAnswered',
    ]);
    expect(desk.do(answerChecklist, { lens: 'PRIVACY', itemId: 'purpose', answer: 'YES' })).toHaveLength(1);
  });
});

describe('signing a lens', () => {
  const ready = (): Desk => {
    const desk = opened();
    desk.assignAll();
    desk.answer('PRIVACY');
    return desk;
  };

  it('is answered by nobody who asked for the work or builds it', () => {
    const desk = opened();
    const item = { lens: 'PRIVACY', itemId: 'purpose', answer: 'YES' } as const;
    expect(codeOf(() => desk.do(answerChecklist, item, people.campaign))).toBe('REVIEWER_CONFLICT');
    expect(codeOf(() => desk.do(answerChecklist, item, people.backend))).toBe('REVIEWER_CONFLICT');
  });

  it('takes several answers, or none of them, and tells which one it refuses', () => {
    const desk = opened();
    const yes = { itemId: 'purpose', answer: 'YES' } as const;
    const answers = [yes, { itemId: 'consent', answer: 'YES' }] as const;
    expect(refusalOf(() => desk.do(answerLens, { lens: 'PRIVACY', answers }))).toMatchObject({
      code: 'EVIDENCE_REQUIRED',
      path: ['input', 'answers', '1', 'evidence'],
    });
    const shown = { ...answers[1], evidence: 'https://docs.example/1' };
    expect(desk.do(answerLens, { lens: 'PRIVACY', answers: [yes, shown] })).toHaveLength(2);
    expect(codeOf(() => desk.do(answerLens, { lens: 'PRIVACY', answers: [] }))).toBe('VALIDATION_FAILED');
    const many = Array.from({ length: maxAnswers + 1 }, () => yes);
    expect(codeOf(() => desk.do(answerLens, { lens: 'PRIVACY', answers: many }))).toBe('LIMIT_REACHED');
  });

  it('waits for answers, ratings and treatments of its own lens', () => {
    const desk = opened();
    desk.assignAll();
    desk.identify('K1', 'PRIVACY');
    const { code, details } = refusalOf(() => desk.sign('PRIVACY'));
    expect(code).toBe('LENS_INCOMPLETE');
    const { missing } = details as { missing: { kind: string; id: string }[] };
    expect(missing.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'ANSWER purpose',
      'ANSWER consent',
      'ANSWER deletion',
      'ANSWER minimal',
      'RATING K1',
      'TREATMENT K1',
    ]);
    desk.answer('SECURITY');
    expect(desk.sign('SECURITY')).toEqual(['LensSigned']);
  });

  it('is its own reviewer’s (K1)', () => {
    expect(codeOf(() => ready().sign('PRIVACY', people.second))).toBe('FORBIDDEN');
    expect(ready().sign('PRIVACY', { ...people.second, onBehalfOf: 'p-rita' })).toEqual(['LensSigned']);
  });

  it('is not for who came to build it since', () => {
    const desk = ready();
    desk.subject = { ...desk.subject, engineerIds: ['p-rita'] };
    expect(codeOf(() => desk.sign('PRIVACY'))).toBe('REVIEWER_CONFLICT');
  });

  it('is on the scope of today', () => {
    const desk = ready();
    desk.subject = { ...desk.subject, scopeHash: 'h2' };
    expect(codeOf(() => desk.sign('PRIVACY'))).toBe('SCOPE_CHANGED');
  });

  it('happens once, and with the last one a decision is due', () => {
    const desk = ready();
    desk.sign('PRIVACY');
    expect(codeOf(() => desk.sign('PRIVACY'))).toBe('LENS_ALREADY_SIGNED');
    expect(codeOf(() => desk.answer('PRIVACY'))).toBe('LENS_ALREADY_SIGNED');
    desk.answer('SECURITY');
    desk.sign('SECURITY');
    expect(desk.state.status).toBe('DECISION_PENDING');
    expect(codeOf(() => desk.do(signLens, { lens: 'SECURITY' }))).toBe('INVALID_STATE');
  });
});

describe('a risk', () => {
  it('is told as cause, event and consequence', () => {
    const input = { riskId: 'K1', lens: 'PRIVACY', title: 'Leak', cause: 'x', event: ' ' } as const;
    expect(refusalOf(() => opened().do(identifyRisk, input))).toMatchObject({
      code: 'RISK_STATEMENT_INCOMPLETE',
      details: { missing: ['event', 'consequence'] },
      path: ['input', 'event'],
    });
  });

  it('has an id of its own, no personal data, and a lens of the review', () => {
    const desk = opened();
    desk.identify('K1', 'PRIVACY');
    expect(() => desk.identify('K1', 'PRIVACY')).toThrow('K1 was drawn twice.');
    expect(codeOf(() => desk.identify('K2', 'PRIVACY', 'Ask mara@example.com'))).toBe('PII_NOT_ALLOWED');
    expect(codeOf(() => desk.identify('K2', 'LEGAL'))).toBe('NOT_FOUND');
  });

  it('found late takes the signature of its lens, and the review back into assessment', () => {
    const desk = pendingDesk();
    expect(desk.identify('K2', 'SECURITY')).toEqual(['RiskIdentified', 'LensUnsigned']);
    expect(desk.state.status).toBe('IN_ASSESSMENT');
    expect(desk.state.lenses.map(({ lens, signed }) => [lens, signed])).toEqual([
      ['SECURITY', false],
      ['PRIVACY', true],
    ]);
  });

  it('becomes fact by a bug or an incident, each told once', () => {
    const desk = pendingDesk();
    const input = { riskId: 'K1', occurrence: { kind: 'BUG', id: 'B1' } } as const;
    expect(desk.do(materialiseRisk, input)).toEqual(['RiskMaterialised']);
    expect(codeOf(() => desk.do(materialiseRisk, input))).toBe('ALREADY_MATERIALISED');
    expect(codeOf(() => desk.do(materialiseRisk, { ...input, riskId: 'K9' }))).toBe('NOT_FOUND');
  });

  it('is one of at most a hundred in a review', () => {
    const desk = opened();
    for (let n = 1; n <= 100; n += 1) desk.identify(`K${n}`, 'PRIVACY');
    expect(codeOf(() => desk.identify('K101', 'PRIVACY'))).toBe('LIMIT_REACHED');
  });
});
