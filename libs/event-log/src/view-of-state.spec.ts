import type { Aggregate } from './aggregate.js';
import type { Fact, Recorded } from './event.js';
import { viewOfState } from './view-of-state.js';

const counter: Aggregate<{ readonly count: number }, Fact> = {
  type: 'counter',
  initial: { count: 0 },
  source: import.meta.url,
  evolve: ({ count }) => ({ count: count + 1 }),
};

const view = viewOfState({
  table: 'spec.counter_row',
  aggregate: counter,
  source: import.meta.url,
  rowOf: ({ count }, { version }) => ({ even: count % 2 === 0, of: version }),
});

const event = (version: number): Recorded => ({ type: 'Counted', data: {}, version }) as Recorded;

describe('a view of a state', () => {
  it('folds rows that do not hold the state, as the state alone would make them', () => {
    const first = view.evolve(null, event(1));
    const second = view.evolve(first, event(2));
    expect([first, second, view.evolve(second, event(3))]).toEqual([
      { even: false, of: 1 },
      { even: true, of: 2 },
      { even: false, of: 3 },
    ]);
    expect(view.fromState?.({ count: 2 }, event(2))).toEqual(second);
    expect(view.keeps).toBe('latest');
  });

  it('goes on from no row that it has not folded itself', () => {
    expect(() => view.evolve({ even: true, of: 2 }, event(3))).toThrow('folded from the stream');
  });
});
