import { compareInlineView, type Fact, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { request, type RequestEvent } from './domain/index.js';
import { requestsEvents, requestsModel } from './events.js';
import { samples } from './events.samples.fixture.js';
import { requestRow, type RequestRow } from './request-row.js';
import { type Cast, requestsApi, type RequestsApi } from './requests.fixture.js';
import { RequestClient } from './stages.fixture.js';

const recorded = (fact: Fact, version: number): Recorded<RequestEvent> => ({
  ...(fact as RequestEvent),
  eventId: 'e',
  workspaceId: 'w',
  streamId: streamId({ type: request.type, id: '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08' }),
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId: samples.RequestDrafted.requesterId, actorRole: 'ENGINEER' },
});

const drafted = requestRow.evolve(null, recorded({ type: 'RequestDrafted', data: samples.RequestDrafted }, 1));

describeGoldenFixtures({
  events: requestsEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => requestRow.evolve(drafted, recorded(event, 2)),
});

describe('the row of a request', () => {
  it('says what the facts say, one after the other', () => {
    const columns: object[] = [];
    let row: RequestRow | null = null;
    for (const [index, [type, data]] of Object.entries(samples).entries()) {
      row = requestRow.evolve(row, recorded({ type, data }, index + 1));
      const { document: _document, ...rest } = row;
      columns.push({ fact: type, row: rest });
    }
    expect(columns).toMatchSnapshot();
    expect(row?.document).toMatchSnapshot();
  });
});

describe('rows in the database', () => {
  let api: RequestsApi;
  let cast: Cast;
  beforeAll(async () => {
    api = await requestsApi();
    cast = await api.cast();
  });
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const client = new RequestClient(api, cast);
    const requestId = await client.at('approved');
    await client.done(cast.requester, 'withdrawRequest', { requestId, reason: 'OTHER', note: 'Not needed.' });
    await client.at('triaged');
    const compared = await compareInlineView(api.owner, api.log.model, requestsModel.views[0]!);
    expect(compared).toEqual({ rows: 2, differing: 0, differences: [] });
  });
});
