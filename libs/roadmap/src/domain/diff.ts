import type { Instant, Position } from '#libs/event-log';
import { allDependencies } from './dependencies.js';
import { graphIn, type Roadmap, roadmapAfter, type RoadmapEvent, type Step } from './roadmap.js';
import { sameJson } from './same-json.js';
import type { Confidence, ItemState } from './state.js';
import type { Dependency, Window } from './values.js';
import { isMovedLater, isSameWindow, shiftDays } from './window.js';

/** The fact a change comes from, to be shown beside it. */
export interface Cause {
  readonly eventId: string;
  readonly position: Position;
  readonly type: RoadmapEvent['type'];
  readonly recordedAt: Instant;
  readonly actorId: string;
}

interface Caused {
  /** Null where no fact between the two says so: the later roadmap was compared with the earlier one, or facts were left out. */
  readonly cause: Cause | null;
}

export interface ItemAdded extends Caused {
  readonly itemId: string;
  readonly item: ItemState;
}

/** One field of an item that says something else. */
export interface FieldChange extends Caused {
  readonly itemId: string;
  readonly field: keyof ItemState;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ItemMoved extends Caused {
  readonly itemId: string;
  readonly from: Window;
  readonly to: Window;
  /** Of the end, else of the start; negative is earlier. */
  readonly shiftDays: number;
  readonly later: boolean;
}

export interface ConfidenceChanged extends Caused {
  readonly itemId: string;
  readonly from: Confidence | null;
  readonly to: Confidence | null;
}

export interface DependencyChange extends Caused {
  readonly dependency: Dependency;
}

/** What is different between two roadmaps. `added`, `removed` and `changes` hold all of it; the others tell what it means. */
export interface RoadmapDiff {
  readonly added: readonly ItemAdded[];
  /** Items the later roadmap does not know; only where it is compared with an earlier one. */
  readonly removed: readonly string[];
  readonly changes: readonly FieldChange[];
  /** Of items of both roadmaps, and of new ones. Another buffer is a dependency removed and one added. */
  readonly dependenciesAdded: readonly DependencyChange[];
  readonly dependenciesRemoved: readonly DependencyChange[];
  readonly dropped: readonly ({ readonly itemId: string } & Caused)[];
  readonly rescheduled: readonly ItemMoved[];
  readonly confidence: readonly ConfidenceChanged[];
  readonly shipped: readonly ({ readonly itemId: string } & Caused)[];
  /** Items of both whose window is the same and which were not dropped; whatever else changed. */
  readonly unchanged: readonly string[];
}

type Causes = ReadonlyMap<string, Cause>;

const keyOf = (itemId: string, field: keyof ItemState): string => `${itemId} ${field}`;
const edgeKey = ({ fromId, toId, type }: Omit<Dependency, 'bufferWorkingDays'>): string => `${fromId} ${type} ${toId}`;

const causeOf = ({ eventId, position, type, recordedAt, meta }: RoadmapEvent): Cause => ({
  eventId,
  position,
  type,
  recordedAt,
  actorId: meta.actorId,
});

const fieldsOf = (item: ItemState | undefined): (keyof ItemState)[] =>
  item === undefined ? [] : (Object.keys(item) as (keyof ItemState)[]);

/** Fields that say something else; of `undefined` there are none, so all of a new item are. */
const changedFields = (before: ItemState | undefined, after: ItemState): (keyof ItemState)[] =>
  fieldsOf(after).filter((field) => !sameJson(before?.[field], after[field]));

function noteCause(causes: Map<string, Cause>, { event, itemId, before, after }: Step): void {
  const cause = causeOf(event);
  if (event.type === 'DependencyAdded' || event.type === 'DependencyRemoved')
    causes.set(edgeKey({ ...event.data, fromId: itemId }), cause);
  if (before === undefined) causes.set(itemId, cause);
  for (const field of changedFields(before, after)) causes.set(keyOf(itemId, field), cause);
}

/** The last fact that changed each field of each item, each dependency, and the fact each item began with. */
function causesOf(from: Roadmap, events: readonly RoadmapEvent[]): Causes {
  const causes = new Map<string, Cause>();
  roadmapAfter(from, events, (step) => noteCause(causes, step));
  return causes;
}

function changesOf(from: Roadmap, to: Roadmap, causes: Causes): FieldChange[] {
  return [...to.items].flatMap(([itemId, after]) => {
    const before = from.items.get(itemId);
    if (before === undefined || before === after) return [];
    return changedFields(before, after).map((field) => {
      const cause = causes.get(keyOf(itemId, field)) ?? null;
      return { itemId, field, before: before[field], after: after[field], cause };
    });
  });
}

function dependencyChanges(from: Roadmap, to: Roadmap, causes: Causes) {
  const edgesIn = (roadmap: Roadmap) => new Map(allDependencies(graphIn(roadmap)).map((edge) => [edgeKey(edge), edge]));
  const [before, after] = [edgesIn(from), edgesIn(to)];
  const without = (edges: typeof before, others: typeof before): DependencyChange[] =>
    [...edges].flatMap(([key, dependency]) =>
      sameJson(others.get(key), dependency) ? [] : [{ dependency, cause: causes.get(key) ?? null }],
    );
  return { dependenciesAdded: without(after, before), dependenciesRemoved: without(before, after) };
}

const isShipped = (item: ItemState | undefined): boolean => item?.status === 'SHIPPED' || item?.status === 'MEASURED';

/** What the changes mean: every item that stands on both roadmaps. */
function meaningOf(from: Roadmap, to: Roadmap, causes: Causes) {
  const both = [...to.items].flatMap(([itemId, after]) => {
    const before = from.items.get(itemId);
    return before === undefined ? [] : [{ itemId, before, after }];
  });
  const cause = (itemId: string, field: keyof ItemState) => causes.get(keyOf(itemId, field)) ?? null;
  const becoming = (is: (item: ItemState) => boolean, field: keyof ItemState) =>
    both
      .filter(({ before, after }) => is(after) && !is(before))
      .map(({ itemId }) => ({ itemId, cause: cause(itemId, field) }));
  const rescheduled = both.flatMap(({ itemId, before: { window: from }, after: { window: to } }): ItemMoved[] => {
    if (from === null || to === null || isSameWindow(from, to)) return [];
    const moved = { from, to, shiftDays: shiftDays(from, to), later: isMovedLater(from, to) };
    return [{ itemId, ...moved, cause: cause(itemId, 'window') }];
  });
  const confidence = both
    .filter(({ before, after }) => !sameJson(before.confidence, after.confidence))
    .map(({ itemId, before, after }) => ({
      itemId,
      from: before.confidence,
      to: after.confidence,
      cause: cause(itemId, 'confidence'),
    }));
  const unchanged = both
    .filter(({ before, after }) => after.status !== 'DROPPED' && sameJson(before.window, after.window))
    .map(({ itemId }) => itemId);
  return {
    dropped: becoming(({ status }) => status === 'DROPPED', 'status'),
    shipped: becoming(isShipped, 'shippedOn'),
    rescheduled,
    confidence,
    unchanged,
  };
}

/**
 * What changed from one roadmap to another, and by which fact: of several on one field, the last. `events` are the facts between the
 * two, in the order of each item's stream; those of items that changed are enough.
 */
export function roadmapDiff(from: Roadmap, to: Roadmap, events: readonly RoadmapEvent[] = []): RoadmapDiff {
  const causes = causesOf(from, events);
  const added = [...to.items]
    .filter(([itemId]) => !from.items.has(itemId))
    .map(([itemId, item]) => ({ itemId, item, cause: causes.get(itemId) ?? null }));
  return {
    added,
    removed: [...from.items.keys()].filter((itemId) => !to.items.has(itemId)),
    changes: changesOf(from, to, causes),
    ...dependencyChanges(from, to, causes),
    ...meaningOf(from, to, causes),
  };
}
