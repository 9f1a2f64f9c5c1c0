import { canonicalHash } from '#libs/event-log';
import type { GateEntries, GateFactData, LocalDate } from '#libs/vocabulary';
import type { ItemState } from './state.js';

/** What a review must have been about, and the day it must still hold on. */
export interface GateAsked {
  readonly scopeHash: string;
  readonly day: LocalDate;
}

const isHolding = ({ validUntil }: GateFactData, day: LocalDate): boolean => validUntil !== null && day <= validUntil;

/** CLEARED or CONDITIONAL, about this scope, valid on the day, and with every condition met that comes before a launch. */
function isOpen(entry: GateFactData | null, { scopeHash, day }: GateAsked): boolean {
  if (entry?.outcome !== 'CLEARED' && entry?.outcome !== 'CONDITIONAL') return false;
  const isMet = entry.conditions.every(({ preLaunch, met }) => met || !preLaunch);
  return isMet && entry.scopeHash === scopeHash && isHolding(entry, day);
}

/** Ids of the reviews that do not let pass, one that is not decided included; ordered. */
export const closedGates = (entries: GateEntries, asked: GateAsked): string[] =>
  Object.keys(entries)
    .filter((reviewId) => !isOpen(entries[reviewId] ?? null, asked))
    .sort();

/**
 * What a review of an item is about (R5): what kind of thing it is, where it goes out, the requests it brings and what it is meant to do.
 * Its title, owners, window and whatever it depends on are not in it: under another name or on another day the same thing goes out, and a
 * review that lasts until a day sees to that by itself. The order of properties and requests says nothing.
 */
export const itemScopeHash = ({ kind, propertyIds, links, expectedImpact }: ItemState): string =>
  canonicalHash({
    kind,
    propertyIds: propertyIds.toSorted(),
    requestIds: links.map(({ requestId }) => requestId).sort(),
    expectedImpact,
  });
