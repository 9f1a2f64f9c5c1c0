import { createRequest, reviseBrief } from './drafting.js';
import { submitEstimate } from './estimate.js';
import { contextOf, nothing, people } from './given.spec-kit.js';
import {
  declineRequest,
  holdRequest,
  reportHoldReview,
  resumeRequest,
  reviveRequest,
  submitRequest,
  triageRequest,
  withdrawRequest,
} from './lifecycle.js';
import { approveRequest } from './approval.js';
import { askQuestion } from './dialogue.js';
import * as stage from './stages.spec-kit.js';

const hold = { reason: 'Waiting for the brand', reviewDate: '2026-01-20' };
const withdrawal = { reason: 'NO_LONGER_NEEDED' } as const;

describe('submitting', () => {
  it('is one fact with the targets of its day', () => {
    expect(stage.submitted.facts).toEqual([
      {
        type: 'RequestSubmitted',
        data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
      },
    ]);
  });

  it('warns of suggested touches that wait for an answer', () => {
    const brief = { criteria: [{ text: 'The checkout takes a credit card' }] };
    const suggested = stage.written.when(reviseBrief, { brief }, people.requester);
    expect(suggested.types).toContain('TouchesSuggested');
    const [submitted] = suggested.when(submitRequest, {}, people.requester).facts;
    expect(submitted?.data).toMatchObject({ warnings: ['TOUCH_SUGGESTION_UNANSWERED'] });
  });

  it('names the missing sections', () => {
    expect(stage.drafted.when(submitRequest, {}, people.requester).refusal).toMatchObject({
      code: 'REQUEST_INCOMPLETE',
      details: { missing: ['STORY', 'CRITERIA', 'CONTEXT', 'ASSETS', 'TRACKING'] },
    });
    const noContext = stage.written.when(reviseBrief, { brief: { context: null } }, people.requester);
    expect(noContext.when(submitRequest, {}, people.requester).refusal.details).toEqual({ missing: ['CONTEXT'] });
  });

  it('happens once, and on requests of one’s own', () => {
    expect(stage.submitted.when(submitRequest, {}, people.requester).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'SUBMITTED', allowed: ['DRAFT'] },
    });
    expect(stage.written.when(submitRequest, {}, people.stranger).refusal.code).toBe('FORBIDDEN');
    expect(nothing.when(submitRequest, {}, people.requester).refusal.code).toBe('NOT_FOUND');
  });
});

describe('triage', () => {
  it('sets provider, class, rough size and owner', () => {
    expect(stage.taken.facts).toEqual([
      { type: 'RequestTriaged', data: { providerTeamId: 't-engineering', priorityClass: 'NORMAL', roughMinutes: 600 } },
      { type: 'OwnerAssigned', data: { ownerId: 'p-pia', previousOwnerId: null, reason: null } },
    ]);
  });

  it.each([
    ['OWNER_REQUIRED', { ...stage.triage, ownerId: null }],
    ['OWNER_REQUIRED', { ...stage.triage, ownerId: ' ' }],
    ['PROVIDER_UNKNOWN', { ...stage.triage, providerTeamId: null }],
    ['VALIDATION_FAILED', { ...stage.triage, priorityClass: 'EXPEDITE' as const }],
    ['VALIDATION_FAILED', { ...stage.triage, roughMinutes: 0 }],
    ['VALIDATION_FAILED', { ...stage.triage, roughMinutes: 1.5 }],
  ])('answers %s', (code, input) => {
    expect(stage.submitted.when(triageRequest, input, people.manager).refusal.code).toBe(code);
  });

  it('keeps the owner a revived request had', () => {
    const again = stage.triaged
      .when(withdrawRequest, withdrawal, people.requester)
      .when(reviveRequest, {}, people.requester)
      .when(submitRequest, {}, people.requester)
      .when(triageRequest, { ...stage.triage, ownerId: null, providerId: 'v-1' }, people.manager);
    expect(again.facts).toMatchObject([{ type: 'RequestTriaged', data: { providerId: 'v-1' } }]);
  });

  it('needs a submitted request', () => {
    expect(stage.written.when(triageRequest, stage.triage, people.manager).refusal.code).toBe('INVALID_STATE');
  });
});

