import fc from 'fast-check';
import { commitItem } from './commitment.js';
import {
  allDependencies,
  dependantsOf,
  dependenciesOf,
  dependenciesOn,
  type DependencyEvent,
  type DependencyGraph,
  evolveDependencies,
  isOrdering,
  noDependencies,
} from './dependencies.js';
import { orderingPath } from './dependency-path.js';
import { addDependency, type DependencyInput, removeDependency } from './dependency-rules.js';
import { anItem, codeOf, days, Desk, given, refusalOf } from './given.spec-kit.js';
import { planItem } from './planning.js';
import { proposeItem } from './proposal.js';
import { type Dependency, dependencyTypes, type Horizon } from './values.js';

const anyItem = given(proposeItem({ status: 'unknown' }, anItem));
const add = (graph: DependencyGraph, input: DependencyInput) =>
  addDependency({ graph, from: anyItem, to: anyItem }, input);
const after = (graph: DependencyGraph, facts: readonly DependencyEvent[]) => facts.reduce(evolveDependencies, graph);
const needs = (fromId: string, toId: string): DependencyInput => ({ fromId, toId, type: 'NEEDS' });
const graphOf = (...edges: readonly DependencyInput[]) =>
  edges.reduce((graph, edge) => after(graph, add(graph, edge)), noDependencies);

describe('dependencies', () => {
  const chain = graphOf(needs('a', 'b'), { fromId: 'b', toId: 'c', type: 'FOLLOWS' }, needs('c', 'd'));

  it('are added with their buffer', () => {
    expect(add(noDependencies, { ...needs('a', 'b'), bufferWorkingDays: 10 })).toEqual([
      { type: 'DependencyAdded', data: { fromId: 'a', toId: 'b', type: 'NEEDS', bufferWorkingDays: 10 } },
    ]);
    expect(codeOf(() => add(noDependencies, { ...needs('a', 'b'), bufferWorkingDays: -1 }))).toBe('VALIDATION_FAILED');
  });

  it('never run in a circle (I2); the whole way is told', () => {
    expect(refusalOf(() => add(chain, needs('d', 'a')))).toMatchObject({
      code: 'DEPENDENCY_CYCLE',
      details: { path: ['d', 'a', 'b', 'c', 'd'] },
    });
    expect(refusalOf(() => add(chain, needs('b', 'a'))).details).toEqual({ path: ['b', 'a', 'b'] });
    expect(add(chain, needs('a', 'd'))).toHaveLength(1);
    expect(add(chain, { fromId: 'd', toId: 'a', type: 'CONFLICTS' })).toHaveLength(1);
  });

  it('refuse themselves, doubles, and what is not there', () => {
    expect(codeOf(() => add(chain, needs('a', 'a')))).toBe('DEPENDENCY_SELF');
    expect(refusalOf(() => add(chain, needs('a', 'b')))).toMatchObject({
      code: 'DEPENDENCY_EXISTS',
      details: { bufferWorkingDays: 0 },
    });
    const conflicting = graphOf({ fromId: 'a', toId: 'b', type: 'CONFLICTS' });
    expect(codeOf(() => add(conflicting, { fromId: 'b', toId: 'a', type: 'CONFLICTS' }))).toBe('DEPENDENCY_EXISTS');
    expect(codeOf(() => removeDependency(chain, needs('b', 'c')))).toBe('NOT_FOUND');
    const to = { graph: chain, from: anyItem, to: { status: 'unknown' } } as const;
    expect(codeOf(() => addDependency(to, needs('a', 'x')))).toBe('NOT_FOUND');
    const from = { graph: chain, from: { ...anyItem, status: 'DROPPED' }, to: anyItem } as const;
    expect(codeOf(() => addDependency(from, needs('a', 'x')))).toBe('INVALID_STATE');
    const full = graphOf(...Array.from({ length: 100 }, (_, index) => needs('a', `x${index}`)));
    expect(codeOf(() => add(full, needs('a', 'y')))).toBe('LIMIT_REACHED');
  });

  it('are removed as they were added, a conflict from either end', () => {
    const conflicting = graphOf({ fromId: 'a', toId: 'b', type: 'CONFLICTS' });
    const facts = removeDependency(conflicting, { fromId: 'b', toId: 'a', type: 'CONFLICTS' });
    expect(facts).toEqual([{ type: 'DependencyRemoved', data: { fromId: 'a', toId: 'b', type: 'CONFLICTS' } }]);
    expect(allDependencies(after(conflicting, facts))).toEqual([]);
    const open = after(chain, removeDependency(chain, needs('c', 'd')));
    expect(add(open, needs('d', 'a'))).toHaveLength(1);
  });

  it('know who feels it when an item moves', () => {
    const graph = graphOf(needs('a', 'x'), { fromId: 'b', toId: 'x', type: 'FOLLOWS' }, needs('x', 'c'), {
      fromId: 'x',
      toId: 'd',
      type: 'CONFLICTS',
    });
    expect(dependantsOf(graph, 'x')).toEqual(['a', 'b', 'd']);
  });

  it('two who close a circle from both ends: the second looks again and is refused', () => {
    const graph = graphOf(needs('a', 'b'));
    const first = add(graph, needs('b', 'c'));
    const second = add(graph, needs('c', 'a'));
    expect([first, second].map((facts) => facts.length)).toEqual([1, 1]);
    // Both were decided on one version of one stream: only one of them is stored.
    expect(codeOf(() => add(after(graph, first), needs('c', 'a')))).toBe('DEPENDENCY_CYCLE');
    expect(codeOf(() => add(after(graph, second), needs('b', 'c')))).toBe('DEPENDENCY_CYCLE');
  });
});

