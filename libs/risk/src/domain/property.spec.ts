import fc from 'fast-check';
import { addDays, requireShownSpan } from './calendar.js';
import { codeOf, people, refusalOf } from './given.spec-kit.js';
import {
  assignResponsibility,
  freezeProperty,
  freezesNotedOn,
  recordCheck,
  registerProperty,
  thawProperty,
} from './property-rules.js';
import { evolveProperty, type KnownProperty, maxNotedFreezes, type Property, type PropertyEvent } from './property.js';

const none: Property = { status: 'unknown' };
const shop = { name: 'Shop', url: 'https://shop.example', isPublic: true };
const after = (state: Property, facts: readonly PropertyEvent[]): KnownProperty =>
  facts.reduce(evolveProperty, state) as KnownProperty;
const registered = after(none, registerProperty(none, shop));
const on = (today: string) => ({ now: `${today}T08:00:00.000Z`, today, actor: people.backend });

describe('a web property (3.11)', () => {
  it('is registered once, with an address', () => {
    expect(registered).toMatchObject({ ...shop, responsible: {}, checks: {}, freezes: [] });
    expect(codeOf(() => registerProperty(registered, shop))).toBe('ALREADY_REGISTERED');
    expect(codeOf(() => registerProperty(none, { ...shop, url: 'shop' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => registerProperty(none, { ...shop, name: ' ' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => registerProperty(none, { ...shop, name: 'ask jo@shop.example' }))).toBe('PII_NOT_ALLOWED');
  });

  it('has people who answer for it', () => {
    const one = after(registered, assignResponsibility(registered, { area: 'SECURITY', personId: 'p-1' }));
    expect(one).toMatchObject({ responsible: { SECURITY: 'p-1' } });
    expect(assignResponsibility(one, { area: 'SECURITY', personId: 'p-1' })).toEqual([]);
    expect(assignResponsibility(one, { area: 'SECURITY', personId: 'p-2' })[0]?.data).toMatchObject({
      previousPersonId: 'p-1',
    });
    expect(refusalOf(() => assignResponsibility(none, { area: 'SECURITY', personId: 'p' }))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'propertyId'],
    });
  });

  it('keeps the latest check of a kind, whenever it was written down', () => {
    const check = { kind: 'PERFORMANCE', result: 'PASSED', evidence: 'report', checkedOn: '2026-01-04' } as const;
    const checked = (state: Property, change: object) =>
      after(state, recordCheck(state, { ...check, ...change }, on('2026-01-05')));
    const tested = checked(registered, { capacityRpm: 5000 });
    expect(tested).toMatchObject({ testedCapacityRpm: 5000 });
    expect(checked(tested, { checkedOn: '2026-01-02', capacityRpm: 100 })).toBe(tested);
    expect(checked(tested, { result: 'FAILED' })).toMatchObject({ testedCapacityRpm: null });
    expect(checked(tested, { kind: 'SECURITY' })).toMatchObject({ testedCapacityRpm: 5000 });
    expect(codeOf(() => checked(none, {}))).toBe('NOT_FOUND');
    expect(codeOf(() => checked(registered, { checkedOn: '2026-01-06' }))).toBe('DATE_IN_FUTURE');
    expect(codeOf(() => checked(registered, { evidence: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => checked(registered, { kind: 'TEST', capacityRpm: 1 }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => checked(registered, { capacityRpm: 0 }))).toBe('VALIDATION_FAILED');
  });
});

describe('freezes noted on a property (P49)', () => {
  const noted = (freezeId: string, from: string, to = from) => ({ freezeId, from, to });
  const frozen = (state: Property, note: ReturnType<typeof noted>, today = '2026-01-05') =>
    after(state, freezeProperty(state, note, on(today)));
  const sale = frozen(registered, noted('sale', '2026-01-06', '2026-01-08'));

  it('are found by the day', () => {
    expect(freezesNotedOn(none, '2026-01-06')).toEqual([]);
    expect(
      ['2026-01-05', '2026-01-06', '2026-01-08', '2026-01-09'].map((day) => freezesNotedOn(sale, day).length),
    ).toEqual([0, 1, 1, 0]);
  });

  it('thaw from a day on', () => {
    const thaw = (day: string) => after(sale, thawProperty(sale, 'sale', day)).freezes;
    expect(thaw('2026-01-07')).toEqual([noted('sale', '2026-01-06')]);
    expect([thaw('2026-01-05'), thaw('2026-01-06')]).toEqual([[], []]);
    expect([
      thawProperty(sale, 'sale', '2026-01-09'),
      thawProperty(sale, 'other', '2026-01-07'),
      thawProperty(none, 'sale', '2026-01-07'),
    ]).toEqual([[], [], []]);
    expect(evolveProperty(sale, { type: 'PropertyThawed', data: { freezeId: 'sale', on: '2026-01-09' } })).toEqual(
      sale,
    );
  });

  it('are noted on registered properties alone', () =>
    expect(refusalOf(() => frozen(none, noted('sale', '2026-01-06')))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'propertyIds'],
    }));

  it('of those ahead none is ever dropped: there is a limit, and what is over makes room', () => {
    const full = Array.from({ length: maxNotedFreezes }, (_, n) => noted(`f-${n}`, addDays('2026-01-05', n))).reduce(
      (state, note) => frozen(state, note),
      registered,
    );
    expect(refusalOf(() => frozen(full, noted('more', '2027-01-01')))).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: maxNotedFreezes },
    });
    const next = frozen(full, noted('more', '2026-01-06'), '2026-01-06');
    expect(next.freezes).toHaveLength(maxNotedFreezes);
    expect(next.freezes.map(({ freezeId }) => freezeId)).not.toContain('f-0');
    expect(freezesNotedOn(next, '2026-01-06')).toEqual(['f-1', 'more']);
  });

  it('hold on every day that was declared and not thawed, whatever came in which order', () => {
    const day = fc.nat(400).map((n) => addDays('2026-01-01', n));
    const step = fc.record({
      today: day,
      ahead: fc.nat(30),
      length: fc.nat(5),
      thaws: fc.boolean(),
      which: fc.nat(400),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        let state: Property = registered;
        const expected = new Map<string, { from: string; to: string }>();
        const sorted = steps.toSorted((a, b) => (a.today < b.today ? -1 : 1));
        for (const [index, { today, ahead, length, thaws, which }] of sorted.entries()) {
          const freezeId = `f-${index}`;
          const from = addDays(today, ahead);
          const to = addDays(from, length);
          const room = [...expected.values()].filter((one) => today <= one.to).length < maxNotedFreezes;
          if (room) {
            state = frozen(state, noted(freezeId, from, to), today);
            expected.set(freezeId, { from, to });
          }
          if (!thaws) continue;
          const target = `f-${which}`;
          state = after(state, thawProperty(state, target, today));
          const known = expected.get(target);
          if (known && today <= known.to) expected.set(target, { ...known, to: addDays(today, -1) });
        }
        const last = sorted.at(-1)?.today ?? '2026-01-01';
        for (let n = 0; n < 40; n += 1) {
          const at = addDays(last, n);
          const held = [...expected].flatMap(([id, { from, to }]) => (from <= at && at <= to ? [id] : []));
          expect(freezesNotedOn(state, at).toSorted()).toEqual(held.toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a span of days that is shown', () => {
  it('has at most 366 days', () => {
    expect(requireShownSpan('2026-01-01', '2027-01-01')).toEqual({ from: '2026-01-01', to: '2027-01-01' });
    expect(refusalOf(() => requireShownSpan('2026-01-01', '2027-01-02'))).toMatchObject({
      code: 'LIMIT_REACHED',
      path: ['to'],
    });
    expect(codeOf(() => requireShownSpan('2026-01-02', '2026-01-01'))).toBe('VALIDATION_FAILED');
  });
});
