import type { Recorded } from '#libs/event-log';
import { fromGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from './domain/index.js';
import { type RequestRow, requestRow } from './request-row.js';
import { type RequestsApi, requestsApi } from './requests.fixture.js';
import { RequestClient } from './stages.fixture.js';

let api: RequestsApi;
beforeAll(async () => void (api = await requestsApi()));
afterAll(() => api.close());

it('the row made of the state is the row folded from event to event, after every event', async () => {
  const client = new RequestClient(api, await api.cast());
  const { requester, cto } = client.cast;
  const requestId = await client.at('approved');
  await client.done(requester, 'askQuestion', {
    requestId,
    text: 'When does it start?',
    kind: 'HOW_DOES_IT_WORK',
    blocking: false,
  });
  await client.done(cto, 'holdRequest', { requestId, reason: 'Waits for the budget', reviewDate: '2026-02-02' });
  const streamId = `request-${fromGlobalId(requestId, 'Request')}`;
  const events = (await api.log.readStream({
    workspaceId: client.cast.workspaceId,
    streamId,
  })) as Recorded<RequestEvent>[];
  let state = request.initial;
  let row: RequestRow | null = null;
  for (const event of events) {
    state = request.evolve(state, event);
    row = requestRow.evolve(row, event);
    expect(requestRow.fromState?.(state, event)).toEqual(row);
  }
  expect(events.length).toBeGreaterThan(10);
});