describe('committing', () => {
  const itemIn = (horizon: Horizon) =>
    given(
      proposeItem({ status: 'unknown' }, { ...anItem, lane: 'ENGINEERING' }),
      planItem(anyItem, { window: days('2026-03-02', '2026-03-27'), horizon }),
    );
  const item = itemIn('NOW');
  const itemOf = (itemId: string) => itemIn(itemId === 'later' ? 'LATER' : 'NEXT');

  it('is refused while something it needs or follows is LATER', () => {
    const graph = graphOf(needs('i', 'later'), needs('i', 'next'), { fromId: 'j', toId: 'later', type: 'CONFLICTS' });
    expect(refusalOf(() => commitItem({ item, graph, itemOf }, { itemId: 'i' }))).toMatchObject({
      code: 'DEPENDENCY_LATER',
      details: { itemIds: ['later'] },
    });
    expect(commitItem({ item, graph, itemOf }, { itemId: 'j' })).toHaveLength(1);
  });

  it('tells who depends on a promised item that moves', () => {
    const desk = new Desk();
    desk.plan('i', days('2026-03-02', '2026-03-27'), { lane: 'ENGINEERING' });
    desk.plan('j', days('2026-04-02', '2026-04-27'), { number: 2 });
    desk.add(needs('j', 'i'));
    desk.move('i', days('2026-03-03', '2026-03-28'));
    desk.commit('i');
    desk.move('i', days('2026-03-03', '2026-03-30'));
    const notified = desk.log.flatMap((event) => (event.type === 'ItemRescheduled' ? [event.data.notifies] : []));
    expect(notified).toEqual([[], ['j']]);
  });
});

/** Items that are left when all without an open need are taken away, again and again: those on circles. */
function onCircles(edges: readonly Dependency[]): number {
  const ordering = edges.filter(({ type }) => isOrdering(type));
  const left = ordering.filter(({ toId }) => ordering.some(({ fromId }) => fromId === toId));
  return left.length === ordering.length ? left.length : onCircles(left);
}

const anyId = fc.integer({ min: 0, max: 11 }).map((index) => `i${index}`);
const anyEdit = fc.record({
  remove: fc.boolean(),
  fromId: anyId,
  toId: anyId,
  type: fc.constantFrom(...dependencyTypes),
});

