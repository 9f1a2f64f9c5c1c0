import { InvalidState } from '#libs/event-log';
import { freeText, optionalText, plainText, requireRoom } from '#libs/vocabulary';
import { reasonOf, requireKnown, requireStatus } from './context.js';
import { wholeNumber } from './days.js';
import { fact, type ItemDescription, type ItemEvent } from './facts.js';
import { sameJson } from './same-json.js';
import type { Item } from './state.js';
import { type ItemKind, type Lane, limits, noOwners, type Owner, type Owners, type Visibility } from './values.js';

/** What is left out of a proposal is empty; left out of a revision, it stays. */
export interface DescriptionInput {
  readonly title?: string;
  readonly owners?: Partial<Owners>;
  readonly goalIds?: readonly string[];
  readonly propertyIds?: readonly string[];
  /** Null takes it away. */
  readonly expectedImpact?: string | null;
}

export interface ProposeItemInput extends DescriptionInput {
  /** RM-<n>: the workspace's next one. */
  readonly number: number;
  readonly title: string;
  readonly lane: Lane;
  readonly kind: ItemKind;
  /** TEAMS where it is left out. */
  readonly visibility?: Visibility;
}

const isId = (id: string, path: readonly string[]): string => plainText(id, { path, max: limits.title });

function idsOf(ids: readonly string[], field: string): readonly string[] {
  const path = ['input', field];
  requireRoom(ids.length, limits.references, { what: field === 'goalIds' ? 'goals' : 'web properties', path });
  return [...new Set(ids.map((id) => isId(id, path)))];
}

function ownerOf(owner: Owner | null, path: readonly string[]): Owner | null {
  return owner && { personId: isId(owner.personId, path), teamId: isId(owner.teamId, path) };
}

function ownersOf(before: Owners, given: Partial<Owners>): Owners {
  const { marketing, engineering, product } = { ...before, ...given };
  return {
    marketing: ownerOf(marketing, ['input', 'owners', 'marketing']),
    engineering: ownerOf(engineering, ['input', 'owners', 'engineering']),
    product: ownerOf(product, ['input', 'owners', 'product']),
  };
}

const impactOf = (text: string | null): string | null =>
  optionalText(text, { path: ['input', 'expectedImpact'], max: limits.text });

/** A description laid over another. @throws ValidationFailed, PiiNotAllowed, LimitReached */
const descriptionOf = (before: ItemDescription, given: DescriptionInput): ItemDescription => ({
  title:
    given.title === undefined ? before.title : freeText(given.title, { path: ['input', 'title'], max: limits.title }),
  owners: given.owners === undefined ? before.owners : ownersOf(before.owners, given.owners),
  goalIds: given.goalIds === undefined ? before.goalIds : idsOf(given.goalIds, 'goalIds'),
  propertyIds: given.propertyIds === undefined ? before.propertyIds : idsOf(given.propertyIds, 'propertyIds'),
  expectedImpact: given.expectedImpact === undefined ? before.expectedImpact : impactOf(given.expectedImpact),
});

const nothingSaid: ItemDescription = {
  title: '',
  owners: noOwners,
  goalIds: [],
  propertyIds: [],
  expectedImpact: null,
};

/**
 * A new item, on one lane for good (P40).
 * @throws InvalidState, ValidationFailed, PiiNotAllowed, LimitReached
 */
export function proposeItem(item: Item, input: ProposeItemInput): ItemEvent[] {
  if (item.status !== 'unknown') throw new InvalidState(item.status, []);
  const number = wholeNumber(input.number, { min: 1, max: Number.MAX_SAFE_INTEGER, path: ['input', 'number'] });
  const { lane, kind, visibility = 'TEAMS' } = input;
  return [fact('ItemProposed', { number, ...descriptionOf(nothingSaid, input), lane, kind, visibility })];
}

const described = ['title', 'owners', 'goalIds', 'propertyIds', 'expectedImpact'] as const;

/**
 * Writes anew what is said about an item; the fact holds what changed, and there is none when nothing did.
 * @throws NotFound, InvalidState, ValidationFailed, PiiNotAllowed, LimitReached
 */
export function reviseItem(state: Item, input: DescriptionInput): ItemEvent[] {
  const item = requireStatus(state, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'SHIPPED');
  const after = descriptionOf(item, input);
  const changes = described.filter((field) => !sameJson(item[field], after[field]));
  if (changes.length === 0) return [];
  return [fact('ItemRevised', Object.fromEntries(changes.map((field) => [field, after[field]])))];
}

export interface ConfidenceInput {
  /** 0 to 100. */
  readonly value: number;
  readonly reason: string;
}

/**
 * How sure the window is, and why.
 * @throws NotFound, InvalidState, ValidationFailed, ReasonRequired, PiiNotAllowed
 */
export function setConfidence(state: Item, input: ConfidenceInput): ItemEvent[] {
  const item = requireStatus(state, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  const value = wholeNumber(input.value, { min: 0, max: 100, path: ['input', 'value'] });
  const why = reasonOf(input.reason, 'what makes this more or less certain');
  return sameJson(item.confidence, { value, why }) ? [] : [fact('ConfidenceSet', { value, why })];
}

/** Who may see the item; what PUBLIC shows of it is `publicView` alone (I6). @throws NotFound */
export function setVisibility(state: Item, { visibility }: { readonly visibility: Visibility }): ItemEvent[] {
  return requireKnown(state).visibility === visibility ? [] : [fact('VisibilitySet', { visibility })];
}
