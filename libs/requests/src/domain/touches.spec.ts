import { reviseBrief } from './drafting.js';
import { people } from './given.spec-kit.js';
import { approved, drafted, estimated, written } from './stages.spec-kit.js';
import { confirmTouchSuggestion, dismissTouchSuggestion, openSuggestions, setTouches } from './touches.js';

const add = (touch: 'PAYMENTS' | 'AUTHENTICATION' | 'LEGAL_CLAIMS', why = 'Card form') => ({ add: [{ touch, why }] });
const wantsCheckout = {
  userStories: [{ role: 'visitor', want: 'pay at the checkout', benefit: 'I get my seat by credit card' }],
};
const suggested = drafted.when(reviseBrief, { brief: wantsCheckout }, people.requester);

describe('touches', () => {
  it('are set with who and why, and raise the hidden-work flag in plain words (P23)', () => {
    const { facts, state } = written.when(setTouches, add('PAYMENTS'), people.requester);
    expect(facts).toMatchObject([
      {
        type: 'TouchesChanged',
        data: { added: [{ touch: 'PAYMENTS', by: 'p-mara', why: 'Card form', locked: false }], removed: [] },
      },
      { type: 'HiddenWorkFlagged', data: { policyVersion: 1 } },
    ]);
    const factors = state.status === 'DRAFT' ? state.hiddenWork : [];
    expect(factors).toHaveLength(3);
    expect(factors.every(({ explanation, typicalLines }) => explanation.length > 20 && typicalLines.length > 0)).toBe(
      true,
    );
  });

  it('without hidden work raise no flag, and taking the last one away takes the flag', () => {
    expect(written.when(setTouches, add('LEGAL_CLAIMS'), people.requester).types).toEqual(['TouchesChanged']);
    const gone = written
      .when(setTouches, add('PAYMENTS'), people.requester)
      .when(setTouches, { remove: [{ touch: 'PAYMENTS', why: 'no card after all' }] }, people.requester);
    expect(gone.facts).toMatchObject([
      { data: { removed: [{ touch: 'PAYMENTS', by: 'p-mara' }] } },
      { data: { factors: [] } },
    ]);
    expect(gone.state).toMatchObject({ touches: [], hiddenWork: [] });
  });

  it.each(['engineer', 'reviewer', 'cto'] as const)('of the %s cannot be taken back by the requester', (who) => {
    const locked = written.when(setTouches, add('PAYMENTS'), people[who]);
    const remove = { remove: [{ touch: 'PAYMENTS' as const, why: 'no' }] };
    expect(locked.when(setTouches, remove, people.requester).refusal).toMatchObject({
      code: 'TOUCH_LOCKED',
      details: { touch: 'PAYMENTS' },
      path: ['input', 'remove', '0'],
    });
    expect(locked.when(setTouches, remove, people.engineer).types).toEqual(['TouchesChanged', 'HiddenWorkFlagged']);
  });

  it('are locked when an engineer confirms the requester’s, which is no new scope', () => {
    const confirmed = estimated
      .when(setTouches, add('LEGAL_CLAIMS'), people.requester)
      .when(setTouches, add('LEGAL_CLAIMS'), people.engineer);
    expect(confirmed.types).toEqual(['TouchesChanged']);
    expect(confirmed.state).toMatchObject({ touches: [{ by: 'p-enno', locked: true }] });
  });

  it('are no fact when they stand already or were never there', () => {
    const set = written.when(setTouches, add('PAYMENTS'), people.requester);
    expect(set.when(setTouches, add('PAYMENTS', 'again'), people.requester).facts).toEqual([]);
    expect(written.when(setTouches, { remove: [{ touch: 'PAYMENTS', why: 'x' }] }, people.requester).facts).toEqual([]);
  });

  it('owe a why', () => {
    expect(written.when(setTouches, add('PAYMENTS', ' '), people.requester).refusal).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'add', '0', 'why'],
    });
  });

  it('say how high the public peak is, and only that one', () => {
    const peak = (expectedPeakRpm?: number) => ({
      add: [
        { touch: 'PUBLIC_PEAK' as const, why: 'TV', ...(expectedPeakRpm === undefined ? {} : { expectedPeakRpm }) },
      ],
    });
    const set = written.when(setTouches, peak(6000), people.engineer);
    expect(set.state).toMatchObject({ touches: [{ touch: 'PUBLIC_PEAK', expectedPeakRpm: 6000 }] });
    expect(set.when(setTouches, peak(100), people.requester).refusal.code).toBe('TOUCH_LOCKED');
    for (const wrong of [peak(), peak(0), peak(1.5)]) {
      expect(written.when(setTouches, wrong, people.engineer).refusal.path).toEqual([
        'input',
        'add',
        '0',
        'expectedPeakRpm',
      ]);
    }
    const other = { add: [{ touch: 'PAYMENTS' as const, why: 'x', expectedPeakRpm: 5 }] };
    expect(written.when(setTouches, other, people.engineer).refusal.code).toBe('VALIDATION_FAILED');
  });

  it('are named once in one command', () => {
    const twice = { ...add('PAYMENTS'), remove: [{ touch: 'PAYMENTS' as const, why: 'x' }] };
    expect(written.when(setTouches, twice, people.requester).refusal.code).toBe('VALIDATION_FAILED');
  });

  it('spoil an estimate: back to triage, or stale once approved (R5)', () => {
    const back = estimated.when(setTouches, add('AUTHENTICATION'), people.engineer);
    expect(back.types).toEqual(['TouchesChanged', 'HiddenWorkFlagged', 'EstimateInvalidated']);
    expect(back.state.status).toBe('TRIAGED');
    expect(approved.when(setTouches, add('AUTHENTICATION'), people.engineer).state).toMatchObject({
      status: 'APPROVED',
      estimate: { owes: 'CONFIRMATION' },
    });
  });
});

