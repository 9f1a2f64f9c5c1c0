import fc from 'fast-check';
import { disagreementOf } from './kendall.js';

const order = fc.uniqueArray(
  fc.integer({ min: 0, max: 60 }).map((n) => `r${n}`),
  { maxLength: 40 },
);
const shuffled = (ids: readonly string[]) => fc.shuffledSubarray([...ids], { minLength: ids.length });
const twoOrders = order.chain((ids) => fc.tuple(shuffled(ids), shuffled(ids)));
const threeOrders = order.chain((ids) => fc.tuple(shuffled(ids), shuffled(ids), shuffled(ids)));

/** Every pair looked at, one after the other. */
const oracle = (one: readonly string[], other: readonly string[]): number => {
  const common = one.filter((id) => other.includes(id));
  const pairs = common.flatMap((a, place) => common.slice(place + 1).map((b) => [a, b] as const));
  return pairs.filter(([a, b]) => other.indexOf(a) > other.indexOf(b)).length;
};

describe('the disagreement of two orders', () => {
  it.each([
    ['', '', 0, 0, 0],
    ['a', 'a', 1, 0, 0],
    ['a b c', 'a b c', 3, 0, 0],
    ['a b c', 'a c b', 3, 1, 1 / 3],
    ['a b c d', 'd c b a', 4, 6, 1],
    ['a b c', 'c x a y', 2, 1, 1],
    ['a b', 'c d', 0, 0, 0],
  ])('of %j and %j', (one, other, ...[compared, index, normalised]) => {
    const ids = (text: string): string[] => text.split(' ').filter((id) => id !== '');
    expect(disagreementOf(ids(one), ids(other))).toEqual({ compared, index, normalised });
  });

  it('is what looking at every pair finds', () => {
    fc.assert(
      fc.property(order, order, (one, other) => expect(disagreementOf(one, other).index).toBe(oracle(one, other))),
    );
  });

  it('is 0 for equal orders and n(n-1)/2 for reversed ones, 0 and 1 as a part', () => {
    fc.assert(
      fc.property(order, (ids) => {
        const n = ids.length;
        expect(disagreementOf(ids, ids)).toEqual({ compared: n, index: 0, normalised: 0 });
        expect(disagreementOf(ids, ids.toReversed())).toEqual({
          compared: n,
          index: n < 2 ? 0 : (n * (n - 1)) / 2,
          normalised: n < 2 ? 0 : 1,
        });
      }),
    );
  });

  it('is a distance: the same both ways, and no way round is shorter', () => {
    fc.assert(
      fc.property(twoOrders, ([one, other]) => expect(disagreementOf(one, other)).toEqual(disagreementOf(other, one))),
    );
    fc.assert(
      fc.property(threeOrders, ([a, b, c]) =>
        expect(disagreementOf(a, c).index).toBeLessThanOrEqual(disagreementOf(a, b).index + disagreementOf(b, c).index),
      ),
    );
  });

  it('is found for the longest orders without looking at every pair', () => {
    const ids = Array.from({ length: 100_000 }, (_, n) => `r${n}`);
    expect(disagreementOf(ids, ids.toReversed()).index).toBe((100_000 * 99_999) / 2);
  });
});
