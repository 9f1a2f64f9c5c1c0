import type { RoadmapDiff } from './diff.js';
import type { Roadmap } from './roadmap.js';

/** The roadmap a difference leads to: `applyDiff(a, roadmapDiff(a, b))` says what b says. */
export function applyDiff(
  { items: before }: Roadmap,
  diff: Pick<RoadmapDiff, 'added' | 'removed' | 'changes'>,
): Roadmap {
  const items = new Map(before);
  for (const itemId of diff.removed) items.delete(itemId);
  for (const { itemId, item } of diff.added) items.set(itemId, item);
  for (const { itemId, field, after } of diff.changes) {
    const item = items.get(itemId);
    if (item) items.set(itemId, { ...item, [field]: after });
  }
  return { items };
}
