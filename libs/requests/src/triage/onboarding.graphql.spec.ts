import { fromGlobalId } from '#libs/api-kit';
import type { OtherStreams } from '#libs/event-log';
import { type LocalDate, ProviderNotOnboarded } from '#libs/vocabulary';
import { ProviderGate, type OnboardedWindow } from '../ports/provider-gate.js';
import { type RequestsApi, requestsApi } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';

/** Agencies by team, each approved for some days or not at all. */
class Agencies extends ProviderGate {
  readonly windows = new Map<string, OnboardedWindow | null>();

  agencyOf(_workspaceId: string, teamId: string): Promise<string | null> {
    return Promise.resolve(this.windows.has(teamId) ? teamId : null);
  }

  teamOf(_workspaceId: string, agencyId: string): Promise<string | null> {
    return Promise.resolve(this.windows.has(agencyId) ? agencyId : null);
  }

  window(_others: OtherStreams, agencyId: string): OnboardedWindow | null {
    return this.windows.get(agencyId) ?? null;
  }

  notOnboarded(_others: OtherStreams, agencyId: string, day: LocalDate): ProviderNotOnboarded | null {
    return this.refusal(agencyId, day);
  }

  standing(_workspaceId: string, teamIds: readonly string[], { day }: { day: LocalDate }) {
    const agencies = teamIds.filter((teamId) => this.windows.has(teamId));
    return Promise.resolve(new Map(agencies.map((teamId) => [teamId, this.refusal(teamId, day)])));
  }

  private refusal(agencyId: string, day: LocalDate): ProviderNotOnboarded | null {
    const window = this.windows.get(agencyId) ?? null;
    return window !== null && window.from <= day && day <= window.until ? null : new ProviderNotOnboarded(window);
  }

  book(): void {
    throw new Error('Requests book nothing.');
  }
}

const gate = new Agencies();
let api: RequestsApi;
beforeAll(async () => void (api = await requestsApi([{ provide: ProviderGate, useValue: gate }])));
afterAll(() => api.close());

/** A cast whose engineering team belongs to an agency. */
async function scene(window: OnboardedWindow | null) {
  const client = new RequestClient(api, await api.cast());
  const approve = (to: OnboardedWindow | null) =>
    void gate.windows.set(fromGlobalId(client.cast.engineering, 'Team'), to);
  approve(window);
  return { client, cast: client.cast, approve };
}

const january = { from: '2026-01-01', until: '2026-01-31' };
const over = { from: '2025-12-01', until: '2026-01-04' };
const refused = (window: OnboardedWindow | null) => [
  {
    code: 'PROVIDER_NOT_ONBOARDED',
    category: 'PRECONDITION',
    details: { validFrom: window?.from ?? null, validUntil: window?.until ?? null },
  },
];

describe('work for an agency', () => {
  it.each([null, over, { from: '2026-01-06', until: '2026-12-31' }])(
    'is not assigned while it is approved for %j',
    async (window) => {
      const { client, cast } = await scene(window);
      const requestId = await client.at('submitted');
      const before = await api.events();
      const { problems } = await client.give(cast.manager, 'triageRequest', client.triage(requestId));
      expect(problems).toMatchObject(refused(window));
      expect(await api.events()).toBe(before);
    },
  );

  it('is assigned while it is approved, to the last day', async () => {
    const { client, cast } = await scene({ from: '2026-01-05', until: '2026-01-05' });
    const requestId = await client.at('submitted');
    const { request } = await client.done(cast.manager, 'triageRequest', client.triage(requestId));
    expect(request?.status).toBe('TRIAGED');
  });

  it('is refused row by row when many are taken in', async () => {
    const { client, cast } = await scene(null);
    const requestId = await client.at('submitted');
    const source = `mutation ($input: BulkTriageInput!) { bulkTriage(input: $input) {
      rows { fate problems { code } } } }`;
    const variables = { input: { items: [client.triage(requestId)] } };
    const { data } = await api.run(source, cast.manager, { variables });
    expect(data).toEqual({
      bulkTriage: { rows: [{ fate: 'REFUSED', problems: [{ code: 'PROVIDER_NOT_ONBOARDED' }] }] },
    });
  });

  it('is neither begun nor brought out when its approval is over', async () => {
    const { client, cast, approve } = await scene(january);
    const { engineer, requester, cmo, cto } = cast;
    const requestId = await client.at('approved');
    approve(over);
    expect((await client.give(engineer, 'startWork', { requestId })).problems).toMatchObject(refused(over));
    approve(january);
    await client.done(engineer, 'startWork', { requestId });
    await client.done(engineer, 'deliverRequest', { requestId, notes: 'Look at the staging site' });
    for (const criterionId of ['C1', 'C2']) await client.done(requester, 'verifyCriterion', { requestId, criterionId });
    await client.done(cmo, 'acceptRequest', { requestId });
    await client.done(requester, 'verifyTracking', { requestId, evidence: 'Seen in the report' });
    approve(null);
    expect((await client.give(cto, 'launchRequest', { requestId })).problems).toMatchObject(refused(null));
    approve(january);
    expect((await client.done(cto, 'launchRequest', { requestId })).request?.status).toBe('LAUNCHED');
  });
});

describe('work for a team of the house', () => {
  it('needs no approval', async () => {
    const client = new RequestClient(api, await api.cast());
    const requestId = await client.at('approved');
    expect((await client.done(client.cast.engineer, 'startWork', { requestId })).request?.status).toBe('IN_PROGRESS');
  });
});
