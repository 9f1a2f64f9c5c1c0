import type { Actor } from '#libs/vocabulary';
import { declareFreeze, endFreeze, maxFrozen, maxOverrides, overrideFreeze } from './freeze-rules.js';
import {
  evolveFreeze,
  type Freeze,
  type FreezeEvent,
  freezesOn,
  type KnownFreeze,
  lastDayOf,
  standingOf,
} from './freeze.js';
import { codeOf, people, refusalOf } from './given.spec-kit.js';

const none: Freeze = { status: 'unknown' };
const given = (...facts: FreezeEvent[]): Freeze => facts.reduce(evolveFreeze, none);
const after = (state: Freeze, facts: readonly FreezeEvent[]): KnownFreeze =>
  facts.reduce(evolveFreeze, state) as KnownFreeze;
const ctx = (actor: Actor = people.cmo, today = '2026-01-05') => ({ now: `${today}T08:00:00.000Z`, today, actor });
const declared: FreezeEvent = {
  type: 'FreezeDeclared',
  data: { properties: ['shop'], from: '2026-01-06', to: '2026-01-08', reason: 'Sale.' },
};

describe('declareFreeze', () => {
  const input = { properties: ['shop', 'shop'], from: '2026-01-06', to: '2026-01-08', reason: 'Sale.' };
  const declare =
    (change: object, state: Freeze = none) =>
    () =>
      declareFreeze(state, { ...input, ...change }, ctx());

  it('names each property once', () => expect(declare({})()).toEqual([declared]));

  it('has days that are not over, properties and a reason', () => {
    expect(codeOf(declare({ to: '2026-01-05' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ from: 'soon' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ to: 'late' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ properties: [] }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ reason: null }))).toBe('REASON_REQUIRED');
    expect(codeOf(declare({ from: '2026-01-02', to: '2026-01-04' }))).toBe('DATE_IN_PAST');
    expect(codeOf(declare({}, given(declared)))).toBe('ALREADY_REGISTERED');
    const many = Array.from({ length: maxFrozen + 1 }, (_, n) => `p-${n}`);
    expect(refusalOf(declare({ properties: many }))).toMatchObject({
      code: 'LIMIT_REACHED',
      path: ['input', 'propertyIds'],
    });
    expect(declare({ properties: many.slice(1), from: '2026-01-05', to: '2026-01-05' })()).toHaveLength(1);
  });
});

describe('endFreeze', () => {
  const end = (state: Freeze, today: string, reason: string | null = 'The sale is off.') =>
    endFreeze(state, { reason }, ctx(people.cto, today));
  const held = (state: Freeze) =>
    ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09'].map(
      (day) => freezesOn({ f: state }, { requestId: 'r', properties: ['shop'], day }).length,
    );

  it('from today on nothing is frozen; the days before were', () => {
    const facts = end(given(declared), '2026-01-07');
    expect(facts).toEqual([{ type: 'FreezeEnded', data: { on: '2026-01-07', reason: 'The sale is off.' } }]);
    expect([held(given(declared)), held(after(given(declared), facts))]).toEqual([
      [0, 1, 1, 1, 0],
      [0, 1, 0, 0, 0],
    ]);
    expect(lastDayOf(after(given(declared), facts))).toBe('2026-01-06');
  });

  it('one that had not begun never holds', () => {
    const cancelled = after(given(declared), end(given(declared), '2026-01-05'));
    expect([held(cancelled), standingOf(cancelled, '2026-01-07')]).toEqual([[0, 0, 0, 0, 0], 'ENDED']);
  });

  it('is refused without a reason, for one that is over or ended, and for none', () => {
    expect(codeOf(() => end(given(declared), '2026-01-07', null))).toBe('REASON_REQUIRED');
    expect(refusalOf(() => end(given(declared), '2026-01-09'))).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'OVER' },
    });
    const ended = after(given(declared), end(given(declared), '2026-01-06'));
    expect(refusalOf(() => end(ended, '2026-01-06'))).toMatchObject({ details: { state: 'ENDED' } });
    expect(codeOf(() => end(none, '2026-01-06'))).toBe('NOT_FOUND');
  });
});

