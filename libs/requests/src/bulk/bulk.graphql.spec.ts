import { type RequestsApi, requestsApi } from '../requests.fixture.js';
import { wholeBrief } from '../stages.fixture.js';
import { BulkClient, nobody, told } from './bulk.fixture.js';

let api: RequestsApi;
beforeAll(async () => void (api = await requestsApi()));
afterAll(() => api.close());

describe('triage of many', () => {
  it('takes in what can be taken in, and tells of every other row why not', async () => {
    const client = await BulkClient.of(api);
    const { manager, cto } = client.cast;
    const [good, draft, stale, class_, size, team, owner] = [
      await client.at('submitted'),
      await client.at('drafted'),
      ...(await client.several(5, 'submitted')),
    ];
    const held = await client.at('submitted');
    await client.done(cto, 'holdRequest', {
      requestId: held,
      reason: 'Waits for the budget',
      reviewDate: '2026-02-02',
    });
    const items = [
      client.triage(good),
      client.triage(draft),
      client.triage(stale!, { expect: { version: 1 } }),
      client.triage(class_!, { priorityClass: 'EXPEDITE' }),
      client.triage(size!, { roughMinutes: 0 }),
      client.triage(team!, { providerTeamId: client.cast.marketing }),
      client.triage(owner!, { ownerId: nobody('Person') }),
      client.triage(held),
      client.triage(nobody('Request')),
      client.triage(good, { priorityClass: 'LOW' }),
    ];
    const answer = await client.bulk(manager, 'bulkTriage', items);
    expect(told(answer)).toEqual([
      'CHANGED',
      'INVALID_STATE',
      'CONCURRENCY_CONFLICT',
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'PROVIDER_UNKNOWN',
      'OWNER_REQUIRED',
      'REQUEST_HELD',
      'NOT_FOUND',
      'VALIDATION_FAILED',
    ]);
    expect(answer).toMatchObject({ changed: 1, refused: 9, replayed: false, problems: [] });
    expect(answer.position).not.toBeNull();
    expect(answer.rows[0]?.request).toEqual({ id: good, status: 'TRIAGED', version: 5 });
    expect(answer.rows[1]?.request).toMatchObject({ id: draft, status: 'DRAFT' });
    expect(answer.rows[8]?.request).toBeNull();
    expect(answer.rows[2]?.problems[0]).toMatchObject({
      path: ['input', 'items', '2', 'expect', 'version'],
      expected: 1,
      actual: 3,
      current: { id: stale, version: 3 },
    });
    expect(answer.rows[5]?.problems[0]?.path).toEqual(['input', 'items', '5', 'providerTeamId']);
  });

  it('tells of every row the same when it is repeated, whatever happened since', async () => {
    const client = await BulkClient.of(api);
    const { manager, requester } = client.cast;
    const [submitted, draft] = [await client.at('submitted'), await client.at('written')];
    const items = [client.triage(submitted), client.triage(draft)];
    const first = await client.bulk(manager, 'bulkTriage', items, 'morning');
    expect(told(first)).toEqual(['CHANGED', 'INVALID_STATE']);
    await client.done(requester, 'submitRequest', { requestId: draft });
    const before = await api.events();
    const again = await client.bulk(manager, 'bulkTriage', items, 'morning');
    expect(told(again)).toEqual(told(first));
    expect(again).toMatchObject({ replayed: true, position: first.position });
    expect(again.rows.map(({ problems }) => problems)).toEqual(first.rows.map(({ problems }) => problems));
    expect(await api.events()).toBe(before);
    const other = await client.bulk(manager, 'bulkTriage', [client.triage(draft)], 'morning');
    expect(other.problems[0]?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('stores nothing when every row is refused, and decides such a command anew', async () => {
    const client = await BulkClient.of(api);
    const { manager, requester } = client.cast;
    const draft = await client.at('written');
    const items = [client.triage(draft)];
    const before = await api.events();
    const first = await client.bulk(manager, 'bulkTriage', items, 'noon');
    expect(first).toMatchObject({ position: null, replayed: false, changed: 0, refused: 1 });
    expect(await api.events()).toBe(before);
    await client.done(requester, 'submitRequest', { requestId: draft });
    expect(told(await client.bulk(manager, 'bulkTriage', items, 'noon'))).toEqual(['CHANGED']);
  });

  it('takes 500 rows and no more, and nothing from who may not triage', async () => {
    const client = await BulkClient.of(api);
    const { manager, requester } = client.cast;
    const items = Array.from({ length: 501 }, () => client.triage(nobody('Request')));
    const tooMany = await client.bulk(manager, 'bulkTriage', items);
    expect(tooMany).toMatchObject({ rows: [], problems: [{ code: 'LIMIT_REACHED', max: 500 }] });
    expect(told(await client.bulk(manager, 'bulkTriage', items.slice(1)))).toEqual(
      items.slice(1).map(() => 'NOT_FOUND'),
    );
    const forbidden = await client.bulk(requester, 'bulkTriage', items.slice(0, 1));
    expect(forbidden).toMatchObject({ rows: [], changed: 0, problems: [{ code: 'FORBIDDEN' }] });
    const junk = await client.bulk(manager, 'bulkTriage', [client.triage('junk')]);
    expect(junk.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'items', '0', 'requestId'] }]);
    expect(await client.bulk(manager, 'bulkTriage', [])).toMatchObject({ rows: [], problems: [], position: null });
  });

  it('asks for the fields a triaged request owes', async () => {
    const client = await BulkClient.of(api);
    const { cto, manager } = client.cast;
    const field = { name: 'Region', kind: 'TEXT', requiredAt: 'TRIAGE' };
    const source = `mutation ($input: DefineCustomFieldInput!, $expect: Expect!) {
      defineCustomField(input: $input, expect: $expect) { problems { code message } } }`;
    const { data, errors } = await api.run(source, cto, { variables: { input: field, expect: { latest: true } } });
    expect({ data, errors }).toMatchObject({ data: { defineCustomField: { problems: [] } } });
    const answer = await client.bulk(manager, 'bulkTriage', [client.triage(await client.at('submitted'))]);
    expect(told(answer)).toEqual(['CUSTOM_FIELD_REQUIRED']);
  });
});