describe('suggested touches', () => {
  it('come from words, with their places', () => {
    expect(suggested.facts[1]).toEqual({
      type: 'TouchesSuggested',
      data: {
        policyVersion: 1,
        suggestions: [
          {
            touch: 'PAYMENTS',
            words: [
              { word: 'checkout', path: 'userStories.0.want' },
              { word: 'credit card', path: 'userStories.0.benefit' },
            ],
          },
        ],
      },
    });
  });

  it('are confirmed into a touch', () => {
    const confirmed = suggested.when(confirmTouchSuggestion, { touch: 'PAYMENTS', why: 'we sell' }, people.requester);
    expect(confirmed.types).toEqual(['TouchesChanged', 'HiddenWorkFlagged']);
    expect(confirmed.state).toMatchObject({ suggestions: [], touches: [{ touch: 'PAYMENTS' }] });
  });

  it('are dismissed with a why, and the same words do not bring them back', () => {
    const dismissed = suggested.when(
      dismissTouchSuggestion,
      { touch: 'PAYMENTS', why: 'a picture of it' },
      people.requester,
    );
    expect(dismissed.facts).toEqual([
      { type: 'TouchSuggestionDismissed', data: { touch: 'PAYMENTS', by: 'p-mara', why: 'a picture of it' } },
    ]);
    const again = { userStories: [...wantsCheckout.userStories, { role: 'r', want: 'a Checkout', benefit: 'b' }] };
    expect(dismissed.when(reviseBrief, { brief: again }, people.requester).types).toEqual(['BriefRevised']);
    const more = { userStories: [{ role: 'r', want: 'a refund', benefit: 'b' }] };
    expect(dismissed.when(reviseBrief, { brief: more }, people.requester).facts[1]).toMatchObject({
      data: { suggestions: [{ touch: 'PAYMENTS', words: [{ word: 'refund' }] }] },
    });
  });

  it('go when their words go', () => {
    const { state } = suggested.when(reviseBrief, { brief: { userStories: null } }, people.requester);
    expect(state.status === 'unknown' ? [] : openSuggestions(state)).toEqual([]);
  });

  it('can be answered while they are open only, and a dismissal owes a why', () => {
    expect(written.when(confirmTouchSuggestion, { touch: 'PAYMENTS', why: 'x' }, people.requester).refusal.code).toBe(
      'NOT_FOUND',
    );
    expect(written.when(dismissTouchSuggestion, { touch: 'PAYMENTS', why: 'x' }, people.requester).refusal.code).toBe(
      'NOT_FOUND',
    );
    expect(suggested.when(dismissTouchSuggestion, { touch: 'PAYMENTS', why: '' }, people.requester).refusal.code).toBe(
      'REASON_REQUIRED',
    );
  });
});
