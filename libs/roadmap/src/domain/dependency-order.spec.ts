import fc from 'fast-check';
import { allDependencies, dependenciesOf, dependenciesOn, type DependencyGraph, graphOf } from './dependencies.js';
import { orderingPath } from './dependency-path.js';
import type { DependencyInput } from './dependency-rules.js';
import { type DecidedEdge, Desk } from './desk.spec-kit.js';
import { anItem, given, refusalOf } from './given.spec-kit.js';
import { proposeItem } from './proposal.js';
import { graphIn } from './roadmap.js';
import type { ItemState } from './state.js';
import { type Dependency, dependencyTypes, isOrdering } from './values.js';

const options = { numRuns: 200, seed: 20260105 };
const anyItem = given(proposeItem({ status: 'unknown' }, anItem));

function deskWith(ids: readonly string[]): Desk {
  const desk = new Desk();
  ids.forEach((id, index) => desk.do(id, (item) => proposeItem(item, { ...anItem, number: index + 1 })));
  return desk;
}

/** Edges that are left when all that lead nowhere are taken away, again and again: those that lead into circles. */
function onCircles(edges: readonly Dependency[]): number {
  const ordering = edges.filter(({ type }) => isOrdering(type));
  const left = ordering.filter(({ toId }) => ordering.some(({ fromId }) => fromId === toId));
  return left.length === ordering.length ? left.length : onCircles(left);
}
const circlesIn = (desk: Desk): number => onCircles(allDependencies(graphIn(desk.now)));

const tenIds = Array.from({ length: 10 }, (_, index) => `i${index}`);
const anyId = fc.constantFrom(...tenIds);
const anyEdge = fc.record({ fromId: anyId, toId: anyId, type: fc.constantFrom(...dependencyTypes) });

/** A refused circle is told by steps that are all there but the refused one. */
function requireTold(graph: DependencyGraph, edge: DependencyInput, path: readonly string[]): void {
  for (const [index, from] of path.slice(1, -1).entries()) {
    const next = path[index + 2];
    expect(dependenciesOf(graph, from).some(({ toId, type }) => toId === next && isOrdering(type))).toBe(true);
  }
  expect([path[0], path[1], path.at(-1)]).toEqual([edge.fromId, edge.toId, edge.fromId]);
}

describe('whatever anybody tries', () => {
  it('no circle ever begins, an addition is refused only for one, and both directions agree', () => {
    const codes = new Set<string>();
    const edits = fc.array(fc.tuple(fc.boolean(), anyEdge), { maxLength: 80 });
    fc.assert(
      fc.property(edits, (all) => {
        const desk = deskWith(tenIds);
        for (const [remove, edge] of all) {
          const edit = () => (remove ? desk.remove(edge) : desk.add(edge));
          try {
            edit();
          } catch {
            const { code, details } = refusalOf(edit);
            codes.add(code);
            const isCircle = code === 'DEPENDENCY_CYCLE';
            if (isCircle) requireTold(graphIn(desk.now), edge, (details as { circle: string[] }).circle);
          }
        }
        expect(circlesIn(desk)).toBe(0);
        const graph = graphIn(desk.now);
        expect(tenIds.flatMap((id) => dependenciesOn(graph, id))).toHaveLength(allDependencies(graph).length);
      }),
      options,
    );
    expect([...codes].sort()).toEqual(['DEPENDENCY_CYCLE', 'DEPENDENCY_EXISTS', 'DEPENDENCY_SELF', 'NOT_FOUND']);
  });

  it('the check above sees a circle', () => {
    const edge = (fromId: string, toId: string): Dependency => ({ fromId, toId, type: 'NEEDS', bufferWorkingDays: 0 });
    expect(onCircles([edge('a', 'b'), edge('b', 'a'), edge('c', 'a')])).toBeGreaterThan(0);
  });
});

interface Ring {
  readonly ids: readonly string[];
  /** Each item to the next one, the last to the first. */
  readonly edges: readonly DependencyInput[];
  readonly open: readonly [first: number, second: number];
}

