import { type Aggregate, NotFound, type Recorded } from '#libs/event-log';
import { plainText, requireRoom } from '#libs/vocabulary';
import { requireStatus } from './context.js';
import { fact, type ItemEvent } from './facts.js';
import { AlreadyLinked, PrimaryNotShared, PrimaryTaken } from './refusals.js';
import type { Item } from './state.js';
import { limits } from './values.js';

/** One request's place on the roadmap. The stream guards what no item can see alone (I4): at most 5 items, one of them primary. */
export interface PlaceFacts {
  RequestPlaced: { readonly itemId: string; readonly primary: boolean };
  RequestTakenOff: { readonly itemId: string };
}
export type PlaceEvent = {
  [T in keyof PlaceFacts]: { readonly type: T; readonly data: PlaceFacts[T] };
}[keyof PlaceFacts];

export interface RequestPlaces {
  readonly items: readonly PlaceFacts['RequestPlaced'][];
}

const without = ({ items }: RequestPlaces, itemId: string) => items.filter((one) => one.itemId !== itemId);

/** Total, as every fold. */
export function evolvePlaces(state: RequestPlaces, event: PlaceEvent): RequestPlaces {
  if (event.type === 'RequestPlaced') return { items: [...without(state, event.data.itemId), event.data] };
  return event.type === 'RequestTakenOff' ? { items: without(state, event.data.itemId) } : state;
}

/** `roadmap-request-<requestId>`. */
export const requestPlaces: Aggregate<RequestPlaces, PlaceEvent> = {
  type: 'roadmap-request',
  initial: { items: [] },
  source: import.meta.url,
  evolve: (state, event: Recorded<PlaceEvent>) => evolvePlaces(state, event),
};

export interface LinkStates {
  readonly item: Item;
  /** Of the request at hand. */
  readonly places: RequestPlaces;
}

export interface LinkFacts {
  readonly item: ItemEvent[];
  readonly places: PlaceEvent[];
}

export interface LinkRequestInput {
  readonly itemId: string;
  readonly requestId: string;
  /** This item is the one the request is told by. */
  readonly primary?: boolean;
}

function requirePrimaryFree(items: RequestPlaces['items'], lane: string): void {
  if (lane !== 'SHARED') throw new PrimaryNotShared(lane);
  const taken = items.find(({ primary }) => primary);
  if (taken) throw new PrimaryTaken(taken.itemId);
}

/**
 * Links a request to an item, on both streams at once.
 * @throws NotFound, InvalidState, AlreadyLinked, PrimaryNotShared, PrimaryTaken, LimitReached, ValidationFailed
 */
export function linkRequest({ item: state, places }: LinkStates, input: LinkRequestInput): LinkFacts {
  const item = requireStatus(state, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  const { itemId, primary = false } = input;
  const path = ['input', 'requestId'];
  const requestId = plainText(input.requestId, { path, max: limits.title });
  if (item.links.some((link) => link.requestId === requestId)) throw new AlreadyLinked(requestId);
  if (primary) requirePrimaryFree(places.items, item.lane);
  requireRoom(places.items.length + 1, limits.itemsPerRequest, { what: 'roadmap items for one request', path });
  requireRoom(item.links.length + 1, limits.linkedRequests, { what: 'requests linked to one item', path });
  return {
    item: [fact('RequestLinked', { requestId, primary })],
    places: [{ type: 'RequestPlaced', data: { itemId, primary } }],
  };
}

/** Takes the link away, also from a dropped item; what shipped keeps it. @throws NotFound, InvalidState */
export function unlinkRequest({ item: state }: LinkStates, input: LinkRequestInput): LinkFacts {
  const item = requireStatus(state, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'DROPPED');
  const { itemId, requestId } = input;
  if (!item.links.some((link) => link.requestId === requestId))
    throw new NotFound('linked request', ['input', 'requestId']);
  return {
    item: [fact('RequestUnlinked', { requestId })],
    places: [{ type: 'RequestTakenOff', data: { itemId } }],
  };
}
