import { Refusal } from '#libs/event-log';
import { request as httpRequest } from 'node:http';
import { goodToken, member, revocableToken, type SmallApiHandle, startSmallApi } from '../small-api.fixture.js';

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}
const read = async (response: Response): Promise<Answer> => (await response.json()) as Answer;
const firstError = async (response: Response) => (await read(response)).errors?.[0];
const responseType = { accept: 'application/graphql-response+json' };

describe('the API over HTTP', () => {
  let api: SmallApiHandle;
  beforeAll(async () => {
    api = await startSmallApi({ options: { maxDepth: 5, maxAliases: 5, maxCost: 100 }, bodyLimitBytes: 20_000 });
  });
  afterAll(() => api.app.close());

  describe('who may come in', () => {
    it.each([
      ['no token', {}],
      ['an unknown token', { authorization: 'Bearer twl_unknown' }],
      ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
      ['something odd', { authorization: 'Bearer a b' }],
    ])('refuses %s with a real 401 before anything is executed', async (_what, headers) => {
      const before = api.seen.executed;
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
        body: JSON.stringify({ query: '{ greeting }' }),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      const error = await firstError(response);
      expect(error?.extensions).toEqual({ code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') });
      expect(api.seen.executed).toBe(before);
    });

    it('answers introspection to a token only', async () => {
      const query = '{ __schema { queryType { name } } }';
      expect((await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`)).status).toBe(401);
      expect((await read(await api.post({ query }))).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    });

    it('answers a refusal of the authentication with a real 403', async () => {
      const refusal = new Refusal('NOT_A_DEPUTY', 'FORBIDDEN', 'You are not their deputy today.');
      const own = await startSmallApi({ parts: { authenticate: () => Promise.reject(refusal) } });
      const response = await own.post({ query: '{ greeting }' });
      expect(response.status).toBe(403);
      expect((await firstError(response))?.extensions).toMatchObject({ code: 'NOT_A_DEPUTY' });
      await own.app.close();
    });

    it('turns away a revoked token at its next request', async () => {
      const authorization = `Bearer ${revocableToken}`;
      expect((await api.post({ query: '{ greeting }' }, { authorization })).status).toBe(200);
      api.seen.revoked.add(revocableToken);
      expect((await api.post({ query: '{ greeting }' }, { authorization })).status).toBe(401);
      api.seen.revoked.clear();
    });
  });

  describe('limits', () => {
    it('answers a body beyond the limit with a real 413', async () => {
      const response = await api.post({ query: `{ greeting(name: "${'x'.repeat(30_000)}") }` });
      expect(response.status).toBe(413);
      expect((await firstError(response))?.extensions.code).toBe('PAYLOAD_TOO_LARGE');
    });

    it('weighs variables as it weighs literals', async () => {
      const literal = await firstError(await api.post({ query: '{ things(first: 100000) { number } }' }));
      const query = 'query ($n: Int!) { things(first: $n) { number } }';
      const before = api.seen.executed;
      const response = await api.post({ query, variables: { n: 100_000 } }, responseType);
      const variable = await firstError(response);
      expect(response.status).toBe(400);
      expect(variable?.extensions).toMatchObject({ code: 'LIMIT', limit: 100 });
      expect(variable?.extensions.code).toBe(literal?.extensions.code);
      expect(api.seen.executed).toBe(before);
      expect((await read(await api.post({ query, variables: { n: 3 } }))).data).toHaveProperty('things');
    });

    it('weighs the default value of a variable that was left out', async () => {
      const query = 'query ($n: Int! = 100000) { things(first: $n) { number } }';
      expect((await firstError(await api.post({ query })))?.extensions).toMatchObject({ limit: 100 });
    });

    it.each([
      ['depth', `{ things(first: 1) ${'{ things2(first: 1) '.repeat(8)}{ number }${' }'.repeat(8)} }`],
      ['aliases', `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: greeting`).join(' ')} }`],
      ['tokens', `{ ${'a '.repeat(6000)} }`],
    ])('refuses too much of: %s', async (_what, query) => {
      const before = api.seen.executed;
      const response = await api.post({ query }, responseType);
      expect(response.status).toBe(400);
      expect((await firstError(response))?.extensions.requestId).toEqual(expect.any(String));
      expect(api.seen.executed).toBe(before);
    });

    it('runs no batches', async () => {
      const response = await api.post([{ query: '{ greeting }' }, { query: '{ greeting }' }]);
      expect(response.status).toBe(400);
    });

    it('turns away a token that asks too often with a real 429, and no other', async () => {
      let lookups = 0;
      const authenticate = (token: string) => {
        lookups += 1;
        return Promise.resolve({ ...member, tokenId: token });
      };
      const limited = await startSmallApi({ options: { operationsPerMinute: 3 }, parts: { authenticate } });
      const statuses: number[] = [];
      for (let call = 0; call < 4; call += 1) statuses.push((await limited.post({ query: '{ greeting }' })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      const refused = await limited.post({ query: '{ greeting }' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await firstError(refused))?.extensions).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryable: true });
      expect(lookups).toBe(3);
      const other = await limited.post({ query: '{ greeting }' }, { authorization: `Bearer ${revocableToken}` });
      expect(other.status).toBe(200);
      await limited.app.close();
    });
  });

  describe('what is switched off', () => {
    it('keeps no persisted queries', async () => {
      const persistedQuery = {
        version: 1,
        sha256Hash: 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38',
      };
      const error = await firstError(await api.post({ extensions: { persistedQuery } }));
      expect(error?.extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    });

    it('has no landing page at the API: a browser gets the same 401', async () => {
      const response = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toMatch(/<html|<script/i);
    });

    it('tells a signed-in browser nothing of a CDN either', async () => {
      const response = await fetch(`${api.url}/graphql`, {
        headers: { accept: 'text/html', authorization: `Bearer ${goodToken}` },
      });
      expect(await response.text()).not.toMatch(/<script|https?:\/\//);
    });

    it('sends no cache-control of Apollo’s', async () => {
      expect((await api.post({ query: '{ greeting }' })).headers.get('cache-control') ?? '').not.toContain('max-age');
    });
  });

  describe('GET', () => {
    const get = (query: string) =>
      fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { authorization: `Bearer ${goodToken}` },
      });

    it('answers queries', async () => {
      expect((await read(await get('{ greeting }'))).data).toEqual({ greeting: 'hello' });
    });

    it('refuses mutations with 405', async () => {
      const before = api.seen.executed;
      const response = await get('mutation { count }');
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(api.seen.executed).toBe(before);
    });
  });

  it('runs no subscription as a query', async () => {
    const error = await firstError(await api.post({ query: 'subscription { numbers(upTo: 1) }' }));
    expect(error).toBeDefined();
    expect(api.seen.openSources).toBe(0);
  });

  describe('errors', () => {
    it('masks a bug and logs it under the same request id', async () => {
      const response = await api.post({ query: '{ broken }' });
      const text = await response.clone().text();
      expect(text).not.toMatch(/secret|internal:|5432|at .*\.ts/);
      const error = await firstError(response);
      expect(error?.extensions).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        requestId: response.headers.get('x-request-id'),
      });
      const logged = api.seen.lines.find((line) => line.includes('table_of_secrets'));
      expect(logged).toContain(String(response.headers.get('x-request-id')));
    });

    it('calls a lost database connection retryable, not a bug', async () => {
      const error = await firstError(await api.post({ query: '{ lost }' }));
      expect(error?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
      expect(error?.message).not.toContain('administrator');
    });

    it('answers 503 while it cannot look up a token', async () => {
      const lost = Object.assign(new Error('connect ECONNREFUSED db.internal:5432'), { code: 'ECONNREFUSED' });
      const own = await startSmallApi({ parts: { authenticate: () => Promise.reject(lost) } });
      const response = await own.post({ query: '{ greeting }' });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect((await firstError(response))?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
      await own.app.close();
    });

    it.each([
      ['invalid JSON', '{"query": "{ gree', 400],
      ['null', 'null', 400],
      ['a number', '7', 400],
      ['a string', '"{ greeting }"', 400],
    ])('answers a body that is %s with a clear error', async (_what, body, status) => {
      const response = await api.post(body);
      expect(response.status).toBe(status);
      expect((await firstError(response))?.extensions.requestId).toBe(response.headers.get('x-request-id'));
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'refuses %s',
      async (type) => {
        expect((await api.post('{ greeting }', { 'content-type': type })).status).toBe(415);
      },
    );

    it('answers an unknown address in the same shape', async () => {
      const response = await fetch(`${api.url}/nowhere`);
      expect(response.status).toBe(404);
      expect((await firstError(response))?.extensions.code).toBe('NOT_FOUND');
    });

    it.each([
      '/%',
      '/graphql?query=%E0%A4%A',
      '/explorer/%2e%2e/%2e%2e/package.json',
      '/explorer/x/..%2f..%2fpackage.json',
    ])('gives nothing away at %s', async (path) => {
      const status = await rawStatus(api.url, path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    });

    it('survives an odd Host header', async () => {
      expect(
        await rawStatus(api.url, '/graphql?query={greeting}', { host: 'a b:c', authorization: `Bearer ${goodToken}` }),
      ).toBe(200);
    });
  });

  describe('the request', () => {
    it('keeps a sane request id and replaces another', async () => {
      const sane = await api.post({ query: '{ greeting }' }, { 'x-request-id': 'order-17.a:b' });
      expect(sane.headers.get('x-request-id')).toBe('order-17.a:b');
      const odd = await api.post({ query: '{ greeting }' }, { 'x-request-id': 'a"} {"b' });
      expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('writes one line per request, with neither token nor variables', async () => {
      const requestId = 'log-line-1';
      const trace = '0af7651916cd43dd8448eb211c80319c';
      await api.post(
        { query: 'query Greet($name: String) { greeting(name: $name) }', variables: { name: 'whisper' } },
        { 'x-request-id': requestId, traceparent: `00-${trace}-b7ad6b7169203331-01` },
      );
      const lines = api.seen.lines.filter((line) => line.includes(requestId));
      expect(lines).toHaveLength(1);
      const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
      expect(line).toMatchObject({
        requestId,
        operation: 'Greet',
        operationType: 'query',
        status: 200,
        ms: expect.any(Number),
      });
      expect(String(line.traceparent)).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
      expect(api.seen.lines.join('')).not.toMatch(/whisper|twl_good/);
    });
  });
});

/** Status of a request that fetch would not send as it is. */
const rawStatus = (url: string, path: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    httpRequest({ hostname, port, path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
