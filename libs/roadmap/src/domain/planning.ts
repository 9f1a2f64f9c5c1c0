import { type Circumstances, ReasonRequired } from '#libs/vocabulary';
import { reasonOf, requireStatus } from './context.js';
import { dependantsOf, type DependencyGraph } from './dependencies.js';
import { fact, type ItemEvent } from './facts.js';
import { OwnerMissing } from './refusals.js';
import type { Item, ItemState } from './state.js';
import type { Horizon, MoveCause, MoveReason, Window } from './values.js';
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

export interface RescheduleItemInput {
  readonly itemId: string;
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

/**
 * Moves the window. A promised item needs a reason out of the list and tells who depends on it; the same window and horizon again is
 * no fact. `graph` is only read: a dependency added meanwhile is seen by whoever looks at the alignment.
 * @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed, ValidationFailed, WindowInvalid, PrecisionMismatch
 */
export function rescheduleItem(
  { item: state, graph }: { readonly item: Item; readonly graph: DependencyGraph },
  input: RescheduleItemInput,
): ItemEvent[] {
  const item = requireStatus(state, 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  const why = whyMoved(item, input);
  const { itemId, horizon = item.horizon } = input;
  const to = windowOf(input.window);
  const { window: from } = item;
  // A planned item always has both.
  if (from === null || horizon === null || (isSameWindow(from, to) && horizon === item.horizon)) return [];
  const notifies = isPromised(item) ? dependantsOf(graph, itemId) : [];
  const moved = { from, to, horizon, shiftDays: shiftDays(from, to) };
  return [fact('ItemRescheduled', { ...moved, ...why, notifies })];
}
