import { dropItem } from './delivery.js';
import type { ItemFacts } from './facts.js';
import { afterwards, codeOf, days, refusalOf } from './given.spec-kit.js';
import { april, committed, march, planned, proposed, shipped } from './item.spec-kit.js';
import type { Item, ItemState } from './state.js';
import { answerSuggestion, type AnswerSuggestionInput, suggestMove } from './suggestions.js';

const linked = (item: Item): ItemState =>
  afterwards(item, [{ type: 'RequestLinked', data: { requestId: 'r-1', primary: false } }]);
const late: ItemFacts['MoveSuggested'] = {
  suggestionId: 's-1',
  requestId: 'r-1',
  why: 'LAUNCHED_LATE',
  suggested: april,
  confidence: 80,
  note: 'The request launched on 2026-04-30.',
};
const suggested = (item: Item, more: Partial<typeof late> = {}): ItemState => {
  const before = linked(item);
  return afterwards(before, suggestMove(before, { ...late, ...more }));
};
const answer = (item: Item, input: Partial<AnswerSuggestionInput> = {}) =>
  answerSuggestion({ item, dependants: ['i-2'] }, { suggestionId: 's-1', accepted: true, ...input });

describe('a suggested move', () => {
  it('is written down and moves nothing', () => {
    const item = linked(planned());
    expect(suggestMove(item, late)).toEqual([{ type: 'MoveSuggested', data: late }]);
    expect(suggested(planned())).toMatchObject({ window: march, confidence: null });
    expect(suggested(planned()).suggestions).toEqual([{ ...late, answer: null }]);
  });

  it('is told once for each request and fact, also after it was answered', () => {
    const open = suggested(planned());
    expect(suggestMove(open, late)).toEqual([]);
    expect(suggestMove(afterwards(open, answer(open)), late)).toEqual([]);
    expect(suggestMove(open, { ...late, suggestionId: 's-2' })).toHaveLength(1);
  });

  it('is not made about what is not to come, for a request that was let go, or of what is planned anyway', () => {
    for (const item of [proposed(), shipped(), afterwards(planned(), dropItem(planned(), { reason: 'no' }))])
      expect(suggestMove({ ...item, links: linked(planned()).links }, late)).toEqual([]);
    expect(suggestMove(planned(), late)).toEqual([]);
    expect(suggestMove(linked(planned()), { ...late, suggested: march, confidence: null })).toEqual([]);
    expect(suggestMove(linked(planned()), { ...late, suggested: march })).toHaveLength(1);
    expect(suggestMove(linked(planned()), { ...late, suggested: null, confidence: null })).toHaveLength(1);
  });

  it('is one that could be planned', () => {
    const item = linked(planned());
    expect(codeOf(() => suggestMove({ status: 'unknown' }, late))).toBe('NOT_FOUND');
    expect(refusalOf(() => suggestMove(item, { ...late, suggested: days('2026-05-02', '2026-05-01') }))).toMatchObject({
      code: 'WINDOW_INVALID',
      path: ['input', 'suggested'],
    });
    const whole = { ...april, start: '2026-04-02', precision: 'MONTH' } as const;
    expect(codeOf(() => suggestMove(item, { ...late, suggested: whole }))).toBe('PRECISION_MISMATCH');
    expect(codeOf(() => suggestMove(item, { ...late, confidence: 101 }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => suggestMove(item, { ...late, note: '' }))).toBe('VALIDATION_FAILED');
  });

  it('is forgotten by the item after 50 later ones', () => {
    let item = linked(planned());
    for (let index = 0; index <= 50; index += 1)
      item = afterwards(item, suggestMove(item, { ...late, suggestionId: `s-${index}` }));
    expect([item.suggestions.length, item.suggestions[0]?.suggestionId]).toEqual([50, 's-1']);
  });
});

describe('an answer', () => {
  it('moves the item by the same decision when it is yes', () => {
    const item = suggested(planned());
    const facts = answer(item);
    expect(facts).toMatchObject([
      { type: 'SuggestionAnswered', data: { suggestionId: 's-1', accepted: true, reason: null } },
      {
        type: 'ItemRescheduled',
        data: { from: march, to: april, reason: late.note, causedBy: { kind: 'REQUEST', id: 'r-1' }, notifies: [] },
      },
      { type: 'ConfidenceSet', data: { value: 80, why: late.note } },
    ]);
    expect(afterwards(item, facts)).toMatchObject({
      window: april,
      confidence: { value: 80 },
      suggestions: [{ suggestionId: 's-1', answer: { accepted: true, reason: null } }],
    });
  });

  it('owes a reason code for a promised item, and tells who depends on it', () => {
    const item = suggested(committed());
    expect(refusalOf(() => answer(item))).toMatchObject({ code: 'REASON_REQUIRED', path: ['input', 'reasonCode'] });
    expect(answer(item, { reasonCode: 'DEPENDENCY', reason: 'it was late' })[1]).toMatchObject({
      data: { reason: 'it was late', reasonCode: 'DEPENDENCY', notifies: ['i-2'] },
    });
  });

  it('only notes it where nothing is suggested, or it has come about meanwhile', () => {
    const hint = suggested(committed(), { why: 'WITHDRAWN', suggested: null, confidence: null });
    expect(answer(hint)).toHaveLength(1);
    const moved = { ...suggested(planned(), { confidence: null }), window: april };
    expect(answer(moved)).toHaveLength(1);
  });

  it('says why not, and the item stays as it is', () => {
    const item = suggested(committed());
    expect(codeOf(() => answer(item, { accepted: false }))).toBe('REASON_REQUIRED');
    const facts = answer(item, { accepted: false, reason: 'the rest is enough' });
    expect(facts).toEqual([
      { type: 'SuggestionAnswered', data: { suggestionId: 's-1', accepted: false, reason: 'the rest is enough' } },
    ]);
    expect(afterwards(item, facts)).toMatchObject({ status: 'COMMITTED', window: march });
  });

  it('is given once, to what was suggested, while the item is to come', () => {
    const item = suggested(planned());
    expect(refusalOf(() => answer(item, { suggestionId: 's-9' }))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'suggestionId'],
    });
    expect(codeOf(() => answer({ status: 'unknown' }))).toBe('NOT_FOUND');
    expect(refusalOf(() => answer(afterwards(item, answer(item)))).details).toMatchObject({ state: 'ACCEPTED' });
    const rejected = afterwards(item, answer(item, { accepted: false, reason: 'no' }));
    expect(refusalOf(() => answer(rejected)).details).toMatchObject({ state: 'REJECTED' });
    const gone = afterwards(item, dropItem(item, { reason: 'no' }));
    expect(codeOf(() => answer(gone))).toBe('INVALID_STATE');
    expect(answer(gone, { accepted: false, reason: 'dropped' })).toHaveLength(1);
  });
});
