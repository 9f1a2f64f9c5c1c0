import type { Aggregate, Recorded } from '#libs/event-log';
import type { Dependency, DependencyType } from './values.js';

type DependencyKey = Omit<Dependency, 'bufferWorkingDays'>;

/** Facts of the one graph of a workspace's roadmap. */
export interface DependencyFacts {
  DependencyAdded: Dependency;
  DependencyRemoved: DependencyKey;
}
export type DependencyEvent = {
  [T in keyof DependencyFacts]: { readonly type: T; readonly data: DependencyFacts[T] };
}[keyof DependencyFacts];

type End = 'fromId' | 'toId';
/** Dependencies by a bucket of the item at one end, each bucket in the order of adding. */
type Buckets = Readonly<Record<number, readonly Dependency[]>>;

/**
 * All dependencies of a workspace. That they never run in a circle (I2) concerns many items, so they are decided in one stream:
 * whoever adds one against the same version is sent back and looks again.
 *
 * Both directions are kept, in buckets: to add one more copies two short lists and two lists of buckets however large the graph is, to
 * find what goes out from an item reads one short list, and a snapshot stays plain data.
 */
export interface DependencyGraph {
  /** By `fromId`. */
  readonly outgoing: Buckets;
  /** By `toId`. */
  readonly incoming: Buckets;
}

/** With 5 000 items, a bucket holds those of twenty. */
const bucketCount = 256;

function bucketOf(itemId: string): number {
  let hash = 0;
  for (let place = 0; place < itemId.length; place += 1) hash = (hash * 31 + itemId.charCodeAt(place)) % 65_521;
  return hash % bucketCount;
}

const none: readonly Dependency[] = [];
const edgesAt = (buckets: Buckets, end: End, itemId: string): readonly Dependency[] =>
  (buckets[bucketOf(itemId)] ?? none).filter((edge) => edge[end] === itemId);

const isSame = (a: DependencyKey, b: DependencyKey): boolean =>
  a.fromId === b.fromId && a.toId === b.toId && a.type === b.type;

/** Total: one that is there takes the new buffer, one that is not there is not removed. */
export function evolveDependencies(graph: DependencyGraph, event: DependencyEvent): DependencyGraph {
  if (event.type !== 'DependencyAdded' && event.type !== 'DependencyRemoved') return graph;
  const added = event.type === 'DependencyAdded' ? [event.data] : none;
  const changed = (buckets: Buckets, end: End): Buckets => {
    const bucket = bucketOf(event.data[end]);
    const others = (buckets[bucket] ?? none).filter((edge) => !isSame(edge, event.data));
    return { ...buckets, [bucket]: [...others, ...added] };
  };
  return { outgoing: changed(graph.outgoing, 'fromId'), incoming: changed(graph.incoming, 'toId') };
}

export const noDependencies: DependencyGraph = { outgoing: {}, incoming: {} };

/** `roadmap-dependencies-<dependenciesId>`: one stream for each workspace. */
export const dependencies: Aggregate<DependencyGraph, DependencyEvent> = {
  type: 'roadmap-dependencies',
  initial: noDependencies,
  source: import.meta.url,
  evolve: (graph, event: Recorded<DependencyEvent>) => evolveDependencies(graph, event),
};
export const dependenciesId = 'workspace';

/** True for the types that make an order. */
export const isOrdering = (type: DependencyType): boolean => type !== 'CONFLICTS';

/** What goes out from an item, as it was added. */
export const dependenciesOf = (graph: DependencyGraph, itemId: string): readonly Dependency[] =>
  edgesAt(graph.outgoing, 'fromId', itemId);

/** What comes in to an item. */
export const dependenciesOn = (graph: DependencyGraph, itemId: string): readonly Dependency[] =>
  edgesAt(graph.incoming, 'toId', itemId);

/** Items that feel it when this one moves: who needs or follows it, and who it conflicts with. Each once. */
export function dependantsOf(graph: DependencyGraph, itemId: string): string[] {
  const conflicting = dependenciesOf(graph, itemId).filter(({ type }) => type === 'CONFLICTS');
  const ids = [...dependenciesOn(graph, itemId).map(({ fromId }) => fromId), ...conflicting.map(({ toId }) => toId)];
  return [...new Set(ids)].sort();
}

/** Every dependency, ordered by its ids and type. */
export function allDependencies(graph: DependencyGraph): Dependency[] {
  const edges = Object.values(graph.outgoing).flat();
  const key = ({ fromId, toId, type }: Dependency) => `${fromId} ${toId} ${type}`;
  return edges.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The dependency as it stands; a CONFLICTS holds in both directions. */
export function dependencyAt(graph: DependencyGraph, key: DependencyKey): Dependency | undefined {
  const there = dependenciesOf(graph, key.fromId).find((edge) => isSame(edge, key));
  if (there || isOrdering(key.type)) return there;
  const turned = { fromId: key.toId, toId: key.fromId, type: key.type };
  return dependenciesOf(graph, turned.fromId).find((edge) => isSame(edge, turned));
}
