import type { Recorded } from '#libs/event-log';
import { allDependencies, type DependencyGraph, graphOf } from './dependencies.js';
import { evolve, roadmapItem } from './evolve.js';
import type { ItemEvent } from './facts.js';
import type { ItemState } from './state.js';
import { type Dependency, type Horizon, type Lane, lanes as allLanes } from './values.js';

/** Both lanes' items and what they depend on, as they stood at some position of the log. */
export interface Roadmap {
  /** By item id; dropped items included. */
  readonly items: ReadonlyMap<string, ItemState>;
}

/** A fact of an item, as the log gives it. */
export type RoadmapEvent = Recorded<ItemEvent>;

export const emptyRoadmap: Roadmap = { items: new Map() };

const itemPrefix = `${roadmapItem.type}-`;

/** The item a stream is of; null for another stream. */
export const itemIdOf = (streamId: string): string | null =>
  streamId.startsWith(itemPrefix) ? streamId.slice(itemPrefix.length) : null;

/** What one fact does to its item. */
export interface Step {
  readonly event: RoadmapEvent;
  readonly itemId: string;
  /** Undefined for its first fact. */
  readonly before: ItemState | undefined;
  readonly after: ItemState;
}

/**
 * Facts laid on a roadmap; `watch` sees what each of them does. They come in the order of each item's own stream, and of any number of
 * items. Facts of other streams do nothing.
 */
export function roadmapAfter(before: Roadmap, events: Iterable<RoadmapEvent>, watch?: (step: Step) => void): Roadmap {
  const items = new Map(before.items);
  for (const event of events) {
    const itemId = itemIdOf(event.streamId);
    if (itemId === null) continue;
    const known = items.get(itemId);
    const after = evolve(known ?? { status: 'unknown' }, event);
    if (after.status === 'unknown') continue;
    items.set(itemId, after);
    watch?.({ event, itemId, before: known, after });
  }
  return { items };
}

const graphs = new WeakMap<Roadmap['items'], DependencyGraph>();

/** Who depends on whom in a roadmap; made once for each. */
export function graphIn({ items }: Roadmap): DependencyGraph {
  const there = graphs.get(items);
  if (there) return there;
  const graph = graphOf(items);
  graphs.set(items, graph);
  return graph;
}

/** The dependency graph as a list. */
export const dependencyList = (roadmap: Roadmap): Dependency[] => allDependencies(graphIn(roadmap));

/** What a reader wants to see; what is left out does not narrow. */
export interface RoadmapFilter {
  readonly lanes?: readonly Lane[];
  readonly horizon?: Horizon;
  /** A team one of the owners belongs to. */
  readonly teamId?: string;
  /** Dropped items as well. */
  readonly withDropped?: boolean;
}

const isOwnedBy = ({ owners }: ItemState, teamId: string): boolean =>
  Object.values(owners).some((owner) => owner?.teamId === teamId);

function passes(item: ItemState, { lanes = allLanes, horizon, teamId, withDropped }: RoadmapFilter): boolean {
  if (item.status === 'DROPPED' && withDropped !== true) return false;
  if (horizon !== undefined && item.horizon !== horizon) return false;
  return lanes.includes(item.lane) && (teamId === undefined || isOwnedBy(item, teamId));
}

/** Items of the roadmap on one time axis: by start, those without a window last, then by number. */
export function onRoadmap(items: Roadmap['items'], filter: RoadmapFilter): [itemId: string, item: ItemState][] {
  const startOf = ({ window }: ItemState) => window?.start ?? '9999-12-31';
  const found = [...items].filter(([, item]) => passes(item, filter));
  return found.sort(([, a], [, b]) => {
    if (startOf(a) !== startOf(b)) return startOf(a) < startOf(b) ? -1 : 1;
    return a.number - b.number;
  });
}
