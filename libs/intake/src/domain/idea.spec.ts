import type { Actor } from '#libs/vocabulary';
import fc from 'fast-check';
import { people, Scenario } from './given.spec-kit.js';
import { type Idea, idea, type KnownIdea } from './idea.js';
import {
  captureIdea,
  convertIdea,
  dropIdea,
  parkIdea,
  reviveIdea,
  shapeIdea,
  type ShapeIdeaInput,
  voteForIdea,
  withdrawVote,
} from './idea.rules.js';
import { intakePolicy } from './policy.js';

const { marketer, colleague, cmo, cto } = people;
const nothing = Scenario.of(idea);
const input = { number: 7, title: 'Coupon box', text: 'A box for coupons.' };
const origin = { teamId: 't-1', side: 'CONSUMER' } as const;
const whole: ShapeIdeaInput = { problem: 'Lost.', benefit: 'Found.', roughMinutes: 120, touches: [] };
const fresh = nothing.when(marketer, (state, ctx) => captureIdea(state, input, ctx, origin));
const shape = (actor: Actor, change: Partial<ShapeIdeaInput> = {}) =>
  fresh.when(actor, (state, ctx) => shapeIdea(state, { ...whole, ...change }, ctx));
const shaped = shape(marketer);
const parked = shaped.when(cmo, (state, ctx) => parkIdea(state, { reason: 'After the launch.' }, ctx));
const converted = shaped.when(cmo, (state, ctx) => convertIdea(state, 'r-1', ctx));
const statusOf = ({ state }: { state: Idea }) => state.status;

describe('capturing an idea', () => {
  it('keeps where it came from (P81)', () => {
    const source = { kind: 'FORM', ref: null };
    const data = { ...input, originTeamId: 't-1', originSide: 'CONSUMER', source };
    expect(fresh.facts).toEqual([{ type: 'IdeaCaptured', data }]);
    expect(fresh.state).toMatchObject({ status: 'NEW', capturedBy: 'p-mara', votes: [] });
  });

  it('is refused for an idea that is there, a title too short, and personal data', () => {
    const capture = (change: object) =>
      nothing.when(marketer, (state, ctx) => captureIdea(state, { ...input, ...change }, ctx, origin)).refusal;
    const twice = fresh.when(marketer, (state, ctx) => captureIdea(state, input, ctx, origin));
    expect(twice.refusal).toMatchObject({ code: 'INVALID_STATE', details: { state: 'NEW' } });
    expect(capture({ title: 'ab' })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'title'] });
    expect(capture({ text: '' })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'text'] });
    expect(capture({ text: 'Ask mara@example.com' })).toMatchObject({
      code: 'PII_NOT_ALLOWED',
      details: { kind: 'EMAIL' },
    });
  });
});

describe('shaping an idea', () => {
  it.each([
    [120, [], true],
    [1, [], true],
    [121, [], false],
    [120, ['PAYMENTS'], false],
    [5, ['LEGAL_CLAIMS'], false],
  ])('of %i minutes touching %j makes a quick win: %s (P56)', (roughMinutes, touches, quickWin) => {
    const { facts } = shape(marketer, { roughMinutes, touches });
    expect(facts).toMatchObject([{ type: 'IdeaShaped', data: { quickWin, policyVersion: intakePolicy.version } }]);
  });

  it('may be done again, and names a touch once', () => {
    const again = shaped.when(cto, (state, ctx) =>
      shapeIdea(state, { ...whole, touches: ['PAYMENTS', 'PAYMENTS'] }, ctx),
    );
    expect(again.state).toMatchObject({ status: 'SHAPED', shape: { touches: ['PAYMENTS'], quickWin: false } });
  });

  it('is refused for what cannot be, and for an idea of somebody else', () => {
    const minutes = { code: 'VALIDATION_FAILED', path: ['input', 'roughMinutes'] };
    for (const roughMinutes of [0, -1, 1.5, 1_000_001, Number.NaN])
      expect(shape(marketer, { roughMinutes }).refusal).toMatchObject(minutes);
    expect(shape(marketer, { benefit: ' ' }).refusal).toMatchObject({ path: ['input', 'benefit'] });
    expect(shape(marketer, { problem: 'Call 030 1234567' }).refusal).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    const many = Array.from({ length: 21 }, (_, index) => `T${index}`);
    expect(shape(marketer, { touches: many }).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 20 } });
    expect(shape(colleague).refusal).toMatchObject({ code: 'FORBIDDEN', details: { right: 'own' } });
    const unknown = nothing.when(cmo, (state, ctx) => shapeIdea(state, whole, ctx));
    expect(unknown.refusal).toMatchObject({ code: 'NOT_FOUND', details: { what: 'idea' } });
    expect(parked.when(cmo, (state, ctx) => shapeIdea(state, whole, ctx)).refusal).toMatchObject({
      code: 'INVALID_STATE',
    });
  });
});

