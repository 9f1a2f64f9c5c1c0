import { askQuestion, resolveQuestion } from './dialogue.js';
import { addCoAuthor, reviseBrief } from './drafting.js';
import { confirmEstimate, submitEstimate } from './estimate.js';
import { people } from './given.spec-kit.js';
import {
  approved,
  approval,
  dated,
  estimate,
  estimated,
  halfApproved,
  submitted,
  triage,
  triaged,
} from './stages.spec-kit.js';
import { triageRequest } from './lifecycle.js';
import { approveRequest } from './approval.js';
import { dismissTouchSuggestion, setTouches } from './touches.js';

const touched = triaged.when(setTouches, { add: [{ touch: 'PAYMENTS', why: 'card form' }] }, people.engineer);
const secured = {
  ...estimate,
  lines: [
    { kind: 'SECURITY', minutes: 200 },
    { kind: 'BACKEND', minutes: 400 },
  ],
} as const;
const of = (change: Partial<typeof estimate>) =>
  triaged.when(submitEstimate, { ...estimate, ...change }, people.engineer);

describe('an estimate', () => {
  it('has three points, lines and a day until which it holds', () => {
    expect(estimated.facts).toEqual([
      { type: 'EstimateSubmitted', data: { estimateId: 'E1', ...estimate, assumptions: [] } },
    ]);
  });

  it('takes the place of the last one, and its approvals with it', () => {
    const second = halfApproved.when(submitEstimate, { ...estimate, assumptions: ['Kit is ready'] }, people.engineer);
    expect(second.facts).toMatchObject([{ data: { estimateId: 'E2', assumptions: ['Kit is ready'] } }]);
    expect(second.state).toMatchObject({ status: 'ESTIMATED', approvals: {} });
  });

  it.each([
    ['ESTIMATE_ORDER', { optimistic: 601 }],
    ['ESTIMATE_ORDER', { pessimistic: 599 }],
    ['VALIDATION_FAILED', { optimistic: 0 }],
    ['VALIDATION_FAILED', { likely: 600.5 }],
    ['VALIDATION_FAILED', { pessimistic: 1_000_001 }],
    ['VALIDATION_FAILED', { durationForecastDays: -1 }],
    ['VALIDATION_FAILED', { lines: [{ kind: 'QA', minutes: -1 } as const] }],
    ['ESTIMATE_LINES_MISMATCH', { lines: [{ kind: 'QA', minutes: 599 } as const] }],
    ['ESTIMATE_LINES_MISMATCH', { lines: [] }],
    ['LIMIT_REACHED', { lines: Array.from({ length: 21 }, () => ({ kind: 'QA', minutes: 1 }) as const) }],
    ['LIMIT_REACHED', { assumptions: Array.from({ length: 51 }, () => 'a') }],
    ['PII_NOT_ALLOWED', { assumptions: ['ask a@example.com'] }],
    ['DATE_IN_PAST', { validUntil: '2026-01-04' }],
    ['VALIDATION_FAILED', { validUntil: 'soon' }],
  ])('is refused with %s', (code, change) => {
    expect(of(change).refusal.code).toBe(code);
  });

  it('adds the figures to its refusals', () => {
    expect(of({ lines: [{ kind: 'QA', minutes: 599 }] }).refusal.details).toEqual({ likely: 600, linesSum: 599 });
  });

  it('needs triage first', () => {
    expect(submitted.when(submitEstimate, estimate, people.engineer).refusal.code).toBe('INVALID_STATE');
    expect(approved.when(submitEstimate, estimate, people.engineer).refusal.code).toBe('ESTIMATE_NOT_STALE');
  });

  it('waits for blocking questions, not for others', () => {
    const question = { kind: 'SCOPE', text: 'Which countries?', blocking: true } as const;
    const asked = triaged.when(askQuestion, question, people.engineer);
    expect(asked.when(submitEstimate, estimate, people.engineer).refusal).toMatchObject({
      code: 'QUESTION_OPEN',
      details: { questionIds: ['Q1'] },
    });
    const resolved = asked.when(resolveQuestion, { questionId: 'Q1', understood: true }, people.engineer);
    expect(resolved.when(submitEstimate, estimate, people.engineer).types).toEqual(['EstimateSubmitted']);
    const light = triaged.when(askQuestion, { ...question, blocking: false }, people.engineer);
    expect(light.when(submitEstimate, estimate, people.engineer).types).toEqual(['EstimateSubmitted']);
  });

  it('waits for answers to suggested touches', () => {
    const brief = { userStories: [{ role: 'visitor', want: 'see the refund rules', benefit: 'trust' }] };
    const open = triaged.when(reviseBrief, { brief }, people.requester);
    expect(open.when(submitEstimate, estimate, people.engineer).refusal).toMatchObject({
      code: 'TOUCH_SUGGESTION_UNANSWERED',
      details: { touches: ['PAYMENTS'] },
    });
    const dismissed = open.when(dismissTouchSuggestion, { touch: 'PAYMENTS', why: 'text only' }, people.requester);
    expect(dismissed.when(submitEstimate, estimate, people.engineer).types).toEqual(['EstimateSubmitted']);
  });

  it('shows hidden work in its lines and is countersigned by an engineering lead (P23)', () => {
    expect(touched.when(submitEstimate, estimate, people.cto).refusal).toMatchObject({
      code: 'ESTIMATE_MISSING_HIDDEN_WORK',
      details: { missing: ['SECURITY', 'BACKEND'], touches: ['PAYMENTS'] },
    });
    expect(touched.when(submitEstimate, secured, people.engineer).refusal.details).toMatchObject({
      missing: ['COUNTERSIGNATURE'],
    });
    const zero = [
      { kind: 'SECURITY', minutes: 0 },
      { kind: 'BACKEND', minutes: 600 },
    ] as const;
    expect(touched.when(submitEstimate, { ...estimate, lines: zero }, people.cto).refusal.details).toMatchObject({
      missing: ['SECURITY'],
    });
    expect(touched.when(submitEstimate, { ...secured, preparedBy: 'p-enno' }, people.cto).facts).toMatchObject([
      { data: { countersignedBy: 'p-theo', preparedBy: 'p-enno' } },
    ]);
  });

  it('of large work needs an engineer as co-author (P9)', () => {
    const large = {
      ...estimate,
      optimistic: 2000,
      likely: 2400,
      pessimistic: 3000,
      lines: [{ kind: 'BACKEND', minutes: 2400 }],
    } as const;
    const below = { ...large, likely: 2399, lines: [{ kind: 'BACKEND', minutes: 2399 }] } as const;
    expect(triaged.when(submitEstimate, below, people.engineer).types).toEqual(['EstimateSubmitted']);
    expect(triaged.when(submitEstimate, large, people.engineer).refusal).toMatchObject({
      code: 'EARLY_INVOLVEMENT_REQUIRED',
      details: { minutes: 2400, thresholdMinutes: 2400 },
    });
    const colleague = triaged.when(addCoAuthor, { personId: 'p-otto', side: 'CONSUMER' }, people.requester);
    expect(colleague.when(submitEstimate, large, people.engineer).refusal.code).toBe('EARLY_INVOLVEMENT_REQUIRED');
    const joined = triaged.when(addCoAuthor, { personId: 'p-enno', side: 'PROVIDER' }, people.requester);
    expect(joined.when(submitEstimate, large, people.engineer).types).toEqual(['EstimateSubmitted']);
  });

  it('counts the rough size of triage as well (P9)', () => {
    const rough = submitted.when(triageRequest, { ...triage, roughMinutes: 2400 }, people.manager);
    expect(rough.when(submitEstimate, estimate, people.engineer).refusal.code).toBe('EARLY_INVOLVEMENT_REQUIRED');
  });
});