/** A ring of items of which all edges stand but two; those two are decided on at once. */
const aRing = fc
  .record({
    size: fc.integer({ min: 2, max: 10 }),
    open: fc.tuple(fc.nat(), fc.nat({ max: 8 })),
    types: fc.array(fc.constantFrom('NEEDS' as const, 'FOLLOWS' as const), { minLength: 10, maxLength: 10 }),
  })
  .map(({ size, open: [one, on], types }): Ring => {
    const ids = tenIds.slice(0, size);
    const edges = ids.map((fromId, index) => ({ fromId, toId: ids[(index + 1) % size]!, type: types[index]! }));
    const first = one % size;
    return { ids, edges, open: [first, (first + 1 + (on % (size - 1))) % size] };
  });

/** The two decisions that close the ring, both made on the same version of the guard. */
function closings({ ids, edges, open }: Ring) {
  const desk = deskWith(ids);
  edges.forEach((edge, index) => (open.includes(index) ? undefined : desk.add(edge)));
  return { desk, decided: open.map((index) => desk.decide(edges[index]!)) as [DecidedEdge, DecidedEdge] };
}

describe('two who close a circle from both ends at once', () => {
  it('exactly one of them does, however far apart: the other is sent back, looks again and is refused', () => {
    fc.assert(
      fc.property(aRing, fc.boolean(), (ring, turned) => {
        const { desk, decided } = closings(ring);
        const [first, second] = turned ? [decided[1], decided[0]] : decided;
        expect([desk.write(first), desk.write(second)]).toEqual([true, false]);
        expect(refusalOf(() => desk.decide(second.input)).code).toBe('DEPENDENCY_CYCLE');
        expect(circlesIn(desk)).toBe(0);
      }),
      options,
    );
  });

  it('without the guard the circle is there, and no stream of the items tells: both edges are of four items', () => {
    const [a, b, c, d] = tenIds as [string, string, string, string];
    const edges = [
      [a, b],
      [b, c],
      [c, d],
      [d, a],
    ].map(([fromId, toId]) => ({ fromId: fromId!, toId: toId!, type: 'NEEDS' as const }));
    const { desk, decided } = closings({ ids: [a, b, c, d], edges, open: [0, 2] });
    const [first, second] = decided;
    desk.write(first);
    desk.do(second.input.fromId, () => second.facts.item);
    expect(circlesIn(desk)).toBeGreaterThan(0);
  });

  it('one that takes an edge away meanwhile sends nobody back, and neither does a conflict', () => {
    const desk = deskWith(['a', 'b', 'c']);
    desk.add({ fromId: 'a', toId: 'b', type: 'NEEDS' });
    const decided = desk.decide({ fromId: 'b', toId: 'c', type: 'NEEDS' });
    desk.remove({ fromId: 'a', toId: 'b', type: 'NEEDS' });
    desk.add({ fromId: 'a', toId: 'c', type: 'CONFLICTS' });
    expect(desk.write(decided)).toBe(true);
  });
});

describe('a search in a large graph', () => {
  /** Chains of some items each; `n<last>` of one chain does not lead to the next. */
  const chains = (items: number, length = items + 1): DependencyGraph =>
    graphOf(
      Array.from({ length: items }, (_, index): [string, ItemState] => {
        const to = { toId: `n${index + 1}`, type: 'NEEDS', bufferWorkingDays: 0 } as const;
        return [`n${index}`, { ...anyItem, dependencies: index % length === length - 1 ? [] : [to] }];
      }),
    );

  /** How many items' edges it looks at. */
  function looksOf(graph: DependencyGraph, fromId: string, toId: string): number {
    let looks = 0;
    const counting = (edges: DependencyGraph['outgoing']) =>
      new Proxy(edges, {
        get: (target) => (key: string) => {
          looks += 1;
          return target.get(key);
        },
      });
    expect(
      orderingPath({ outgoing: counting(graph.outgoing), incoming: counting(graph.incoming) }, fromId, toId),
    ).toBeNull();
    return looks;
  }

  it('of 5 000 items costs as little as in one of 50', () => {
    const [small, large] = [chains(50, 10), chains(5000, 10)];
    for (const [fromId, toId] of [
      ['n20', 'n9'],
      ['n10', 'n5'],
      ['n15', 'n5'],
    ] as const)
      expect(looksOf(large, fromId, toId)).toBe(looksOf(small, fromId, toId));
  });

  it('costs no more than the smaller side: a new item at the end of a chain of 5 000', () => {
    const chain = chains(5000);
    expect(looksOf(chain, 'new', 'n2500')).toBeLessThan(5);
    expect(looksOf(chain, 'n2500', 'new')).toBeLessThan(5);
  });
});
