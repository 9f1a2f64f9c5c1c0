import fc from 'fast-check';
import { toGlobalId } from '#libs/api-kit';
import { draft, draftInDemo, startTwoWorlds, type TwoWorlds } from '../journeys/two-worlds.js';
import { documentFor, NASTY, variablesArb } from './arbitrary-input.js';
import { productSchema } from './product-schema.js';
import { Sender, type Sent } from './sender.js';

let worlds: TwoWorlds;
let sender: Sender;
/** Global ids of a request of the demo and of one of the sandbox. */
let ours: string;
let theirs: string;
beforeAll(async () => {
  worlds = await startTwoWorlds();
  sender = new Sender(worlds, worlds.database.ownerPool(1));
  theirs = await draft(worlds);
  ours = await draftInDemo(worlds);
});
afterAll(() => worlds.stop());

const asJson = { accept: 'application/graphql-response+json' };
const operation = JSON.stringify({ query: '{ viewer { today } }' });
const nested = (open: string, close: string, times: number, middle = '') =>
  open.repeat(times) + middle + close.repeat(times);

describe('what is no operation', () => {
  const bodies: readonly (readonly [string, Sent, number])[] = [
    ['nothing', { body: '' }, 400],
    ['no JSON', { body: '{ viewer { today } }' }, 400],
    ['half of a JSON', { body: operation.slice(0, -3) }, 400],
    ['null', { body: 'null' }, 400],
    ['a text', { body: '"{ viewer { today } }"' }, 400],
    ['a number', { body: '7' }, 400],
    ['an empty object', { body: '{}' }, 400],
    ['an empty list', { body: '[]' }, 400],
    ['a batch', { body: `[${operation},${operation}]` }, 400],
    ['a query that is an object', { body: '{"query":{"a":1}}' }, 400],
    ['variables that are a list', { body: '{"query":"{ viewer { today } }","variables":[1]}' }, 400],
    ['a name that is a number', { body: '{"query":"{ viewer { today } }","operationName":7}' }, 400],
    ['extensions that are a text', { body: '{"query":"{ viewer { today } }","extensions":"x"}' }, 400],
    ['a prototype', { body: '{"__proto__":{"query":"{ viewer { today } }"}}' }, 400],
    ['100,000 brackets', { body: nested('[', ']', 100_000) }, 400],
    ['bytes that are no text', { body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x22, 0x7d]) }, 400],
    ['more than a megabyte', { body: JSON.stringify({ query: `# ${'x'.repeat(1_100_000)}` }) }, 413],
    ['plain text', { body: operation, headers: { 'content-type': 'text/plain' } }, 415],
    ['a form', { body: 'query=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['parts', { body: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 415],
    ['application/graphql', { body: '{ viewer { today } }', headers: { 'content-type': 'application/graphql' } }, 415],
    ['a type that is none', { body: operation, headers: { 'content-type': '/' } }, 415],
    ['a zip', { body: new Uint8Array([0x1f, 0x8b, 8, 0]), headers: { 'content-encoding': 'gzip' } }, 400],
    ['no token', { body: operation, headers: { authorization: 'Basic eDp5' } }, 401],
    ['DELETE', { method: 'DELETE', body: operation }, 404],
    ['PUT', { method: 'PUT', body: operation }, 404],
    ['a GET without a query', { method: 'GET' }, 400],
    ['a GET with half an escape', { method: 'GET', search: '?query=%E0%A4%A' }, 400],
    ['a GET with variables that are no JSON', { method: 'GET', search: '?query={viewer{today}}&variables={' }, 400],
    [
      'a mutation by GET that is right',
      {
        method: 'GET',
        search: `?query=${encodeURIComponent('mutation { createTeam(input: { name: "x", side: CONSUMER, timeZone: "UTC" }) { replayed } }')}`,
      },
      405,
    ],
  ];
  it.each(bodies)('%s is refused before anything is read into it', async (_what, sent, status) => {
    const answered = await sender.send({ ...sent, headers: { ...asJson, ...sent.headers } });
    expect([answered.status, answered.stored, answered.data]).toEqual([status, false, null]);
    expect(answered.codes).toHaveLength(1);
  });
});

