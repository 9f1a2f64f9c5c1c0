import {
  acceptAlternative,
  avoidedMinutes,
  proposeAlternative,
  type ProposeAlternativeInput,
  rejectAlternative,
} from './alternatives.js';
import { addCoAuthor } from './drafting.js';
import { people } from './given.spec-kit.js';
import { withdrawRequest } from './lifecycle.js';
import { defaultPolicy } from './policy.js';
import type { KnownRequest } from './state.js';
import * as stage from './stages.spec-kit.js';

const proposal: ProposeAlternativeInput = {
  summary: 'One code for all instead of one each',
  kept: ['The reward'],
  lost: ['Who brought whom'],
  minutes: 1500,
  replacesMinutes: 9600,
};
const A1 = { alternativeId: 'A1' };
const proposed = stage.triaged.when(proposeAlternative, proposal, people.engineer);

describe('an alternative', () => {
  it('is numbered, and estimates what it saves (P58)', () => {
    expect(proposed.facts).toEqual([
      { type: 'AlternativeProposed', data: { alternativeId: 'A1', ...proposal, estimatedSavedMinutes: 8100 } },
    ]);
    expect(proposed.when(proposeAlternative, proposal, people.manager).facts).toMatchObject([
      { data: { alternativeId: 'A2' } },
    ]);
  });

  it.each([
    [null, null],
    [1500, null],
    [1400, null],
    [1501, 1],
  ])('replacing %s minutes saves %s', (replacesMinutes, saved) => {
    const one = stage.triaged.when(proposeAlternative, { ...proposal, replacesMinutes }, people.engineer);
    expect(one.facts).toMatchObject([{ data: { replacesMinutes, estimatedSavedMinutes: saved } }]);
  });

  it.each(['kept', 'lost'] as const)('is ALTERNATIVE_INCOMPLETE without what is %s', (part) => {
    for (const nothing of [[], [' ']]) {
      expect(
        stage.triaged.when(proposeAlternative, { ...proposal, [part]: nothing }, people.engineer).refusal,
      ).toMatchObject({ code: 'ALTERNATIVE_INCOMPLETE', details: { part }, path: ['input', part] });
    }
  });

  it.each([
    ['VALIDATION_FAILED', { minutes: 0 }],
    ['VALIDATION_FAILED', { replacesMinutes: 1.5 }],
    ['VALIDATION_FAILED', { summary: ' ' }],
    ['PII_NOT_ALLOWED', { kept: ['mail mara@example.com'] }],
    ['LIMIT_REACHED', { lost: Array.from({ length: 21 }, (_, index) => `thing ${index}`) }],
  ])('is %s for %j', (code, change) => {
    expect(stage.triaged.when(proposeAlternative, { ...proposal, ...change }, people.engineer).refusal.code).toBe(code);
  });

  it('comes after submission and before delivery, so often and no more', () => {
    expect(stage.drafted.when(proposeAlternative, proposal, people.engineer).refusal.code).toBe('INVALID_STATE');
    expect(stage.approved.when(proposeAlternative, proposal, people.engineer).types).toEqual(['AlternativeProposed']);
    let many = stage.triaged;
    for (let n = 0; n < defaultPolicy.limits.maxAlternatives; n += 1)
      many = many.when(proposeAlternative, proposal, people.engineer);
    expect(many.when(proposeAlternative, proposal, people.engineer).refusal.code).toBe('LIMIT_REACHED');
  });
});

describe('the answer', () => {
  it('takes it, and counts what it avoids', () => {
    const accepted = proposed.when(acceptAlternative, A1, people.requester);
    expect(accepted.facts).toEqual([{ type: 'AlternativeAccepted', data: A1 }]);
    expect([proposed, accepted].map(({ state }) => avoidedMinutes(state as KnownRequest))).toEqual([0, 8100]);
  });

  it('brings the brief along, and with new criteria the estimate falls', () => {
    const brief = { criteria: [{ text: 'One code opens the reward' }] };
    const accepted = stage.estimated
      .when(proposeAlternative, proposal, people.engineer)
      .when(acceptAlternative, { ...A1, brief }, people.cmo);
    expect(accepted.types).toEqual(['AlternativeAccepted', 'BriefRevised', 'EstimateInvalidated']);
    expect(accepted.facts[1]).toMatchObject({ data: { cause: 'ALTERNATIVE', revision: 2 } });
    expect(accepted.state).toMatchObject({ status: 'TRIAGED' });
  });

  it('with words of a touch suggests it', () => {
    const brief = { criteria: [{ text: 'The checkout takes a credit card' }] };
    const accepted = proposed.when(acceptAlternative, { ...A1, brief }, people.requester);
    expect(accepted.types).toEqual(['AlternativeAccepted', 'BriefRevised', 'TouchesSuggested']);
  });

  it('keeps the brief complete', () => {
    const emptied = proposed.when(acceptAlternative, { ...A1, brief: { context: null } }, people.requester);
    expect(emptied.refusal.code).toBe('REQUEST_INCOMPLETE');
  });

  it('leaves it, and says why', () => {
    const rejected = proposed.when(rejectAlternative, { ...A1, reason: 'It loses the point.' }, people.cmo);
    expect(rejected.facts).toEqual([{ type: 'AlternativeRejected', data: { ...A1, reason: 'It loses the point.' } }]);
    expect(avoidedMinutes(rejected.state as KnownRequest)).toBe(0);
    expect(proposed.when(rejectAlternative, { ...A1, reason: ' ' }, people.cmo).refusal.code).toBe('REASON_REQUIRED');
  });

  it('is ALTERNATIVE_CLOSED the second time', () => {
    const accepted = proposed.when(acceptAlternative, A1, people.requester);
    const rejected = proposed.when(rejectAlternative, { ...A1, reason: 'No' }, people.requester);
    for (const answered of [accepted, rejected]) {
      expect(answered.when(acceptAlternative, A1, people.requester).refusal).toMatchObject({
        code: 'ALTERNATIVE_CLOSED',
        details: A1,
      });
      expect(answered.when(rejectAlternative, { ...A1, reason: 'No' }, people.cmo).refusal.code).toBe(
        'ALTERNATIVE_CLOSED',
      );
    }
  });

  it('is the requester’s or the lead’s, of one that is there', () => {
    const written = proposed.when(addCoAuthor, { personId: people.stranger.personId, side: 'CONSUMER' }, people.cto);
    expect(written.when(acceptAlternative, A1, people.stranger).refusal.code).toBe('FORBIDDEN');
    expect(written.when(rejectAlternative, { ...A1, reason: 'No' }, people.engineer).refusal.code).toBe('FORBIDDEN');
    expect(proposed.when(acceptAlternative, { alternativeId: 'A2' }, people.cmo).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'alternativeId'],
    });
    const gone = proposed.when(withdrawRequest, { reason: 'NO_BUDGET' }, people.requester);
    expect(gone.when(acceptAlternative, A1, people.requester).refusal.code).toBe('INVALID_STATE');
  });
});