it('stands ahead, in force, over', () => {
  const state = given(declared) as KnownFreeze;
  expect(['2026-01-05', '2026-01-06', '2026-01-08', '2026-01-09'].map((day) => standingOf(state, day))).toEqual([
    'AHEAD',
    'IN_FORCE',
    'IN_FORCE',
    'OVER',
  ]);
});

describe('overrideFreeze', () => {
  const input = { freezeId: 'f-1', requestId: 'r-1', reason: 'The event is tomorrow.' };
  const override = (state: Freeze, side: 'CONSUMER' | 'PROVIDER', actor: Actor, change: object = {}) =>
    overrideFreeze(state, { ...input, side, ...change }, ctx(actor));
  const half = after(given(declared), override(given(declared), 'CONSUMER', people.cmo));
  const holds = (state: Freeze, requestId: string) =>
    freezesOn({ f: state }, { requestId, properties: ['shop'], day: '2026-01-06' }).length === 1;

  it('takes both leads, for one request', () => {
    expect(half.given['r-1']).toEqual([
      { side: 'CONSUMER', by: { personId: 'p-cleo', onBehalfOf: null }, reason: 'The event is tomorrow.' },
    ]);
    expect([half.overridden, holds(half, 'r-1')]).toEqual([[], true]);
    const facts = override(half, 'PROVIDER', people.cto);
    expect(facts.map(({ type }) => type)).toEqual(['FreezeOverrideGivenBySide', 'FreezeOverridden']);
    const both = after(half, facts);
    expect([holds(both, 'r-1'), holds(both, 'r-2')]).toEqual([false, true]);
    expect(both.given['r-1']!.map(({ side }) => side)).toEqual(['CONSUMER', 'PROVIDER']);
    expect(codeOf(() => override(both, 'PROVIDER', people.cto))).toBe('FREEZE_ALREADY_OVERRIDDEN');
  });

  it('takes two persons, each the lead of their side', () => {
    expect(codeOf(() => override(half, 'CONSUMER', people.both))).toBe('SIDE_ALREADY_APPROVED');
    expect(codeOf(() => override(half, 'PROVIDER', people.backend))).toBe('FORBIDDEN');
    const byBoth = after(given(declared), override(given(declared), 'CONSUMER', people.both));
    expect(codeOf(() => override(byBoth, 'PROVIDER', people.both))).toBe('BOTH_SIDES_BY_SAME_PERSON');
    // Who stands in for the lead of one side is still the same person on the other.
    const byDeputy = after(given(declared), override(given(declared), 'CONSUMER', people.deputy));
    expect(codeOf(() => override(byDeputy, 'PROVIDER', people.cto))).toBe('BOTH_SIDES_BY_SAME_PERSON');
  });

  it('is refused without a reason, when nothing is frozen any more, and beyond the limit', () => {
    expect(codeOf(() => override(given(declared), 'CONSUMER', people.cmo, { reason: ' ' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => override(none, 'CONSUMER', people.cmo))).toBe('NOT_FOUND');
    expect(codeOf(() => overrideFreeze(half, { ...input, side: 'PROVIDER' }, ctx(people.cto, '2026-01-09')))).toBe(
      'INVALID_STATE',
    );
    const yes = half.given['r-1']!;
    const asked = Object.fromEntries(Array.from({ length: maxOverrides }, (_, n) => [`a-${n}`, yes]));
    const full = { ...half, given: asked };
    expect(codeOf(() => override(full, 'CONSUMER', people.cmo))).toBe('LIMIT_REACHED');
    expect(override(full, 'PROVIDER', people.cto, { requestId: 'a-0' })).toHaveLength(2);
  });
});
