import { goodToken, type SmallApiHandle, startSmallApi } from '../small-api.fixture.js';

describe('health', () => {
  let api: SmallApiHandle;
  let databaseIsThere = true;
  const database = () =>
    databaseIsThere ? Promise.resolve() : Promise.reject(new Error('connect ECONNREFUSED db.internal:5432'));

  beforeAll(async () => {
    api = await startSmallApi({ parts: { probes: { database, migrations: () => Promise.resolve() } } });
  });
  beforeEach(() => {
    databaseIsThere = true;
  });
  afterAll(() => api.app.close());

  it('is live and ready', async () => {
    expect(await (await fetch(`${api.url}/health/live`)).json()).toEqual({ status: 'live' });
    const ready = await fetch(`${api.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', migrations: 'ok', accepting: 'ok' },
    });
  });

  it('is live but not ready without its database, and tells nothing of where that is', async () => {
    databaseIsThere = false;
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${api.url}/health/ready`);
    expect(ready.status).toBe(503);
    const text = await ready.text();
    expect(JSON.parse(text)).toMatchObject({ status: 'not ready', checks: { database: 'failed', migrations: 'ok' } });
    expect(text).not.toContain('internal');
    expect(api.seen.lines.join('')).toContain('db.internal');
  });

  it('counts operations and requests for Prometheus', async () => {
    await api.post({ query: '{ greeting }' });
    await api.post({ query: '{ broken }' });
    const response = await fetch(`${api.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toMatch(/twolane_graphql_operation_seconds_count\{type="query",outcome="ok"\} 1/);
    expect(text).toMatch(/twolane_graphql_operation_seconds_count\{type="query",outcome="error"\} 1/);
    expect(text).toMatch(/twolane_graphql_errors_total\{code="INTERNAL_SERVER_ERROR"\} 1/);
    expect(text).toMatch(/twolane_http_request_seconds_count\{method="POST",route="\/graphql",status="200"\} 2/);
    expect(text).toMatch(/twolane_sockets 0/);
  });

  it('shows metrics to its own machine only, and not through a proxy on it', async () => {
    const response = await fetch(`${api.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(response.status).toBe(404);
  });

  it('asks for the metrics token where one is set', async () => {
    const guarded = await startSmallApi({ options: { metricsToken: 'scrape-me' } });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${guarded.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: `Bearer ${goodToken}` })).toBe(401);
    expect(await status({ authorization: 'Bearer scrape-me' })).toBe(200);
    await guarded.app.close();
  });
});
