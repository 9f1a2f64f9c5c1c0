import { raiseConcern, resolveConcern } from './concerns.js';
import { answerQuestion, askQuestion, resolveQuestion } from './dialogue.js';
import { contextOf, people } from './given.spec-kit.js';
import { defaultPolicy } from './policy.js';
import { drafted, triaged } from './stages.spec-kit.js';

const question = { kind: 'HOW_DOES_IT_WORK', text: 'How does the voucher work?', blocking: true } as const;
const asked = triaged.when(askQuestion, question, people.engineer);
const answer = { questionId: 'Q1', answerText: 'It is scanned at the till.' };
const answered = asked.when(answerQuestion, answer, people.requester);
const tight = (limits: Partial<typeof defaultPolicy.limits>) =>
  contextOf(people.engineer, { policy: { ...defaultPolicy, limits: { ...defaultPolicy.limits, ...limits } } });

describe('questions (P62, P63)', () => {
  it('carry kind, weight, and the asker’s role and side', () => {
    expect(asked.facts).toEqual([
      { type: 'QuestionAsked', data: { questionId: 'Q1', ...question, byRole: 'ENGINEER', side: 'PROVIDER' } },
    ]);
    expect(asked.when(askQuestion, question, people.reviewer).facts).toMatchObject([
      { data: { questionId: 'Q2', side: null } },
    ]);
  });

  it('are answered with the role of who answers', () => {
    expect(asked.when(answerQuestion, { ...answer, referenceEntryId: 'r-1' }, people.requester).facts).toEqual([
      {
        type: 'QuestionAnswered',
        data: { ...answer, byRole: 'MARKETING_MEMBER', side: 'CONSUMER', referenceEntryId: 'r-1' },
      },
    ]);
  });

  it('loop until the asker is content, as often as it takes', () => {
    let scenario = asked;
    for (let loop = 1; loop <= 4; loop += 1) {
      scenario = scenario
        .when(answerQuestion, answer, people.requester)
        .when(resolveQuestion, { questionId: 'Q1', understood: false }, people.engineer);
      expect(scenario.facts).toEqual([
        { type: 'QuestionResolved', data: { questionId: 'Q1', understood: false, loops: loop } },
      ]);
    }
    const clear = scenario
      .when(answerQuestion, answer, people.requester)
      .when(resolveQuestion, { questionId: 'Q1', understood: true }, people.engineer);
    expect(clear.state).toMatchObject({ questions: [{ status: 'RESOLVED', loops: 4, answers: { length: 5 } }] });
  });

  it('are resolved by the asker or their deputy only', () => {
    const resolve = { questionId: 'Q1', understood: true };
    expect(answered.when(resolveQuestion, resolve, people.cto).refusal).toMatchObject({
      code: 'ONLY_ASKER_CAN_RESOLVE',
      details: { questionId: 'Q1' },
    });
    expect(answered.when(resolveQuestion, resolve, { ...people.cto, onBehalfOf: 'p-enno' }).types).toEqual([
      'QuestionResolved',
    ]);
    const byDeputy = triaged.when(askQuestion, question, { ...people.cto, onBehalfOf: 'p-enno' });
    expect(byDeputy.when(resolveQuestion, resolve, people.engineer).types).toEqual(['QuestionResolved']);
  });

  it('are closed once resolved', () => {
    const closed = answered.when(resolveQuestion, { questionId: 'Q1', understood: true }, people.engineer);
    expect(closed.when(answerQuestion, answer, people.requester).refusal.code).toBe('QUESTION_CLOSED');
    expect(closed.when(resolveQuestion, { questionId: 'Q1', understood: true }, people.engineer).refusal.code).toBe(
      'QUESTION_CLOSED',
    );
  });

  it('cannot be “not understood” before there is an answer', () => {
    expect(asked.when(resolveQuestion, { questionId: 'Q1', understood: false }, people.engineer).refusal.code).toBe(
      'QUESTION_UNANSWERED',
    );
  });

  it('must exist', () => {
    expect(asked.when(answerQuestion, { ...answer, questionId: 'Q9' }, people.requester).refusal.path).toEqual([
      'input',
      'questionId',
    ]);
    expect(asked.when(resolveQuestion, { questionId: 'Q9', understood: true }, people.engineer).refusal.code).toBe(
      'NOT_FOUND',
    );
  });

  it('hold text, without personal data, and not without end', () => {
    expect(drafted.when(askQuestion, { ...question, text: ' ' }, people.engineer).refusal.path).toEqual([
      'input',
      'text',
    ]);
    expect(
      asked.when(answerQuestion, { ...answer, answerText: 'ask a@example.com' }, people.requester).refusal.code,
    ).toBe('PII_NOT_ALLOWED');
    expect(asked.when(askQuestion, question, tight({ maxQuestions: 1 })).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 1 },
    });
    expect(answered.when(answerQuestion, answer, tight({ maxAnswersPerQuestion: 1 })).refusal.code).toBe(
      'LIMIT_REACHED',
    );
  });
});

describe('concerns (P22)', () => {
  const concern = { severity: 'BLOCKING', text: 'Sign-in is weak', lens: 'SECURITY' } as const;
  const raised = triaged.when(raiseConcern, concern, people.engineer);
  const resolution = { concernId: 'K1', resolution: 'Codes work once' };

  it('are raised and resolved', () => {
    expect(raised.facts).toEqual([{ type: 'ConcernRaised', data: { concernId: 'K1', ...concern } }]);
    const resolved = raised.when(resolveConcern, resolution, people.engineer);
    expect(resolved.facts).toEqual([{ type: 'ConcernResolved', data: resolution }]);
    expect(resolved.when(resolveConcern, resolution, people.engineer).refusal.code).toBe('CONCERN_CLOSED');
  });

  it('are resolved by who raised them or an engineering lead', () => {
    expect(raised.when(resolveConcern, resolution, people.cmo).refusal.code).toBe('FORBIDDEN');
    expect(raised.when(resolveConcern, resolution, people.cto).types).toEqual(['ConcernResolved']);
  });

  it('must exist, and have a limit', () => {
    expect(triaged.when(resolveConcern, resolution, people.engineer).refusal.code).toBe('NOT_FOUND');
    expect(raised.when(raiseConcern, concern, tight({ maxConcerns: 1 })).refusal.code).toBe('LIMIT_REACHED');
  });
});
