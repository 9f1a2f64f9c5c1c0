import { compareInlineView, type Fact, type Recorded } from '#libs/event-log';
import { describeGoldenFixtures, type Samples } from '#test/kit/golden';
import { type ExpediteQuotaEvent, expediteQuota, workload, type WorkloadEvent } from '../domain/index.js';
import { requestsModel, urgencyEvents } from '../events.js';
import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';
import { expediteQuotaRow, workloadRow } from './urgency-rows.js';

const team = '5f4e3d2c-1b0a-5f9e-8d7c-6b5a4f3e2d05';
const [one, other] = ['6f708192-0a1b-5e2f-9a3b-4c5d6e7f8a09', '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08'];

/** One of each fact, in an order in which they could have happened. */
const samples: Samples<WorkloadEvent | ExpediteQuotaEvent> = {
  WipLimitSet: { limit: 3, hard: true },
  WorkTaken: { requestId: one },
  WorkLeft: { requestId: one, why: 'ACCEPTED' },
  ExpediteGranted: {
    consumerTeamId: '3c1a2b3c-9f54-5c0e-8a5e-3d1f5a7b9c02',
    period: '2026-01',
    requestId: one,
    hardDate: '2026-01-30',
    displaced: { requestId: other, oldDate: '2026-01-30', newDate: '2026-02-13' },
    byId: '7d2e4f60-1b2c-5d3e-9f40-5a6b7c8d9e03',
    quota: 2,
    used: 1,
  },
};

const recorded = (type: string, fact: Fact, version = 1): Recorded => ({
  ...fact,
  eventId: 'e',
  workspaceId: 'w',
  streamId: `${type}-${team}`,
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId: 'p', actorRole: 'ENGINEERING_LEAD' },
});

const loadAfter = (facts: readonly Fact[]) =>
  facts.map((fact) => recorded(workload.type, fact) as Recorded<WorkloadEvent>);

const folded = (fact: Fact): object =>
  fact.type === 'ExpediteGranted'
    ? expediteQuotaRow.evolve(null, recorded(expediteQuota.type, fact) as Recorded<ExpediteQuotaEvent>)
    : workloadRow.evolve(null, recorded(workload.type, fact) as Recorded<WorkloadEvent>);

describeGoldenFixtures({
  events: urgencyEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: folded,
});

describe('the row of a load', () => {
  it('says what the facts say', () => {
    const facts: Fact[] = [
      { type: 'WorkTaken', data: { requestId: one } },
      { type: 'WorkTaken', data: { requestId: other } },
      { type: 'WipLimitSet', data: { limit: 2, hard: false } },
      { type: 'WorkLeft', data: { requestId: one, why: 'WITHDRAWN' } },
    ];
    const [first, ...rest] = loadAfter(facts);
    const row = rest.reduce((before, event) => workloadRow.evolve(before, event), workloadRow.evolve(null, first!));
    expect(row).toEqual({ team_id: team, wip_limit: 2, hard: false, in_work: [other] });
  });
});

describe('the row of a month', () => {
  it('gathers what was granted', () => {
    const fact = recorded(expediteQuota.type, { type: 'ExpediteGranted', data: samples.ExpediteGranted });
    const row = expediteQuotaRow.evolve(null, fact as Recorded<ExpediteQuotaEvent>);
    expect(row).toMatchObject({ period: '2026-01', used: 1, granted: [{ requestId: one, at: fact.recordedAt }] });
    expect(expediteQuotaRow.evolve(row, fact as Recorded<ExpediteQuotaEvent>)).toMatchObject({ used: 2 });
  });
});

describe('rows in the database', () => {
  let api: RequestsApi;
  beforeAll(async () => void (api = await requestsApi()));
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const client = new RequestClient(api, await api.cast());
    const { cmo, cto, engineering: teamId, requester } = client.cast;
    const [requestId, displacesRequestId] = [await client.at('approved'), await client.at('approved')];
    await client.done(cto, 'setWipLimit', { teamId, limit: 3, hard: true });
    const urgent = { hardDate: '2026-01-30', costOfDelay: 'HIGH', reason: 'The trend is over by then.' };
    await client.done(cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId });
    await client.done(cto, 'grantExpedite', { requestId, displacedNewDate: '2026-02-13' });
    await client.done(requester, 'withdrawRequest', { requestId: displacesRequestId, reason: 'NO_LONGER_NEEDED' });
    const rows: Record<string, number> = {};
    const tables = ['requests.request_row', workloadRow.table, expediteQuotaRow.table];
    for (const view of requestsModel.views.filter(({ table }) => tables.includes(table))) {
      const compared = await compareInlineView(api.owner, api.log.model, view);
      expect(compared).toMatchObject({ differing: 0, differences: [] });
      rows[view.table] = compared.rows;
    }
    expect(tables.map((table) => rows[table])).toEqual([2, 1, 1]);
  });
});
