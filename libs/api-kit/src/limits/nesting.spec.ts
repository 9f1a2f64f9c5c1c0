import { assertNesting, MAX_NESTING } from './nesting.js';

const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
  Array.from({ length: levels }).reduce((inner) => wrap(inner), 1 as unknown);

describe('nesting of variables', () => {
  it.each([
    ['objects', (inner: unknown) => ({ not: inner })],
    ['lists', (inner: unknown) => [inner]],
  ])('of %s is bounded, and may be far deeper than a recursion can go', (_what, wrap) => {
    expect(() => assertNesting(nested(MAX_NESTING, wrap))).not.toThrow();
    for (const levels of [MAX_NESTING + 1, 200_000]) {
      expect(() => assertNesting(nested(levels, wrap))).toThrow(`at most ${MAX_NESTING} levels`);
    }
  });

  it('takes no variables at all, and wide ones', () => {
    expect(() => assertNesting(undefined)).not.toThrow();
    expect(() => assertNesting({ ids: Array.from({ length: 100_000 }, () => [1]) })).not.toThrow();
  });
});