describe('the end and the way back', () => {
  it('declines with a reason and what would change it (P15)', () => {
    const declined = stage.triaged.when(
      declineRequest,
      { reason: 'NO_CAPACITY', reviveWhen: 'in April' },
      people.manager,
    );
    expect(declined.facts).toEqual([
      { type: 'RequestDeclined', data: { reason: 'NO_CAPACITY', note: null, reviveWhen: 'in April' } },
    ]);
    expect(declined.state).toMatchObject({
      status: 'DECLINED',
      ended: { from: 'TRIAGED' },
      triage: { roughMinutes: 600 },
    });
  });

  it('owes a note to OTHER', () => {
    expect(stage.triaged.when(declineRequest, { reason: 'OTHER' }, people.manager).refusal).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'note'],
    });
    expect(stage.triaged.when(withdrawRequest, { reason: 'OTHER', note: ' ' }, people.requester).refusal.code).toBe(
      'REASON_REQUIRED',
    );
  });

  it.each([
    ['DRAFT', stage.written],
    ['APPROVED', stage.approved],
  ])('does not decline a request in %s', (state, scenario) => {
    expect(scenario.when(declineRequest, { reason: 'TOO_RISKY' }, people.manager).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state },
    });
  });

  it.each([stage.drafted, stage.submitted, stage.triaged, stage.estimated, stage.halfApproved, stage.approved])(
    'withdraws at any open stage and keeps no approval',
    (scenario) => {
      const { state } = scenario.when(withdrawRequest, withdrawal, people.requester);
      expect(state.status).toBe('WITHDRAWN');
      expect(state).not.toHaveProperty('approvals');
      expect(state).not.toHaveProperty('commitment');
    },
  );

  it('revives with number, brief, questions and owner; the date is no promise any more', () => {
    const question = { kind: 'WHY', text: 'Why spring?', blocking: false } as const;
    const revived = stage.dated
      .when(askQuestion, question, people.engineer)
      .when(withdrawRequest, withdrawal, people.requester)
      .when(reviveRequest, { reason: 'budget is back' }, people.requester);
    expect(revived.facts).toEqual([{ type: 'RequestRevived', data: { reason: 'budget is back' } }]);
    expect(revived.state).toMatchObject({
      status: 'DRAFT',
      number: 1,
      revision: 1,
      ownerId: 'p-pia',
      agreedDate: null,
      dateHistory: [{ date: '2026-01-23' }],
      questions: [{ id: 'Q1' }],
    });
    for (const left of ['ended', 'triage', 'estimate', 'submitted', 'approvals'])
      expect(revived.state).not.toHaveProperty(left);
  });

  it('revives what has ended only', () => {
    expect(stage.triaged.when(reviveRequest, {}, people.requester).refusal.code).toBe('INVALID_STATE');
  });
});

describe('a hold', () => {
  const heldAt = (scenario: typeof nothing) => scenario.when(holdRequest, hold, people.manager);

  it('has a reason and a review date', () => {
    expect(heldAt(stage.triaged).facts).toEqual([{ type: 'RequestHeld', data: hold }]);
    expect(stage.triaged.when(holdRequest, { ...hold, reason: '' }, people.manager).refusal.code).toBe(
      'REASON_REQUIRED',
    );
    expect(stage.triaged.when(holdRequest, { ...hold, reviewDate: '2026-01-04' }, people.manager).refusal.code).toBe(
      'DATE_IN_PAST',
    );
    expect(stage.triaged.when(holdRequest, { ...hold, reviewDate: '2026-02-30' }, people.manager).refusal.code).toBe(
      'VALIDATION_FAILED',
    );
  });

  it('stops every step forward', () => {
    const refusals = [
      heldAt(stage.written).when(submitRequest, {}, people.requester),
      heldAt(stage.submitted).when(triageRequest, stage.triage, people.manager),
      heldAt(stage.triaged).when(submitEstimate, stage.estimate, people.engineer),
      heldAt(stage.dated).when(approveRequest, stage.approval('CONSUMER'), people.cmo),
      heldAt(stage.halfApproved).when(approveRequest, stage.approval('PROVIDER'), people.cto),
      heldAt(stage.approved).when(holdRequest, hold, people.manager),
    ].map(({ refusal }) => refusal);
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: 'REQUEST_HELD', details: { reviewDate: '2026-01-20' } });
  });

  it('does not stop talking, or the end', () => {
    expect(
      heldAt(stage.triaged).when(askQuestion, { kind: 'WHY', text: 'Why?', blocking: true }, people.engineer).types,
    ).toEqual(['QuestionAsked']);
    expect(heldAt(stage.triaged).when(withdrawRequest, withdrawal, people.requester).state).toMatchObject({
      held: null,
    });
  });

  it('ends by resuming, once', () => {
    const resumed = heldAt(stage.triaged).when(resumeRequest, { reason: 'brand is ready' }, people.manager);
    expect(resumed.facts).toEqual([{ type: 'RequestResumed', data: { reason: 'brand is ready' } }]);
    expect(resumed.when(submitEstimate, stage.estimate, people.engineer).types).toEqual(['EstimateSubmitted']);
    expect(resumed.when(resumeRequest, {}, people.manager).refusal.code).toBe('REQUEST_NOT_HELD');
  });

  it('reports its review date when it has come, once for each hold', () => {
    const on = (today: string) => contextOf(people.manager, { today });
    const held = heldAt(stage.triaged);
    expect(held.when(reportHoldReview, {}, on('2026-01-19')).facts).toEqual([]);
    const due = held.when(reportHoldReview, {}, on('2026-01-20'));
    expect(due.facts).toEqual([{ type: 'RequestHoldReviewDue', data: { reviewDate: '2026-01-20' } }]);
    expect(due.when(reportHoldReview, {}, on('2026-01-21')).facts).toEqual([]);
    const again = due.when(resumeRequest, {}, people.manager).when(holdRequest, hold, people.manager);
    expect(again.when(reportHoldReview, {}, on('2026-02-01')).types).toEqual(['RequestHoldReviewDue']);
    for (const calm of [nothing, stage.triaged])
      expect(calm.when(reportHoldReview, {}, on('2026-02-01')).facts).toEqual([]);
  });
});

it('nothing but a revival leads out of an end (R7)', () => {
  const ended = stage.triaged.when(withdrawRequest, withdrawal, people.requester);
  const refused = [
    ended.when(createRequest, stage.creation, people.requester),
    ended.when(submitRequest, {}, people.requester),
    ended.when(holdRequest, hold, people.manager),
    ended.when(withdrawRequest, withdrawal, people.requester),
    ended.when(askQuestion, { kind: 'WHY', text: 'Why?', blocking: false }, people.engineer),
  ];
  for (const one of refused) expect(one.refusal.code).toBe('INVALID_STATE');
});
