import { type Aggregate, Forbidden, NotFound, ValidationFailed } from '#libs/event-log';
import { type Actor, actsFor, freeText, hasRole, requireRoom } from '#libs/vocabulary';
import { settingsLimits } from './limits.js';
import { isSame } from './names.js';

/** A filter and an order of requests as they came in, coerced by their input types: what they mean is the list's to say. */
export interface SavedQuery {
  readonly filter: object;
  readonly order: readonly object[];
}

export interface FilterContent extends SavedQuery {
  readonly name: string;
  /** Everybody in the workspace sees it. */
  readonly shared: boolean;
}

/** Facts of one saved filter. */
export interface SavedFilterFacts {
  FilterSaved: FilterContent & { readonly ownerId: string };
  SavedFilterChanged: FilterContent;
  SavedFilterDeleted: { readonly ownerId: string };
}

export type SavedFilterEvent = {
  [T in keyof SavedFilterFacts]: { readonly type: T; readonly data: SavedFilterFacts[T] };
}[keyof SavedFilterFacts];

export type SavedFilter =
  { readonly status: 'unknown' } | (FilterContent & { readonly status: 'saved' | 'deleted'; readonly ownerId: string });

type SavedOne = Extract<SavedFilter, { name: string }>;

const nothingSaved: SavedOne = { status: 'deleted', ownerId: '', name: '', shared: false, filter: {}, order: [] };

/** One filter of one person. */
export const savedFilter: Aggregate<SavedFilter, SavedFilterEvent> = {
  type: 'saved-filter',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    const before = state.status === 'unknown' ? nothingSaved : state;
    switch (event.type) {
      case 'FilterSaved':
      case 'SavedFilterChanged':
        return { ...before, ...event.data, status: 'saved' };
      case 'SavedFilterDeleted':
        return { ...before, status: 'deleted' };
    }
  },
};

/** Facts of how many filters one person has; the person's id is the stream's id. */
export interface FilterShelfFacts {
  FilterShelved: { readonly savedFilterId: string };
  FilterUnshelved: { readonly savedFilterId: string };
}

export type FilterShelfEvent = {
  [T in keyof FilterShelfFacts]: { readonly type: T; readonly data: FilterShelfFacts[T] };
}[keyof FilterShelfFacts];

export interface FilterShelf {
  readonly savedFilterIds: readonly string[];
}

/** Its version guards the limit: two filters saved at once never pass each other unseen. */
export const filterShelf: Aggregate<FilterShelf, FilterShelfEvent> = {
  type: 'filter-shelf',
  initial: { savedFilterIds: [] },
  source: import.meta.url,
  evolve({ savedFilterIds }, { type, data: { savedFilterId } }) {
    const others = savedFilterIds.filter((id) => id !== savedFilterId);
    return { savedFilterIds: type === 'FilterShelved' ? [...others, savedFilterId] : others };
  },
};

function contentOf({ name, shared, filter, order }: FilterContent): FilterContent {
  if (JSON.stringify([filter, order]).length > settingsLimits.maxFilter) {
    const message = `A saved filter has at most ${settingsLimits.maxFilter} characters.`;
    throw new ValidationFailed(message, ['input', 'filter']);
  }
  return { name: freeText(name, { path: ['input', 'name'], max: settingsLimits.maxName }), shared, filter, order };
}

/** @throws LimitReached, ValidationFailed, PiiNotAllowed */
export function saveFilter(
  shelf: FilterShelf,
  { savedFilterId, ownerId, ...content }: FilterContent & { readonly savedFilterId: string; readonly ownerId: string },
): { filter: SavedFilterEvent[]; shelf: FilterShelfEvent[] } {
  requireRoom(shelf.savedFilterIds.length + 1, settingsLimits.savedFilters, { what: 'saved filters of one person' });
  return {
    filter: [{ type: 'FilterSaved', data: { ...contentOf(content), ownerId } }],
    shelf: [{ type: 'FilterShelved', data: { savedFilterId } }],
  };
}

/**
 * The filter, for who may change it: its owner, and of a shared one a lead or an administrator as well.
 * @throws NotFound for one that is not there, deleted or somebody else's own; Forbidden
 */
function requireMine(state: SavedFilter, actor: Actor): SavedOne {
  if (state.status !== 'saved') throw new NotFound('saved filter', ['input', 'savedFilterId']);
  if (actsFor(actor, state.ownerId)) return state;
  if (!state.shared) throw new NotFound('saved filter', ['input', 'savedFilterId']);
  if (hasRole(actor, 'ADMIN', 'MARKETING_LEAD', 'ENGINEERING_LEAD')) return state;
  throw new Forbidden('filter.save', 'Its owner, a lead or an administrator changes a filter that is shared.');
}

/** What is left out stays as it is. No fact when nothing changes. @throws NotFound, Forbidden, ValidationFailed, PiiNotAllowed */
export function changeSavedFilter(
  state: SavedFilter,
  change: Partial<FilterContent>,
  actor: Actor,
): SavedFilterEvent[] {
  const { name, shared, filter, order } = requireMine(state, actor);
  const before = { name, shared, filter, order };
  const given = Object.fromEntries(Object.entries(change).filter(([, part]) => part !== undefined && part !== null));
  const after = contentOf({ ...before, ...given });
  return isSame(after, before) ? [] : [{ type: 'SavedFilterChanged', data: after }];
}

/** @throws NotFound, Forbidden */
export function deleteSavedFilter(state: SavedFilter, actor: Actor): SavedFilterEvent[] {
  const { ownerId } = requireMine(state, actor);
  return [{ type: 'SavedFilterDeleted', data: { ownerId } }];
}
