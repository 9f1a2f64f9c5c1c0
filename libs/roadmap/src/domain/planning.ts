import { type Circumstances, ReasonRequired } from '#libs/vocabulary';
import { reasonOf, requireStatus } from './context.js';
import { fact, type ItemEvent } from './facts.js';
import { OwnerMissing } from './refusals.js';
import type { Item, ItemState } from './state.js';
import { type Horizon, isOrdering, type MoveCause, type MoveReason, type Window } from './values.js';
import { isSameWindow, shiftDays, windowOf } from './window.js';

/** What every rule of an item may know beside it. */
export type RoadmapContext = Circumstances;

export interface PlanItemInput {
  readonly window: Window;
  readonly horizon: Horizon;
}

/**
 * PROPOSED → PLANNED: a window and a horizon for an item somebody answers for.
 * @throws NotFound, InvalidState, OwnerMissing, ValidationFailed, WindowInvalid, PrecisionMismatch
 */
export function planItem(state: Item, { window, horizon }: PlanItemInput): ItemEvent[] {
  const { owners } = requireStatus(state, 'PROPOSED');
  if (Object.values(owners).every((owner) => owner === null)) throw new OwnerMissing();
  return [fact('ItemPlanned', { window: windowOf(window), horizon })];
}

export interface MoveStates {
  readonly item: Item;
  /**
   * Ids of the items that depend on this one, in whatever way. They are only told: one that comes to depend on it meanwhile is seen by
   * whoever looks at the alignment.
   */
  readonly dependants: readonly string[];
}

export interface RescheduleItemInput {
  readonly window: Window;
  /** Left out: as it is. */
  readonly horizon?: Horizon;
  readonly reason: string;
  /** Owed once the item is committed. */
  readonly reasonCode?: MoveReason | null;
  readonly causedBy?: MoveCause | null;
}

const isPromised = ({ status }: ItemState): boolean => status === 'COMMITTED' || status === 'IN_DELIVERY';

/** Why it moves. @throws ReasonRequired, PiiNotAllowed, ValidationFailed */
function whyMoved(item: ItemState, { reason, reasonCode = null, causedBy = null }: RescheduleItemInput) {
  const why = { reason: reasonOf(reason, 'this item moves'), reasonCode, causedBy };
  if (isPromised(item) && reasonCode === null)
    throw new ReasonRequired('a promised item moves', ['input', 'reasonCode']);
  return why;
}

/** Who feels it: those who depend on the item, and those it conflicts with. Each once. */
function toNotify({ dependencies }: ItemState, dependants: readonly string[]): string[] {
  const conflicting = dependencies.filter(({ type }) => !isOrdering(type)).map(({ toId }) => toId);
  return [...new Set([...dependants, ...conflicting])].sort();
}

/**
 * Moves the window. A promised item needs a reason out of the list and tells who depends on it or conflicts with it; the same window and
 * horizon again is no fact.
 * @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed, ValidationFailed, WindowInvalid, PrecisionMismatch
 */
export function rescheduleItem({ item: state, dependants }: MoveStates, input: RescheduleItemInput): ItemEvent[] {
  const item = requireStatus(state, 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  const why = whyMoved(item, input);
  const { horizon = item.horizon } = input;
  const to = windowOf(input.window);
  const { window: from } = item;
  // A planned item always has both.
  if (from === null || horizon === null || (isSameWindow(from, to) && horizon === item.horizon)) return [];
  const notifies = isPromised(item) ? toNotify(item, dependants) : [];
  const moved = { from, to, horizon, shiftDays: shiftDays(from, to) };
  return [fact('ItemRescheduled', { ...moved, ...why, notifies })];
}
