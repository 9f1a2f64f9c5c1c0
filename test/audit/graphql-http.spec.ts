import { auditServer, type AuditResult } from 'graphql-http';
import { goodToken, type SmallApiHandle, startSmallApi } from '../../apps/api/src/small-api.fixture.js';

/** The conformance suite of GraphQL over HTTP, against a running service. */
describe('GraphQL over HTTP audit', () => {
  let api: SmallApiHandle;
  let results: AuditResult[];

  beforeAll(async () => {
    api = await startSmallApi({ options: { operationsPerMinute: 10_000 } });
    const fetchFn = (url: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${goodToken}`);
      return fetch(url, { ...init, headers });
    };
    results = await auditServer({ url: `${api.url}/graphql`, fetchFn });
  });
  afterAll(() => api.app.close());

  it('passes whole', () => {
    const failed = results
      .filter(({ status }) => status !== 'ok')
      .map(({ id, name, ...rest }) => ({ id, name, reason: 'reason' in rest && rest.reason }));
    expect(failed).toEqual([]);
    expect(results).toHaveLength(61);
  });
});