describe('labels of many', () => {
  const define = async ({ cast: { cto } }: BulkClient, name: string): Promise<string> => {
    const source = `mutation ($input: DefineLabelInput!, $expect: Expect!) {
      defineLabel(input: $input, expect: $expect) { label { id } problems { code message } } }`;
    const variables = { input: { name, colour: '#1a7f37' }, expect: { latest: true } };
    const { data } = await api.run(source, cto, { variables });
    return (data as { defineLabel: { label: { id: string } } }).defineLabel.label.id;
  };

  it('are put on and taken off, each row for itself', async () => {
    const client = await BulkClient.of(api);
    const { requester } = client.cast;
    const [spring, urgent] = [await define(client, 'Spring'), await define(client, 'Urgent')];
    const [one, two, three] = await client.several(3, 'drafted');
    expect(told(await client.bulk(requester, 'bulkLabel', [{ requestId: one, add: [spring] }]))).toEqual(['CHANGED']);
    const items = [
      { requestId: one, add: [urgent], remove: [spring] },
      { requestId: two, add: [nobody('Label')] },
      { requestId: three, remove: [spring] },
      { requestId: one, add: [spring] },
      { requestId: nobody('Request'), add: [spring] },
    ];
    const answer = await client.bulk(requester, 'bulkLabel', items, 'labels');
    expect(told(answer)).toEqual(['CHANGED', 'NOT_FOUND', 'UNCHANGED', 'VALIDATION_FAILED', 'NOT_FOUND']);
    expect(answer.rows[1]?.problems[0]?.path).toEqual(['input', 'items', '1', 'add', '0']);
    expect(told(await client.bulk(requester, 'bulkLabel', items, 'labels'))).toEqual(told(answer));
    const { data } = await api.run('query ($id: ID!) { request(id: $id) { labels { name } } }', requester, {
      variables: { id: one },
    });
    expect(data).toEqual({ request: { labels: [{ name: 'Urgent' }] } });
    const many = Array.from({ length: 501 }, () => ({ requestId: one, add: [spring] }));
    expect((await client.bulk(requester, 'bulkLabel', many)).problems).toMatchObject([{ code: 'LIMIT_REACHED' }]);
  });
});

describe('many at the same time as one', () => {
  it('of the same rows: one wins each row, the other is told', async () => {
    const client = await BulkClient.of(api);
    const { manager, cto } = client.cast;
    const ids = await client.several(12, 'submitted');
    const [bulk, ...singles] = await Promise.all([
      client.bulk(
        manager,
        'bulkTriage',
        ids.map((id) => client.triage(id)),
      ),
      ...ids.map((id) => client.give(cto, 'triageRequest', client.triage(id, { priorityClass: 'HIGH' }))),
    ]);
    expect(bulk.rows).toHaveLength(12);
    bulk.rows.forEach(({ fate, problems }, index) => {
      const codes = [fate === 'CHANGED' ? 'DONE' : problems[0]?.code, singles[index]!.problems[0]?.code ?? 'DONE'];
      expect(new Set(codes)).toEqual(new Set(['DONE', 'INVALID_STATE']));
    });
  });

  it('of two commands over the same rows: each row is taken in once', async () => {
    const client = await BulkClient.of(api);
    const { manager, cto } = client.cast;
    const ids = await client.several(10, 'submitted');
    const [a, b] = await Promise.all([
      client.bulk(
        manager,
        'bulkTriage',
        ids.map((id) => client.triage(id)),
      ),
      client.bulk(
        cto,
        'bulkTriage',
        ids.toReversed().map((id) => client.triage(id)),
      ),
    ]);
    // The versions of all rows guard each of the two, so that one of them had every row.
    expect([a.changed, b.changed].toSorted((x, y) => x - y)).toEqual([0, 10]);
    expect([a.refused, b.refused].toSorted((x, y) => x - y)).toEqual([0, 10]);
  });

  it('a row changed meanwhile does not make the others fail', async () => {
    const client = await BulkClient.of(api);
    const { manager, requester } = client.cast;
    const ids = await client.several(8, 'submitted');
    const items = ids.map((id) => client.triage(id, { expect: { version: 3 } }));
    const brief = { ...wholeBrief, assetsNotNeeded: 'Uses the new page kit' };
    const [bulk, revised] = await Promise.all([
      client.bulk(manager, 'bulkTriage', items),
      client.give(requester, 'reviseBrief', { requestId: ids[3], brief }),
    ]);
    expect(revised.problems).toEqual([]);
    const fates = told(bulk);
    expect(fates.filter((_, index) => index !== 3)).toEqual(Array.from({ length: 7 }, () => 'CHANGED'));
    expect(['CHANGED', 'CONCURRENCY_CONFLICT']).toContain(fates[3]);
  });
});
