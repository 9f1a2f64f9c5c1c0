import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { wholeBrief } from '../stages.fixture.js';
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

const problemOf = async (...call: Parameters<SettingsClient['answer']>) => {
  const before = await api.events();
  const { it, position, problems } = await client.answer(...call);
  expect([it, position, await api.events()]).toEqual([null, null, before]);
  expect(problems).toHaveLength(1);
  return problems[0];
};

const SETTINGS = `{ requestSettings { id version labels { name colour archived } customFields { name kind maxLength min max integer } templates { name } } }`;
const options = [{ label: 'Germany' }, { label: 'France' }];

describe('request settings', () => {
  it('are empty at first, and show what is defined', async () => {
    expect(await client.query(SETTINGS)).toMatchObject({ version: 0, labels: [], customFields: [], templates: [] });
    const labelId = await client.label('Black Friday');
    await client.id(client.cast.cto, 'changeLabel', { labelId, name: 'Cyber Week' });
    await client.id(client.cast.cto, 'archiveLabel', { labelId });
    await client.field('Budget', { kind: 'NUMBER', min: 1, integer: true });
    const settings = await client.query<{ id: string }>(SETTINGS, {}, client.cast.auditor);
    expect(settings).toMatchObject({
      version: 4,
      labels: [{ name: 'Cyber Week', colour: '#1a7f37', archived: true }],
      customFields: [{ name: 'Budget', kind: 'NUMBER', maxLength: null, min: 1, max: null, integer: true }],
    });
    const node = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Label { name } } }`;
    const foreign = toGlobalId('RequestSettings', randomUUID());
    expect(await client.query(node, { ids: [labelId, settings.id, foreign] })).toMatchObject([
      { __typename: 'Label', name: 'Cyber Week' },
      { __typename: 'RequestSettings' },
      null,
    ]);
    expect(await client.id(client.cast.cmo, 'restoreLabel', { labelId })).toBe(labelId);
  });

  it('are changed by leads alone, each in their own workspace', async () => {
    const input = { name: 'Black Friday', colour: '#000000' };
    expect(await problemOf(client.cast.engineer, 'defineLabel', input)).toMatchObject({ code: 'FORBIDDEN' });
    const labelId = await client.label('Black Friday');
    const elsewhere = new SettingsClient(api, await api.cast());
    expect((await elsewhere.answer(elsewhere.cast.cmo, 'archiveLabel', { labelId })).problems).toMatchObject([
      { code: 'NOT_FOUND', what: 'label' },
    ]);
    expect(await elsewhere.query(SETTINGS)).toMatchObject({ labels: [] });
  });

  it('are made once by one key, and told to be changed by somebody else', async () => {
    const input = { name: 'Black Friday', colour: '#000000' };
    const once = () => client.answer(client.cast.cmo, 'defineLabel', input, { key: 'k-1', expect: { version: 0 } });
    const first = await once();
    expect(await once()).toEqual({ ...first, replayed: true });
    const stale = await problemOf(
      client.cast.cmo,
      'defineLabel',
      { ...input, name: 'Other' },
      { expect: { version: 7 } },
    );
    expect(stale).toMatchObject({
      code: 'CONCURRENCY_CONFLICT',
      actual: 1,
      current: { __typename: 'RequestSettings' },
    });
  });

  it('refuse as problems: NAME_TAKEN, VALIDATION_FAILED, PII_NOT_ALLOWED, NOT_FOUND', async () => {
    const { cmo } = client.cast;
    await client.label('Black Friday');
    const define = (input: object) => problemOf(cmo, 'defineLabel', { name: 'x', colour: '#000000', ...input });
    expect(await define({ name: 'BLACK FRIDAY' })).toMatchObject({
      __typename: 'NameTakenProblem',
      code: 'NAME_TAKEN',
      name: 'BLACK FRIDAY',
    });
    expect(await define({ colour: 'red' })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'colour'] });
    expect(await define({ name: 'mara@example.com' })).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    const fieldId = toGlobalId('CustomField', randomUUID());
    expect(await problemOf(cmo, 'archiveCustomField', { fieldId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await problemOf(cmo, 'defineCustomField', { name: 'x', kind: 'DATE', maxLength: 3 })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'maxLength'],
    });
    const many = Array.from({ length: 101 }, (_, n) => ({ label: `Option ${n}` }));
    expect(await problemOf(cmo, 'defineCustomField', { name: 'x', kind: 'CHOICE', options: many })).toMatchObject({
      code: 'LIMIT_REACHED',
      max: 100,
    });
  });

  it('let one of two with the same name through, however close they come', async () => {
    const input = { name: 'Black Friday', colour: '#000000' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => client.answer(client.cast.cmo, 'defineLabel', input)),
    );
    expect(answers.filter(({ it }) => it !== null)).toHaveLength(1);
    expect(answers.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual(Array(7).fill('NAME_TAKEN'));
  });
});

describe('labels of a request', () => {
  it('are shown, found and taken off', async () => {
    const { engineer, manager } = client.cast;
    const [a, b] = [await client.label('Black Friday'), await client.label('Winter')];
    const [requestId, other] = [await client.at('drafted'), await client.at('drafted')];
    const { it } = await client.answer(engineer, 'labelRequest', { requestId, add: [a, b] });
    expect(it).toMatchObject({ labels: [{ name: 'Black Friday', colour: '#1a7f37' }, { name: 'Winter' }] });
    const find = `query ($filter: RequestFilter) { requests(filter: $filter) { nodes { id labels { id } } } }`;
    const has = { labels: { some: { labelId: { eq: a } } } };
    expect(await client.query(find, { filter: has })).toEqual({
      nodes: [{ id: requestId, labels: [{ id: a }, { id: b }] }],
    });
    expect(await client.query(find, { filter: { labels: { none: { labelId: { eq: a } } } } })).toEqual({
      nodes: [{ id: other, labels: [] }],
    });
    await client.id(client.cast.cmo, 'archiveLabel', { labelId: a });
    const less = await client.answer(manager, 'labelRequest', { requestId, remove: [a] });
    expect(less.it).toMatchObject({ labels: [{ name: 'Winter' }] });
    expect(await client.answer(manager, 'labelRequest', { requestId, remove: [a] })).toMatchObject({
      position: null,
      problems: [],
    });
  });

  it('refuse as problems: NOT_FOUND, LIMIT_REACHED, VALIDATION_FAILED', async () => {
    const { engineer } = client.cast;
    const labelId = await client.label('Old');
    const requestId = await client.at('drafted');
    const none = toGlobalId('Label', randomUUID());
    const label = (input: object) => problemOf(engineer, 'labelRequest', { requestId, ...input });
    expect(await label({ add: [labelId, none] })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'add', '1'] });
    expect(await label({ add: [labelId], remove: [labelId] })).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await label({ add: Array(101).fill(labelId) })).toMatchObject({ code: 'LIMIT_REACHED', max: 100 });
    await client.id(client.cast.cmo, 'archiveLabel', { labelId });
    expect(await label({ add: [labelId] })).toMatchObject({ code: 'NOT_FOUND', what: 'label' });
  });

  it('never come on after they are archived, however close the two come', async () => {
    const labelId = await client.label('Old');
    const requestIds = await Promise.all(Array.from({ length: 6 }, () => client.at('drafted')));
    const [archived, ...labelled] = await Promise.all([
      client.answer(client.cast.cmo, 'archiveLabel', { labelId }),
      ...requestIds.map((requestId) =>
        client.answer(client.cast.engineer, 'labelRequest', { requestId, add: [labelId] }),
      ),
    ]);
    const { rows } = await api.owner.query<{ type: string; position: string }>(
      `select type, position from log.event where workspace_id = $1 and type in ('LabelArchived', 'LabelsChanged') order by position`,
      [client.cast.workspaceId],
    );
    expect(archived.problems).toEqual([]);
    expect(rows.at(-1)?.type).toBe('LabelArchived');
    expect(rows).toHaveLength(labelled.filter(({ problems }) => problems.length === 0).length + 1);
  });
});

describe('custom fields of a request', () => {
  const FIND = `query ($filter: RequestFilter) { requests(filter: $filter) { totalCount } }`;
  const count = async (some: object) =>
    (await client.query<{ totalCount: number }>(FIND, { filter: { customFields: { some } } })).totalCount;

  it('are shown by the kind of their field, and found by it', async () => {
    const ids = {
      text: await client.field('Text', { kind: 'TEXT' }),
      number: await client.field('Number', { kind: 'NUMBER' }),
      yes: await client.field('Yes', { kind: 'BOOLEAN' }),
      date: await client.field('Date', { kind: 'DATE' }),
      url: await client.field('Url', { kind: 'URL' }),
      choice: await client.field('Choice', { kind: 'CHOICE', options }),
      choices: await client.field('Choices', { kind: 'CHOICES', options }),
    };
    const [requestId] = [await client.at('drafted'), await client.at('drafted')];
    const values = [
      { fieldId: ids.choices, value: { choices: ['O2', 'O1'] } },
      { fieldId: ids.text, value: { text: '2026-99-99' } },
      { fieldId: ids.number, value: { number: 2.5 } },
      { fieldId: ids.yes, value: { boolean: false } },
      { fieldId: ids.date, value: { date: '2026-02-28' } },
      { fieldId: ids.url, value: { text: 'https://shop.example' } },
      { fieldId: ids.choice, value: { choice: 'O2' } },
    ];
    const { it, problems } = await client.answer(client.cast.requester, 'setCustomFields', { requestId, values });
    expect(problems).toEqual([]);
    const none = { text: null, number: null, boolean: null, date: null, choices: null };
    expect(it?.['customFields']).toEqual([
      { ...none, field: { name: 'Text', kind: 'TEXT' }, text: '2026-99-99' },
      { ...none, field: { name: 'Number', kind: 'NUMBER' }, number: 2.5 },
      { ...none, field: { name: 'Yes', kind: 'BOOLEAN' }, boolean: false },
      { ...none, field: { name: 'Date', kind: 'DATE' }, date: '2026-02-28' },
      { ...none, field: { name: 'Url', kind: 'URL' }, text: 'https://shop.example' },
      { ...none, field: { name: 'Choice', kind: 'CHOICE' }, choices: [{ id: 'O2', label: 'France' }] },
      {
        ...none,
        field: { name: 'Choices', kind: 'CHOICES' },
        choices: [
          { id: 'O1', label: 'Germany' },
          { id: 'O2', label: 'France' },
        ],
      },
    ]);
    const found: readonly [string, object, number][] = [
      [ids.text, { text: { startsWith: '2026' } }, 1],
      [ids.number, { number: { gte: 2.5 } }, 1],
      [ids.number, { number: { gt: 2.5 } }, 0],
      [ids.text, { number: { gte: 0 } }, 0],
      [ids.yes, { boolean: { eq: false } }, 1],
      [ids.date, { date: { lt: '2026-03-01' } }, 1],
      [ids.date, { date: { gt: '2026-02-28' } }, 0],
      [ids.choice, { choices: { some: { optionId: { eq: 'O2' } } } }, 1],
      [ids.choices, { choices: { some: { optionId: { eq: 'O1' } } } }, 1],
      [ids.choices, { choices: { none: { optionId: { eq: 'O1' } } } }, 0],
    ];
    for (const [fieldId, comparator, expected] of found)
      expect([comparator, await count({ fieldId: { eq: fieldId }, ...comparator })]).toEqual([comparator, expected]);
    const away = { requestId, values: [{ fieldId: ids.number, value: null }] };
    expect((await client.answer(client.cast.requester, 'setCustomFields', away)).it?.['customFields']).toHaveLength(6);
  });

  it('refuse as problems: CUSTOM_FIELD_INVALID, NOT_FOUND, PII_NOT_ALLOWED, VALIDATION_FAILED, FORBIDDEN', async () => {
    const { requester, stranger } = client.cast;
    const fieldId = await client.field('Budget', { kind: 'NUMBER', min: 1, integer: true });
    const text = await client.field('Text', { kind: 'TEXT' });
    const requestId = await client.at('drafted');
    const set = (values: object[], who = requester) => problemOf(who, 'setCustomFields', { requestId, values });
    expect(await set([{ fieldId, value: { number: 1.5 } }])).toMatchObject({
      __typename: 'CustomFieldInvalidProblem',
      code: 'CUSTOM_FIELD_INVALID',
      fieldId,
      expectedValue: 'number, a whole one, at least 1',
      path: ['input', 'values', '0', 'value'],
    });
    const mine = { fieldId, value: { number: 2 } };
    expect(await set([mine, mine])).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await set([mine], stranger)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await set([{ fieldId: text, value: { text: 'mara@example.com' } }])).toMatchObject({
      code: 'PII_NOT_ALLOWED',
    });
    await client.id(client.cast.cmo, 'archiveCustomField', { fieldId });
    expect(await set([mine])).toMatchObject({ code: 'NOT_FOUND', what: 'custom field' });
  });

  it('are owed at their step: CUSTOM_FIELD_REQUIRED', async () => {
    const { requester, manager, engineer } = client.cast;
    const early = await client.field('Budget', { kind: 'NUMBER', requiredAt: 'SUBMIT' });
    const late = await client.field('Country', { kind: 'CHOICE', options, requiredAt: 'TRIAGE' });
    await client.field('Severity', { kind: 'TEXT', requiredAt: 'SUBMIT', requestTypes: ['BUG'] });
    const requestId = await client.at('written');
    const required = { __typename: 'CustomFieldRequiredProblem', code: 'CUSTOM_FIELD_REQUIRED' };
    const ask = (name: string, input: object, who = requester) => client.run(who, name, input);
    const problemsOf = async (name: string, input: object, who = requester) => {
      const { data } = await ask(name, input, who);
      return (data as Record<string, { problems: object[] }>)[name]?.problems;
    };
    expect(await problemsOf('submitRequest', { requestId })).toMatchObject([required]);
    const fill = (fieldId: string, value: object) =>
      client.answer(engineer, 'setCustomFields', { requestId, values: [{ fieldId, value }] });
    await fill(early, { number: 1 });
    await client.done(requester, 'submitRequest', { requestId });
    expect(await problemsOf('triageRequest', client.triage(requestId), manager)).toMatchObject([required]);
    await fill(late, { choice: 'O1' });
    await client.done(manager, 'triageRequest', client.triage(requestId));
    const document = `mutation ($input: SubmitRequestInput!) { submitRequest(input: $input, expect: { latest: true }) {
      problems { ... on CustomFieldRequiredProblem { fieldIds names } } } }`;
    const input = { requestId: await client.at('written') };
    expect(await client.query(document, { input }, requester)).toEqual({
      problems: [{ fieldIds: [early], names: ['Budget'] }],
    });
  });
});

describe('templates', () => {
  it('are what a request begins with, and change', async () => {
    const { cmo, requester } = client.cast;
    const labelId = await client.label('Black Friday');
    const fieldId = await client.field('Budget', { kind: 'NUMBER' });
    const template = {
      requestType: 'LANDING_PAGE',
      name: 'Campaign page',
      titlePrefix: 'Landing page:',
      brief: wholeBrief,
      labels: [labelId],
      customFields: [{ fieldId, value: { number: 100 } }],
    };
    const { it } = await client.answer(cmo, 'defineTemplate', template);
    expect(it).toMatchObject({
      brief: { criteria: [{ id: 'C1' }, { id: 'C2' }] },
      labels: [{}],
      customFields: [{ number: 100 }],
    });
    const templateId = it!.id;
    const { request } = await client.done(requester, 'createRequest', client.creation({ templateId }));
    expect(request).toMatchObject({
      title: 'Landing page: Spring landing page',
      briefRevision: 1,
      completenessPercent: 100,
    });
    const found = `query ($id: ID!) { request(id: $id) { labels { id } customFields { number } } }`;
    expect(await client.query(found, { id: request?.id })).toEqual({
      labels: [{ id: labelId }],
      customFields: [{ number: 100 }],
    });
    const changed = await client.answer(cmo, 'changeTemplate', { templateId, titlePrefix: null });
    expect(changed.it).toMatchObject({ titlePrefix: null, name: 'Campaign page' });
    await client.id(cmo, 'archiveTemplate', { templateId });
    const { problems } = await client.give(requester, 'createRequest', client.creation({ templateId }));
    expect(problems).toMatchObject([{ code: 'NOT_FOUND', what: 'template', path: ['input', 'templateId'] }]);
  });

  it('refuse as problems: NOT_FOUND, CUSTOM_FIELD_INVALID, BRIEF_STORY_INCOMPLETE, LIMIT_REACHED', async () => {
    const { cmo } = client.cast;
    const fieldId = await client.field('Budget', { kind: 'NUMBER' });
    const define = (input: object) => problemOf(cmo, 'defineTemplate', { requestType: 'BUG', name: 'x', ...input });
    expect(await define({ labels: [toGlobalId('Label', randomUUID())] })).toMatchObject({ code: 'NOT_FOUND' });
    const assets = [{ kind: 'FIGMA', url: 'https://figma.example', approvedBy: toGlobalId('Person', randomUUID()) }];
    expect(await define({ brief: { assets } })).toMatchObject({ code: 'NOT_FOUND', what: 'person' });
    expect(await define({ customFields: [{ fieldId, value: null }] })).toMatchObject({
      code: 'CUSTOM_FIELD_INVALID',
      fieldId,
    });
    expect(await define({ brief: { userStories: [{ role: 'x', want: '', benefit: 'y' }] } })).toMatchObject({
      code: 'BRIEF_STORY_INCOMPLETE',
    });
    const text = 'x'.repeat(3400);
    expect(await define({ brief: { criteria: [{ text }, { text }, { text }] } })).toMatchObject({
      code: 'LIMIT_REACHED',
    });
  });
});
