import { answerChecklist, checklistOf, hasChecklistGap, missingItems } from './checklist.js';
import { createRequest } from './drafting.js';
import { submitEstimate } from './estimate.js';
import { nothing, people, type Scenario } from './given.spec-kit.js';
import { defaultPolicy } from './policy.js';
import { checklistItemIds } from './policy-records.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import type { KnownRequest } from './state.js';
import { requestTypes } from './values.js';

const answer = (from: Scenario, ...answers: Parameters<typeof answerChecklist>[1]['answers']) =>
  from.when(answerChecklist, { answers }, people.engineer);
const known = ({ state }: Scenario) => state as KnownRequest;
const yes = (itemId: string) => ({ itemId, answer: 'YES' as const });

describe('the build-quality checklist (P19)', () => {
  it('is answered item by item, with the policy it was asked by', () => {
    const facts = answer(stage.taken, yes('REUSE'), { itemId: 'ANALYTICS', answer: 'NO', note: 'No tool yet' }).facts;
    expect(facts).toEqual([
      { type: 'ChecklistAnswered', data: { itemId: 'REUSE', answer: 'YES', note: null, policyVersion: 1 } },
      { type: 'ChecklistAnswered', data: { itemId: 'ANALYTICS', answer: 'NO', note: 'No tool yet', policyVersion: 1 } },
    ]);
  });

  it('keeps the estimate waiting until every item is answered', () => {
    const some = answer(stage.taken, yes('REUSE'), yes('ANALYTICS'));
    expect(some.when(submitEstimate, stage.estimate, people.engineer).refusal).toMatchObject({
      code: 'CHECKLIST_INCOMPLETE',
      category: 'PRECONDITION',
      details: { items: ['EDITABLE_WITHOUT_ENGINEER', 'PERFORMANCE'] },
    });
    const all = answer(some, yes('PERFORMANCE'), {
      itemId: 'EDITABLE_WITHOUT_ENGINEER',
      answer: 'NOT_APPLICABLE',
      note: 'It lives for a day',
    });
    expect(all.when(submitEstimate, stage.estimate, people.engineer).types).toEqual(['EstimateSubmitted']);
  });

  it.each(['NO', 'NOT_APPLICABLE'] as const)('owes a note with %s', (word) => {
    expect(answer(stage.taken, { itemId: 'REUSE', answer: word, note: ' ' }).refusal).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'answers', '0', 'note'],
    });
  });

  it('has the items of its type and no others, each once', () => {
    expect(answer(stage.taken, yes('BEAUTY')).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'answers', '0', 'itemId'],
    });
    expect(answer(stage.taken, yes('REUSE'), yes('REUSE')).refusal.code).toBe('VALIDATION_FAILED');
    expect(answer(stage.taken).refusal.code).toBe('VALIDATION_FAILED');
    const five = [...checklistItemIds, 'BEAUTY'].map(yes);
    expect(answer(stage.taken, ...five).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 4 } });
  });

  it('is answered from triage to acceptance', () => {
    expect(answer(stage.submitted, yes('REUSE')).refusal.code).toBe('INVALID_STATE');
    expect(answer(late.accepted, yes('REUSE')).types).toEqual(['ChecklistAnswered']);
    expect(answer(late.launched, yes('REUSE')).refusal.code).toBe('INVALID_STATE');
  });

  it('takes the last answer of an item', () => {
    const no = answer(stage.triaged, { itemId: 'REUSE', answer: 'NO', note: 'x' });
    expect(hasChecklistGap(known(stage.triaged), defaultPolicy)).toBe(false);
    expect(hasChecklistGap(known(no), defaultPolicy)).toBe(true);
    expect(hasChecklistGap(known(answer(no, yes('REUSE'))), defaultPolicy)).toBe(false);
    expect(hasChecklistGap(known(stage.taken), defaultPolicy)).toBe(true);
  });

  it.each(requestTypes)('has known items for %s, and a question for each', (type) => {
    const fresh = known(nothing.when(createRequest, { ...stage.creation, type }, people.requester));
    const items = checklistOf(fresh, defaultPolicy);
    expect(items.map(({ itemId }) => itemId)).toEqual(missingItems(fresh, defaultPolicy));
    for (const { question } of items) expect(question).toMatch(/^[A-Z].*\?$/);
  });

  it('is shorter for a running experiment (P26)', () => {
    const data = { hypothesis: 'x', timeBoxDays: 14, killCriterion: 'y', endsOn: '2026-01-19' };
    const running = stage.taken.given([{ type: 'ExperimentDeclared', data }]);
    expect(missingItems(known(running), defaultPolicy)).toEqual(['ANALYTICS']);
    const answered = answer(running, yes('ANALYTICS'));
    expect(answered.when(submitEstimate, stage.estimate, people.engineer).types).toEqual(['EstimateSubmitted']);
    const ended = running.given([{ type: 'ExperimentEnded', data: { outcome: 'ITERATE', note: null } }]);
    expect(missingItems(known(ended), defaultPolicy)).toHaveLength(4);
  });
});
