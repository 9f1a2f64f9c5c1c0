import { NotFound } from '#libs/event-log';
import { type Circumstances, optionalText, pastDate } from '#libs/vocabulary';
import { reasonOf, requireStatus } from './context.js';
import { fact, type ItemEvent } from './facts.js';
import { LinkedWorkOpen, OutcomeMissing, ShippingBlockedByRisk } from './refusals.js';
import type { Item, ItemState } from './state.js';
import { limits } from './values.js';

/** Statuses of a request after which nothing is left to ship with the item. */
export const endedRequests: readonly string[] = ['LAUNCHED', 'CLOSED', 'WITHDRAWN', 'DECLINED', 'MERGED'];

/** What else shipping rests on: the requests of the item, and the reviews of a campaign. */
export interface ShipStates {
  readonly item: Item;
  /** The status of a linked request. */
  readonly requestStatusOf: (requestId: string) => string;
  /** Ids of linked risk reviews whose gate is closed; asked for a CAMPAIGN alone. */
  readonly closedGates: () => readonly string[];
}

export interface ShipItemInput {
  /** The day it went out, today or earlier. */
  readonly localDate: string;
}

const requestIdsOf = ({ links }: ItemState): string[] => links.map(({ requestId }) => requestId);

/**
 * IN_DELIVERY → SHIPPED, once (I5): no linked request is open, and for a CAMPAIGN the gates of linked reviews are.
 * @throws NotFound, InvalidState, ValidationFailed, DateInFuture, LinkedWorkOpen, ShippingBlockedByRisk
 */
export function shipItem(states: ShipStates, input: ShipItemInput, { today }: Circumstances): ItemEvent[] {
  const item = requireStatus(states.item, 'IN_DELIVERY');
  const localDate = pastDate(input.localDate, today, ['input', 'localDate']);
  const open = requestIdsOf(item).filter((id) => !endedRequests.includes(states.requestStatusOf(id)));
  if (open.length > 0) throw new LinkedWorkOpen(open);
  const closed = item.kind === 'CAMPAIGN' ? states.closedGates() : [];
  if (closed.length > 0) throw new ShippingBlockedByRisk(closed);
  return [fact('ItemShipped', { localDate })];
}

export interface RevertShipmentInput {
  readonly reason: string;
  /** The linked request whose launch was rolled back. */
  readonly requestId?: string | null;
}

/** SHIPPED → IN_DELIVERY: a linked launch was rolled back. @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed */
export function revertShipment(state: Item, { reason, requestId = null }: RevertShipmentInput): ItemEvent[] {
  const item = requireStatus(state, 'SHIPPED');
  if (requestId !== null && !requestIdsOf(item).includes(requestId))
    throw new NotFound('linked request', ['input', 'requestId']);
  return [fact('ShipmentReverted', { reason: reasonOf(reason, 'it is not out any more'), requestId })];
}

/** Exactly one of the two. */
export interface MeasureItemInput {
  readonly outcome?: string | null;
  readonly waivedBecause?: string | null;
}

/** SHIPPED → MEASURED: what came of it, or why nobody measures it. @throws NotFound, InvalidState, OutcomeMissing, PiiNotAllowed */
export function measureItem(state: Item, input: MeasureItemInput): ItemEvent[] {
  requireStatus(state, 'SHIPPED');
  const outcome = optionalText(input.outcome, { path: ['input', 'outcome'], max: limits.text });
  const waivedBecause = optionalText(input.waivedBecause, { path: ['input', 'waivedBecause'], max: limits.text });
  if ((outcome === null) === (waivedBecause === null)) throw new OutcomeMissing();
  return [fact('ItemMeasured', { outcome, waivedBecause })];
}

/** Gives an item up before it shipped. @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed */
export function dropItem(state: Item, input: { readonly reason: string }): ItemEvent[] {
  requireStatus(state, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  return [fact('ItemDropped', { reason: reasonOf(input.reason, 'this item is dropped') })];
}

/** DROPPED → PROPOSED: planned and agreed anew. @throws NotFound, InvalidState */
export function reviveItem(state: Item): ItemEvent[] {
  requireStatus(state, 'DROPPED');
  return [fact('ItemRevived', {})];
}
