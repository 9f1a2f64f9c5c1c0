import { NotFound } from '#libs/event-log';
import { type Circumstances, type GateEntries, type LocalDate, optionalText, pastDate } from '#libs/vocabulary';
import { reasonOf, requireStatus } from './context.js';
import { fact, type ItemEvent } from './facts.js';
import { closedGates, itemScopeHash } from './gate.js';
import { LinkedWorkOpen, OutcomeMissing, ShippingBlockedByRisk } from './refusals.js';
import type { Item, ItemState } from './state.js';
import { limits } from './values.js';

/** Statuses of a request after which nothing is left to ship with the item. */
export const endedRequests: readonly string[] = ['LAUNCHED', 'CLOSED', 'WITHDRAWN', 'DECLINED', 'MERGED'];

/** Of those, the ones that went out: what they bring is part of a campaign, so their reviews speak for it. */
const launchedRequests: readonly string[] = ['LAUNCHED', 'CLOSED'];

/** What shipping asks of a linked request. */
export interface ShippedRequest {
  readonly status: string;
  /** What its risk review says, and the scope as it is now. */
  readonly gate: GateEntries;
  readonly scopeHash: string;
}

/** What else shipping rests on: the requests of the item. */
export interface ShipStates {
  readonly item: Item;
  readonly requestOf: (requestId: string) => ShippedRequest;
}

export interface ShipItemInput {
  /** The day it went out, today or earlier. */
  readonly localDate: string;
}

const requestIdsOf = ({ links }: ItemState): string[] => links.map(({ requestId }) => requestId);

/** Reviews of a campaign and of what went out with it that do not let pass on a day, each once. */
function closedFor({ item, requestOf }: ShipStates & { readonly item: ItemState }, day: LocalDate): string[] {
  const requests = requestIdsOf(item)
    .map(requestOf)
    .filter(({ status }) => launchedRequests.includes(status));
  const gated = [{ gate: item.gate, scopeHash: itemScopeHash(item) }, ...requests];
  return [...new Set(gated.flatMap(({ gate, scopeHash }) => closedGates(gate, { scopeHash, day })))];
}

/**
 * IN_DELIVERY → SHIPPED, once (I5): no linked request is open, and for a CAMPAIGN its own gates and those of launched requests are, on
 * the day it went out.
 * @throws NotFound, InvalidState, ValidationFailed, DateInFuture, LinkedWorkOpen, ShippingBlockedByRisk
 */
export function shipItem(states: ShipStates, input: ShipItemInput, { today }: Circumstances): ItemEvent[] {
  const item = requireStatus(states.item, 'IN_DELIVERY');
  const localDate = pastDate(input.localDate, today, ['input', 'localDate']);
  const open = requestIdsOf(item).filter((id) => !endedRequests.includes(states.requestOf(id).status));
  if (open.length > 0) throw new LinkedWorkOpen(open);
  const closed = item.kind === 'CAMPAIGN' ? closedFor({ ...states, item }, localDate) : [];
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
