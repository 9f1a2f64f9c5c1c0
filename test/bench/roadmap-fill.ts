import { roadmapRules } from '#libs/roadmap';
import { randomUUID } from 'node:crypto';
import type { HoursCast } from './hours-cast.js';

const { fact, noOwners, roadmapItem } = roadmapRules;

/** Dependencies of one item. */
const EACH = 3;
/** Appends under way at a time. */
const AT_ONCE = 64;

/** Which of the items before it one depends on, by its place; `draw` gives numbers from 0 to 1. */
export type Shape = (place: number, draw: () => number) => number;

/** Each item builds on one of the thirty before it, as things that are made one after the other: chains of hundreds. */
export const chained: Shape = (place, draw) => Math.max(0, place - 1 - Math.floor(draw() * 30));
/** Each item builds on any of those before it: everything is a few steps away. */
export const scattered: Shape = (place, draw) => Math.floor(draw() * place);

/** Numbers from 0 to 1 that are the same in every run. */
export function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Items and what they need, by places; the earlier ones never need a later one. */
export interface FilledRoadmap {
  readonly itemIds: readonly string[];
  readonly needs: readonly ReadonlySet<number>[];
}

function needsOf(place: number, shape: Shape, draw: () => number): Set<number> {
  const needed = new Set<number>();
  while (needed.size < Math.min(EACH, place)) needed.add(shape(place, draw));
  return needed;
}

/** So many items with three dependencies each, by their facts. */
export async function fillRoadmap(cast: HoursCast, count: number, shape: Shape): Promise<FilledRoadmap> {
  const draw = drawing(count);
  const itemIds = Array.from({ length: count }, () => randomUUID());
  const needs = itemIds.map((_, place) => needsOf(place, shape, draw));
  const said = {
    owners: noOwners,
    goalIds: [],
    propertyIds: [],
    expectedImpact: 'More orders from returning customers',
  };
  const sort = { lane: 'PRODUCT', kind: 'FEATURE', visibility: 'TEAMS' } as const;
  const propose = (place: number): Promise<void> =>
    cast.happened(roadmapItem, itemIds[place]!, [
      fact('ItemProposed', { number: place + 1, title: `Item ${place + 1}`, ...said, ...sort }),
      ...[...needs[place]!].map((to) =>
        fact('DependencyAdded', { toId: itemIds[to]!, type: 'NEEDS', bufferWorkingDays: 0 }),
      ),
    ]);
  for (let from = 0; from < count; from += AT_ONCE)
    await Promise.all(itemIds.slice(from, from + AT_ONCE).map((_, index) => propose(from + index)));
  await cast.settle();
  return { itemIds, needs };
}