describe('whatever anybody tries', () => {
  it('no circle ever begins, an addition is refused only for one, and both directions agree', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 80 }), (edits) => {
        let graph = noDependencies;
        for (const { remove, ...edge } of edits) {
          try {
            graph = after(graph, remove ? removeDependency(graph, edge) : add(graph, edge));
          } catch {
            const { code, details } = refusalOf(() => (remove ? removeDependency(graph, edge) : add(graph, edge)));
            codes.add(code);
            if (code !== 'DEPENDENCY_CYCLE') continue;
            const { path } = details as { path: string[] };
            const steps = path.slice(1, -1).map((id, index) => [id, path[index + 2]]);
            // Every step but the refused one is there.
            for (const [from, to] of steps)
              expect(dependenciesOf(graph, from!).some(({ toId, type }) => toId === to && isOrdering(type))).toBe(true);
            expect([path[0], path[1], path.at(-1)]).toEqual([edge.fromId, edge.toId, edge.fromId]);
          }
        }
        const edges = allDependencies(graph);
        expect(onCircles(edges)).toBe(0);
        const ids = [...new Set(edges.map(({ toId }) => toId))];
        expect(ids.flatMap((id) => dependenciesOn(graph, id))).toHaveLength(edges.length);
      }),
      { numRuns: 200, seed: 20260105 },
    );
    expect([...codes].sort()).toEqual(['DEPENDENCY_CYCLE', 'DEPENDENCY_EXISTS', 'DEPENDENCY_SELF', 'NOT_FOUND']);
  });

  it('the check above sees a circle', () => {
    const edge = (fromId: string, toId: string): Dependency => ({ fromId, toId, type: 'NEEDS', bufferWorkingDays: 0 });
    expect(onCircles([edge('a', 'b'), edge('b', 'a'), edge('c', 'a')])).toBeGreaterThan(0);
  });
});

describe('a large graph', () => {
  /** Chains of ten items each. */
  const chains = (items: number): DependencyGraph => {
    const facts = Array.from({ length: items }, (_, index): DependencyEvent[] =>
      index % 10 === 9
        ? []
        : [
            {
              type: 'DependencyAdded',
              data: { fromId: `n${index}`, toId: `n${index + 1}`, type: 'NEEDS', bufferWorkingDays: 0 },
            },
          ],
    );
    return after(noDependencies, facts.flat());
  };

  /** How many items' edges a search looks at. */
  function looksOf(graph: DependencyGraph, fromId: string, toId: string): number {
    let looks = 0;
    const counting = (buckets: DependencyGraph['outgoing']) =>
      new Proxy(buckets, {
        get: (target, key) => {
          looks += 1;
          return target[Number(key)];
        },
      });
    const watched = { outgoing: counting(graph.outgoing), incoming: counting(graph.incoming) };
    expect(orderingPath(watched, fromId, toId)).toBeNull();
    return looks;
  }

  it('of 5 000 items is asked as little as one of 50', () => {
    const [small, large] = [chains(50), chains(5000)];
    for (const [fromId, toId] of [
      ['n20', 'n9'],
      ['n10', 'n5'],
      ['n15', 'n5'],
    ] as const)
      expect(looksOf(large, fromId, toId)).toBe(looksOf(small, fromId, toId));
  });

  it('is asked no more than the smaller side needs: a new item at the end of a chain of 5 000', () => {
    const facts = Array.from({ length: 5000 }, (_, index) => ({
      type: 'DependencyAdded' as const,
      data: { fromId: `n${index}`, toId: `n${index + 1}`, type: 'NEEDS' as const, bufferWorkingDays: 0 },
    }));
    expect(looksOf(after(noDependencies, facts), 'new', 'n2500')).toBeLessThan(5);
    expect(looksOf(after(noDependencies, facts), 'n2500', 'new')).toBeLessThan(5);
  });

  it('keeps every other bucket as it is when one edge is added', () => {
    const graph = chains(5000);
    const next = after(graph, add(graph, needs('n9', 'n4000')));
    const kept = Object.keys(graph.outgoing).filter(
      (name) => graph.outgoing[Number(name)] === next.outgoing[Number(name)],
    );
    expect([Object.keys(graph.outgoing).length, kept.length]).toEqual([256, 255]);
  });
});