describe('votes', () => {
  const voters = fc.constantFrom('p-1', 'p-2', 'p-3');
  const steps = fc.array(
    fc.record({ personId: voters, side: fc.constantFrom('CONSUMER', 'PROVIDER', null), back: fc.boolean() }),
  );

  it('are never counted twice, whatever is voted and taken back, in whatever order', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const standing = new Map<string, string | null>();
        let now = fresh;
        for (const { personId, side, back } of all) {
          const actor: Actor = { personId, roles: [], side: null, grant: 'all' };
          now = now.when(actor, (state, ctx) => (back ? withdrawVote(state, ctx) : voteForIdea(state, side, ctx)));
          const changed = back ? standing.has(personId) : !standing.has(personId);
          expect(now.facts).toHaveLength(changed ? 1 : 0);
          if (back) standing.delete(personId);
          else if (changed) standing.set(personId, side);
        }
        const { votes } = now.state as KnownIdea;
        expect(new Map(votes.map(({ voterId, side }) => [voterId, side]))).toEqual(standing);
        expect(votes).toHaveLength(standing.size);
      }),
    );
  });

  it('are a person’s own, whoever it stands for', () => {
    const deputy = { ...cto, onBehalfOf: cmo.personId };
    const twice = fresh
      .when(cto, (state, ctx) => voteForIdea(state, 'PROVIDER', ctx))
      .when(deputy, (state, ctx) => voteForIdea(state, 'CONSUMER', ctx));
    expect(twice.facts).toEqual([]);
    expect(twice.when(cmo, (state, ctx) => voteForIdea(state, 'CONSUMER', ctx)).facts).toHaveLength(1);
  });

  it('are refused when the idea rests, and beyond the limit', () => {
    const vote = (at: typeof fresh) => at.when(cmo, (state, ctx) => voteForIdea(state, null, ctx)).refusal;
    expect(vote(parked)).toMatchObject({ code: 'INVALID_STATE', details: { allowed: ['NEW', 'SHAPED'] } });
    expect(vote(nothing)).toMatchObject({ code: 'NOT_FOUND' });
    expect(parked.when(cmo, (state, ctx) => withdrawVote(state, ctx)).refusal).toMatchObject({ code: 'INVALID_STATE' });
    const facts = Array.from({ length: 1000 }, (_, index) => ({
      type: 'IdeaVoted' as const,
      data: { voterId: `v-${index}`, side: null },
    }));
    expect(vote(fresh.given(facts, cto))).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 1000 } });
  });
});

describe('an idea that rests', () => {
  it('needs a reason to be parked or dropped', () => {
    const park = (reason: string) => fresh.when(cmo, (state, ctx) => parkIdea(state, { reason }, ctx));
    const drop = (reason: string) => fresh.when(cmo, (state, ctx) => dropIdea(state, { reason }, ctx));
    for (const rest of [park, drop]) {
      expect(rest('  ').refusal).toMatchObject({ code: 'REASON_REQUIRED', path: ['input', 'reason'] });
      expect(rest('Ask mara@example.com').refusal).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    }
    expect(statusOf(park('Later.'))).toBe('PARKED');
    expect(statusOf(drop('Never.'))).toBe('DROPPED');
    expect(statusOf(parked.when(cmo, (state, ctx) => dropIdea(state, { reason: 'Never.' }, ctx)))).toBe('DROPPED');
  });

  it('is revived where it stood, with its votes', () => {
    const revive = (at: typeof fresh) => at.when(cmo, (state, ctx) => reviveIdea(state, {}, ctx));
    expect(revive(parked).facts).toEqual([{ type: 'IdeaRevived', data: { reason: null, status: 'SHAPED' } }]);
    const voted = fresh.when(cto, (state, ctx) => voteForIdea(state, 'PROVIDER', ctx));
    const dropped = voted.when(cmo, (state, ctx) => dropIdea(state, { reason: 'Never.' }, ctx));
    expect(revive(dropped).state).toMatchObject({ status: 'NEW', reason: null, votes: [{ voterId: 'p-theo' }] });
    expect(revive(fresh).refusal).toMatchObject({ code: 'INVALID_STATE', details: { allowed: ['PARKED', 'DROPPED'] } });
  });
});

describe('converting an idea', () => {
  it('ends it with the request it became', () => {
    expect(converted.state).toMatchObject({ status: 'CONVERTED', requestId: 'r-1' });
  });

  it.each([
    ['fresh', fresh],
    ['parked', parked],
    ['converted', converted],
  ])('is refused while it is %s', (_name, at) => {
    const { refusal } = at.when(cmo, (state, ctx) => convertIdea(state, 'r-2', ctx));
    expect(refusal).toMatchObject({ code: 'INVALID_STATE', details: { state: statusOf(at), allowed: ['SHAPED'] } });
  });

  it('of somebody else is refused where only own ones are reached', () => {
    const { refusal } = shaped.when(colleague, (state, ctx) => convertIdea(state, 'r-2', ctx));
    expect(refusal).toMatchObject({ code: 'FORBIDDEN' });
  });
});
