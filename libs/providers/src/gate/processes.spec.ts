import { fromGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { Agency } from '../agency.fixture.js';
import { ProvidersApi } from '../providers.fixture.js';

let api: ProvidersApi;
beforeAll(async () => {
  api = await ProvidersApi.start({ processes: true });
});
afterAll(() => api.close());

const team = (globalId: string): string => fromGlobalId(globalId, 'Team');

/** A request that was given to a team. */
async function given(agency: Agency, providerTeam: string, number: number): Promise<string> {
  const { cast } = agency;
  const requestId = randomUUID();
  const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
  const facts: RequestEvent[] = [
    {
      type: 'RequestDrafted',
      data: {
        number,
        title: 'Landing page',
        type: 'LANDING_PAGE',
        consumerTeamId: team(cast.marketing),
        requesterId: cast.marketer.personId,
        source: { kind: 'FORM', ref: null },
      },
    },
    { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
    {
      type: 'RequestTriaged',
      data: { providerTeamId: team(providerTeam), priorityClass: 'NORMAL', roughMinutes: 600 },
    },
  ];
  await api.happened(cast.workspaceId, { aggregate: request, id: requestId }, facts);
  return requestId;
}

/** The holds of a request, with the actor of each. */
async function holds({ cast }: Agency, requestId: string) {
  const events = await api.log.readStream({ workspaceId: cast.workspaceId, streamId: `${request.type}-${requestId}` });
  return events.filter(({ type }) => type === 'RequestHeld').map(({ data, meta }) => ({ ...data, by: meta.actorId }));
}

const settled = async ({ cast }: Agency): Promise<void> => {
  await api.advance(cast.workspaceId, '2026-02-02T08:00:00.000Z');
};

describe('an approval that ends', () => {
  it('is announced twice and ends with its last day in the workspace’s zone', async () => {
    const agency = await Agency.approved(api);
    const { stops } = await api.advance(agency.cast.workspaceId, '2026-08-01T00:00:00.000Z');
    expect(stops).toEqual(['2026-05-30T22:00:00.000Z', '2026-06-22T22:00:00.000Z', '2026-06-30T22:00:00.000Z']);
    expect((await agency.course()).slice(-4)).toEqual([
      'ProviderApproved',
      'ProviderRenewalDue',
      'ProviderRenewalDue',
      'ProviderExpired',
    ]);
  });

  it('moves with a renewal, and is no matter once the agency leaves', async () => {
    const agency = await Agency.approved(api);
    const { cast } = agency;
    await api.advance(cast.workspaceId, '2026-06-24T08:00:00.000Z');
    await agency.does('cto', 'approveProvider', { validUntil: '2026-12-31' });
    await api.advance(cast.workspaceId, '2026-12-01T08:00:00.000Z');
    expect((await agency.course()).filter((type) => type === 'ProviderExpired')).toEqual([]);
    await api.advance(cast.workspaceId, '2026-12-10T08:00:00.000Z');
    expect((await agency.course()).filter((type) => type === 'ProviderRenewalDue')).toHaveLength(3);
    await agency.does('cto', 'startOffboarding', { reason: 'The contract ends.' });
    const { stops } = await api.advance(cast.workspaceId, '2027-02-01T00:00:00.000Z');
    expect(stops).toEqual([]);
    expect((await agency.course()).at(-1)).toBe('OffboardingStarted');
  });

  it('waits for the day to end where the workspace has moved to', async () => {
    const agency = await Agency.approved(api, '2026-02-03');
    await settled(agency);
    await api.owner.query(`update people.workspace set time_zone = 'America/New_York' where workspace_id = $1`, [
      agency.cast.workspaceId,
    ]);
    const { stops } = await api.advance(agency.cast.workspaceId, '2026-02-10T00:00:00.000Z');
    expect(stops).toEqual(['2026-02-03T23:00:00.000Z', '2026-02-04T05:00:00.000Z']);
    expect((await agency.course()).at(-1)).toBe('ProviderExpired');
  });

  it('can be given anew after it', async () => {
    const agency = await Agency.approved(api, '2026-02-03');
    await api.advance(agency.cast.workspaceId, '2026-02-10T08:00:00.000Z');
    expect(await agency.does('cto', 'approveProvider', { validUntil: '2026-12-31' })).toMatchObject({
      status: 'APPROVED',
      validFrom: '2026-02-10',
    });
  });
});

describe('an agency that may no longer work here', () => {
  it.each([
    ['suspended', 'suspendProvider', 'AGY-1 is suspended.'],
    ['leaving', 'startOffboarding', 'AGY-1 is leaving.'],
  ])('when %s has its active requests rest, each once, and no others', async (_what, command, reason) => {
    const agency = await Agency.approved(api);
    const { cast } = agency;
    const [theirs, own, other] = [
      await given(agency, cast.studio, 1),
      await given(agency, cast.studio, 2),
      await given(agency, cast.engineering, 3),
    ];
    const ended: RequestEvent = { type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } };
    const gone = await given(agency, cast.studio, 4);
    await api.happened(cast.workspaceId, { aggregate: request, id: gone }, [ended]);
    const byPerson: RequestEvent = { type: 'RequestHeld', data: { reason: 'Vacation', reviewDate: '2026-02-20' } };
    await api.happened(cast.workspaceId, { aggregate: request, id: own }, [byPerson]);
    await agency.does('cto', command, { reason: 'Leaked key.' });
    await settled(agency);
    expect(await holds(agency, theirs)).toEqual([{ reason, reviewDate: '2026-02-16', by: 'process:provider-gate' }]);
    expect(await holds(agency, own)).toHaveLength(1);
    expect(await holds(agency, other)).toEqual([]);
    expect(await holds(agency, gone)).toEqual([]);
  });

  it('holds them again when it happens again, and when its approval ends', async () => {
    const agency = await Agency.approved(api);
    const { cast } = agency;
    const requestId = await given(agency, cast.studio, 1);
    const resumed: RequestEvent = { type: 'RequestResumed', data: { reason: null } };
    const goOn = () => api.happened(cast.workspaceId, { aggregate: request, id: requestId }, [resumed]);
    for (const reason of ['Leaked key.', 'Again.']) {
      await agency.does('reviewer', 'suspendProvider', { reason });
      await settled(agency);
      await agency.does('cto', 'resumeProvider');
      await goOn();
    }
    await api.advance(cast.workspaceId, '2026-07-01T00:00:00.000Z');
    expect(await holds(agency, requestId)).toMatchObject([
      { reason: 'AGY-1 is suspended.' },
      { reason: 'AGY-1 is suspended.' },
      { reason: 'AGY-1 is no longer approved: its approval has ended.', reviewDate: '2026-07-15' },
    ]);
  });
});
