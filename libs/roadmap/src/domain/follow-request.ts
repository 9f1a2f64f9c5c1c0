import type { LocalDate } from '#libs/vocabulary';
import { fact, type ItemEvent, type ItemFacts } from './facts.js';
import type { Item, ItemState } from './state.js';
import { isIdle, suggestMove } from './suggestions.js';
import type { Window } from './values.js';

/** A linked request that something happened to. */
export interface NamedRequest {
  readonly requestId: string;
  /** Names the request and the fact, so that the same fact is one suggestion. */
  readonly suggestionId: string;
  /** As people call it, e.g. `REQ-12`. */
  readonly label: string;
}

/** What happened to it, and still holds: `date` is the day it is agreed for, or went out on; null is why it goes on as before. */
export type RequestChange =
  | { readonly why: 'DATE_MOVED' | 'LAUNCHED_LATE'; readonly date: LocalDate }
  | { readonly why: 'WITHDRAWN'; readonly how: 'withdrawn' | 'declined' }
  | { readonly why: null; readonly how: 'taken up again' | 'rolled back' };

/** How sure an item is thought to be where nobody has said so. */
const UNSAID = 50;

/** Half as sure: the one thing a process may say without knowing the rest of the item. */
const halved = ({ confidence }: ItemState): number => Math.floor((confidence?.value ?? UNSAID) / 2);

/** Only days are moved by a day: what is meant in weeks, months or quarters is for people to plan anew. */
const endingOn = (window: Window, date: LocalDate): Window | null =>
  window.precision === 'DAY' ? { ...window, end: date } : null;

type Hint = Pick<ItemFacts['MoveSuggested'], 'suggested' | 'confidence' | 'note'>;

/** What happened, as the beginning of a sentence. */
function saidOf(label: string, change: RequestChange): string {
  if ('how' in change) return `${label} was ${change.how}`;
  return `${label} ${change.why === 'DATE_MOVED' ? 'is agreed for' : 'was launched on'} ${change.date}`;
}

type Late = Extract<RequestChange, { readonly date: LocalDate }>;

function late(item: ItemState, said: string, { why, date }: Late): Hint | null {
  const { window } = item;
  if (window === null || date <= window.end) return null;
  const suggested = endingOn(window, date);
  const isDoubted = suggested === null && why === 'DATE_MOVED';
  const note = `${said}, after the window of this item ends on ${window.end}.`;
  return { suggested, confidence: isDoubted ? halved(item) : null, note };
}

/** Open suggestions of the same request rest on what was before. */
const outdated = ({ suggestions }: ItemState, requestId: string, said: string): ItemEvent[] =>
  suggestions
    .filter((one) => one.requestId === requestId && one.answer === null)
    .map(({ suggestionId }) => fact('SuggestionAnswered', { suggestionId, accepted: false, reason: `${said}.` }));

function suggestedBy(item: ItemState, { label, ...named }: NamedRequest, change: RequestChange): ItemEvent[] {
  const said = saidOf(label, change);
  const { why } = change;
  if (why === null) return [];
  if (why !== 'WITHDRAWN') {
    const hint = late(item, said, change);
    return hint ? suggestMove(item, { ...named, why, ...hint }) : [];
  }
  return suggestMove(item, { ...named, why, suggested: null, confidence: halved(item), note: `${said}.` });
}

/**
 * RoadmapFollow of 2.5: what an item is advised when a linked request is dated or launched after its window, or comes to nothing. Nothing
 * moves by it. What was advised before because of the same request and is open rests on what is over: it is answered with that. An item
 * that is not to come, and the same fact again, are no fact.
 */
export function followRequest(item: Item, named: NamedRequest, change: RequestChange): ItemEvent[] {
  if (item.status === 'unknown' || isIdle(item, named)) return [];
  return [...outdated(item, named.requestId, saidOf(named.label, change)), ...suggestedBy(item, named, change)];
}
