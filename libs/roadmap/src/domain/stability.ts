import type { ItemState } from './state.js';
import { shiftDays } from './window.js';

/** How much of what was planned still holds. Ids in the order of numbers. */
export interface PlanStability {
  /** Items that were planned, committed or in delivery at the baseline: what is only proposed promises nothing, what is out is done. */
  readonly items: number;
  readonly movedLater: readonly string[];
  /** Listed, not punished. */
  readonly movedEarlier: readonly string[];
  /** Promised at the baseline and not any more. */
  readonly uncommitted: readonly string[];
  readonly dropped: readonly string[];
  /** Items that are none of `movedLater`, `uncommitted` and `dropped`. */
  readonly stable: number;
  /** `stable / items` in percent with one decimal; null for an empty baseline. */
  readonly percent: number | null;
}

/** What of an item the plan is held against. */
export type PlannedItem = Pick<ItemState, 'number' | 'status' | 'window'>;

/** A roadmap as far as the stability of plans looks at it; items by their ids. */
export interface Plan {
  readonly items: ReadonlyMap<string, PlannedItem>;
}

interface Pair {
  readonly itemId: string;
  readonly was: PlannedItem;
  /** Null where the later roadmap does not know the item. */
  readonly is: PlannedItem | null;
}

/** Statuses of what was planned and is not out. */
export const plannedStatuses: readonly ItemState['status'][] = ['PLANNED', 'COMMITTED', 'IN_DELIVERY'];

const shiftOf = ({ was, is }: Pair): number => (was.window && is?.window ? shiftDays(was.window, is.window) : 0);
const isDropped = ({ is }: Pair): boolean => is === null || is.status === 'DROPPED';
/** Also what was dropped and taken up again: nobody has promised it since. */
const isUncommitted = ({ was, is }: Pair): boolean =>
  (is?.status === 'PROPOSED' || is?.status === 'PLANNED') &&
  plannedStatuses.indexOf(is.status) < plannedStatuses.indexOf(was.status);

/**
 * Plan stability = 1 − (moved later, uncommitted or dropped) / items in the baseline. Both are looked at as they stand: what moved and
 * came back counts as kept, and an item counts once however many of the three it is.
 */
export function planStability(baseline: Plan, now: Plan): PlanStability {
  const pairs = [...baseline.items]
    .filter(([, { status }]) => plannedStatuses.includes(status))
    .sort(([, a], [, b]) => a.number - b.number)
    .map(([itemId, was]): Pair => ({ itemId, was, is: now.items.get(itemId) ?? null }));
  const idsOf = (is: (pair: Pair) => boolean) => pairs.filter(is).map(({ itemId }) => itemId);
  const dropped = idsOf(isDropped);
  const uncommitted = idsOf(isUncommitted);
  const movedLater = idsOf((pair) => !isDropped(pair) && shiftOf(pair) > 0);
  const movedEarlier = idsOf((pair) => !isDropped(pair) && shiftOf(pair) < 0);
  const items = pairs.length;
  const stable = items - new Set([...dropped, ...uncommitted, ...movedLater]).size;
  const percent = items === 0 ? null : Math.round((stable / items) * 1000) / 10;
  return { items, movedLater, movedEarlier, uncommitted, dropped, stable, percent };
}
