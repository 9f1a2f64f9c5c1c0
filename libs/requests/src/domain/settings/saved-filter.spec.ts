import { type Recorded, Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import { people } from '../given.spec-kit.js';
import {
  changeSavedFilter,
  deleteSavedFilter,
  filterShelf,
  type FilterShelfEvent,
  savedFilter,
  type SavedFilter,
  type SavedFilterEvent,
  saveFilter,
} from './saved-filter.js';

const content = {
  name: 'Waiting for us',
  shared: false,
  filter: { waitingOn: { eq: 'PROVIDER' } },
  order: [{ title: 'ASC' }],
};
const ownerId = people.engineer.personId;
const asked = { ...content, savedFilterId: 'sf-1', ownerId };
const admin: Actor = { personId: 'p-ada', roles: ['ADMIN'], side: null, grant: 'all' };

const folded = (facts: readonly SavedFilterEvent[]): SavedFilter =>
  facts.reduce((state, fact) => savedFilter.evolve(state, fact as Recorded<SavedFilterEvent>), savedFilter.initial);
const saved = (change: object = {}) => folded(saveFilter(filterShelf.initial, { ...asked, ...change }).filter);
const codeOf = (decide: () => unknown): string | null => {
  try {
    decide();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe('a saved filter', () => {
  it('is kept as it came, and stands on the shelf of its owner', () => {
    expect(saveFilter(filterShelf.initial, asked)).toEqual({
      filter: [{ type: 'FilterSaved', data: { ...content, ownerId } }],
      shelf: [{ type: 'FilterShelved', data: { savedFilterId: 'sf-1' } }],
    });
  });

  it('changes part by part for its owner and whoever stands for them; no fact when nothing changes', () => {
    const [fact] = changeSavedFilter(saved(), { name: 'Ours', shared: true }, people.engineer);
    expect(fact).toEqual({ type: 'SavedFilterChanged', data: { ...content, name: 'Ours', shared: true } });
    expect(changeSavedFilter(saved(), { filter: { waitingOn: { eq: 'PROVIDER' } } }, people.engineer)).toEqual([]);
    const deputy = { ...people.manager, onBehalfOf: ownerId };
    expect(changeSavedFilter(saved(), { filter: {} }, deputy)).toHaveLength(1);
  });

  it('is changed and deleted by leads and administrators where it is shared', () => {
    for (const actor of [people.cmo, people.cto, admin]) {
      expect(changeSavedFilter(saved({ shared: true }), { name: 'Ours' }, actor)).toHaveLength(1);
      expect(deleteSavedFilter(saved({ shared: true }), actor)).toHaveLength(1);
    }
  });

  it('FORBIDDEN: a shared one of somebody else, for whoever is no lead', () => {
    expect(codeOf(() => changeSavedFilter(saved({ shared: true }), {}, people.manager))).toBe('FORBIDDEN');
    expect(codeOf(() => deleteSavedFilter(saved({ shared: true }), people.manager))).toBe('FORBIDDEN');
  });

  it('NOT_FOUND: one of somebody else that is not shared, whoever asks; one that is deleted or never was', () => {
    for (const actor of [people.cmo, people.manager, admin])
      expect(codeOf(() => changeSavedFilter(saved(), { name: 'Ours' }, actor))).toBe('NOT_FOUND');
    const gone = savedFilter.evolve(saved(), {
      type: 'SavedFilterDeleted',
      data: { ownerId },
    } as Recorded<SavedFilterEvent>);
    expect(codeOf(() => deleteSavedFilter(gone, people.engineer))).toBe('NOT_FOUND');
    expect(codeOf(() => changeSavedFilter({ status: 'unknown' }, {}, people.engineer))).toBe('NOT_FOUND');
  });

  it('VALIDATION_FAILED and PII_NOT_ALLOWED: a name or a filter that is too long, a name of a person', () => {
    const given = [{ name: '' }, { name: 'x'.repeat(101) }, { name: 'mara@example.com' }];
    expect(given.map((change) => codeOf(() => saved(change)))).toEqual([
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'PII_NOT_ALLOWED',
    ]);
    const filter = { title: { eq: 'x'.repeat(20_000) } };
    expect(codeOf(() => saved({ filter }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => changeSavedFilter(saved(), { filter }, people.engineer))).toBe('VALIDATION_FAILED');
  });

  it('LIMIT_REACHED: 200 of one person; one that is deleted makes room', () => {
    const shelve = (type: FilterShelfEvent['type'], savedFilterId: string) =>
      ({ type, data: { savedFilterId } }) as Recorded<FilterShelfEvent>;
    const full = Array.from({ length: 200 }, (_, n) => shelve('FilterShelved', `sf-${n}`)).reduce(
      (shelf, fact) => filterShelf.evolve(shelf, fact),
      filterShelf.initial,
    );
    expect(codeOf(() => saveFilter(full, { ...asked, savedFilterId: 'more' }))).toBe('LIMIT_REACHED');
    expect(codeOf(() => saveFilter(filterShelf.evolve(full, shelve('FilterUnshelved', 'sf-7')), asked))).toBeNull();
  });
});
