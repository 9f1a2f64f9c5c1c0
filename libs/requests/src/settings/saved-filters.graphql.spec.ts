import { toGlobalId } from '#libs/api-kit';
import { canonicalHash } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import { randomUUID } from 'node:crypto';
import { filterShelf, savedFilter, type SavedFilterEvent } from '../domain/index.js';
import { type Member, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { SettingsClient } from './settings.fixture.js';

let api: RequestsApi;
let client: SettingsClient;
beforeAll(async () => {
  api = await requestsApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  client = new SettingsClient(api, await api.cast());
});

const LIST = `query ($savedFilterId: ID, $filter: RequestFilter, $order: [RequestOrder!]) {
  requests(savedFilterId: $savedFilterId, filter: $filter, order: $order) { totalCount nodes { title } } }`;
const titles = async (variables: object, who?: Member) => {
  const { nodes } = await client.query<{ nodes: { title: string }[] }>(LIST, { ...variables }, who);
  return nodes.map(({ title }) => title);
};
const draft = (title: string) => client.done(client.cast.requester, 'createRequest', client.creation({ title }));
const springs = { name: 'Spring', filter: { title: { contains: 'spring' } }, order: [{ title: 'DESC' }] };
const save = (who: Member, input: object = {}) => client.id(who, 'saveFilter', { ...springs, ...input });
const codeOf = async (...call: Parameters<SettingsClient['answer']>) =>
  (await client.answer(...call)).problems[0]?.code;

/** A filter as it may have been saved by another release, past today's checks. */
const savedBefore = async (content: { filter: object; order?: object[] }): Promise<string> => {
  const { workspaceId, manager } = client.cast;
  const id = randomUUID();
  const data = { name: 'Old', shared: true, order: [], ...content, ownerId: manager.personId };
  const command = operatorCommand({ workspaceId, operation: 'happened', input: { hash: canonicalHash(content) } });
  const saved: SavedFilterEvent = { type: 'FilterSaved', data };
  await api.log.decideOne(command, { aggregate: savedFilter, id, expect: 'new' }, () => [saved]);
  return toGlobalId('SavedFilter', id);
};

describe('a saved filter', () => {
  it('is applied with whatever else is asked, in its own order unless another is given', async () => {
    for (const title of ['Spring A', 'Spring B', 'Autumn']) await draft(title);
    const savedFilterId = await save(client.cast.manager);
    expect(await titles({ savedFilterId })).toEqual(['Spring B', 'Spring A']);
    expect(await titles({ savedFilterId, order: [] })).toEqual(['Spring B', 'Spring A']);
    expect(await titles({ savedFilterId, order: [{ title: 'ASC' }] })).toEqual(['Spring A', 'Spring B']);
    expect(await titles({ savedFilterId, filter: { title: { contains: 'b' } } })).toEqual(['Spring B']);
    // What the caller asks for does not widen what the filter lets through.
    expect(await titles({ savedFilterId, filter: { or: [{ title: { eq: 'Autumn' } }] } })).toEqual([]);
  });

  it('is one’s own until it is shared, and then everybody’s to use', async () => {
    const { manager, engineer } = client.cast;
    await draft('Spring A');
    const savedFilterId = await save(manager);
    await save(engineer, { name: 'Mine' });
    const MINE = `{ savedFilters { nodes { name shared ownerId owner { id } filterJson orderJson version } } }`;
    const listed = (name: string, who: Member, shared: boolean, version: number) => ({
      name,
      shared,
      version,
      ownerId: who.id,
      owner: { id: who.id },
      filterJson: springs.filter,
      orderJson: springs.order,
    });
    expect(await client.query(MINE, {}, engineer)).toEqual({ nodes: [listed('Mine', engineer, false, 1)] });
    const foreign = await api.run(LIST, engineer, { variables: { savedFilterId } });
    expect(foreign.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const changed = await client.answer(
      manager,
      'changeSavedFilter',
      { savedFilterId, shared: true },
      { expect: { version: 1 } },
    );
    expect(changed.it).toMatchObject({ shared: true, version: 2, name: 'Spring' });
    expect(await titles({ savedFilterId }, engineer)).toEqual(['Spring A']);
    expect(await client.query(MINE, {}, engineer)).toEqual({
      nodes: [listed('Mine', engineer, false, 1), listed('Spring', manager, true, 2)],
    });
    const node = `query ($id: ID!) { node(id: $id) { __typename ... on SavedFilter { name } } }`;
    expect(await client.query(node, { id: savedFilterId }, engineer)).toEqual({
      __typename: 'SavedFilter',
      name: 'Spring',
    });
  });

  it('shows nobody a request they may not see', async () => {
    await draft('Spring A');
    const savedFilterId = await save(client.cast.manager, { shared: true });
    const elsewhere = new SettingsClient(api, await api.cast());
    const { errors } = await api.run(LIST, elsewhere.cast.manager, { variables: { savedFilterId } });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('is deleted by its owner or, where it is shared, by a lead; FORBIDDEN and NOT_FOUND for others', async () => {
    const { manager, engineer, cto } = client.cast;
    const [shared, own] = [await save(manager, { shared: true }), await save(manager)];
    expect(await codeOf(engineer, 'changeSavedFilter', { savedFilterId: shared, name: 'Ours' })).toBe('FORBIDDEN');
    expect(await codeOf(engineer, 'deleteSavedFilter', { savedFilterId: shared })).toBe('FORBIDDEN');
    expect(await codeOf(cto, 'deleteSavedFilter', { savedFilterId: own })).toBe('NOT_FOUND');
    const gone = (await client.answer(cto, 'deleteSavedFilter', { savedFilterId: shared })) as { it: unknown };
    expect(gone.it).toBe(shared);
    expect(await codeOf(manager, 'deleteSavedFilter', { savedFilterId: shared })).toBe('NOT_FOUND');
    expect(await client.query(`{ savedFilters { nodes { id } } }`)).toEqual({ nodes: [{ id: own }] });
    expect(await codeOf(client.cast.auditor, 'saveFilter', springs)).toBe('FORBIDDEN');
  });

  it('is tried before it is saved: what means nothing is refused', async () => {
    const { manager } = client.cast;
    expect(await codeOf(manager, 'saveFilter', { ...springs, name: ' ' })).toBe('VALIDATION_FAILED');
    expect(await codeOf(manager, 'saveFilter', { ...springs, name: 'mara@example.com' })).toBe('PII_NOT_ALLOWED');
    expect(await codeOf(manager, 'saveFilter', { ...springs, filter: { ownerId: { eq: 'nobody' } } })).toBe(
      'NOT_FOUND',
    );
    await expect(client.answer(manager, 'saveFilter', { ...springs, filter: { title: null } })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
    await expect(client.answer(manager, 'saveFilter', { ...springs, order: [{}] })).rejects.toThrow('BAD_USER_INPUT');
    const savedFilterId = await save(manager);
    const wrong = { savedFilterId, filter: { title: { eq: null } } };
    await expect(client.answer(manager, 'changeSavedFilter', wrong)).rejects.toThrow('BAD_USER_INPUT');
  });

  it.each([
    ['a field', { filter: { gone: { eq: 1 } } }],
    ['a word', { filter: { status: { eq: 'GONE' } } }],
    ['a comparator', { filter: { title: { soundsLike: 'spring' } } }],
    ['an order', { filter: {}, order: [{ gone: 'ASC' }] }],
    ['a kind of id', { filter: { ownerId: { eq: toGlobalId('Team', randomUUID()) } } }],
  ])('SAVED_FILTER_OUTDATED: %s that is gone', async (_what, content) => {
    const savedFilterId = await savedBefore(content);
    const { errors } = await api.run(LIST, client.cast.manager, { variables: { savedFilterId } });
    expect(errors).toMatchObject([{ extensions: { code: 'SAVED_FILTER_OUTDATED' } }]);
    // It is listed all the same, and can be saved anew.
    const anew = { savedFilterId, filter: {}, order: [{ title: 'ASC' }] };
    expect(await client.id(client.cast.manager, 'changeSavedFilter', anew)).toBe(savedFilterId);
    expect(await titles({ savedFilterId })).toEqual([]);
  });

  it('LIMIT_REACHED: the 201st of one person, however close two come', async () => {
    const { workspaceId, manager, engineer } = client.cast;
    const command = operatorCommand({ workspaceId, operation: 'happened', input: {} });
    const shelved = Array.from({ length: 199 }, () => ({
      type: 'FilterShelved' as const,
      data: { savedFilterId: randomUUID() },
    }));
    const shelf = { aggregate: filterShelf, id: manager.personId, expect: 'new' as const };
    await api.log.decideOne(command, shelf, () => shelved);
    const answers = await Promise.all(Array.from({ length: 4 }, () => client.answer(manager, 'saveFilter', springs)));
    expect(answers.filter(({ it }) => it !== null)).toHaveLength(1);
    expect(answers.flatMap(({ problems }) => problems)).toMatchObject(
      Array.from({ length: 3 }, () => ({ code: 'LIMIT_REACHED', what: 'saved filters of one person', max: 200 })),
    );
    const savedFilterId = answers.find(({ it }) => it !== null)!.it!.id;
    expect(await codeOf(engineer, 'saveFilter', springs)).toBeUndefined();
    await client.answer(manager, 'deleteSavedFilter', { savedFilterId });
    expect(await codeOf(manager, 'saveFilter', springs)).toBeUndefined();
  });
});
