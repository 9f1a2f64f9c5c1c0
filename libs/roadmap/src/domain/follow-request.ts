import type { LocalDate } from '#libs/vocabulary';
import type { ItemEvent, ItemFacts } from './facts.js';
import type { Item, ItemState } from './state.js';
import { suggestMove } from './suggestions.js';
import type { Window } from './values.js';

/** A linked request that something happened to. */
export interface NamedRequest {
  readonly requestId: string;
  /** Names the request and the fact, so that the same fact is one suggestion. */
  readonly suggestionId: string;
  /** As people call it, e.g. `REQ-12`. */
  readonly label: string;
}

/** What happened to it, and still holds: `date` is the day it is agreed for, or went out on. */
export type RequestChange =
  | { readonly why: 'DATE_MOVED' | 'LAUNCHED_LATE'; readonly date: LocalDate }
  | { readonly why: 'WITHDRAWN'; readonly how: 'WITHDRAWN' | 'DECLINED' };

/** How sure an item is thought to be where nobody has said so. */
const UNSAID = 50;

/** Half as sure: the one thing a process may say without knowing the rest of the item. */
const halved = ({ confidence }: ItemState): number => Math.floor((confidence?.value ?? UNSAID) / 2);

/** Only days are moved by a day: what is meant in weeks, months or quarters is for people to plan anew. */
const endingOn = (window: Window, date: LocalDate): Window | null =>
  window.precision === 'DAY' ? { ...window, end: date } : null;

type Hint = Pick<ItemFacts['MoveSuggested'], 'suggested' | 'confidence' | 'note'>;

type Late = Extract<RequestChange, { readonly date: LocalDate }>;

function late(item: ItemState, label: string, { why, date }: Late): Hint | null {
  const { window } = item;
  if (window === null || date <= window.end) return null;
  const suggested = endingOn(window, date);
  const ends = `after the window of this item ends on ${window.end}.`;
  if (why === 'LAUNCHED_LATE')
    return { suggested, confidence: null, note: `${label} was launched on ${date}, ${ends}` };
  return { suggested, confidence: suggested ? null : halved(item), note: `${label} is agreed for ${date}, ${ends}` };
}

const hintOf = (item: ItemState, label: string, change: RequestChange): Hint | null =>
  change.why === 'WITHDRAWN'
    ? { suggested: null, confidence: halved(item), note: `${label} was ${change.how.toLowerCase()}.` }
    : late(item, label, change);

/**
 * RoadmapFollow of 2.5: what an item is advised when a linked request is dated or launched after its window, or comes to nothing. Nothing
 * moves by it; a day within the window, an item that is not to come, and the same fact again are no fact.
 */
export function followRequest(state: Item, { label, ...named }: NamedRequest, change: RequestChange): ItemEvent[] {
  const hint = state.status === 'unknown' ? null : hintOf(state, label, change);
  return hint ? suggestMove(state, { ...named, why: change.why, ...hint }) : [];
}
