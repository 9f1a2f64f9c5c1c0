import type { Recorded } from '#libs/event-log';
import {
  allDependencies,
  dependencies,
  type DependencyEvent,
  type DependencyGraph,
  evolveDependencies,
  noDependencies,
} from './dependencies.js';
import { evolve, roadmapItem } from './evolve.js';
import type { ItemEvent } from './facts.js';
import type { ItemState } from './state.js';
import { type Dependency, type Horizon, type Lane, lanes as allLanes } from './values.js';

/** Both lanes' items and what they depend on, as they stood at some position of the log. */
export interface Roadmap {
  /** By item id; dropped items included. */
  readonly items: ReadonlyMap<string, ItemState>;
  readonly graph: DependencyGraph;
}

/** A fact of an item or of the graph, as the log gives it. */
export type RoadmapEvent = Recorded<ItemEvent> | Recorded<DependencyEvent>;

export const emptyRoadmap: Roadmap = { items: new Map(), graph: noDependencies };

const itemPrefix = `${roadmapItem.type}-`;

/** The item a stream is of; null for another stream. */
export const itemIdOf = (streamId: string): string | null =>
  streamId.startsWith(itemPrefix) ? streamId.slice(itemPrefix.length) : null;

const isOfGraph = (event: RoadmapEvent): event is Recorded<DependencyEvent> =>
  event.streamId.startsWith(`${dependencies.type}-`);

/** What one fact does: the item it changed, or the graph. */
export interface Step {
  readonly event: RoadmapEvent;
  /** Null: the graph changed. */
  readonly itemId: string | null;
  readonly before: ItemState | undefined;
  readonly after: ItemState | undefined;
}

/** Facts laid on a roadmap in the order of the log; `watch` sees what each of them does. Facts of other streams do nothing. */
export function roadmapAfter(before: Roadmap, events: Iterable<RoadmapEvent>, watch?: (step: Step) => void): Roadmap {
  const items = new Map(before.items);
  let { graph } = before;
  for (const event of events) {
    if (isOfGraph(event)) {
      graph = evolveDependencies(graph, event);
      watch?.({ event, itemId: null, before: undefined, after: undefined });
      continue;
    }
    const itemId = itemIdOf(event.streamId);
    if (itemId === null) continue;
    const known = items.get(itemId);
    const after = evolve(known ?? { status: 'unknown' }, event);
    if (after.status === 'unknown') continue;
    items.set(itemId, after);
    watch?.({ event, itemId, before: known, after });
  }
  return { items, graph };
}

/** The dependency graph as a list. */
export const dependencyList = ({ graph }: Roadmap): Dependency[] => allDependencies(graph);

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
