import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { agreement, checklistAnswers, estimate, RequestClient } from '../stages.fixture.js';

describe('days of the calendar', () => {
  let api: RequestsApi;
  beforeAll(async () => void (api = await requestsApi()));
  afterAll(() => api.close());

  it('are those of the workspace’s zone, not of UTC', async () => {
    const client = new RequestClient(api, await api.cast());
    const { workspaceId, manager, engineer, cmo, cto } = client.cast;
    // In Berlin it is the 6th already.
    await api.setClock(workspaceId, '2026-01-05T23:30:00.000Z');
    const requestId = await client.at('submitted');
    await api.setClock(workspaceId, '2026-01-07T12:00:00.000Z');
    await client.done(manager, 'triageRequest', client.triage(requestId));
    await client.done(engineer, 'answerChecklist', { requestId, ...checklistAnswers });
    await client.done(engineer, 'submitEstimate', { requestId, ...estimate });
    await client.done(manager, 'agreeDate', { requestId, ...agreement });
    await client.done(cmo, 'approveRequest', { requestId, side: 'CONSUMER' });
    await client.done(cto, 'approveRequest', { requestId, side: 'PROVIDER' });
    const source = `query ($id: ID!) { request(id: $id) { scopingDays leadDays }
      leadTimes(from: "2026-01-07", until: "2026-01-07") { launched approved medianScopingDays medianLeadDays } }`;
    const { data } = await api.run(source, cmo, { variables: { id: requestId } });
    expect(data).toEqual({
      request: { scopingDays: 1, leadDays: null },
      leadTimes: { launched: 0, approved: 1, medianScopingDays: 1, medianLeadDays: null },
    });
    const { errors } = await api.run('{ leadTimes(from: "2026-02-01", until: "2026-01-01") { launched } }', cto);
    expect(errors?.[0]?.extensions?.code).toBe('VALIDATION_FAILED');
  });
});
