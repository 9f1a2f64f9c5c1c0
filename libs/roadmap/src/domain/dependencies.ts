import type { ItemState } from './state.js';
import { type Dependency, isOrdering } from './values.js';

type Edges = ReadonlyMap<string, readonly Dependency[]>;

/** Who depends on whom, of a whole roadmap; made from its items to look at, never stored. */
export interface DependencyGraph {
  /** By `fromId`, each in the order of adding. */
  readonly outgoing: Edges;
  /** By `toId`. */
  readonly incoming: Edges;
}

const none: readonly Dependency[] = [];

/** The graph of some items; what they depend on need not be among them. */
export function graphOf(items: Iterable<readonly [itemId: string, item: ItemState]>): DependencyGraph {
  const outgoing = new Map<string, readonly Dependency[]>();
  const incoming = new Map<string, Dependency[]>();
  for (const [fromId, { dependencies }] of items) {
    if (dependencies.length === 0) continue;
    const edges = dependencies.map((one): Dependency => ({ ...one, fromId }));
    outgoing.set(fromId, edges);
    for (const edge of edges) {
      const there = incoming.get(edge.toId);
      if (there) there.push(edge);
      else incoming.set(edge.toId, [edge]);
    }
  }
  return { outgoing, incoming };
}

/** What goes out from an item, as it was added. */
export const dependenciesOf = (graph: DependencyGraph, itemId: string): readonly Dependency[] =>
  graph.outgoing.get(itemId) ?? none;

/** What comes in to an item. */
export const dependenciesOn = (graph: DependencyGraph, itemId: string): readonly Dependency[] =>
  graph.incoming.get(itemId) ?? none;

/** Items that feel it when this one moves: who needs or follows it, and who it conflicts with. Each once. */
export function dependantsOf(graph: DependencyGraph, itemId: string): string[] {
  const conflicting = dependenciesOf(graph, itemId).filter(({ type }) => !isOrdering(type));
  const ids = [...dependenciesOn(graph, itemId).map(({ fromId }) => fromId), ...conflicting.map(({ toId }) => toId)];
  return [...new Set(ids)].sort();
}

const compared = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Every dependency, ordered by its ids and type. */
export const allDependencies = (graph: DependencyGraph): Dependency[] =>
  [...graph.outgoing.values()]
    .flat()
    .sort((a, b) => compared(a.fromId, b.fromId) || compared(a.toId, b.toId) || compared(a.type, b.type));