describe('confirming a stale estimate (R5)', () => {
  const change = { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }] };
  const stale = approved.when(reviseBrief, { brief: change, cause: 'CLARIFICATION' }, people.requester);

  it('makes it stand again', () => {
    const confirmed = stale.when(confirmEstimate, {}, people.engineer);
    expect(confirmed.facts).toMatchObject([{ type: 'EstimateConfirmed', data: { estimateId: 'E1' } }]);
    expect(confirmed.state).toMatchObject({ status: 'APPROVED', estimate: { owes: null } });
    expect(confirmed.when(confirmEstimate, {}, people.engineer).refusal.code).toBe('ESTIMATE_NOT_STALE');
  });

  it('needs an approved request and clear questions', () => {
    expect(estimated.when(confirmEstimate, {}, people.engineer).refusal.code).toBe('INVALID_STATE');
    const asked = stale.when(askQuestion, { kind: 'WHY', text: 'Why?', blocking: true }, people.engineer);
    expect(asked.when(confirmEstimate, {}, people.engineer).refusal.code).toBe('QUESTION_OPEN');
  });

  it('asks for hidden work that came with the change', () => {
    const pay = { add: [{ touch: 'PAYMENTS' as const, why: 'card form' }] };
    expect(approved.when(setTouches, pay, people.engineer).when(confirmEstimate, {}, people.cto).refusal.code).toBe(
      'ESTIMATE_MISSING_HIDDEN_WORK',
    );
    const shown = dated
      .when(submitEstimate, secured, people.engineer)
      .when(approveRequest, approval('CONSUMER'), people.cmo)
      .when(approveRequest, approval('PROVIDER'), people.cto)
      .when(setTouches, pay, people.engineer);
    expect(shown.when(confirmEstimate, {}, people.engineer).refusal.details).toMatchObject({
      missing: ['COUNTERSIGNATURE'],
    });
    expect(shown.when(confirmEstimate, {}, people.cto).facts).toMatchObject([{ data: { countersignedBy: 'p-theo' } }]);
  });
});
