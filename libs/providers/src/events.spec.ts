import { compareInlineView, type Fact, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { Agency } from './agency.fixture.js';
import { purchaseOrder } from './domain/index.js';
import { actorId, providerSamples, samples } from './events.samples.fixture.js';
import { providersEvents, providersModel } from './events.js';
import { ProvidersApi } from './providers.fixture.js';
import { summaryOf } from './summary.js';

const streamTypeOf = (type: string): string => providersEvents.find((event) => event.type === type)!.streamType;
const recorded = ({ type, data }: Fact, version: number): Recorded => ({
  type,
  data,
  eventId: 'e',
  workspaceId: 'w',
  streamId: streamId({ type: streamTypeOf(type), id: '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08' }),
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId, actorRole: 'ENGINEERING_LEAD' },
});
const facts: Fact[] = Object.entries(samples).map(([type, data]) => ({ type, data }));
const viewOf = (type: string) => providersModel.views.find((view) => view.streamType === streamTypeOf(type))!;
const begun = (type: string): object | null => {
  const [first] = facts.filter((fact) => streamTypeOf(fact.type) === streamTypeOf(type));
  return first && first.type !== type ? viewOf(type).evolve(null, recorded(first, 1)) : null;
};

describeGoldenFixtures({
  events: providersEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => viewOf(event.type).evolve(begun(event.type), recorded(event, 2)),
});

describe('rows', () => {
  it.each(providersModel.views)('of $table say what the facts say, one after the other', (view) => {
    let row: object | null = null;
    const rows = facts
      .filter(({ type }) => streamTypeOf(type) === view.streamType)
      .map((fact, index) => (row = view.evolve(row, recorded(fact, index + 1))));
    expect(rows).toMatchSnapshot();
  });
});

describe('sentences', () => {
  it('are there for every fact of an agency', () => {
    const told = Object.entries(providerSamples).map(([type, data]) => summaryOf({ type, data }));
    expect(told).toMatchSnapshot();
  });
});

describe('rows in the database', () => {
  let api: ProvidersApi;
  beforeAll(async () => {
    api = await ProvidersApi.start();
  });
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const agency = await Agency.approved(api);
    const id = Buffer.from(agency.id, 'base64url').toString().slice('Provider:'.length);
    await agency.does('cto', 'recordAccess', { system: 'Tag manager' });
    const spent = { agreementId: id, entryId: 'e-1', amount: 9167 };
    await api.happened(agency.cast.workspaceId, { aggregate: purchaseOrder, id }, [
      { type: 'SpendBooked', data: spent },
    ]);
    for (const view of providersModel.views)
      expect(await compareInlineView(api.owner, api.log.model, view)).toEqual({
        rows: 1,
        differing: 0,
        differences: [],
      });
  });
});
