import type { Actor } from '#libs/vocabulary';
import { people, Scenario, today } from './given.spec-kit.js';
import { interruption, type InterruptionKind } from './interruption.js';
import { convertToQuestion, convertToRequest, logInterruption, writeOffInterruption } from './interruption.rules.js';

const { marketer, engineer, cto } = people;
const nothing = Scenario.of(interruption);
const input = { kind: 'FAVOUR', minutes: 30, topic: 'A quick banner', fromTeamId: 't-m', occurredOn: today } as const;
const log = (change: object = {}) =>
  nothing.when(engineer, (state, ctx) => logInterruption(state, { ...input, ...change }, ctx, { teamId: 't-e' }));
const logged = log();
type At = typeof logged;
const convert = (at: At, actor: Actor) => at.when(actor, (state, ctx) => convertToRequest(state, 'r-1', ctx));
const asked = { requestId: 'r-1', questionId: 'Q1' };
const ask = (at: At, actor: Actor) => at.when(actor, (state, ctx) => convertToQuestion(state, asked, ctx));
const writeOff = (at: At, actor: Actor, reason = 'It was nothing.') =>
  at.when(actor, (state, ctx) => writeOffInterruption(state, { reason }, ctx));

describe('logging an interruption', () => {
  it.each<[InterruptionKind, number, boolean]>([
    ['FAVOUR', 29, false],
    ['FAVOUR', 30, true],
    ['FAVOUR', 1440, true],
    ['QUESTION', 60, false],
    ['INCIDENT', 60, false],
  ])('%s of %i minutes suggests a conversion: %s (P28)', (kind, minutes, conversionSuggested) => {
    expect(log({ kind, minutes }).facts).toMatchObject([
      { data: { personId: 'p-enno', teamId: 't-e', kind, minutes, conversionSuggested, policyVersion: 1 } },
    ]);
  });

  it('is about the caller, whoever they stand for', () => {
    const deputy = { ...engineer, onBehalfOf: cto.personId };
    const { facts } = nothing.when(deputy, (state, ctx) => logInterruption(state, input, ctx, { teamId: 't-e' }));
    expect(facts).toMatchObject([{ data: { personId: 'p-enno' } }]);
  });

  it('keeps the entry that has the answer', () => {
    expect(log({ referenceEntryId: 'ref-1' }).facts).toMatchObject([{ data: { referenceEntryId: 'ref-1' } }]);
    expect(logged.facts[0]?.data).not.toHaveProperty('referenceEntryId');
  });

  it('is refused for what cannot be', () => {
    for (const minutes of [0, 1441, 2.5])
      expect(log({ minutes }).refusal).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'minutes'] });
    expect(log({ occurredOn: '2026-01-06' }).refusal).toMatchObject({ code: 'DATE_IN_FUTURE' });
    expect(log({ topic: 'Call +49 30 1234567' }).refusal).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    expect(log({ topic: 'x' }).refusal).toMatchObject({ code: 'VALIDATION_FAILED' });
    const again = logged.when(engineer, (state, ctx) => logInterruption(state, input, ctx, { teamId: null }));
    expect(again.refusal).toMatchObject({ code: 'INVALID_STATE' });
  });
});

describe('what becomes of an interruption', () => {
  it('is a request, a question or nothing, once', () => {
    const ways = [convert(logged, engineer), ask(logged, engineer), writeOff(logged, engineer)];
    expect(ways.map(({ state }) => state.status)).toEqual(['CONVERTED', 'CONVERTED', 'WRITTEN_OFF']);
    for (const at of ways)
      for (const again of [convert(at, engineer), ask(at, engineer), writeOff(at, engineer)])
        expect(again.refusal).toMatchObject({ code: 'INVALID_STATE', details: { allowed: ['LOGGED'] } });
  });

  it('is decided by the interrupted person, and a conversion by who reaches all of them', () => {
    const deputy: Actor = { ...marketer, onBehalfOf: engineer.personId };
    for (const actor of [marketer, deputy])
      for (const other of [convert(logged, actor), ask(logged, actor), writeOff(logged, actor)])
        expect(other.refusal).toMatchObject({ code: 'NOT_FOUND', details: { what: 'interruption' } });
    expect(convert(logged, cto).state.status).toBe('CONVERTED');
  });

  it('needs a reason when it is nothing', () => {
    expect(writeOff(logged, engineer, ' ').refusal).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(writeOff(nothing, engineer).refusal).toMatchObject({ code: 'NOT_FOUND' });
  });
});
