import fc from 'fast-check';
import { orderAfterTies, type Precedence } from './joint-order.js';

const ids = fc.uniqueArray(
  fc.integer({ min: 0, max: 30 }).map((n) => `r${n}`),
  { maxLength: 12 },
);
const shuffled = (all: readonly string[]) => fc.shuffledSubarray([...all], { minLength: all.length });
const orders = ids.chain((all) => fc.tuple(shuffled(all), shuffled(all), fc.array(fc.nat(), { maxLength: 6 })));

const before = (order: readonly string[], a: string, b: string): boolean => order.indexOf(a) < order.indexOf(b);

/** Pairs the two orders turn round, some of them decided the one way, some the other. */
const decisions = (one: readonly string[], other: readonly string[], picks: readonly number[]): Precedence[] => {
  const differing = one.flatMap((first, place) =>
    one.slice(place + 1).flatMap((second) => (before(other, first, second) ? [] : [{ first, second }])),
  );
  const chosen = new Map(picks.map((pick) => [pick % Math.max(differing.length, 1), pick % 2 === 0]));
  return [...chosen].flatMap(([place, asConsumer]) => {
    const pair = differing[place];
    if (!pair) return [];
    return [asConsumer ? pair : { first: pair.second, second: pair.first }];
  });
};

describe('the order after ties were broken', () => {
  it('holds what both rank, in the order of both places', () => {
    expect(orderAfterTies(['a', 'b', 'c', 'x'], ['c', 'a', 'b', 'y'], [])).toEqual(['a', 'c', 'b']);
  });

  it('puts a decided pair as decided, and all between where both sides leave room for it', () => {
    expect(orderAfterTies(['a', 'b', 'c'], ['c', 'a', 'b'], [{ first: 'c', second: 'a' }])).toEqual(['c', 'a', 'b']);
    expect(orderAfterTies(['a', 'b', 'c'], ['c', 'a', 'b'], [{ first: 'b', second: 'c' }])).toEqual(['a', 'b', 'c']);
  });

  it('is none when the decisions go in a circle with what both say', () => {
    const circle = [
      { first: 'c', second: 'a' },
      { first: 'b', second: 'c' },
    ];
    expect(orderAfterTies(['a', 'b', 'c'], ['c', 'a', 'b'], circle)).toBeNull();
  });

  it('keeps every pair both order alike and every decision, or there is none', () => {
    let found = 0;
    fc.assert(
      fc.property(orders, ([one, other, picks]) => {
        const decided = decisions(one, other, picks);
        const order = orderAfterTies(one, other, decided);
        if (order === null) return;
        found += decided.length;
        expect(order.toSorted()).toEqual(one.toSorted());
        for (const { first, second } of decided) expect(before(order, first, second)).toBe(true);
        for (const [place, a] of one.entries())
          for (const b of one.slice(place + 1)) if (before(other, a, b)) expect(before(order, a, b)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(0);
  });

  it('weighs both sides alike: exchanging them changes nothing', () => {
    fc.assert(
      fc.property(orders, ([one, other, picks]) => {
        const decided = decisions(one, other, picks);
        expect(orderAfterTies(one, other, decided)).toEqual(orderAfterTies(other, one, decided));
      }),
    );
  });

  it('of orders that are alike is that order', () => {
    fc.assert(fc.property(ids, (all) => expect(orderAfterTies(all, all, [])).toEqual(all)));
  });
});
