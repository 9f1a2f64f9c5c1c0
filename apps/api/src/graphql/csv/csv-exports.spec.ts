import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { goodToken, revocableToken, type SmallApiHandle, startSmallApi, WORDS } from '../../small-api.fixture.js';
import { csvLine, guarded } from './cells.js';
import { MAX_EXPORTS } from './export-turns.js';

let api: SmallApiHandle;
beforeAll(async () => void (api = await startSmallApi({ options: { maxCost: 1000 } })));
afterAll(() => api.app.close());
beforeEach(() => {
  api.seen.words = { total: 7 };
  api.seen.executed = 0;
});

const post = (query: string, { token = goodToken, search = '', variables, signal }: Asking = {}) =>
  fetch(`${api.url}/graphql.csv${search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
interface Asking {
  readonly token?: string;
  readonly search?: string;
  readonly variables?: object;
  readonly signal?: AbortSignal;
}

/** As a spreadsheet would read it. */
const read = (text: string): string[][] => parse(text, { bom: true });
const table = async (query: string, asking?: Asking) => {
  const response = await post(query, asking);
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return read(text);
};
const refusal = async (query: string, asking?: Asking) => {
  const response = await post(query, asking);
  const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
  return [response.status, errors[0]?.extensions.code, errors[0]?.message] as const;
};

describe('an export', () => {
  it('has a column for every value that is asked for, in that order', async () => {
    const query = `query Words { words { nodes { number ...More synonyms things { number } } totalCount } }
      fragment More on Word { word: text about { number double: number } ... on Word { even number } }`;
    const [header, ...rows] = await table(query);
    expect(header).toEqual(['number', 'word', 'about.number', 'about.double', 'even', 'synonyms', 'things']);
    expect(rows).toHaveLength(7);
    expect(rows[0]).toEqual(['0', 'plain', '', '', 'true', '[]', '[{"number":0}]']);
    expect(rows[1]).toEqual(['1', "'=1+1", '-1', '-1', 'false', '["a","=b,\\"c\\""]', '[{"number":1}]']);
  });

  it('brings every text back, once its guard is taken away', async () => {
    api.seen.words = { total: WORDS.length };
    const [, ...rows] = await table('{ words { nodes { text } } }');
    expect(rows.map(([text]) => text?.replace(/^'/, ''))).toEqual(WORDS.map((word) => word ?? ''));
    expect(rows.map(([text]) => text).filter((text) => /^[=+\-@]/.test(text ?? ''))).toEqual([]);
  });

  it('goes through all pages, of the size that is asked for', async () => {
    api.seen.words = { total: 600 };
    expect(await table('{ words { nodes { number } } }')).toHaveLength(601);
    expect(api.seen.executed).toBe(3);
    const some = 'query ($size: Int, $after: String) { words(first: $size, after: $after) { nodes { number } } }';
    const rows = await table(some, { variables: { size: 100, after: '399' } });
    expect([rows.length, rows[1], rows.at(-1)]).toEqual([201, ['400'], ['599']]);
    expect(api.seen.executed).toBe(5);
  });

  it('says what it is, and marks itself as UTF-8 when asked to', async () => {
    const response = await post('{ all: words { nodes { text } } }', { search: '?bom=1' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="all.csv"',
      'x-total-count': '7',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect((await (await post('{ words { nodes { text } } }')).text()).startsWith('text\r\n')).toBe(true);
  });

  it('finds the list inside of objects, and takes one that comes as a whole', async () => {
    expect(await table('{ shelf(name: "a") { words { nodes { number } } } }')).toHaveLength(8);
    expect(await table('{ shelf(name: "a") { things { number } } }')).toEqual([['number'], ['1'], ['2']]);
    expect(await table('{ things(first: 2) { number } }')).toEqual([['number'], ['0'], ['1']]);
  });

  it('of nothing has a header', async () => {
    api.seen.words = { total: 0 };
    expect(await table('{ words { nodes { number text } } }')).toEqual([['number', 'text']]);
  });

  it('ends where the caller wants it to', async () => {
    api.seen.words = { total: 60_000 };
    expect(await table('{ words { nodes { number } } }', { search: '?limit=300' })).toHaveLength(301);
  });
});

describe('an export is refused before it begins', () => {
  it.each([
    ['no token', 401, 'UNAUTHENTICATED', '{ words { nodes { number } } }', { token: 'twl_unknown' }],
    ['a mutation', 400, 'BAD_USER_INPUT', 'mutation { count }', {}],
    ['a plain value', 400, 'BAD_USER_INPUT', '{ greeting }', {}],
    ['two lists', 400, 'BAD_USER_INPUT', '{ a: things(first: 1) { number } b: things(first: 1) { number } }', {}],
    ['edges', 400, 'BAD_USER_INPUT', '{ words { edges { node { number } } } }', {}],
    ['going backward', 400, 'BAD_USER_INPUT', '{ words(last: 3) { nodes { number } } }', {}],
    ['a bad limit', 400, 'BAD_USER_INPUT', '{ words { nodes { number } } }', { search: '?limit=60000' }],
    ['an unknown field', 400, 'GRAPHQL_VALIDATION_FAILED', '{ words { nodes { nothing } } }', {}],
    ['a broken document', 400, 'GRAPHQL_PARSE_FAILED', '{ words {', {}],
    ['a list that is not there', 404, 'NOT_FOUND', '{ shelf(name: "") { things { number } } }', {}],
    ['an expensive page', 400, 'LIMIT', '{ words(first: 250) { nodes { things { number } } } }', {}],
  ] as const)('for %s', async (...[, status, code, query, asking]) => {
    expect((await refusal(query, asking)).slice(0, 2)).toEqual([status, code]);
  });

  it('for a failure on the first page, of which nothing is told', async () => {
    api.seen.words.failsFrom = 3;
    const [status, code, message] = await refusal('{ words { nodes { number } } }');
    expect([status, code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(message).not.toContain('db.internal');
  });

  it('for more rows than an export has', async () => {
    api.seen.words = { total: 50_001 };
    expect((await refusal('{ words { nodes { number } } }')).slice(0, 2)).toEqual([400, 'LIMIT']);
    expect(api.seen.executed).toBe(1);
  });

  it('for nothing at all, and names of its own', async () => {
    expect((await refusal('')).slice(0, 2)).toEqual([400, 'BAD_USER_INPUT']);
    const own = 'query ($exportAfter: String) { words(after: $exportAfter) { nodes { number } } }';
    expect((await refusal(own)).slice(0, 2)).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('an export that is under way', () => {
  it('is cut off by a failure, so that nobody takes it for whole', async () => {
    api.seen.words = { total: 2_000, failsFrom: 1_000 };
    const response = await post('{ words { nodes { number } } }');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    const line = api.seen.lines.map((one) => JSON.parse(one) as Record<string, unknown>).find(({ errors }) => errors);
    expect(line).toBeDefined();
  });

  /** Resolves when so many pages wait. */
  const waiting = async (pages: number): Promise<void> => {
    while (api.seen.waiting.length < pages) await new Promise((resolve) => setImmediate(resolve));
  };
  const goOn = (): void => api.seen.waiting.splice(0).forEach((next) => next());
  const query = '{ words(first: 100) { nodes { number text synonyms } } }';

  it('ends when its token is revoked', async () => {
    api.seen.words = { total: 400, waitsFrom: 50 };
    const response = await post(query, { token: revocableToken });
    await waiting(1);
    api.seen.revoked.add(revocableToken);
    goOn();
    await expect(response.text()).rejects.toThrow();
    api.seen.revoked.clear();
  });

  it('has one of two places of its token, until it ends or its client goes', async () => {
    api.seen.words = { total: 200, waitsFrom: 50 };
    const left = new AbortController();
    const stays = await post(query);
    const goes = await post(query, { signal: left.signal });
    await waiting(MAX_EXPORTS);
    expect((await refusal(query)).slice(0, 2)).toEqual([429, 'LIMIT']);
    expect((await post('{ things(first: 1) { number } }', { token: revocableToken })).status).toBe(200);
    left.abort();
    goOn();
    await expect(goes.text()).rejects.toThrow();
    expect(read(await stays.text())).toHaveLength(201);
    let status = 429;
    while (status === 429) ({ status } = await post('{ things(first: 1) { number } }'));
    expect(status).toBe(200);
  });
});

describe('a line', () => {
  const cell = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[=+\-@\t\r\n',;" a]{0,6}$/));

  it('is read by others as it was meant', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2 }), (cells) => {
        const [read] = parse(csvLine(cells), { relax_quotes: false });
        expect(read).toEqual(cells.map(guarded));
        expect(read?.map((text) => text.replace(/^'/, ''))).toEqual(cells);
        expect(read?.filter((text) => /^[=+\-@\t\r\n]/.test(text))).toEqual([]);
      }),
    );
  });
});
