import { people, today } from './given.spec-kit.js';
import { agreeDate, assignOwner } from './ownership.js';
import { dated, drafted, triaged } from './stages.spec-kit.js';
import { waitingOn } from './waiting-on.js';
import * as stage from './stages.spec-kit.js';
import { answerQuestion, askQuestion } from './dialogue.js';
import { holdRequest, withdrawRequest } from './lifecycle.js';

const date = { date: '2026-01-30', dateKind: 'HARD_EVENT', sides: ['PROVIDER', 'CONSUMER'] } as const;

describe('the owner', () => {
  it('is one person; a change says why (P12)', () => {
    const first = drafted.when(assignOwner, { ownerId: 'p-mara' }, people.requester);
    expect(first.facts).toEqual([
      { type: 'OwnerAssigned', data: { ownerId: 'p-mara', previousOwnerId: null, reason: null } },
    ]);
    expect(first.when(assignOwner, { ownerId: 'p-pia' }, people.requester).refusal.code).toBe('REASON_REQUIRED');
    expect(first.when(assignOwner, { ownerId: 'p-pia', reason: 'on leave' }, people.requester).facts).toEqual([
      { type: 'OwnerAssigned', data: { ownerId: 'p-pia', previousOwnerId: 'p-mara', reason: 'on leave' } },
    ]);
    expect(first.when(assignOwner, { ownerId: 'p-mara' }, people.requester).facts).toEqual([]);
  });

  it.each([null, ' '])('must be somebody', (ownerId) => {
    expect(drafted.when(assignOwner, { ownerId }, people.requester).refusal.code).toBe('OWNER_REQUIRED');
  });
});

describe('the agreed date', () => {
  it('is agreed by both sides, and a change says why (P12)', () => {
    const agreed = triaged.when(agreeDate, date, people.manager);
    expect(agreed.facts).toEqual([
      {
        type: 'DateAgreed',
        data: {
          date: '2026-01-30',
          dateKind: 'HARD_EVENT',
          previous: null,
          reason: null,
          sides: ['CONSUMER', 'PROVIDER'],
        },
      },
    ]);
    const later = { ...date, date: '2026-02-13' };
    expect(agreed.when(agreeDate, later, people.manager).refusal).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'reason'],
    });
    const changed = agreed.when(agreeDate, { ...later, reason: 'illness' }, people.manager);
    expect(changed.facts).toMatchObject([{ data: { date: '2026-02-13', previous: '2026-01-30', reason: 'illness' } }]);
    expect(changed.state).toMatchObject({
      agreedDate: { date: '2026-02-13' },
      dateHistory: [{ date: '2026-01-30' }, { date: '2026-02-13' }],
    });
    expect(changed.when(agreeDate, later, people.manager).facts).toEqual([]);
  });

  it('may be today, not earlier, and must exist', () => {
    expect(triaged.when(agreeDate, { ...date, date: today }, people.manager).types).toEqual(['DateAgreed']);
    expect(triaged.when(agreeDate, { ...date, date: '2026-01-04' }, people.manager).refusal.code).toBe('DATE_IN_PAST');
    expect(triaged.when(agreeDate, { ...date, date: '2026-02-30' }, people.manager).refusal.code).toBe(
      'VALIDATION_FAILED',
    );
  });

  it('takes both sides', () => {
    expect(triaged.when(agreeDate, { ...date, sides: ['CONSUMER', 'CONSUMER'] }, people.manager).refusal.path).toEqual([
      'input',
      'sides',
    ]);
  });

  it('is settled by the owner, a lead or a product manager', () => {
    expect(triaged.when(agreeDate, date, people.engineer).refusal.code).toBe('FORBIDDEN');
    expect(triaged.when(agreeDate, date, { ...people.engineer, onBehalfOf: 'p-pia' }).types).toEqual(['DateAgreed']);
    expect(triaged.when(agreeDate, date, people.cmo).types).toEqual(['DateAgreed']);
    expect(drafted.when(agreeDate, date, people.requester).types).toEqual(['DateAgreed']);
  });

  it('is the owner’s to settle also where somebody else asked for it', () => {
    const owner = { ...people.engineer, grant: 'own' } as const;
    expect(drafted.when(agreeDate, date, owner).refusal.code).toBe('FORBIDDEN');
    const owned = triaged.when(assignOwner, { ownerId: owner.personId, reason: 'on leave' }, people.manager);
    expect(owned.when(agreeDate, date, owner).types).toEqual(['DateAgreed']);
    expect(owned.when(agreeDate, date, people.requester).refusal.code).toBe('FORBIDDEN');
  });
});

describe('who waits for whom', () => {
  const question = { kind: 'SCOPE', text: 'Which countries?', blocking: true } as const;
  const asked = triaged.when(askQuestion, question, people.engineer);
  const answered = asked.when(answerQuestion, { questionId: 'Q1', answerText: 'Two' }, people.requester);

  it.each([
    ['NONE', stage.drafted.when(withdrawRequest, { reason: 'NO_BUDGET' }, people.requester)],
    ['NONE', dated.when(holdRequest, { reason: 'x', reviewDate: today }, people.manager)],
    ['REQUESTER', stage.drafted],
    ['PROVIDER', stage.submitted],
    ['PROVIDER', stage.triaged],
    ['REQUESTER', stage.estimated],
    ['PROVIDER', stage.halfApproved],
    ['PROVIDER', stage.approved],
    ['REQUESTER', asked],
    ['PROVIDER', answered],
    ['PROVIDER', triaged.when(askQuestion, question, people.cmo)],
  ])('says %s', (party, { state }) => {
    expect(waitingOn(state)).toBe(party);
  });
});
