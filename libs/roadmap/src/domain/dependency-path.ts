import { dependenciesOf, dependenciesOn, type DependencyGraph } from './dependencies.js';
import { isOrdering } from './values.js';

/** One of two searches that walk towards each other. */
interface Search {
  /** Each item that was reached, and the one it was reached from. */
  readonly cameFrom: Map<string, string | null>;
  frontier: readonly string[];
  readonly nextOf: (itemId: string) => readonly string[];
}

const searchFrom = (itemId: string, nextOf: Search['nextOf']): Search => ({
  cameFrom: new Map([[itemId, null]]),
  frontier: [itemId],
  nextOf,
});

/** Takes one step in all directions. Answers where it met the other search. */
function widen(search: Search, other: Search): string | null {
  const reached: string[] = [];
  for (const itemId of search.frontier) {
    for (const next of search.nextOf(itemId)) {
      if (search.cameFrom.has(next)) continue;
      search.cameFrom.set(next, itemId);
      if (other.cameFrom.has(next)) return next;
      reached.push(next);
    }
  }
  search.frontier = reached;
  return null;
}

/** From where two searches met back to where one began; the meeting point itself is left out. */
function wayBack({ cameFrom }: Search, met: string): string[] {
  const way: string[] = [];
  for (let at = cameFrom.get(met) ?? null; at !== null; at = cameFrom.get(at) ?? null) way.push(at);
  return way;
}

/**
 * How `fromId` leads to `toId` along what items need and follow, both ends included; null when it does not.
 *
 * The search goes from both ends, always on from where less was seen so far, and is over as soon as one of them has nowhere left to go: to find that an
 * edge is harmless costs about twice the smaller of what lies behind the one item and before the other, whatever else the graph holds.
 */
export function orderingPath(graph: DependencyGraph, fromId: string, toId: string): string[] | null {
  const ahead = searchFrom(fromId, (id) =>
    dependenciesOf(graph, id).flatMap((edge) => (isOrdering(edge.type) ? [edge.toId] : [])),
  );
  const behind = searchFrom(toId, (id) =>
    dependenciesOn(graph, id).flatMap((edge) => (isOrdering(edge.type) ? [edge.fromId] : [])),
  );
  if (fromId === toId) return [fromId];
  while (ahead.frontier.length > 0 && behind.frontier.length > 0) {
    const isAheadNext = ahead.cameFrom.size <= behind.cameFrom.size;
    const met = isAheadNext ? widen(ahead, behind) : widen(behind, ahead);
    if (met !== null) return [...wayBack(ahead, met).toReversed(), met, ...wayBack(behind, met)];
  }
  return null;
}