describe('a document', () => {
  const many = (count: number, of: (n: number) => string) => Array.from({ length: count }, (_, n) => of(n)).join(' ');
  const doubling = `query { viewer { ...F0 } } ${many(25, (n) => `fragment F${n} on Viewer { ...F${n + 1} ...F${n + 1} }`)} fragment F25 on Viewer { today }`;
  const deepFilter = (levels: number) => `{ requests(filter: ${nested('{ not: ', '}', levels, '{}')}) { totalCount } }`;
  const documents: readonly (readonly [string, string, string])[] = [
    ['of blanks', '   ', 'GRAPHQL_PARSE_FAILED'],
    ['that is half', 'query {', 'GRAPHQL_PARSE_FAILED'],
    ['of emoji', '🌸', 'GRAPHQL_PARSE_FAILED'],
    ['with U+0000', '{ viewer { today } \u0000 }', 'GRAPHQL_PARSE_FAILED'],
    ['with a lone surrogate', '{ viewer { today } } # \ud83c', 'GRAPHQL_PARSE_FAILED'],
    ['of SQL', "'; DROP TABLE log.event; --", 'GRAPHQL_PARSE_FAILED'],
    ['of brackets', nested('{', '}', 2_000), 'GRAPHQL_PARSE_FAILED'],
    ['with a field that is not there', '{ secrets }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with a field of every object there is', '{ viewer { constructor __proto__ } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with a type that is not there', 'query ($x: Nothing) { viewer { today } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with fragments in a circle',
      '{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with two operations and no name',
      'query A { viewer { today } } query B { viewer { today } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['that subscribes by POST', 'subscription { requestChanged(id: "x") { type } }', 'BAD_USER_INPUT'],
    ['with 60 aliases', `{ ${many(60, (n) => `a${n}: viewer { today }`)} }`, 'LIMIT'],
    [
      'with aliases behind fragments',
      `{ ${many(60, () => '...F')} } fragment F on Query { ${many(30, (n) => `a${n}: viewer { today }`)} }`,
      'LIMIT',
    ],
    ['with fragments that double 25 times', doubling, ''],
    ['with 3,000 times the same field', `{ viewer { ${'today '.repeat(3_000)} } }`, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with 1,000 directives on a field',
      `{ viewer { today ${'@include(if: true) '.repeat(1_000)} } }`,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      '40 levels deep',
      `{ __schema { types { ${nested('fields { type { ', ' } }', 20, 'name')} } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['of 20,000 words', `{ ${'a '.repeat(20_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['with a filter 8 levels deep', deepFilter(8), 'LIMIT'],
    ['that costs too much', '{ requests(first: 250) { nodes { briefRevisions(first: 50) { revision } } } }', 'LIMIT'],
    ['with a number beyond 32 bits', '{ request(number: 99999999999) { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with a mutation of no expectation',
      'mutation { submitRequest(input: { requestId: "x" }) { replayed } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ];
  it.each(documents)('%s is answered with a clear error', async (_what, query, code) => {
    const { codes, stored } = await sender.graphql(query);
    expect([codes[0] ?? '', stored]).toEqual([code, false]);
  });
});

const CREATE =
  'mutation ($input: CreateRequestInput!, $key: String) { createRequest(input: $input, idempotencyKey: $key) { position problems { code message path } } }';

describe('variables', () => {
  const list =
    'query ($filter: RequestFilter, $first: Int) { requests(filter: $filter, first: $first) { totalCount nodes { id } } }';
  const ids = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  const deep = (levels: number) => JSON.parse(nested('{"not":', '}', levels, '{}')) as unknown;
  const cases: readonly (readonly [string, string, unknown, string])[] = [
    ['a text for an object', CREATE, { input: 'x' }, 'BAD_USER_INPUT'],
    ['GRAPHQL_PARSE_FAILED', CREATE, { input: [] }, 'BAD_USER_INPUT'],
    ['a field that is not there', CREATE, { input: { title: 'Spring', role: 'ADMIN' } }, 'BAD_USER_INPUT'],
    ['nothing where something must be', CREATE, {}, 'BAD_USER_INPUT'],
    [
      'another enum value',
      CREATE,
      { input: { title: 'Spring', type: 'ROCKET', consumerTeamId: 'x' } },
      'BAD_USER_INPUT',
    ],
    ['a text for a number', list, { first: '50' }, 'BAD_USER_INPUT'],
    ['half a number', list, { first: 1.5 }, 'BAD_USER_INPUT'],
    ['a number beyond 32 bits', list, { first: 2 ** 31 }, 'BAD_USER_INPUT'],
    ['a page of two milliards', list, { first: 2 ** 31 - 1 }, 'LIMIT'],
    ['a page of less than nothing', list, { first: -(2 ** 31) }, 'BAD_USER_INPUT'],
    ['a filter 10 levels deep', list, { filter: deep(10) }, 'LIMIT'],
    [
      'a filter of 1,000 conditions',
      list,
      { filter: { and: Array.from({ length: 1_000 }, () => ({ number: { gt: 1 } })) } },
      'LIMIT',
    ],
    [
      'a list of 50,000 numbers',
      list,
      { filter: { number: { in: Array.from({ length: 50_000 }, (_, n) => n) } } },
      'LIMIT',
    ],
    ['20,000 ids', ids, { ids: Array.from({ length: 20_000 }, () => 'x') }, 'LIMIT'],
    ['a list in a list', ids, { ids: [['x']] }, 'BAD_USER_INPUT'],
    ['a null among ids', ids, { ids: [null] }, 'BAD_USER_INPUT'],
    ['U+0000 in a filter', list, { filter: { title: { contains: 'a\u0000' } } }, 'BAD_USER_INPUT'],
    ['half a pair in a filter', list, { filter: { title: { eq: '\ud83c' } } }, 'BAD_USER_INPUT'],
    ['an instant that is none', list, { filter: { updatedAt: { gt: '2026-02-30T00:00:00Z' } } }, 'BAD_USER_INPUT'],
    [
      'an instant of the year 0',
      'query ($at: Instant!) { requests(asOf: { recordedAt: $at }) { totalCount } }',
      { at: '0000-01-01T00:00:00Z' },
      'BAD_USER_INPUT',
    ],
    ['a date that is none', list, { filter: { agreedDate: { eq: '0000-00-00' } } }, 'BAD_USER_INPUT'],
    ['a null to compare with', list, { filter: { number: { eq: null } } }, 'BAD_USER_INPUT'],
  ];
  it.each(cases)('of %s are answered with a clear error', async (_what, query, variables, code) => {
    const { codes, stored } = await sender.graphql(query, variables);
    expect([codes[0], stored]).toEqual([code, false]);
  });

  it('weigh as much as what is written out', async () => {
    const selection = 'nodes { briefRevisions(first: $m) { revision } }';
    const query = (args: string) => `query (${args}) { requests(first: $n) { ${selection} } }`;
    const heavy = { n: 250, m: 50 };
    const answers = [
      await sender.graphql(query('$n: Int, $m: Int!'), heavy),
      await sender.graphql(query('$n: Int = 250, $m: Int! = 50')),
      await sender.graphql(`{ requests(first: 250) { ${selection.replace('$m', '50')} } }`),
    ];
    const codes = answers.map(({ codes: all }) => all[0]);
    expect(new Set(codes).size).toBe(1);
  });
});

describe('nesting', () => {
  const list = 'query ($filter: RequestFilter) { requests(filter: $filter) { totalCount } }';
  const deep: readonly (readonly [string, (levels: number) => string])[] = [
    ['variables', (n) => `{"query":${JSON.stringify(list)},"variables":{"filter":${nested('{"not":', '}', n, '{}')}}}`],
    ['lists among variables', (n) => `{"query":${JSON.stringify(list)},"variables":{"filter":${nested('[', ']', n)}}}`],
    ['fields', (n) => JSON.stringify({ query: nested('{ viewer ', '}', n) })],
    ['fields that never end', (n) => JSON.stringify({ query: '{a'.repeat(n) })],
    [
      'filters',
      (n) => JSON.stringify({ query: `{ requests(filter: ${nested('{ not: ', '}', n, '{}')}) { totalCount } }` }),
    ],
    ['lists', (n) => JSON.stringify({ query: `{ nodes(ids: ${nested('[', ']', n)}) { id } }` })],
    [
      'types',
      (n) => JSON.stringify({ query: `query ($a: ${nested('[', ']', n, 'Int')}) { viewer(x: $a) { today } }` }),
    ],
    ['fragments', (n) => JSON.stringify({ query: nested('{ ... on Query ', '}', n, '{ nothing }') })],
  ];
  it.each(deep)('of %s is refused at any depth, and never exhausts us', async (_what, body) => {
    for (const levels of [20, 100, 300, 600, 900, 1_200, 1_500, 1_800, 2_100, 2_400, 10_000, 90_000]) {
      const { codes, stored } = await sender.send({ body: body(levels) });
      expect([levels, codes[0], stored]).toEqual([
        levels,
        expect.stringMatching(/^(LIMIT|BAD_USER_INPUT|PAYLOAD_TOO_LARGE|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/),
        false,
      ]);
    }
  });
});

describe('nesting of fragments', () => {
  it('is no depth of fields: 500 of them are answered', async () => {
    const { codes, data } = await sender.graphql(nested('{ ... on Query ', '}', 500, '{ viewer { __typename } }'));
    expect([codes, data]).toEqual([[], { viewer: { __typename: 'Viewer' } }]);
  });
});

describe('text that has broken other services', () => {
  it.each(NASTY.map((text) => [text.length > 60 ? `${text.slice(0, 20)}…` : JSON.stringify(text), text] as const))(
    '%s is found nowhere as id, cursor, position or key of an enum, and stored by none of them',
    async (_what, text) => {
      const id = toGlobalId('Request', text);
      const read =
        'query ($id: ID!, $raw: ID!) { a: request(id: $id) { id } b: node(id: $id) { id } c: node(id: $raw) { id } d: nodes(ids: [$id, $raw]) { id } }';
      const found = await sender.graphql(read, { id, raw: text });
      for (const value of Object.values(found.data ?? {}).flat()) expect(value).toBeNull();
      const list = 'query ($after: String) { requests(after: $after) { totalCount } }';
      expect((await sender.graphql(list, { after: text })).codes[0]).toMatch(/INVALID_CURSOR|BAD_USER_INPUT/);
      const at = 'query ($at: LogPosition) { viewer(minPosition: $at) { today } }';
      expect((await sender.graphql(at, { at: text })).codes[0]).toMatch(/INVALID_POSITION|BAD_USER_INPUT/);
      const submit =
        'mutation ($id: ID!, $key: String) { submitRequest(input: { requestId: $id }, expect: { latest: true }, idempotencyKey: $key) { problems { code message } } }';
      const answered = await sender.graphql(submit, { id, key: text });
      expect([answered.codes.length, answered.stored]).toEqual([1, false]);
    },
  );

  it('is refused as a key, in the argument and in the header', async () => {
    const input = { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: 'x' };
    for (const key of ['', 'x'.repeat(10_000), 'a\u0000', '\ud83c']) {
      const { codes, stored } = await sender.graphql(CREATE, { input, key });
      expect([codes.length, stored]).toEqual([1, false]);
    }
    const header = { headers: { 'idempotency-key': 'x'.repeat(5_000) } };
    const { codes, stored } = await sender.graphql(CREATE, { input }, header);
    expect([codes.length, stored]).toEqual([1, false]);
  });
});

describe('ids of another workspace', () => {
  it('are as unknown as ids of nothing, to every mutation', async () => {
    const { schema } = await productSchema();
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ args }) =>
      args.some(({ name, type }) => name === 'input' && 'requestId' in (inputFields(type) ?? {})),
    );
    expect(fields.length).toBeGreaterThan(15);
    const before = await worlds.sandbox.answer(DETAIL, { as: 'Auditor', variables: { id: theirs } });
    for (const field of fields) {
      const pool = { ids: [theirs, worlds.sandbox.who('CTO').id, worlds.engineering] };
      for (const variables of fc.sample(variablesArb(field, pool), { numRuns: 8, seed: 7 })) {
        const input = { ...(variables['input'] as object), requestId: theirs };
        const all = { ...variables, input, expect: { latest: true }, idempotencyKey: null };
        const { codes, stored } = await sender.graphql(documentFor('mutation', field), all, { as: 'CTO' });
        expect([field.name, codes.length > 0, stored]).toEqual([field.name, true, false]);
      }
    }
    expect(await worlds.sandbox.answer(DETAIL, { as: 'Auditor', variables: { id: theirs } })).toEqual(before);
  });
});

const DETAIL = 'query ($id: ID!) { request(id: $id) { version title status updatedAt } }';
const inputFields = (type: unknown): object | undefined => {
  const named = (type as { ofType?: { getFields?: () => object } }).ofType;
  return named?.getFields?.();
};

describe('whatever comes', () => {
  const titles = ['CMO', 'CTO', 'Web Team Lead', 'Product Manager', 'Administrator', 'Auditor', 'Agency Designer'];
  const pool = () => ({
    ids: [
      ours,
      ours,
      theirs,
      ...worlds.api.demo.slice(0, 3).map(({ person }) => toGlobalId('Person', person.personId)),
      worlds.marketing,
      worlds.sandbox.who('CMO').id,
    ],
  });

  it('to a mutation is carried out, or refused with nothing stored; never a failure of ours', async () => {
    const { schema } = await productSchema();
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
    const outcomes = new Map<string, number>();
    const property = fc.asyncProperty(
      fc.constantFrom(...fields).chain((field) => fc.tuple(fc.constant(field), variablesArb(field, pool()))),
      fc.constantFrom(...titles),
      async ([field, variables], as) => {
        const { codes, stored, data } = await sender.graphql(documentFor('mutation', field), variables, { as });
        for (const code of codes.length > 0 ? codes : ['done']) outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
        if (codes.length > 0) expect(stored).toBe(false);
        else expect(data?.[field.name]).toMatchObject({ problems: [] });
      },
    );
    await fc.assert(property, { numRuns: 500 });
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN']));
  });

  it('to a query is answered or refused; never a failure of ours', async () => {
    const { schema } = await productSchema();
    const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
    const property = fc.asyncProperty(
      fc.constantFrom(...fields).chain((field) => fc.tuple(fc.constant(field), variablesArb(field, pool()))),
      fc.constantFrom(...titles),
      async ([field, variables], as) => {
        const { stored } = await sender.graphql(documentFor('query', field), variables, { as });
        expect(stored).toBe(false);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
